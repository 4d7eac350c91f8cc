"""The verdict in one sentence, and what is missing for the next label."""

import pandas as pd

from benchlib.present import dates, wording
from benchlib.present.results import Results, once
from benchlib.present.text import labels

AWARDED, NOT_AWARDED, CANNOT_TELL = "awarded", "not awarded", "cannot tell"
MET, NOT_MET = "met", "not met"
KINDS = {"audit": "audit", "benchmark": "benchmarking", "self": "self-assessment"}


@once
def headline(r: Results) -> str:
    """Labels on the day of the report, and what the reported assessment is enough for."""
    parts = [_labels(r), _assessed(r)]
    return wording.sentence("; ".join(part for part in parts if part))


def _labels(r: Results) -> str:
    name = wording.clean(r.organisation["name"])
    ever = [level for level in reversed(r.edition["levels"]) if labels.held(r, level)["ever"]]
    if not ever:
        return f"no label of {name} is on record"
    states = {level: labels.held(r, level)["state"] for level in ever}
    valid = next((level for level in ever if states[level] == labels.VALID), None)
    if valid:
        return f"{name} holds a valid {valid} label, until {labels.until(r, valid)}"
    given = f"its highest, {ever[0]}, {labels.given(r, ever[0])}"
    if CANNOT_TELL in states.values():
        return f"whether a label of {name} is valid on {dates.day(r.as_of)} cannot be told: {given}"
    none = f"of the labels of {name} on record, none is valid on {dates.day(r.as_of)}"
    return f"{none}: {given}, and no renewal is on record"


def reported(r: Results) -> str | None:
    """The assessment of the report, with its day."""
    row = r.reported
    return None if row is None else f"{KINDS.get(row['kind'], row['kind'])} of {dates.date(row['date'])}"


def _verdicts(r: Results) -> pd.Series:
    return r.verdicts.set_index("label")["verdict"]


@once
def best(r: Results) -> str | None:
    """The highest label that the reported assessment is enough for."""
    if r.reported is None:
        return None
    verdicts = _verdicts(r)
    return next((level for level in reversed(r.edition["levels"]) if verdicts.get(level) == AWARDED), None)


@once
def next_label(r: Results) -> str | None:
    """The label above the highest one that the assessment is enough for; None at the top, or without assessment.

    Where the assessment is not enough for a label that is valid, it is that label: what is held has to be kept first.
    """
    if r.reported is None:
        return None
    levels = list(r.edition["levels"])
    reached = best(r)
    above = levels.index(reached) + 1 if reached else 0
    kept = max(
        (place for place, level in enumerate(levels) if labels.held(r, level)["state"] == labels.VALID), default=0
    )
    place = max(above, kept)
    return levels[place] if place < len(levels) else None


def _assessed(r: Results) -> str | None:
    if r.reported is None:
        return None
    reached, following = best(r), next_label(r)
    if reached is None:
        return f"for {following} {_open(r, str(following))}"
    day = dates.date(r.verdicts.set_index("label").at[reached, "assessed_on"])
    start = f"its assessment of {day} is enough for {reached}"
    return f"{start}, the highest label" if following is None else f"{start}, and for {following} {_open(r, following)}"


def _open(r: Results, label: str) -> str:
    """How many conditions of a label are not met or cannot be told."""
    outcomes = _by_condition(r, label)
    counts = {word: int((outcomes == word).sum()) for word in (NOT_MET, CANNOT_TELL)}
    parts = []
    if counts[NOT_MET]:
        parts.append(f"{wording.count(counts[NOT_MET], 'condition')} {wording.be(counts[NOT_MET])} not met")
    if counts[CANNOT_TELL]:
        what = wording.count(counts[CANNOT_TELL], "condition") if not parts else wording.word(counts[CANNOT_TELL])
        parts.append(f"{what} cannot be told")
    return wording.listing(parts) if parts else "every condition is met"


@once
def _by_condition(r: Results, label: str) -> pd.Series:
    """The worst outcome of each condition of a label, over its items."""
    rank = {NOT_MET: 0, CANNOT_TELL: 1, MET: 2}
    mine = r.conditions[r.conditions["label"] == label]
    worst = mine["outcome"].map(rank).groupby(mine["condition"], sort=False).min()
    return worst.map({place: word for word, place in rank.items()})


@once
def missing(r: Results) -> list[str]:
    """What is missing for the next label, a sentence a condition. Empty without an assessment or at the top."""
    label = next_label(r)
    if label is None:
        return []
    mine = r.conditions[(r.conditions["label"] == label) & (r.conditions["outcome"] != MET)]
    return [_missing(rows) for _, rows in mine.groupby("condition", sort=False)]


def _missing(rows: pd.DataFrame) -> str:
    title = wording.clean(rows.iloc[0]["title"])
    if len(rows) == 1 and not _distinct(rows.iloc[0]):
        return f"{title}: {_gap(rows.iloc[0])}."
    return f"{title}: {wording.listing(f'{_item(row)} ({_gap(row)})' for _, row in rows.iterrows())}."


def _distinct(row: pd.Series) -> bool:
    """Whether the item is an indicator, whose name tells more than the title of the condition."""
    return wording.known(row["item"]) and str(row["item"])[:1].isdigit()


def _item(row: pd.Series) -> str:
    return f"{row['item']} {wording.clean(row['item_name'])}" if _distinct(row) else wording.clean(row["item_name"])


def _gap(row: pd.Series) -> str:
    unit, asked = row["unit"], wording.quantity(row["threshold"], row["unit"])
    if row["outcome"] == CANNOT_TELL:
        return "cannot be told, evidence is missing"
    if unit in wording.YES_OR_NO:
        return "not so"
    if not wording.known(row["value"]):
        return f"at most {wording.quantity(row['high'], unit)}, {asked} asked for"
    found = wording.quantity(row["value"], unit)
    return f"{found} found, beyond what is asked for" if row["margin"] >= 0 else f"{found} found, {asked} asked for"
