"""Labels held: what is valid, since when, until when, and by when to act."""

from typing import Any

import pandas as pd

from benchlib.present import dates, profile, wording
from benchlib.present.results import Results, each, once

VALID, EXPIRED, NEVER = "valid", "expired", "never"


@once
def held(r: Results, level: str) -> pd.Series:
    """The row of a level in the statuses."""
    return r.statuses.set_index("level").loc[level]


@once
def last_award(r: Results, level: str) -> pd.Series:
    """The row of a level's last award on or before the day of the report."""
    late = r.timeline["awarded_from"] > pd.Timestamp(r.as_of)
    rows = r.timeline[(r.timeline["level"] == level) & ~late]
    return rows.loc[rows["number"].idxmax()]


def given(r: Results, level: str) -> str:
    """What is known of a level's last award, as the end of a sentence."""
    award, row = last_award(r, level), held(r, level)
    if wording.known(award["awarded"]):
        return f"was awarded {dates.on(award['awarded'])}"
    if wording.known(row["valid_until_to"]):
        return f"was valid until {until(r, level)}"
    return "has no published dates"


def until(r: Results, level: str) -> str:
    """The end of a level's last award, as closely as it is known."""
    row = held(r, level)
    return dates.span(row["valid_until_from"], row["valid_until_to"])


def status(r: Results, level: str) -> str | None:
    """What a label's card says beside its state on the day of the report; None where no award is on record."""
    row = held(r, level)
    if row["state"] == NEVER:
        return None
    awarded = last_award(r, level)["awarded"]
    start = f"Awarded {dates.on(awarded)}. " if wording.known(awarded) else ""
    if row["state"] == VALID:
        return f"{start}Valid until {until(r, level)}."
    if row["state"] == EXPIRED:
        ended = dates.when(row["valid_until_from"], row["valid_until_to"])
        return f"{start}Ended {ended}; no renewal is on record."
    return f"{start}Whether it is still valid cannot be told from its dates."


def timeline(r: Results) -> list[str]:
    """How often each label was awarded, and from which dates its end follows."""
    sentences = []
    for level in r.edition["levels"]:
        rows = r.timeline[r.timeline["level"] == level]
        if not rows.empty:
            times = {1: "once", 2: "twice"}.get(len(rows), f"{wording.number(len(rows))} times")
            first = dates.on(rows.iloc[0]["awarded"])
            sentences.append(f"{level.capitalize()} was awarded {times}{', first' if len(rows) > 1 else ','} {first}.")
    if not sentences:
        return ["No label of this organisation is on record, so there is no history to draw."]
    if (r.timeline["until_basis"] == "rule").any():
        sentences.append("Where no end is published, it follows from the rules.")
    if (r.timeline["until_basis"] == "unknown").any():
        sentences.append("Where neither start nor end is published, the end is not known.")
    return sentences


def acts(r: Results) -> list[str]:
    """By when to act: for the highest label ever held, and for the next lower one that can still be renewed.

    A renewal within its window continues the label without a break.
    """
    sentences: list[str] = []
    for row in each(profile.ordered(r, r.statuses, "level")[::-1]):
        lasts = row.state == VALID or (wording.known(row.renew_until) and row.renew_until >= pd.Timestamp(r.as_of))
        if row.ever and (lasts or not sentences):
            sentences.append(_act(r, row))
        if row.ever and lasts:
            break  # lower labels need no action while a higher one lasts or can be renewed
    return sentences


def _act(r: Results, row: Any) -> str:
    name, last = row.level.capitalize(), row.renew_until
    if not wording.known(last):
        return f"{name}: the dates that are known do not tell by when to renew."
    if pd.Timestamp(r.as_of) > last:
        return f"{name}: the time for a renewal ended on {dates.day(last)}; a new award starts afresh."
    ends = {VALID: "ends", EXPIRED: "ended"}.get(row.state, "ends or ended")
    when = dates.when(row.valid_until_from, row.valid_until_to)
    return f"{name} {ends} {when}; a renewal by {dates.day(last)} continues it without a break ({_left(r, last)})."


def _left(r: Results, last: pd.Timestamp) -> str:
    months = (last.year - r.as_of.year) * 12 + last.month - r.as_of.month - (last.day < r.as_of.day)
    if months >= 1:
        return f"{wording.count(months, 'month')} left"
    days = (last - pd.Timestamp(r.as_of)).days
    return f"{wording.count(days, 'day')} left" if days else "today is the last day"
