import datetime as dt

import pandas as pd
import pytest

from benchlib.present import dates


@pytest.mark.parametrize(
    ("first", "last", "noun", "phrase"),
    [
        ("2027-03-31", "2027-03-31", "31 March 2027", "on 31 March 2027"),
        ("2021-01-01", "2021-12-31", "some day in 2021", "in 2021"),
        ("2021-01-01", "2022-12-31", "some day in 2021 to 2022", "in 2021 to 2022"),
        (
            "2023-01-31",
            "2023-12-31",
            "some day between 31 January and 31 December 2023",
            "between 31 January and 31 December 2023",
        ),
        (
            "2023-12-01",
            "2024-01-31",
            "some day between 1 December 2023 and 31 January 2024",
            "between 1 December 2023 and 31 January 2024",
        ),
    ],
)
def test_an_interval_of_days(first, last, noun, phrase):
    days = pd.Timestamp(first), pd.Timestamp(last)
    assert dates.span(*days) == noun
    assert dates.when(*days) == phrase


def test_an_unknown_day():
    assert dates.span(pd.NaT, pd.NaT) == "a day that is not known"
    assert dates.on(None) == "on a day that is not published"
    assert dates.date(float("nan")) == "not known"


def test_partial_dates_are_not_made_more_exact():
    assert dates.on("2021") == "in 2021 (day not published)"
    assert dates.date("2024-02") == "February 2024"
    assert dates.day(dt.date(2026, 6, 5)) == "5 June 2026"
