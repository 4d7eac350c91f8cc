"""Codes of regions by vintage, and totals converted from the regions of 2013 to those of 2021."""

import numpy as np
import pandas as pd
import pytest

from benchlib.tables import nuts, sidecars
from benchlib.tables.faults import BadInput


@pytest.mark.parametrize(("vintage", "level_2"), [(2013, 293), (2021, 298)])
def test_codes_of_a_vintage(vintage, level_2):
    codes = nuts.known(vintage)
    assert sum(len(code) == 4 for code in codes) == level_2
    assert {code[:2] for code in codes} <= codes


def test_codes_change_between_vintages():
    assert {"FR10", "FR21", "UKM2", "RO32", "RO", "EL30"} <= nuts.known(2013)
    assert nuts.known(2021).isdisjoint({"FR21", "UKM2"})
    assert {"FRF2", "UKM7", "RO32"} <= nuts.known(2021)
    assert "UK" not in nuts.known(2024)


def test_regions_of_a_level_are_without_territory_outside():
    assert [code for code in nuts.regions(2013) if code.startswith("EL4")] == ["EL41", "EL42", "EL43"]
    assert "ELZZ" in nuts.known(2013)
    assert "ELZZ" not in nuts.regions(2013)
    assert [code for code in nuts.regions(2013, "nuts1") if code.startswith("RO")] == ["RO1", "RO2", "RO3", "RO4"]


def test_an_unknown_vintage_is_refused():
    with pytest.raises(BadInput, match="expected one of 2006, 2010, 2013, 2016, 2021, 2024"):
        nuts.known(2012)


@pytest.mark.parametrize("weight", ["areaKm", "pop11", "pop21", "artif_surf12", "artif_surf18", "bu_vol"])
def test_shares_add_up_and_totals_are_kept(weight):
    shares = nuts.shares(weight)
    np.testing.assert_allclose(shares.groupby("code_v2013")["share"].sum(), 1)
    codes = sorted(shares["code_v2013"].unique())
    assert len(codes) == 291
    values = np.random.default_rng(4).integers(0, 10**6, len(codes)).astype(float)
    converted = nuts.convert(pd.DataFrame({"region_code": codes, "employment": values}), ["employment"], weight)
    assert converted["employment"].sum() == pytest.approx(values.sum(), rel=1e-12)
    assert set(converted["region_code"]) <= nuts.known(2021)


def test_a_region_is_divided_by_its_people():
    frame = pd.DataFrame({"region_code": ["HU10", "FR21", "RO32"], "employment": [1000.0, 70.0, 5.0]})
    found = nuts.convert(frame, ["employment"]).set_index("region_code")["employment"]
    budapest = 1682078 / (1682078 + 1332109)  # inhabitants of 2021 in the table of the Joint Research Centre
    assert found["HU11"] == pytest.approx(1000 * budapest)
    assert found["HU12"] == pytest.approx(1000 * (1 - budapest))
    assert (found["FRF2"], found["RO32"], len(found)) == (70, 5, 4)


def test_regions_are_merged_and_keys_kept_apart(tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("code_v2013,code_v2021,pop21\nA1,N1,30\nA1,N2,10\nB1,N2,5\nB1,N3,0\n", encoding="utf-8")
    frame = pd.DataFrame(
        {
            "region_code": ["A1", "B1", "A1", "B1"],
            "nace": ["C10", "C10", "C11", "C11"],
            "employment": [8.0, 1, 4, np.nan],
            "firms": [4.0, 2, 4, 1],
        }
    )
    found = nuts.convert(frame, ["employment", "firms"], file=file)
    assert list(found.columns) == list(frame.columns)
    assert found.astype(object).where(found.notna(), None).to_numpy().tolist() == [
        ["N1", "C10", 6, 3],
        ["N2", "C10", 3, 3],
        ["N1", "C11", 3, 3],
        ["N2", "C11", None, 2],  # a part of it is missing; N3 takes nobody from B1
    ]


def test_what_cannot_be_converted_is_named():
    frame = pd.DataFrame({"region_code": ["RO32", "XX99", "ELZZ", "RO32"], "employment": 1.0})
    with pytest.raises(BadInput) as caught:
        nuts.convert(frame, ["employment"])
    assert [(fault.value, fault.expected.split(" of ")[0]) for fault in caught.value.faults] == [
        ("XX99", "expected a code"),
        ("ELZZ", "expected a code"),
        ("RO32", "expected each key once"),
    ]


@pytest.mark.parametrize("name", ["nuts_codes.csv", "nuts2_2013_to_2021.csv"])
def test_shipped_files_and_their_records(name):
    assert sidecars.check(nuts.REGIONS / name) == []
