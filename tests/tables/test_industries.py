"""Employment by industry and region as it is shipped; damage and strange codes listed, nothing guessed."""

import numpy as np
import pandas as pd
import pytest

from benchlib.tables import industries, sidecars
from benchlib.tables.faults import BadInput

HEAD = "geo,nuts_level,nace_r2,persons_employed_2015,raw_flag\n"


@pytest.fixture(scope="module")
def shipped():
    return industries.employment()


def drawn(tmp_path, text):
    file = tmp_path / "sbs.csv"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


def test_values_flags_damage_and_strange_codes(tmp_path):
    file = drawn(tmp_path, "RO,0,C,10,d\nRO32,2,C,,12:00 AM\nRO32,2,C10,01:30,\nFRZZ,2,C,7,\nRO3,1,C,,\nRO31,2,C,-5,\n")
    frame = industries.employment(file)
    assert list(frame.columns) == industries.COLUMNS
    assert frame.astype(object).where(frame.notna(), None).to_numpy().tolist() == [
        ["RO", "country", "C", 10, "d", ""],
        ["RO32", "nuts2", "C", None, "", "damaged in the source"],
        ["RO32", "nuts2", "C10", None, "", "damaged in the source"],
        ["FRZZ", "nuts2", "C", 7, "", "code outside NUTS 2013"],
        ["RO3", "nuts1", "C", None, "", "not published"],
        ["RO31", "nuts2", "C", None, "", "damaged in the source"],
    ]
    assert [(fault.row, fault.column, fault.value) for fault in industries.faults(file)] == [
        (3, "persons_employed_2015", "12:00 AM"),
        (4, "persons_employed_2015", "01:30"),
        (7, "persons_employed_2015", "-5"),
        (5, "geo", "FRZZ"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("RO,3,C,1,\n", "row 2, column nuts_level: '3'; expected 0, 1 or 2"),
        ("RO32,1,C,1,\n", "row 2, column nuts_level: '1'; expected 0, 1 or 2"),
        ("RO,0,C,1,\nRO,0,C,2,\n", "row 3, column geo: 'RO'; this region and industry already stand further up"),
    ],
)
def test_rows_that_contradict_are_refused(tmp_path, text, fault):
    with pytest.raises(BadInput, match=fault):
        industries.employment(drawn(tmp_path, text))


def test_another_file_is_refused(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="expected the columns geo, nuts_level"):
        industries.employment(file)
    with pytest.raises(BadInput, match="this file cannot be read"):
        industries.employment(tmp_path / "none.csv")


def test_shipped_employment(shipped):
    assert sidecars.check(industries.EMPLOYMENT) == []
    assert len(shipped) == 46859
    assert shipped.groupby("level")["region_code"].nunique().to_dict() == {"country": 30, "nuts1": 113, "nuts2": 327}
    assert shipped["employment"].isna().sum() == 8648
    assert shipped["reason"].value_counts().to_dict() == {
        "": 38049,
        "code outside NUTS 2013": 5050,
        "not published": 3730,
        "damaged in the source": 30,
    }
    assert shipped["flag"].value_counts().to_dict() == {"": 46473, "d": 386}
    damaged = shipped[shipped["reason"] == "damaged in the source"]
    assert set(damaged["region_code"]) == {"IS", "IS0", "IS00"}
    assert shipped.loc[0].tolist() == ["AT", "country", "B", 7089.0, "", ""]


def test_shipped_faults_name_each_damaged_cell_and_each_strange_code_once():
    found = industries.faults()
    assert [fault.value for fault in found].count("12:00 AM") == 30
    codes = [fault.value for fault in found if fault.column == "geo"]
    assert (len(codes), len(set(codes))) == (54, 54)
    assert {"FRZZ", "CZZ", "EL11", "UKI1"} <= set(codes)


def test_sections_hold_everything_once(shipped):
    assert "".join(industries.sections(shipped)) == "BCDEFGHIJLMNS95"
    assert len(industries.divisions(shipped)) == 68
    country = shipped[(shipped["region_code"] == "PL")].set_index("nace")["employment"]
    by_division = country[industries.divisions(shipped)].sum()
    assert by_division == country[industries.sections(shipped)].sum()


def test_regional_clusters_and_their_totals(shipped):
    made = industries.clusters(shipped, least_known=0.9)
    assert not made.duplicated(["cluster_code", "region_code"]).any()
    assert made["region_code"].nunique() == 283
    assert not made["region_code"].str.endswith("ZZ").any()
    bucharest = made[made["region_code"] == "RO32"].set_index("cluster_code")
    own = shipped[shipped["region_code"] == "RO32"].set_index("nace")["employment"]
    assert bucharest.loc["J62", "employment"] == own["J62"]
    assert bucharest["region_employment"].unique().tolist() == [own[industries.sections(shipped)].sum()]
    countries = shipped[(shipped["level"] == "country") & (shipped["nace"] == "J62")]
    assert bucharest.loc["J62", "cluster_employment"] == countries["employment"].sum()


def test_a_total_of_which_too_much_is_missing_is_missing():
    def rows(code, level, c, f):
        return [(code, level, "C", c), (code, level, "C10", c), (code, level, "F", f), (code, level, "F41", f)]

    listed = [*rows("RO", "country", 90, 10), *rows("RO31", "nuts2", 9, np.nan), *rows("RO32", "nuts2", np.nan, 2)]
    frame = pd.DataFrame(listed, columns=["region_code", "level", "nace", "employment"])
    frame["flag"], frame["reason"] = "", np.where(frame["employment"].isna(), "not published", "")
    made = industries.clusters(frame, least_known=0.9).set_index(["region_code", "cluster_code"])
    assert made.loc["RO31", "region_employment"].tolist() == [9, 9]
    assert made.loc["RO32", "region_employment"].isna().all()
    assert made["total_employment"].unique().tolist() == [100]
    assert made.loc["RO32", "employment"].tolist()[1] == 2
