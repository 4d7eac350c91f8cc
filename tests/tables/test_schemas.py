"""The tables themselves: what DESIGN.md promises of their columns, and that keys and references exist."""

import pandas as pd
import pandera.errors
import pytest

from benchlib.tables.schemas import (
    AREAS,
    NOT_COUNTRIES,
    PARTICIPANT_TYPES,
    STATED_TOTAL,
    STATED_TYPES,
    TABLES,
    countries,
)

DESIGNED = {
    "organisations": "cluster_id name country nuts2 area founded_year website source",
    "participants": "cluster_id participant_id name type committed_by distance_km joined left",
    "participant_figures": "participant_id year turnover_eur exports_eur employees innovations rd_eur",
    "assessments": "assessment_id cluster_id framework kind date status",
    "answers": "assessment_id indicator assessor value evidence comment answered_at",
    "peer_answers": "cluster_id participant_id wave respondent role question value",
    "labels": "cluster_id level awarded valid_until score_percent source",
    "cooperations": "cluster_a cluster_b project start end",
}


@pytest.mark.parametrize("name", DESIGNED)
def test_columns_are_those_of_the_design(name):
    assert TABLES[name].columns == DESIGNED[name].split()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_and_references_exist(table):
    assert set(table.key) <= set(table.columns)
    for column, target in table.refers.items():
        other, key = target.split(".")
        assert column in table.columns
        assert TABLES[other][key].kind == table[column].kind == "id"


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_an_empty_frame_fits_its_schema(table):
    frame = table.schema.validate(table.empty())
    assert len(frame) == 0
    names = [
        name
        for f in table.fields
        for name in ([f.name, f"{f.name}_from", f"{f.name}_to"] if f.kind == "date" else [f.name])
    ]
    assert list(frame.columns) == names


def test_the_schema_refuses_what_the_fields_forbid():
    table = TABLES["labels"]
    frame = table.empty()
    frame.loc[0] = ["rohealth\n", "platinum", "2021", pd.NaT, pd.NaT, None, pd.NaT, pd.NaT, 101.0, None]
    frame.loc[1] = [None, "gold", "2021", pd.NaT, pd.NaT, None, pd.NaT, pd.NaT, -1.0, None]
    frame = frame.astype(table.empty().dtypes.to_dict())
    with pytest.raises(pandera.errors.SchemaErrors) as refused:
        table.schema.validate(frame, lazy=True)
    cases = refused.value.failure_cases
    assert {
        (row, column, check) for row, column, check in zip(cases["index"], cases["column"], cases["check"], strict=True)
    } == {
        (0, "cluster_id", "pattern"),
        (1, "cluster_id", "not_nullable"),
        (0, "level", "codes"),
        (0, "score_percent", "expected at most 100"),
        (1, "score_percent", "expected at least 0"),
    }


def test_countries_are_those_of_the_standard():
    assert len(countries()) == 250  # 249 of ISO 3166-1 and Kosovo
    assert countries()["RO"] == "Romania"
    assert {"XK", "GB", "GR"} <= set(countries())
    assert not {"UK", "EL", *NOT_COUNTRIES} & set(countries())


def test_codes_have_their_meaning():
    assert TABLES["organisations"]["country"].labels["RO"] == "Romania"
    assert TABLES["participants"]["type"].labels == PARTICIPANT_TYPES
    assert list(STATED_TYPES) == [*PARTICIPANT_TYPES, STATED_TOTAL]
    assert len(AREAS) == 14
