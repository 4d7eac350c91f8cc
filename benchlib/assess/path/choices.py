"""The points that each indicator could be raised to, with what they gain and what they take; all in whole numbers.

Points of several assessors may be halves or thirds: gains count in parts of a point, by organisation. Efforts count in
hundredths of a day, so that two paths of the same effort are exactly equal.
"""

import datetime as dt
import math
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from benchlib.assess import scoring
from benchlib.rules.efforts import Efforts
from benchlib.rules.models import Framework

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

HUNDREDTHS = 100
ASSESSORS = 60  # the largest denominator that a mean of assessors is looked for with
SLACK = 1e-9  # means of assessors carry rounding errors below this


@dataclass(frozen=True)
class Scale:
    """What is the same for all organisations, k indicators with m choices each.

    steps: points that can be reached, (k, m), nan where there are fewer; effort: of all points up to p = 0, 1, ... in
    days, (k, p); most: how many can be gained, (k,); scored: whether they count for the total, (k,).
    """

    steps: Floats
    effort: Floats
    most: Floats
    scored: Booleans

    def spent(self, points: Floats) -> Ints:
        """Effort of having points (n, k, ...), in hundredths of a day; linear between whole points."""
        whole = np.arange(self.effort.shape[1])
        by_item = [np.interp(points[:, at], whole, effort) for at, effort in enumerate(self.effort)]
        return np.rint(np.stack(by_item, axis=1) * HUNDREDTHS).astype(np.int64)


@dataclass(frozen=True)
class Choices:
    """Of n organisations, k indicators, and m choices of each, of which the first is to stay.

    target: points, (n, k, m); gain: in parts of a point, 0 for what does not count for the total; effort: in hundredths
    of a day; allowed: within reach, and enough for the label; needed: what is short of the total asked for, (n,), in
    parts of a point; parts: of a point, (n,); highest: points within reach, (n, k).
    """

    target: Floats
    gain: Ints
    effort: Ints
    allowed: Booleans
    needed: Ints
    parts: Ints
    highest: Floats


def scale(framework: Framework, efforts: Efforts, on: dt.date) -> Scale:
    """The scale of a framework on a day."""
    thresholds, worth = scoring.scale(framework, on)
    raising = [efforts.raising(framework, key) for key in framework.indicators]
    longest = max(len(one.points) for one in raising)
    days = [[*one.points, *[0.0] * (longest - len(one.points))] for one in raising]
    effort = np.hstack([np.zeros((len(raising), 1)), np.cumsum(days, axis=1)])
    most = np.array([one.most_raised.value if one.most_raised else np.inf for one in raising])
    steps = np.where(np.isfinite(thresholds), worth[:, 1:], np.nan)
    return Scale(steps, effort, most, np.array([one.scored for one in framework.indicators.values()]))


def choices(scale: Scale, points: Floats, bound: Floats, total: Floats, parts: Ints | None = None) -> Choices:
    """What n organisations can choose from.

    points, bound: held and asked for, (n, k); total: sum of points asked for, (n,). parts: by default the fewest that
    all points of an organisation are whole numbers of.
    """
    parts = parts if parts is not None else divided(points)
    target = np.concatenate(
        [points[:, :, None], np.broadcast_to(scale.steps, (*points.shape[:1], *scale.steps.shape))], axis=2
    )
    gained = target - points[:, :, None]
    within = (gained <= scale.most[:, None] + SLACK) & (gained > SLACK)
    within[:, :, 0] = True
    gain = np.rint(np.where(within & scale.scored[:, None], gained, 0.0) * parts[:, None, None]).astype(np.int64)
    effort = scale.spent(np.where(within, target, points[:, :, None]))
    held = np.rint(points[:, scale.scored] * parts[:, None]).sum(axis=1)
    needed = np.ceil(total * parts - SLACK) - held
    return Choices(
        target,
        gain,
        effort - effort[:, :, :1],
        within & (target >= bound[:, :, None]),
        np.maximum(needed, 0).astype(np.int64),
        parts,
        np.where(within, target, -np.inf).max(axis=2),
    )


def divided(points: Floats) -> Ints:
    """In how many parts a point falls, so that every one of an organisation's points (n, k) is a whole number of them.

    >>> divided(np.array([[1.0, 2.5], [4 / 3, 2.5], [0.0, 5.0]]))
    array([2, 6, 1])
    """
    distinct, where = np.unique(points % 1, return_inverse=True)
    denominators = np.array(
        [Fraction(value).limit_denominator(ASSESSORS).denominator for value in distinct], dtype=object
    )
    return np.array([math.lcm(*row) for row in denominators[where.reshape(points.shape)]], dtype=np.int64)


def of_rows(choices: Choices, rows: Ints) -> Choices:
    """The choices of some organisations, by their rows."""
    return Choices(**{field.name: getattr(choices, field.name)[rows] for field in fields(Choices)})
