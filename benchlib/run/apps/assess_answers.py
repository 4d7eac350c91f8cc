"""What a question takes as an answer, and what an answer is worth."""

import datetime as dt
import math
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from benchlib.assess import scoring
from benchlib.present import wording
from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework, Indicator, Question
from benchlib.tables import parsing
from benchlib.tables.schemas import TABLES

Item = Indicator | Question

CHOSEN = ("rubric", "gate")  # kinds of input that are chosen from a list; the others are numbers to write
LABEL = "label."  # what ids of the label's own questions begin with
_ANSWER = TABLES["answers"]["value"]
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]{1,2}")


class NoAnswer(ValueError):
    """What was written is no answer to the question; the message says what would be."""


def items(framework: Framework) -> Mapping[str, Item]:
    """All questions by id: the framework's indicators, then what the label asks for besides."""
    return {**framework.indicators, **framework.labels.questions}


def short(key: str) -> str:
    """The id of a question as people read it.

    >>> short("1.1.2"), short("label.listed")
    ('1.1.2', 'listed')
    """
    return key.removeprefix(LABEL)


def steps(item: Item, on: dt.date) -> list[tuple[float, int, str]]:
    """The scale on a day, from below: the least answer, its points, and what it asks for in words."""
    entry = in_force(item.points, on) if isinstance(item, Indicator) else None
    if entry is None:
        return []
    return [(least, points, entry.described.get(points, "")) for least, points in entry.at_least.items()]


def choices(item: Item, on: dt.date) -> list[tuple[str, str]]:
    """What can be chosen: words and the answer they stand for. Empty where a number is to be written."""
    if item.input == "gate":
        return [("Yes", "1"), ("No", "0")]
    if item.input == "rubric":
        known = [(f"{least:g}: {wording.visible(words)}", f"{least:g}") for least, _, words in steps(item, on)]
        return [("0: not yet what step 1 asks for", "0"), *known]
    return []


def number(text: str) -> float:
    """A stored answer as a number; nan where there is none.

    >>> number("yes"), number("62.5"), number("")
    (1.0, 62.5, nan)
    """
    columns, _ = parsing.parse(pd.Series([text], dtype="str"), _ANSWER)
    return float(columns["value"].iloc[0])


def written(text: str, item: Item, best: float) -> str:
    """A written answer as it is stored; empty text takes it back. best: the most points of an indicator.

    A comma before one or two digits is a decimal one. Raises NoAnswer.
    """
    text = text.strip().removesuffix("%").strip()
    if text == "":
        return ""
    plain = text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text
    found = number(plain[:40])
    low, high = bounds(item, best)
    if math.isnan(found) or not low <= found <= high or (item.input == "count" and found % 1):
        raise NoAnswer(_expected(item, low, high))
    return f"{found:.15g}"


def bounds(item: Item, best: float) -> tuple[float, float]:
    """Least and greatest answer that a question takes."""
    known = {"gate": (0.0, 1.0), "share": scoring.SHARE_BOUNDS, "rubric": (0.0, best)}
    return known.get(item.input, (0.0, 10.0**9))


def _expected(item: Item, low: float, high: float) -> str:
    kind = "a whole number" if item.input == "count" else "a number"
    upto = f"from {low:g} to {high:g}" if high <= scoring.SHARE_BOUNDS[1] else "that is not below 0"
    return f"Please write {kind} {upto}, in digits only."


def points(value: float, key: str, framework: Framework, on: dt.date) -> float:
    """Points of an answer to an indicator; nan without one."""
    thresholds, worth = scoring.scale(framework, on)
    place = np.array([list(framework.indicators).index(key)])
    return float(scoring.points_of(np.array([value]), place, thresholds, worth)[0])


def told(text: str, item: Item) -> str:
    """A stored answer in words."""
    value = number(text)
    if math.isnan(value):
        return wording.visible(text) or "no answer"
    return wording.quantity(value, item.unit)


def clock(moment: str) -> str:
    """When something was recorded, as a clock on the wall of the server shows it."""
    return dt.datetime.fromisoformat(moment).astimezone().strftime("%H:%M")
