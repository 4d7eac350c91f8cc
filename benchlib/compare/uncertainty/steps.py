"""Points as steps of their indicator's scale: 0 below the first threshold, then 1 for each threshold reached.

A move of one step means the same for every indicator, whatever its steps are worth; a gate has a single one.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchlib.assess import scoring
from benchlib.rules.models import Framework

Floats = npt.NDArray[np.float64]

ROUNDING = 1e-9  # of a step: means of assessors carry rounding errors below it


@dataclass(frozen=True)
class Steps:
    """Scales of k items: top (k,), the highest step; worth (k, t), points of each step, the last repeated."""

    top: Floats
    worth: Floats

    @cached_property
    def unequal(self) -> npt.NDArray[np.int64]:
        """Items whose steps are not worth one point each."""
        even = np.minimum(np.arange(self.worth.shape[1]), self.top[:, None])
        return np.flatnonzero((self.worth != even).any(axis=1))

    def of(self, points: Floats) -> Floats:
        """Points (..., k, m) as steps; between two steps in proportion, as a mean of assessors may be."""
        return self._mapped(points, from_points=True)

    def points(self, steps: Floats) -> Floats:
        """Steps (..., k, m) as points."""
        return self._mapped(steps, from_points=False)

    def moved(self, points: Floats, direction: int) -> Floats:
        """Points (..., k, m) one step up (1) or down (-1): the next whole step that way, at most to the end."""
        steps = self.of(points) * direction
        following = np.floor(steps + ROUNDING) + 1
        return self.points(np.clip(following * direction, 0.0, self.top[:, None]))

    def _mapped(self, values: Floats, *, from_points: bool) -> Floats:
        result = values.copy()
        for item in self.unequal:
            number = np.arange(int(self.top[item]) + 1.0)
            worth = self.worth[item, : len(number)]
            pair = (worth, number) if from_points else (number, worth)
            result[..., item, :] = np.interp(values[..., item, :], *pair)
        return result


def steps(framework: Framework, on: dt.date) -> Steps:
    """Scales of a framework's indicators on a day; nan where no rule holds."""
    thresholds, worth = scoring.scale(framework, on)
    return Steps(np.isfinite(thresholds).sum(axis=1).astype(np.float64), worth)
