"""Kinds of reports: which notebook is of which kind, where their reports stand, and what they rest on."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from benchlib.run.reports import subjects
from benchlib.run.reports.content import Content
from benchlib.run.reports.edition import Edition
from benchlib.tables.checking import Facts

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks" / "reports"
KINDS = {
    "cluster": subjects.ORGANISATION,
    "participant": subjects.PARTICIPANT,
    "country": subjects.COUNTRY,
    "region": subjects.REGION,
    "edition": subjects.EDITION,
}


@pytest.mark.parametrize("name", list(KINDS))
def test_a_notebook_is_known_by_its_parameters(name):
    assert subjects.of(NOTEBOOKS / f"{name}.ipynb") is KINDS[name]


@pytest.mark.parametrize(("subject", "name"), [(subjects.COUNTRY, "RO"), (subjects.REGION, "RO11")])
def test_reports_stand_in_a_folder_of_their_kind(tmp_path, subject, name):
    task = subject.task(Edition(tmp_path), (name,), dt.date(2026, 11, 20), {})
    assert task.name == f"{subject.name}/{name}"
    assert task.parameters == {"edition": str(tmp_path), "as_of": "2026-11-20", subject.keys[0]: name}
    assert [one for one in subjects.SUBJECTS if one.has(task.name)] == [subject]


def prints(tables):
    content = Content(Facts({}, (), {}), None, {}, tables, {})
    whom = {subjects.COUNTRY: ("RO",), subjects.REGION: ("RO11",), subjects.ORGANISATION: ("a",)}
    return [content.prints(subject).of(key) for subject, key in whom.items()]


@pytest.mark.parametrize(
    ("table", "row", "moved"),
    [
        ("organisations", 0, [False, False, True]),
        ("organisations", 1, [False, False, False]),
        ("country_labels", 0, [True, False, False]),
        ("country_labels", 1, [False, False, False]),
        ("region_holders", 0, [False, True, False]),
        ("parameters", 0, [False, False, True]),
    ],
)
def test_a_report_rests_on_rows_of_its_own_kind_only(table, row, moved):
    """One organisation that changes makes its own report anew and those of its country and region, no other."""
    before = {
        "organisations": pd.DataFrame({"cluster_id": ["a", "b"], "country": ["RO", "DE"], "value": [1, 2]}),
        "country_labels": pd.DataFrame({"country": ["RO", "DE"], "value": [1, 2]}),
        "region_holders": pd.DataFrame({"nuts2": ["RO11"], "country": ["RO"], "value": [1]}),
        "parameters": pd.DataFrame({"value": [1]}),
    }
    after = {name: frame.copy() for name, frame in before.items()}
    after[table].loc[row, "value"] = 9
    assert [one != other for one, other in zip(prints(before), prints(after), strict=True)] == moved
