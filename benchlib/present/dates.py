"""Days as people read them, with what is not known of them."""

import datetime as dt
import re

from benchlib.present import wording


def day(date: dt.date) -> str:
    """A day, the month in words.

    >>> day(dt.date(2026, 6, 5))
    '5 June 2026'
    """
    return f"{date.day} {date:%B} {date.year}" if wording.known(date) else wording.NOT_KNOWN


def on(text: object) -> str:
    """When something happened, from a date that may be partial.

    >>> on("2021"), on("2021-03"), on("2021-03-09")
    ('in 2021 (day not published)', 'in March 2021 (day not published)', 'on 9 March 2021')
    >>> on(None)
    'on a day that is not published'
    """
    if not wording.known(text):
        return "on a day that is not published"
    parts = str(text).split("-")
    if len(parts) == 1:
        return f"in {parts[0]} (day not published)"
    if len(parts) == 2:
        return f"in {dt.date(int(parts[0]), int(parts[1]), 1):%B %Y} (day not published)"
    return f"on {day(dt.date.fromisoformat(str(text)[:10]))}"


def date(text: object) -> str:
    """A date that may be partial, without its day where there is none.

    >>> date("2021"), date("2021-03"), date("2021-03-09")
    ('2021', 'March 2021', '9 March 2021')
    """
    return re.sub(r"^(in|on) | \(day not published\)$", "", on(text)) if wording.known(text) else wording.NOT_KNOWN


def span(first: dt.date, last: dt.date) -> str:
    """A day that lies between two days, as closely as it is known.

    >>> span(dt.date(2020, 5, 31), dt.date(2020, 5, 31)), span(dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    ('31 May 2020', 'some day in 2020')
    >>> span(dt.date(2020, 1, 31), dt.date(2020, 12, 31))
    'some day between 31 January and 31 December 2020'
    """
    text = when(first, last)
    return text.removeprefix("on ") if text.startswith("on ") else f"some day {text}"


def when(first: dt.date, last: dt.date) -> str:
    """The same with its preposition.

    >>> when(dt.date(2020, 5, 31), dt.date(2020, 5, 31)), when(dt.date(2020, 1, 1), dt.date(2020, 12, 31))
    ('on 31 May 2020', 'in 2020')
    """
    if not wording.known(first) or not wording.known(last):
        return "on a day that is not known"
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return f"on {day(first)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"in {first.year}" if first.year == last.year else f"in {first.year} to {last.year}"
    start = f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return f"between {start} and {day(last)}"
