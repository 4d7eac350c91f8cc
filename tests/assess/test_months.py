"""Calendar months, beside pandas' own offsets."""

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from benchlib.assess import months
from benchlib.rules.dated import Number

DAYS = st.dates(dt.date(1980, 1, 1), dt.date(2060, 12, 31))


def array(*days: object) -> months.Days:
    return np.array(days, "datetime64[D]")


@given(DAYS, st.integers(-60, 60))
def test_add_equals_pandas_offsets(day, number):
    expected = pd.Timestamp(day) + pd.DateOffset(months=number)
    assert months.add(array(day), np.array([float(number)]))[0] == np.datetime64(expected, "D")


@given(DAYS, st.integers(0, 60))
def test_end_after_is_the_end_of_that_month(day, number):
    expected = (pd.Period(day, "M") + number).end_time.date()
    assert months.end_after(array(day), np.array([float(number)]))[0] == np.datetime64(expected)


@given(DAYS, st.integers(0, 60))
def test_between_is_whole_on_the_day_that_add_gives_and_less_the_day_before(day, number):
    later = months.add(array(day), np.array([float(number)]))
    assert months.between(array(day), later)[0] == number
    assert months.between(array(day), later - 1)[0] < number


def test_a_missing_day_or_number_stays_missing():
    assert np.isnat(months.add(array("NaT"), np.array([3.0])))[0]
    assert np.isnat(months.add(array("2020-01-01"), np.array([np.nan])))[0]
    assert np.isnat(months.end_after(array("NaT"), np.array([24.0])))[0]
    assert np.isnan(months.between(array("NaT"), array("2020-01-01")))[0]


def test_an_entry_that_ended_does_not_let_an_earlier_one_back_in():
    always = Number(**{"from": dt.date(2010, 1, 1), "value": 24, "mark": "proposed", "source": "x"})
    short = Number(
        **{"from": dt.date(2015, 1, 1), "until": dt.date(2016, 1, 1), "value": 36, "mark": "proposed", "source": "x"}
    )
    days = array("2014-12-31", "2015-01-01", "2016-01-01", "2016-01-02")
    np.testing.assert_array_equal(months.values([always, short], days), [24, 36, 36, np.nan])


def test_values_take_the_entry_in_force():
    entries = [
        Number(
            **{
                "from": dt.date(2010, 1, 1),
                "until": dt.date(2014, 12, 31),
                "value": 24,
                "mark": "proposed",
                "source": "x",
            }
        ),
        Number(**{"from": dt.date(2016, 1, 1), "value": 36, "mark": "proposed", "source": "x"}),
    ]
    days = array("2009-12-31", "2010-01-01", "2014-12-31", "2015-06-01", "2016-01-01", "2030-01-01")
    np.testing.assert_array_equal(months.values(entries, days), [np.nan, 24, 24, np.nan, 36, 36])
