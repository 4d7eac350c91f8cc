"""Quantiles of many groups at once, equal to numpy's of each group."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TYPES = {  # where the plotting position of the smallest and the largest value lies (Hyndman and Fan 1996)
    "linear": (1.0, 1.0),
    "hazen": (0.5, 0.5),
    "weibull": (0.0, 0.0),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
}

FEW = 1 << 16  # up to so many, numpy sorts the numbers of groups by their digits: several times faster


@dataclass(frozen=True)
class Sorted:
    """Values of all groups, sorted within each; a group's stand from `start` on and are `size` many."""

    values: Floats
    start: Ints
    size: Ints


def grouped(values: Floats, group: Ints, groups: int) -> Sorted:
    """Values by group. values, group: (n,), groups numbered from 0; a missing value is in none."""
    known = ~np.isnan(values)
    values, group = values[known], group[known]
    group = group.astype(np.uint16) if groups <= FEW else group
    by_value = np.argsort(values)
    order = by_value[np.argsort(group[by_value], kind="stable")]
    size = np.bincount(group, minlength=groups)
    return Sorted(values[order], np.cumsum(size) - size, size)


def quantile(of: Sorted, share: float, kind: str = "linear") -> Floats:
    """The quantile of each group, (groups,); nan where a group is empty. kind: one of TYPES, as numpy names them.

    >>> quantile(grouped(np.array([1.0, 2, 4, 7]), np.array([0, 0, 0, 1]), 3), 0.25).tolist()
    [1.5, 7.0, nan]
    """
    alpha, beta = TYPES[kind]
    place = of.size * share + (alpha + share * (1 - alpha - beta)) - 1
    if kind == "linear":
        place = (of.size - 1) * share  # as numpy writes it: other roundings would move ties
    place = np.clip(place, 0, np.maximum(of.size - 1, 0))
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(of.size - 1, 0))
    filled = of.size > 0
    if not filled.any():
        return np.full(len(of.size), np.nan)
    first = np.where(filled, of.start, 0)
    low, high = of.values[first + np.where(filled, below, 0)], of.values[first + np.where(filled, above, 0)]
    return np.where(filled, _between(low, high, place - below), np.nan)


def _between(low: Floats, high: Floats, part: Floats) -> Floats:
    """From low to high; counted from the nearer end, so that both ends are met exactly."""
    step = high - low
    return np.where(part < 0.5, low + step * part, high - step * (1 - part))
