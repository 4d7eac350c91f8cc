import math

import pytest

from benchlib.rules import loading
from benchlib.run.apps import assess_answers
from benchlib.run.apps.assess_answers import NoAnswer

FRAMEWORK = loading.framework("ecei-31")
ITEMS = assess_answers.items(FRAMEWORK)
COUNT, SHARE, RUBRIC, GATE = "1.1.2", "1.2", "1.1.1", "1.1.0"
ON = FRAMEWORK.version


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        (COUNT, "45", "45"),
        (COUNT, " 45 ", "45"),
        (COUNT, "", ""),
        (SHARE, "62,5", "62.5"),
        (SHARE, "62.50 %", "62.5"),
        (SHARE, "100", "100"),
        (RUBRIC, "5", "5"),
        (GATE, "yes", "1"),
    ],
)
def test_what_was_written_is_kept_as_a_plain_number(key, text, kept):
    assert assess_answers.written(text, ITEMS[key], 5.0) == kept


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *((COUNT, text) for text in ("x", "-1", "4.5", "1,226", "nan", "inf", "=1+1", "4" * 400, "<b>4</b>")),
        *((SHARE, text) for text in ("101", "-0.1", "62,,5")),
        (RUBRIC, "6"),
        (GATE, "2"),
    ],
)
def test_what_is_no_answer_is_refused_with_what_would_be_one(key, text):
    with pytest.raises(NoAnswer, match=r"^Please write a (whole )?number .*, in digits only\.$"):
        assess_answers.written(text, ITEMS[key], 5.0)


def test_choices_hold_the_whole_scale():
    assert [value for _, value in assess_answers.choices(ITEMS[RUBRIC], ON)] == ["0", "1", "2", "3", "4", "5"]
    assert assess_answers.choices(ITEMS[RUBRIC], ON)[1][0] == "1: at least 2 types of participant"
    assert assess_answers.choices(ITEMS[GATE], ON) == [("Yes", "1"), ("No", "0")]
    assert assess_answers.choices(ITEMS[COUNT], ON) == []


@pytest.mark.parametrize(("value", "points"), [(0, 0), (14, 0), (15, 1), (59, 4), (60, 5)])
def test_points_are_those_of_the_rules(value, points):
    assert assess_answers.points(value, COUNT, FRAMEWORK, ON) == points


def test_without_an_answer_there_are_no_points():
    assert math.isnan(assess_answers.points(math.nan, COUNT, FRAMEWORK, ON))
    assert assess_answers.told("", ITEMS[COUNT]) == "no answer"
    assert assess_answers.told("1", ITEMS[GATE]) == "yes"
