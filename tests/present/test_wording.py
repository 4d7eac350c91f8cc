import math

import pandas as pd
import pytest

from benchlib.present import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1226, "1,226"),
        (2.0, "2"),
        (3.25, "3.2"),
        (-0.04, "0"),
        (0, "0"),
        (math.nan, "not known"),
        (math.inf, "not known"),
    ],
)
def test_numbers_are_rounded_and_never_minus_nought(value, text):
    assert wording.number(value) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.7333, "share of maximum", "73.3%"),
        (75.1, "percent (0-100)", "75.1%"),
        (1, "label", "yes"),
        (0, "yes or no", "no"),
        (1, "assessments", "1 assessment"),
        (2.5, "years (parts of a year as decimals, such as 2.5)", "2.5 years"),
        (4, "a step from 0 to 5", "step 4"),
        (31, "mentions in 12 months (at most 29 as long as none is from abroad)", "31 mentions in 12 months"),
        (math.nan, "points", "not known"),
    ],
)
def test_a_quantity_reads_in_its_unit(value, unit, text):
    assert wording.quantity(value, unit) == text


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, pd.NaT, ""])
def test_what_is_missing_is_not_known(nothing):
    assert not wording.known(nothing)


@pytest.mark.parametrize("something", [0, False, "0", pd.Timestamp("2021-01-01")])
def test_nought_is_known(something):
    assert wording.known(something)


def test_signs_of_differences():
    assert [wording.signed(value, "points") for value in (-2, 0, 1)] == ["−2 points", "±0 points", "+1 point"]


def test_names_lose_what_turns_text_around_but_keep_their_letters():
    assert wording.clean("Cl\u202euster\u2066 \t Ș\u0000ă") == "Cl uster Ș ă"
    assert wording.clean("مجموعة") == "مجموعة"


def test_percentages_between():
    assert wording.percent_between(math.nan, 64.66, 81.33) == "65 to 81%"
    assert wording.percent_between(73.33, 73.33, 73.33) == "73%"


def test_place_among_others():
    assert [wording.top(x) for x in (100.0, 99.9, 50.0, 49.4, 0.2)] == [
        "top 1%",
        "top 1%",
        "top 50%",
        "better than 49%",
        "better than none",
    ]
