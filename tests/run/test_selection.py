"""Which organisations a batch is about."""

import pandas as pd
import pytest

from benchlib.run import selection
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES

ORGANISATIONS = pd.DataFrame(
    {
        "cluster_id": ["rohealth", "medvia", "nonesuch"],
        "name": ["ROHEALTH", "MEDVIA", "None Such"],
        "country": ["RO", "BE", "RO"],
        "area": ["Health and medical science", "Health and medical science", None],
        "founded_year": pd.array([2015, None, None], "Int64"),
    }
)
ALIASES = pd.DataFrame({"cluster_id": ["nonesuch"], "alias": ["Second Name"]})
FRAMES = {name: table.empty() for name, table in TABLES.items()}
FACTS = Facts({**FRAMES, "organisations": ORGANISATIONS, "aliases": ALIASES}, (), {})


@pytest.mark.parametrize(
    ("only", "where", "chosen"),
    [
        ([], [], ["rohealth", "medvia", "nonesuch"]),
        (["MEDVIA"], [], ["medvia"]),
        (["none such", "RoHealth"], [], ["rohealth", "nonesuch"]),
        (["second name"], [], ["nonesuch"]),
        ([], ["country=RO"], ["rohealth", "nonesuch"]),
        ([], ["country=RO", "area=Health and medical science"], ["rohealth"]),
        ([], ["founded_year=2015"], ["rohealth"]),
        (["medvia", "rohealth"], ["country=RO"], ["rohealth"]),
    ],
)
def test_choose(only, where, chosen):
    assert selection.choose(FACTS, only, where) == chosen


@pytest.mark.parametrize(
    ("only", "where", "told"),
    [
        (["rohelth", "nosuch"], [], ["--only: 'rohelth'", "did you mean 'rohealth'", "--only: 'nosuch'"]),
        ([], ["country"], ["--where: 'country'; expected COLUMN=VALUE"]),
        ([], ["contry=RO"], ["did you mean 'country'"]),
        ([], ["country=FR"], ["no organisation is left"]),
        (["medvia"], ["country=RO"], ["no organisation is left"]),
    ],
)
def test_what_cannot_be_chosen_is_named(only, where, told):
    with pytest.raises(BadInput) as error:
        selection.choose(FACTS, only, where)
    assert all(text in str(error.value) for text in told)


@pytest.mark.parametrize(
    ("only", "where", "chosen"),
    [
        ([], [], ["BE", "RO"]),
        (["ro"], [], ["RO"]),
        (["MT", "BE"], [], ["BE", "MT"]),
        ([], ["country=RO"], ["RO"]),
        (["RO", "BE"], ["country=RO"], ["RO"]),
    ],
)
def test_countries(only, where, chosen):
    assert selection.countries(FACTS, only, where) == chosen


def test_all_members_of_the_union_in_one_choice():
    members = selection.countries(FACTS, [], ["eu=yes"])
    assert len(members) == 27
    assert {"MT", "CY", "GR", "RO"} <= set(members)
    assert "GB" not in members
    with pytest.raises(BadInput, match="no country or region is left"):
        selection.countries(FACTS, [], ["eu=no"])


def test_regions_of_a_country():
    assert selection.regions(FACTS, [], ["country=RO"]) == [f"RO{code}" for code in (11, 12, 21, 22, 31, 32, 41, 42)]
    assert selection.regions(FACTS, ["ro32", "FR10"], []) == ["FR10", "RO32"]
    assert selection.regions(FACTS, [], ["nuts2=EL30"]) == ["EL30"]
    assert {code[:2] for code in selection.regions(FACTS, [], [])} == {"BE", "RO"}
    members = selection.regions(FACTS, [], ["eu=yes"])
    assert {"EL30", "MT00", "RO11"} <= set(members)
    assert not {"UKI3", "ELZZ", "NO01"}.intersection(members)


@pytest.mark.parametrize(
    ("choose", "only", "where", "told"),
    [
        ("countries", ["RP"], [], "--only: 'RP'; expected a country"),
        ("countries", [], ["area=ICT"], "expected a column; known: country, eu"),
        ("countries", [], ["eu=maybe"], "expected eu=yes or eu=no"),
        ("countries", [], ["country"], "expected COLUMN=VALUE"),
        ("countries", [], ["country=XX"], "no country or region is left"),
        ("regions", ["RO99"], [], "--only: 'RO99'; expected a NUTS 2 region (2013)"),
        ("regions", [], ["nuts=RO11"], "did you mean 'nuts2'"),
        ("regions", ["RO11"], ["country=BE"], "no country or region is left"),
    ],
)
def test_what_cannot_be_chosen_of_countries_and_regions_is_named(choose, only, where, told):
    with pytest.raises(BadInput) as error:
        getattr(selection, choose)(FACTS, only, where)
    assert told in str(error.value)
