"""Numbers and names as people read them. The only place where a number is rounded."""

import math
import re
from collections.abc import Iterable

import pandas as pd

NOT_KNOWN = "not known"
YES_OR_NO = ("yes or no", "label")
PLURALS = ("points", "months", "years", "areas", "assessments", "participants", "others")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def clean(name: object) -> str:
    """A name without control characters, such as those that turn the direction of the text around it.

    >>> clean("Cluster\\u202e  Alpha\\n")
    'Cluster Alpha'
    """
    return " ".join(visible(str(name)).split())


def visible(text: str) -> str:
    """Text without control characters."""
    return _UNSEEN.sub(" ", text)


def host(text: str) -> str:
    """A web address by the name of its host; other text as it is.

    >>> host("https://www.example.org/news/1"), host("Report of 2021")
    ('www.example.org', 'Report of 2021')
    """
    found = re.match(r"https?://([^/?#\s]+)", text)
    return found[1] if found else text


def known(value: object) -> bool:
    """Whether a cell holds something: not None, not NaN, not NaT, not empty text."""
    return not pd.isna(value) and value != ""


def number(value: float, decimals: int = 1) -> str:
    """A number with at most so many decimals and a comma between thousands.

    >>> number(1226), number(3.5), number(2.0), number(0.04)
    ('1,226', '3.5', '2', '0')
    """
    if not known(value) or math.isinf(value):
        return NOT_KNOWN
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def percent(value: float) -> str:
    """A percentage without decimals.

    >>> percent(79.6), percent(0.4), percent(0)
    ('80%', 'under 1%', '0%')
    """
    if not known(value):
        return NOT_KNOWN
    return "under 1%" if 0 < value < 0.5 else f"{value:.0f}%"


def percent_between(value: float | None, low: float, high: float) -> str:
    """A percentage, or the interval it lies in while answers are missing.

    >>> percent_between(80.2, 80.2, 80.2), percent_between(float("nan"), 61.6, 70.0)
    ('80%', '62 to 70%')
    """
    return percent(value) if value is not None and known(value) else f"{low:.0f} to {high:.0f}%"


def share_of(part: float, whole: float) -> str:
    """A percentage from two numbers."""
    return percent(100 * part / whole) if whole else NOT_KNOWN


def tenths(share: float) -> str:
    """A share as so many of ten; one that is neither nought nor whole never reads as if it were.

    >>> tenths(0.68), tenths(0.01), tenths(1), tenths(0.97)
    ('7 of 10', 'fewer than 1 of 10', '10 of 10', 'more than 9 of 10')
    """
    tens = round(10 * share)
    if tens == 0 and share > 0:
        return "fewer than 1 of 10"
    return "more than 9 of 10" if tens == 10 and share < 1 else f"{tens} of 10"


def quantity(value: float, unit: object = "") -> str:
    """A value in its unit: shares as percent, yes or no in words. What a unit adds in brackets is left out.

    >>> quantity(0.804, "share of maximum"), quantity(62.5, "percent (0-100)"), quantity(1, "yes or no")
    ('80.4%', '62.5%', 'yes')
    >>> quantity(1, "points"), quantity(24, "months"), quantity(3, "a step from 0 to 5")
    ('1 point', '24 months', 'step 3')
    """
    if not known(value) or math.isinf(value):
        return NOT_KNOWN
    name = re.sub(r" *\(.*", "", str(unit)) if known(unit) else ""
    if name in YES_OR_NO:
        return "yes" if value >= 1 else "no"
    if name.startswith("share"):
        return f"{number(100 * value)}%"
    if name == "percent":
        return f"{number(value)}%"
    if name.startswith("a step"):
        return f"step {number(value)}"
    if value == 1 and name in PLURALS:
        name = name[:-1]
    return f"{number(value)} {name}".strip()


def signed(value: float, unit: object = "") -> str:
    """A difference in its unit, with its sign.

    >>> signed(-0.0533, "share of maximum"), signed(2, "points"), signed(-0.04)
    ('−5.3%', '+2 points', '±0')
    """
    if not known(value):
        return NOT_KNOWN
    text, nought = quantity(abs(value), unit), quantity(0.0, unit)
    return f"{'±' if text == nought else '−' if value < 0 else '+'}{text}"


def figure(value: float, unit: str) -> str:
    """A figure in its unit: amounts without decimals, percentages with one.

    >>> figure(182345.6, "EUR"), figure(31.24, "percent of turnover"), figure(-7.5, "percent a year")
    ('182,346 EUR', '31.2%', '−7.5%')
    """
    if not known(value):
        return NOT_KNOWN
    text = f"{number(value)}%" if unit.startswith("percent") else f"{number(value, 0)} {unit}"
    return text.replace("-", "−", 1) if value < 0 else text


def days(effort: float) -> str:
    """Work in days, exact to the hundredth, so that what a table lists adds up.

    >>> days(1), days(12.5), days(0.25)
    ('1 day', '12.5 days', '0.25 days')
    """
    return f"{number(effort, 2)} {'day' if effort == 1 else 'days'}"


def about_days(effort: float) -> str:
    """Work in whole days, for a sentence.

    >>> about_days(62.25), about_days(0.25)
    ('about 62 days', '0.25 days')
    """
    return f"about {days(round(effort))}" if effort >= 1 else days(effort)


def word(size: int, nought: str = "no") -> str:
    """A whole number, in words up to ten."""
    return nought if size == 0 else WORDS[size] if size < len(WORDS) else number(size)


def count(size: int, noun: str, plural: str | None = None) -> str:
    """How many of something, in words up to ten.

    >>> count(1, "condition"), count(3, "condition"), count(12, "country", "countries"), count(0, "answer")
    ('one condition', 'three conditions', '12 countries', 'no answers')
    """
    return f"{word(size)} {noun if size == 1 else plural or noun + 's'}"


def listing(parts: Iterable[str], last: str = "and") -> str:
    """Parts as a list in a sentence.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *first, final = list(parts) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def capital(text: str) -> str:
    """Text with a capital at its start."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Text with a capital at its start and a full stop at its end."""
    return capital(text.strip()) + ("" if text.strip().endswith((".", "?", "!")) else ".")


def be(size: int) -> str:
    """The verb that goes with a number."""
    return "is" if size == 1 else "are"


def interval(low: float, high: float, unit: str = "") -> str:
    """A number, or the interval it lies in.

    >>> interval(3, 3), interval(88, 104.5)
    ('3', '88 to 104.5')
    """
    ends = [number(low), number(high)]
    return f"{ends[0] if ends[0] == ends[1] else ' to '.join(ends)}{unit}"


def top(percentile: float) -> str:
    """A mid-rank percentile (100: best) as a share of the organisations.

    >>> top(93.4), top(40.2)
    ('top 7%', 'better than 40%')
    >>> top(0.0)
    'better than none'
    """
    if not known(percentile):
        return NOT_KNOWN
    if percentile < 0.5:
        return "better than none"
    return f"top {max(1, 100 - percentile):.0f}%" if percentile >= 50 else f"better than {percentile:.0f}%"
