"""Draws of what is missing, for an uncertainty that carries it: donors or a normal distribution, within groups.

Both are proper in Rubin's sense: the donors, or mean and deviation, are drawn anew each time, so that the draws spread
as much as the little that is known of a group allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """One indicator: known values sorted by group, where each group starts and how many it has, rows of the gaps."""

    known: Floats  # (d,)
    member: Ints  # (d,), group of each known value
    start: Ints  # (g,)
    count: Ints  # (g,)
    gaps: Ints  # (e,), rows
    wanted: Ints  # (e,), group of each gap


def hot_deck(values: Floats, groups: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Gaps filled with a donor's value of the same group: (draws, n, k) from values (n, k) and groups (n,).

    Each draw first draws the group's donors with replacement, then a donor among those (approximate Bayesian bootstrap,
    Rubin and Schenker 1986). A group without a donor keeps its gaps.
    """
    result, columns = _prepared(values, groups, draws)
    for place, column in columns:
        size = column.count[column.member]
        pool = column.start[column.member] + (rng.random((draws, len(size))) * size).astype(np.int64)
        able = column.count[column.wanted] > 0
        wanted = column.wanted[able]
        pick = column.start[wanted] + (rng.random((draws, len(wanted))) * column.count[wanted]).astype(np.int64)
        donor = np.take_along_axis(pool, pick, axis=1)
        result[:, column.gaps[able], place] = column.known[donor]
    return result


def normal(values: Floats, groups: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Gaps filled from a normal distribution of the same group: (draws, n, k) from values (n, k) and groups (n,).

    Each draw takes the variance from its scaled inverse chi-square and the mean given it (uninformative prior). A group
    with fewer than two values keeps its gaps.
    """
    result, columns = _prepared(values, groups, draws)
    for place, column in columns:
        count = np.maximum(column.count, 1)
        mean = np.bincount(column.member, column.known, len(count)) / count
        squares = np.bincount(column.member, (column.known - mean[column.member]) ** 2, len(count))
        free = np.maximum(column.count - 1, 1)
        deviation = np.sqrt(squares / rng.chisquare(free, (draws, len(count))))
        centre = mean + deviation / np.sqrt(count) * rng.standard_normal((draws, len(count)))
        noise = rng.standard_normal((draws, len(column.gaps)))
        drawn = centre[:, column.wanted] + deviation[:, column.wanted] * noise
        able = column.count[column.wanted] > 1
        result[:, column.gaps[able], place] = drawn[:, able]
    return result


def _prepared(values: Floats, groups: Ints, draws: int) -> tuple[Floats, Iterator[tuple[int, Column]]]:
    """Copies of the values to fill, each indicator's rows next to one another, and the indicators with gaps."""
    result = np.empty((draws, *values.shape[::-1])).swapaxes(-1, -2)
    result[:] = values
    gaps = np.isnan(values)
    columns = ((int(place), _column(values[:, place], groups)) for place in np.flatnonzero(gaps.any(axis=0)))
    return result, columns


def _column(values: Floats, groups: Ints) -> Column:
    known = np.flatnonzero(~np.isnan(values))
    known = known[np.argsort(groups[known], kind="stable")]
    count = np.bincount(groups[known], minlength=int(groups.max()) + 1)
    gaps = np.flatnonzero(np.isnan(values))
    return Column(values[known], groups[known], np.cumsum(count) - count, count, gaps, groups[gaps])
