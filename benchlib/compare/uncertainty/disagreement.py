"""What pairs of assessors tell about the error of one: learned per indicator, drawn for any number of assessors.

Two assessors of the same assessment lie D steps apart. Either may be the one who erred, so the error of one assessor is
D in half of the cases and 0 in the others, up or down alike: its variance is half of D's, as it must be where D is the
difference of two independent errors. The mean of m assessors errs by the mean of m such errors.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import scoring
from benchlib.rules.models import Framework
from benchlib.tables.schemas import CONSENSUS

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COLUMNS = ["indicator", "pairs", "equal", "mean_square", "own_weight", "error_sd"]


@dataclass(frozen=True)
class Disagreement:
    """What was learned for k indicators: pairs (k,) and how often two assessors lie 0, 1, ... steps apart, (k, s).

    own: (k,), weight of the indicator's own pairs, the rest being those of its kind of input; nan where there are none
    of that kind either. Such an indicator is taken to have no error, and the table says that it is not known.
    """

    indicators: tuple[str, ...]
    pairs: Ints
    apart: Floats
    own: Floats

    @property
    def error(self) -> Floats:
        """Probability that one assessor errs by -(s - 1), ..., s - 1 steps, (k, 2 s - 1)."""
        one_way = self.apart[:, 1:] / 4
        return np.hstack([one_way[:, ::-1], 1 - 2 * one_way.sum(axis=1, keepdims=True), one_way])

    def table(self) -> pd.DataFrame:
        """COLUMNS, a row an indicator: pairs, share of them equal, mean squared difference and error_sd in steps."""
        known = ~np.isnan(self.own)
        squares = self.apart @ np.arange(self.apart.shape[1]) ** 2.0
        measured = [np.where(known, column, np.nan) for column in (self.apart[:, 0], squares, self.own)]
        values = [list(self.indicators), self.pairs, *measured, np.sqrt(measured[1] / 2)]
        return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))


def learned(answers: pd.DataFrame, framework: Framework, on: dt.date) -> Disagreement:
    """The disagreement of assessors in a table `answers`; a recorded consensus is no assessor."""
    apart, item = _differences(answers, framework, on)
    k, width = len(framework.indicators), scoring.scale(framework, on)[0].shape[1] + 1
    counts = np.zeros((k, width))
    np.add.at(counts, (item, apart), 1)
    kinds = np.array([indicator.input for indicator in framework.indicators.values()])
    shares, own = np.zeros((k, width)), np.full(k, np.nan)
    shares[:, 0] = 1.0
    for kind in np.unique(kinds):
        mine = kinds == kind
        if counts[mine].any():
            shares[mine], own[mine] = shrunk(counts[mine])
    return Disagreement(tuple(framework.indicators), counts.sum(axis=1).astype(np.int64), shares, own)


def _differences(answers: pd.DataFrame, framework: Framework, on: dt.date) -> tuple[Ints, Ints]:
    """Steps between the two of each pair of assessors of an assessment, and the position of the indicator."""
    given = scoring.current(answers, on)
    position = pd.Index(list(framework.indicators)).get_indexer(given["indicator"])
    keep = (position >= 0) & given["value"].notna().to_numpy() & (given["assessor"] != CONSENSUS).to_numpy()
    item, value = position[keep], given["value"].to_numpy(float)[keep]
    thresholds, _ = scoring.scale(framework, on)
    worth = np.broadcast_to(np.arange(thresholds.shape[1] + 1.0), (len(thresholds), thresholds.shape[1] + 1))
    step = scoring.points_of(value, item, thresholds, worth).astype(np.int64)
    cell = pd.factorize(given["assessment_id"])[0][keep] * len(framework.indicators) + item
    order = np.argsort(cell, kind="stable")
    pairs = list(_pairs(cell[order], step[order]))
    apart, rows = (np.concatenate(part) for part in zip(*pairs, strict=True)) if pairs else (np.empty(0, int),) * 2
    return apart, item[order][rows]


def _pairs(cell: Ints, step: Ints) -> Iterator[tuple[Ints, Ints]]:
    """All pairs within each run of equal cells: steps apart, and the place of one of the two."""
    lag = 1
    while (same := np.flatnonzero(cell[lag:] == cell[:-lag])).size:
        yield np.abs(step[same + lag] - step[same]), same
        lag += 1


def shrunk(counts: Floats) -> tuple[Floats, Floats]:
    """Shares of each row of counts (k, s) drawn towards those of all rows, and the weight of the row itself, (k,).

    The weight is n / (n + v / a): n pairs of the row, v the variance of squared differences within rows and a that
    between rows, by moments (Buhlmann and Straub 1970); it is 0 where rows differ no more than chance lets them.
    """
    squares, n = np.arange(counts.shape[1]) ** 2.0, counts.sum(axis=1)
    total = n.sum()
    pooled = counts.sum(axis=0) / total
    each = np.divide(counts, n[:, None], out=np.tile(pooled, (len(n), 1)), where=n[:, None] > 0)
    mean, seen = each @ squares, n > 0
    within = (counts * (squares - mean[:, None]) ** 2).sum() / max(total - seen.sum(), 1)
    spread = total - (n**2).sum() / total
    between = ((n * (mean - pooled @ squares) ** 2).sum() - (seen.sum() - 1) * within) / spread if spread > 0 else 0.0
    own = n / (n + within / between) if between > 0 else np.zeros(len(n))
    return own[:, None] * each + (1 - own[:, None]) * pooled, own


@dataclass(frozen=True)
class Errors:
    """Errors of the mean of m assessors as a table to draw from: limits (w, k, n), lowest and number (m) (k, n).

    A uniform number that reaches `c` of the limits is an error of `(lowest + c) / number` steps.
    """

    limits: Floats
    lowest: Floats
    number: Ints

    def drawn(self, uniform: Floats) -> Floats:
        """Errors (..., k, n) in steps from uniform numbers of the same shape."""
        count = np.zeros(uniform.shape)
        for limit in self.limits:
            count += uniform >= limit
        count += self.lowest
        count /= self.number
        return count


def errors(learned: Disagreement, assessors: Ints) -> Errors:
    """Table of errors for the number of assessors of each cell, (k, n); nobody named counts as one."""
    number = np.maximum(assessors, 1)
    tables = {m: np.cumsum(_summed(learned.error, m), axis=1) for m in np.unique(number).tolist()}
    width = max((table.shape[1] for table in tables.values()), default=1)
    limits = np.ones((width, *number.shape))
    for m, table in tables.items():
        item, column = np.nonzero(number == m)
        limits[: table.shape[1], item, column] = table[item].T
    limits[limits > 1 - 1e-12] = 2.0  # never reached: what is left is rounding of a sum of 1
    used = (limits > 0).any(axis=(1, 2)) & (limits < 1).any(axis=(1, 2))
    below = (limits <= 0).all(axis=(1, 2)).sum()
    half = learned.error.shape[1] // 2
    return Errors(limits[used], below - float(half) * number, number)


def _summed(error: Floats, m: int) -> Floats:
    """Probabilities of the sum of m independent errors, (k, m (w - 1) + 1)."""
    total = error
    for _ in range(m - 1):
        total = np.array([np.convolve(one, other) for one, other in zip(total, error, strict=True)])
    return total
