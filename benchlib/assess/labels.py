"""Verdicts: awarded, not awarded or cannot tell, with every condition's value, threshold, margin and rule.

Each condition is met, not met, or cannot be told because evidence is missing. One condition not met decides against a
label; else one that cannot be told leaves the verdict open. Everything is an array over organisations.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from benchlib.assess import scoring
from benchlib.assess.evidence import CANNOT_TELL, MET, NOT_MET, Evidence, Outcome
from benchlib.assess.months import Floats
from benchlib.rules import models
from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework
from benchlib.tables.schemas import LEVELS

DIGITS = 12  # sums of assessors' means carry rounding errors below this digit

Bounds = tuple[Floats, Floats]  # least and greatest value that is possible, (n,)


@dataclass(frozen=True)
class Reading:
    """One way to read what is not public: weights by group are 1 where not named, minimum points None as proposed."""

    strict: bool
    minimum_points: float | None = None
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Matter:
    """What is judged: a level on a day under a reading, and the verdicts of the levels below it."""

    evidence: Evidence
    framework: Framework
    level: str
    as_of: dt.date
    reading: Reading
    lower: Mapping[str, Outcome]


@dataclass(frozen=True)
class Finding:
    """One condition on one item, over all organisations; `asked` is false where the condition does not apply."""

    key: str
    rule: models.Condition
    item: str | None
    low: Floats
    high: Floats
    threshold: float
    outcome: Outcome
    asked: npt.NDArray[np.bool_]


def judge(
    evidence: Evidence, framework: Framework, as_of: dt.date, reading: Reading | None = None
) -> tuple[dict[str, Outcome], dict[str, list[Finding]]]:
    """Verdict of every organisation on every level, and its findings. `reading`: by default as the rules propose."""
    verdicts: dict[str, Outcome] = {}
    found: dict[str, list[Finding]] = {}
    for level in LEVELS:
        lower = {name: _before(evidence, verdicts[name], name, level) for name in verdicts}
        matter = Matter(evidence, framework, level, as_of, reading or Reading(framework.labels.strict), lower)
        found[level] = list(findings(matter))
        verdicts[level] = combined(found[level], len(evidence.clusters))
    return verdicts, found


def _before(evidence: Evidence, verdict: Outcome, lower: str, level: str) -> Outcome:
    """A lower level's verdict, where the assessment it rests on is not after this level's."""
    return np.where(evidence.days(lower) <= evidence.days(level), verdict, NOT_MET).astype(np.int8)


def combined(results: Sequence[Finding], n: int) -> Outcome:
    """The verdict from all conditions, (n,): the worst of those asked; open where no rule is in force."""
    outcomes = [np.where(result.asked, result.outcome, MET) for result in results] or [np.full(n, CANNOT_TELL)]
    stack = np.array(outcomes)
    decided = np.where((stack == CANNOT_TELL).any(axis=0), CANNOT_TELL, MET)
    return np.where((stack == NOT_MET).any(axis=0), NOT_MET, decided).astype(np.int8)


def findings(matter: Matter) -> Iterator[Finding]:
    """Every condition of the level that is in force on the day, an item at a time."""
    rules = matter.framework.labels
    for key, entries in {**rules.common, **rules.levels[matter.level].conditions}.items():
        condition = in_force(entries, matter.as_of)
        if condition is not None and (matter.reading.strict or not condition.only_strict):
            for item in _items(condition, matter.framework):
                yield _finding(matter, key, condition, item)


def _items(condition: models.Condition, framework: Framework) -> Sequence[str | None]:
    if not isinstance(condition, models.Reaches):
        return [None]
    if isinstance(condition.items, list):
        return condition.items
    every = condition.items == "all"
    return [key for key, indicator in framework.indicators.items() if every or indicator.silver_scope]


def _finding(matter: Matter, key: str, condition: models.Condition, item: str | None) -> Finding:
    low, high = _bounds(matter, condition, item)
    least, most = _limits(condition, matter.reading)
    met, missed = (low >= least) & (high <= most), (high < least) | (low > most)
    outcome = np.select([met, missed], [MET, NOT_MET], CANNOT_TELL).astype(np.int8)
    held = matter.evidence.held[matter.level, matter.level] == MET
    asked = ~held if condition.first_award_only else np.full(len(held), True)
    return Finding(key, condition, item, low, high, least, outcome, asked)


def _limits(condition: models.Condition, reading: Reading) -> tuple[float, float]:
    match condition:
        case models.Held():
            return 1.0, np.inf
        case models.Months():
            return condition.at_least, condition.at_most
        case models.Reaches(items=str()) if reading.minimum_points is not None:
            return reading.minimum_points, np.inf
        case _:
            return condition.at_least, np.inf


def _bounds(matter: Matter, condition: models.Condition, item: str | None) -> Bounds:
    """What a condition looks at: a number, months, a share, points, or 1 for a label held."""
    match condition:
        case models.Assessed():
            return _number(matter)
        case models.Months():
            low, high = matter.evidence.basis[matter.level].since
            again = matter.evidence.basis[matter.level].number[0] > 1
            return np.where(again, low, -np.inf), np.where(again, high, np.inf)
        case models.Held():
            held = _either(matter.evidence.held[matter.level, condition.level], matter.lower.get(condition.level))
            return (held == MET).astype(float), ((held != NOT_MET) | ~matter.evidence.recorded).astype(float)
        case models.Share():
            return _share(matter)
        case _:
            return _points(matter, str(item))


def _number(matter: Matter) -> Bounds:
    """How many assessments of the level's kind; open where no assessment at all is recorded."""
    certain, possible = matter.evidence.basis[matter.level].number
    return certain, np.where(matter.evidence.recorded, possible, np.inf)


def _either(held: Outcome, verdict: Outcome | None) -> Outcome:
    """Held before as the labels tell it, or as the verdict on the lower level does."""
    if verdict is None:
        return held
    return np.select(
        [(held == MET) | (verdict == MET), (held == CANNOT_TELL) | (verdict == CANNOT_TELL)],
        [MET, CANNOT_TELL],
        NOT_MET,
    ).astype(np.int8)


def _share(matter: Matter) -> Bounds:
    """Share of the maximum, weighted by group."""
    framework, by_group = matter.framework, matter.reading.weights
    weights = np.array([by_group.get(framework.indicators[key].group, 1.0) for key in framework.scored])
    best = scoring.maximum(framework, matter.as_of)
    low, high = scoring.totals(matter.evidence.points(matter.level, framework.scored), weights, best)
    most = weights.sum() * best
    return np.round(low / most, DIGITS), np.round(high / most, DIGITS)


def _points(matter: Matter, item: str) -> Bounds:
    """Points on an indicator, or the answer to a question."""
    points = matter.evidence.points(matter.level, [item])[:, 0]
    indicator = item in matter.framework.indicators
    best = scoring.maximum(matter.framework, matter.as_of) if indicator else np.inf
    return np.where(np.isnan(points), 0.0, points), np.where(np.isnan(points), best, points)
