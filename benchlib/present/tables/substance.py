"""Strengths and criteria, composition, contradictions, and how verdicts move with what is not public."""

import pandas as pd
from markupsafe import Markup

from benchlib.present import profile as profiles
from benchlib.present import wording
from benchlib.present.markup import source
from benchlib.present.results import Results, each
from benchlib.present.tables.grid import state, table


def profile(strengths: pd.DataFrame, title: str) -> Markup | None:
    """Strengths or criteria: their share of points and whether they count as shown."""
    rows = [
        (
            row.name,
            wording.percent_between(row.percent, row.low, row.high),
            state(row.shown),
        )
        for row in each(strengths)
    ]
    return table(title, ["Name", "Share of points", "Outcome"], rows, numbers=(1,))


def composition(r: Results) -> Markup | None:
    """Participants by type, with their shares in the sum."""
    data = profiles.composition(r)
    whole = data["participants"].sum()
    rows: list[tuple[str, str, str]] = [
        (row.type_name, wording.number(row.participants), wording.share_of(row.participants, whole))
        for row in each(data)
    ]
    if rows:
        rows.append(("Sum of the types", wording.number(whole), wording.percent(100)))
    return table("Participants by type", ["Type", "Participants", "Share"], rows, numbers=(1, 2))


def contradictions(r: Results) -> Markup | None:
    """Facts that cannot all be true together."""
    rows = [(wording.sentence(str(row.what)), str(row.value), source(row.source)) for row in each(r.contradictions)]
    return table("What contradicts itself", ["What", "Given", "Where"], rows, cards=True)


def readings(r: Results) -> Markup | None:
    """The outcome of each label for every value of what is not public."""
    if r.reported is None:
        return None
    rows = [
        (
            f"{row.label.capitalize()}, {row.choice}: {_value(row.value)}",
            wording.number(row.awarded),
            wording.number(row.not_awarded),
            wording.number(row.cannot_tell),
        )
        for row in each(profiles.ordered(r, r.robustness_by))
    ]
    headings = ["Label and reading", "Awarded", "Not awarded", "Cannot tell"]
    return table("In how many readings each outcome comes out", headings, rows, numbers=(1, 2, 3))


def _value(text: object) -> str:
    """A value that a choice takes; yes or no where it is one of both."""
    return {"True": "yes", "False": "no"}.get(str(text), str(text))
