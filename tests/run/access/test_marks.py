"""Points of answers while they are being given, and the distance to the next label."""

import datetime as dt

import numpy as np
import pytest

from benchlib.rules import loading
from benchlib.rules.dated import in_force
from benchlib.run.access import marks
from benchlib.tables.store.versions import Given, Place, Version

ON = dt.date(2026, 11, 1)
COMMON = ("label.listed", "2.2.1", "1.1.2", "1.1.1", "4.6.2", "4.3")
OUTSIDE = ("1.2", "2.2.3", "2.2.4", "2.3", "3.1", "3.2", "4.2", "4.5", "5.1", "5.2", "5.3")  # no minimum requirement


@pytest.fixture(scope="module")
def framework():
    return loading.framework("ecei-31")


@pytest.fixture(scope="module")
def best(framework) -> dict[str, str]:
    """The answers that give most."""
    top = {key: max(in_force(one.points, ON).at_least) for key, one in framework.indicators.items()}
    return {key: f"{value:g}" for key, value in top.items()} | {"label.listed": "yes", "label.improvements": "3"}


def given(values: dict[str, str], assessor: str = "") -> dict[tuple[str, str], Version]:
    return {(key, assessor): Version(1, Given(value), "2026-11-01", "Ana", "") for key, value in values.items()}


def test_without_answers_everything_is_open(framework):
    score = marks.score(framework, {}, ON)
    assert score.total[["low", "high", "maximum"]].tolist() == [0.0, 150.0, 150.0]
    assert np.isnan(score.total["points"])
    assert score.next_label == "bronze"
    assert set(score.conditions["outcome"]) == {"cannot tell"}
    assert set(score.conditions["item"]) == set(COMMON)
    assert np.isnan(score.distance)


def test_with_the_best_answers_there_is_no_next_label(framework, best):
    score = marks.score(framework, given(best), ON)
    assert score.total["points"] == 150.0
    assert score.next_label is None
    assert score.conditions.empty
    assert list(score.groups["percent"]) == [100.0] * len(framework.groups)


def test_the_distance_to_gold(framework, best):
    """11 of 30 indicators without points: 95 of 150, and 80 % asks for 120."""
    score = marks.score(framework, given(best | dict.fromkeys(OUTSIDE, "0")), ON)
    assert (score.total["points"], score.next_label, score.distance) == (95.0, "gold", 25.0)
    rows = score.conditions[score.conditions["outcome"] == "not met"]
    assert list(rows["title"]) == ["At least 80 % of the maximum"]


def test_just_enough_for_gold(framework, best):
    """6 without points: 120 of 150."""
    assert marks.score(framework, given(best | dict.fromkeys(OUTSIDE[:6], "0")), ON).next_label is None
    one_less = marks.score(framework, given(best | dict.fromkeys(OUTSIDE[:7], "0")), ON)
    assert (one_less.total["points"], one_less.distance) == (115.0, 5.0)


def test_the_next_label_is_the_first_that_is_not_certain(framework, best):
    score = marks.score(framework, given({key: best[key] for key in COMMON}), ON)
    assert (score.next_label, score.total["low"], score.total["high"]) == ("silver", 25.0, 150.0)


def test_an_agreed_answer_counts_and_two_count_as_their_mean(framework):
    two = given({"1.2": "0"}, "ana") | given({"1.2": "1e9"}, "bo")
    points = [
        marks.score(framework, versions, ON).scores.set_index("item").at["1.2", "points"]
        for versions in (two, two | given({"1.2": "0"}, "consensus"))
    ]
    assert points == [2.5, 0.0]


def test_an_answer_that_was_taken_back_is_missing(framework):
    score = marks.score(framework, {("1.1.1", ""): Version(2, Given(), "", "", "")}, ON)
    assert np.isnan(score.scores.set_index("item").at["1.1.1", "points"])


@pytest.mark.parametrize("item", ["1.1.0", "1.1.1", "label.listed", "label.improvements"])
def test_answers_that_fit(framework, item):
    assert marks.unfit(framework, Place("a", item), Given("1", "list", "remark")) is None
    assert marks.unfit(framework, Place("a", item, "ana-pop"), Given()) is None


@pytest.mark.parametrize(
    ("item", "given_", "said"),
    [("1.1.0", Given("2"), "from 0 to 1"), ("1.1.1", Given("x"), "value"), ("x", Given("1"), "indicator of ecei-31")],
)
def test_answers_that_do_not(framework, item, given_, said):
    assert said in str(marks.unfit(framework, Place("a", item), given_))
