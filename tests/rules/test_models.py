"""Rules as data: changed copies, and what a framework refuses."""

import datetime as dt

import pytest
from pydantic import ValidationError

from benchlib.rules import loading
from benchlib.rules.changes import merged
from benchlib.rules.consistency import Inconsistent
from benchlib.rules.models import Framework


@pytest.fixture(scope="module")
def framework() -> Framework:
    return loading.framework("ecei-31")


def test_a_changed_copy_leaves_the_original_untouched(framework):
    before = framework.model_dump_json()
    copy = framework.with_changes(
        {
            "title": "Another",
            "indicators": {"1.2": {"silver_scope": True, "name": "Nearness"}},
            "labels": {"strict": True, "levels": {"gold": {"renewal_months": renewal(24)}}},
        }
    )
    assert (copy.title, copy.indicators["1.2"].name, copy.labels.strict) == ("Another", "Nearness", True)
    assert copy.labels.levels["gold"].renewal_months[0].value == 24
    assert copy.labels.levels["silver"].renewal_months[0].value == 36
    assert copy.indicators["1.1.2"] == framework.indicators["1.1.2"]
    assert framework.model_dump_json() == before


def renewal(months):
    return [{"from": dt.date(2008, 1, 1), "value": months, "mark": "proposed", "source": "ours"}]


def test_null_removes_a_key(framework):
    assert framework.indicators["1.2"].reference.endswith("in every country.")
    copy = framework.with_changes({"indicators": {"1.2": {"reference": None}, "5.3": None}})
    assert copy.indicators["1.2"].reference is None
    assert list(copy.indicators) == list(framework.indicators)[:-1]
    assert len(copy.scored) == 29


def test_null_that_removes_nothing_is_an_error(framework):
    with pytest.raises(Inconsistent, match=r"indicators\.1\.3: there is nothing to remove"):
        framework.with_changes({"indicators": {"1.3": None}})


def test_no_changes_give_an_equal_copy(framework):
    assert framework.with_changes({}) == framework


def test_lists_are_replaced(framework):
    entry = {"from": dt.date(2008, 1, 1), "mark": "proposed", "source": "ours", "at_least": {10: 1, 100: 5}}
    copy = framework.with_changes({"indicators": {"1.1.2": {"points": [entry]}}})
    assert [dict(points.at_least) for points in copy.indicators["1.1.2"].points] == [{10: 1, 100: 5}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"indicators": {"1.2": {"points": []}}}, "at least 1 item"),
        ({"indicators": {"1.2": {"weight": 2}}}, "Extra inputs are not permitted"),
        ({"indicators": {"2.2.1": None}}, "'2.2.1'; expected an indicator or a question of the label rules"),
        ({"groups": {"3": None}}, "'3'; expected one of the groups"),
        ({"status": "official"}, "Input should be 'open reconstruction'"),
        ({"maximum": [{"from": dt.date(2008, 1, 1), "value": 4.0, "mark": "proposed", "source": "ours"}]}, "5 points;"),
        ({"maximum": [{"from": dt.date(2009, 1, 1), "value": 5.0, "mark": "proposed", "source": "ours"}]}, "not set"),
    ],
)
def test_changes_that_give_no_framework(framework, changes, expected):
    with pytest.raises(ValidationError) as caught:
        framework.with_changes(changes)
    assert expected in str(caught.value)


def test_a_framework_never_changes(framework):
    with pytest.raises(ValidationError, match="frozen"):
        framework.title = "Another"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({}, {"a": {"b": 1, "c": [1, 2]}, "d": None}),
        ({"a": {"c": [3]}}, {"a": {"b": 1, "c": [3]}, "d": None}),
        ({"d": None}, {"a": {"b": 1, "c": [1, 2]}}),
        ({"a": 5}, {"a": 5, "d": None}),
        ({"e": {"f": None}}, {"a": {"b": 1, "c": [1, 2]}, "d": None, "e": {"f": None}}),
        ({"d": {"f": 1}}, {"a": {"b": 1, "c": [1, 2]}, "d": {"f": 1}}),
    ],
)
def test_merged(changes, result):
    data = {"a": {"b": 1, "c": [1, 2]}, "d": None}
    assert merged(data, changes) == result
    assert data == {"a": {"b": 1, "c": [1, 2]}, "d": None}


def test_everything_that_removes_nothing_is_named():
    with pytest.raises(Inconsistent) as caught:
        merged({"a": {"b": 1}}, {"a": {"x": None}, "y": None})
    assert [path for path, _ in caught.value.findings] == [("a", "x"), ("y",)]


def test_all_conditions_with_their_paths(framework):
    found = dict(framework.labels.all_conditions())
    assert len(found) == 6 + 1 + 5 + 5
    assert found["common", "listed", 0].items == ["label.listed"]
    assert found["levels", "gold", "conditions", "share", 0].at_least == 0.8


def test_a_verdict_can_name_its_rules(framework):
    assert framework.labels.version_name == f"ecei-labels of {framework.labels.version}"
