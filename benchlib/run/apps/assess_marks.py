"""From the desk's score to what the page tells of it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from benchlib.assess import scoring, verdicts
from benchlib.present import wording
from benchlib.rules.models import Share
from benchlib.run.apps import assess_answers
from benchlib.run.apps.assess_standing import Group, Standing

MOST_NAMED = 6  # of what a label still asks for


def standing(desk: Any, groups: Mapping[str, Sequence[str]], done: Collection[str], word: str) -> Standing:
    """Where the answers stand, and how far the next label is. done: questions that are answered, or agreed (`word`)."""
    score, framework = desk.score(), desk.framework
    table = score.scores.set_index("item")
    ids = {group.name: id_ for id_, group in framework.groups.items()}
    made = [_group(name, tuple(keys), table, ids.get(name), done) for name, keys in groups.items()]
    total = _group("All", tuple(key for keys in groups.values() for key in keys), table, scoring.TOTAL, done)
    worth = {key: float(table.at[key, "points"]) for key in framework.indicators}
    level = score.next_label
    title = f"{level} ({framework.labels.levels[level].name})" if level else None
    return Standing(framework.title, total, made, worth, word, title, missing(score), distance(score))


def missing(score: Any) -> list[str]:
    """What the next label still asks of the answers, in words: points in all first, then question by question."""
    single, whole = _lacking(score)
    told = [f"{_named(row)}: {_asked(row)}" for row in single.itertuples()]
    more = [f"and {wording.count(len(told) - MOST_NAMED, 'other question')}"] if len(told) > MOST_NAMED else []
    return [*([f"{whole} more in all"] if whole else []), *told[:MOST_NAMED], *more]


def distance(score: Any) -> str:
    """How far the next label is, in a few words; empty at the top."""
    single, whole = _lacking(score)
    questions = f"more on {wording.count(len(single), 'question')}" if len(single) else ""
    told = " and ".join(part for part in (whole, questions) if part)
    return f"to {score.next_label}: {told}" if told else ""


def _lacking(score: Any) -> tuple[pd.DataFrame, str]:
    """Conditions on single questions that are not met, and the points that are missing in all ("" for none)."""
    rows = score.conditions[score.conditions["outcome"] != "met"]
    single = rows[rows["unit"] != verdicts.UNITS[Share]]
    return single, wording.quantity(score.distance, "points") if len(single) < len(rows) else ""


def _named(row: Any) -> str:
    return str(row.item_name) if row.item.startswith(assess_answers.LABEL) else f"{row.item} {row.item_name}"


def _asked(row: Any) -> str:
    asked = f"at least {wording.quantity(row.threshold, row.unit)}"
    if row.unit in wording.YES_OR_NO:
        asked = "yes"
    return f"{asked}, now {wording.quantity(row.value, row.unit)}" if wording.known(row.value) else asked


def _group(name: str, keys: tuple[str, ...], table: pd.DataFrame, item: str | None, done: Collection[str]) -> Group:
    count = len(set(done) & set(keys))
    if item is None:  # what a label asks for besides gives no points
        return Group(name, keys, 0.0, 0.0, 0.0, count)
    low, high, most = (float(table.at[item, column]) for column in ("low", "high", "maximum"))
    return Group(name, keys, low, high, most, count)
