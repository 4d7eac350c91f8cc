"""Arithmetic of calendar months on arrays of days (datetime64[D]); NaT stays NaT."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.rules.dated import Number

Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]


def days(column: pd.Series) -> Days:
    """A column of dates as days."""
    return column.to_numpy().astype("datetime64[D]")


def _length(month: Days) -> npt.NDArray[np.int64]:
    return ((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(np.int64)


def _day(date: Days, month: Days) -> npt.NDArray[np.int64]:
    return (date - month.astype("datetime64[D]")).astype(np.int64) + 1


def _shifted(month: Days, number: Floats) -> Days:
    steps = np.where(np.isnan(number), 0, number).astype("timedelta64[M]")
    return np.where(np.isnan(number), np.datetime64("NaT", "M"), month + steps).astype("datetime64[M]")


def add(date: Days, number: Floats) -> Days:
    """The same day so many months later, or the last of that month where it is shorter.

    >>> add(np.array(["2020-08-31"], "datetime64[D]"), np.array([18.0]))
    array(['2022-02-28'], dtype='datetime64[D]')
    """
    start = date.astype("datetime64[M]")
    month = _shifted(start, number)
    day = np.minimum(_day(date, start), _length(month))
    result = month.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    return np.where(np.isnat(month), np.datetime64("NaT", "D"), result).astype("datetime64[D]")


def end_after(date: Days, number: Floats) -> Days:
    """The last day of the month so many months after the month of a day: how long a first label holds.

    >>> end_after(np.array(["2018-04-09"], "datetime64[D]"), np.array([24.0]))
    array(['2020-04-30'], dtype='datetime64[D]')
    """
    month = _shifted(date.astype("datetime64[M]"), number)
    return ((month + 1).astype("datetime64[D]") - 1).astype("datetime64[D]")


def extended(end: Days, number: Floats) -> Days:
    """An end so many months later: the last day of a month stays the last day of a month.

    >>> extended(np.array(["2021-02-28", "2021-02-15"], "datetime64[D]"), np.array([36.0, 36.0]))
    array(['2024-02-29', '2024-02-15'], dtype='datetime64[D]')
    """
    month = end.astype("datetime64[M]")
    return np.where(_day(end, month) == _length(month), end_after(end, number), add(end, number)).astype(
        "datetime64[D]"
    )


def between(first: Days, last: Days) -> Floats:
    """Months from one day to another; whole exactly on the days that `add` gives, days beyond count 1/31.

    >>> between(np.array(["2020-08-31"], "datetime64[D]"), np.array(["2022-02-28"], "datetime64[D]"))
    array([18.])
    """
    start, end = first.astype("datetime64[M]"), last.astype("datetime64[M]")
    whole = (end - start).astype(float)
    over = _day(last, end) - np.minimum(_day(first, start), _length(end))
    return np.where(np.isnat(first) | np.isnat(last), np.nan, whole + over / 31)


def values(entries: Sequence[Number], on: Days) -> Floats:
    """The number in force on each day; nan where none is. An ended entry does not let an earlier one back in."""
    result = np.full(on.shape, np.nan)
    for entry in entries:  # in order of date
        begun, ended = on >= np.datetime64(entry.from_), on > np.datetime64(entry.until or dt.date.max)
        result = np.where(begun, np.where(ended, np.nan, entry.value), result)
    return result
