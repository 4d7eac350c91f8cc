"""What assessors write down: answers of experts or of the organisation itself, with error, gaps and versions."""

from dataclasses import dataclass

import numpy as np

from benchlib.synthetic.conduct import Kind
from benchlib.synthetic.levels import Scale
from benchlib.synthetic.organisations import Booleans, Floats, Generator, Ints
from benchlib.synthetic.rows import joined
from benchlib.synthetic.settings import Model
from benchlib.tables.schemas import CONSENSUS

ORGANISATION, EXPERT, SECOND, AGREED = range(4)
ASSESSORS = ("organisation", "expert-1", "expert-2", CONSENSUS)


@dataclass(frozen=True)
class Answers:
    """Long answers: assessment (any number), item (position among indicators, then questions), assessor (position in
    ASSESSORS), value (nan where missing), evidence (whether there is some), day (days since 1970), corrected (whether
    another version stands before it).
    """

    assessment: Ints
    item: Ints
    assessor: Ints
    value: Floats
    evidence: Booleans
    day: Ints
    corrected: Booleans

    def __len__(self) -> int:
        return len(self.item)

    def of(self, rows: Booleans | Ints) -> "Answers":
        """Some rows."""
        return Answers(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Matter:
    """What is assessed: n assessments by their numbers, days (n,), true levels (n, k) and facts by item (n,)."""

    assessment: Ints
    day: Ints
    level: Floats
    facts: dict[str, Floats]


def value(matter: Matter, level: Floats, scale: Scale) -> Floats:
    """Answers (n, k) at levels as somebody sees them, with the facts as they are; nan where nothing is asked."""
    items = np.tile(np.arange(len(scale.items)), len(level))
    values = scale.values(level[:, : len(scale.items)].ravel(), items).reshape(len(level), -1)
    for item, fact in matter.facts.items():
        if item in scale.items:
            values[:, scale.items.index(item)] = fact
    return values


def assessed(rng: Generator, matter: Matter, kind: Kind, scale: Scale, model: Model) -> tuple[Answers, Floats]:
    """Answers on an assessment of a kind, and the true values (n, k), free of assessors' errors."""
    error, shape = model.answers.error_sd, matter.level.shape
    truth = value(matter, matter.level, scale)
    if kind == "self":
        seen = matter.level + model.answers.self_bias + error.self * rng.standard_normal(shape)
        return written(rng, matter, value(matter, seen, scale), ORGANISATION, kind, scale, model), truth
    seen = matter.level + error.expert * rng.standard_normal(shape)
    one = written(rng, matter, value(matter, seen, scale), EXPERT, kind, scale, model)
    versions = _earlier(rng, matter, seen, one, scale, model)
    if kind == "benchmark":
        return joined(Answers, [versions, one]), truth
    other = matter.level + error.expert * rng.standard_normal(shape)
    two = written(rng, matter, value(matter, other, scale), SECOND, kind, scale, model)
    middle = np.median([seen, other, matter.level], axis=0)
    both = [value(matter, level, scale) for level in (seen, other, middle)]
    return joined(Answers, [versions, one, two, _agreed(rng, matter, both, scale, model)]), truth


def written(
    rng: Generator, matter: Matter, values: Floats, assessor: int, kind: Kind, scale: Scale, model: Model
) -> Answers:
    """One assessor's answers, an assessment after the other; some are missing, some without evidence."""
    values = np.where(rng.random(values.shape) < model.answers.missing[kind], np.nan, values)
    rows, items = np.nonzero(np.broadcast_to(scale.asked, values.shape))
    evidence = ~np.isnan(values) & (rng.random(values.shape) >= model.answers.no_evidence[kind])
    return _table(matter, rows, items, values[rows, items], assessor, evidence[rows, items])


def _table(matter: Matter, rows: Ints, items: Ints, values: Floats, assessor: int, evidence: Booleans) -> Answers:
    days, who = matter.day[rows], np.full(len(rows), assessor)
    return Answers(matter.assessment[rows], items, who, values, evidence, days, np.zeros(len(rows), dtype=bool))


def _earlier(rng: Generator, matter: Matter, seen: Floats, final: Answers, scale: Scale, model: Model) -> Answers:
    """Earlier versions of some answers; marks the later ones as corrected, in place."""
    drawn = [scale.items.index(item) for item in matter.facts if item in scale.items]
    chosen = np.flatnonzero((rng.random(len(final)) < model.answers.corrected) & ~np.isin(final.item, drawn))
    final.corrected[chosen] = True
    old = final.of(chosen)
    row = np.searchsorted(matter.assessment, old.assessment)
    moved = seen[row, old.item] + model.answers.corrected_sd * rng.standard_normal(len(chosen))
    low, high = model.answers.corrected_days
    before = old.day - rng.integers(low, high + 1, len(chosen))
    values = scale.values(moved, old.item)
    none = np.zeros(len(chosen), dtype=bool)
    return Answers(old.assessment, old.item, old.assessor, values, none, before, none)


def _agreed(rng: Generator, matter: Matter, values: list[Floats], scale: Scale, model: Model) -> Answers:
    """The consensus, where one is recorded, on the indicators on which both experts differ."""
    one, two, middle = values
    recorded = rng.random(len(middle)) < model.answers.consensus
    rows, items = np.nonzero((one != two) & recorded[:, None] & scale.asked)
    return _table(matter, rows, items, middle[rows, items], AGREED, np.ones(len(rows), dtype=bool))
