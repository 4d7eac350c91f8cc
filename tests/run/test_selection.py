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
