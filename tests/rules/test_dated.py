"""Which entry of a dated list holds on a day."""

import datetime as dt

import pytest
from pydantic import ValidationError

from benchlib.rules.dated import Number, in_force


def number(value, start, until=None):
    return Number.model_validate(
        {
            "from": dt.date.fromisoformat(start),
            "until": until and dt.date.fromisoformat(until),
            "value": value,
            "mark": "proposed",
            "source": "ours",
        }
    )


ENTRIES = [number(1, "2010-01-01"), number(2, "2015-07-01", until="2017-12-31"), number(3, "2019-11-15")]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2009-12-31", None),
        ("2010-01-01", 1),
        ("2010-01-02", 1),
        ("2015-06-30", 1),
        ("2015-07-01", 2),
        ("2015-07-02", 2),
        ("2017-12-30", 2),
        ("2017-12-31", 2),
        ("2018-01-01", None),
        ("2019-11-14", None),
        ("2019-11-15", 3),
        ("2019-11-16", 3),
        ("2100-01-01", 3),
    ],
)
def test_the_last_entry_begun_unless_it_has_ended(day, value):
    found = in_force(ENTRIES, dt.date.fromisoformat(day))
    assert (found and found.value) == value


def test_nothing_holds_in_a_gap_or_an_empty_list():
    gap = [number(1, "2010-01-01", until="2011-12-31"), number(2, "2013-01-01")]
    assert in_force(gap, dt.date(2011, 12, 31)).value == 1
    assert in_force(gap, dt.date(2012, 1, 1)) is None
    assert in_force(gap, dt.date(2012, 12, 31)) is None
    assert in_force(gap, dt.date(2013, 1, 1)).value == 2
    assert in_force([], dt.date(2013, 1, 1)) is None


def test_entries_never_change_and_hold_finite_numbers_only():
    with pytest.raises(ValidationError, match="frozen"):
        ENTRIES[0].value = 9
    with pytest.raises(ValidationError, match="finite"):
        number(float("inf"), "2010-01-01")
