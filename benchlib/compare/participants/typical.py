"""The middle of the others in a group and a member's place among them: arrays only, no loop over members."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

QUARTER = 0.25  # cut off at either end: what remains is the middle half
THIRDS = ("lower", "middle", "upper")


@dataclass(frozen=True)
class Sorted:
    """Values of one item by group, ascending in the rows of a matrix.

    groups: (n,) codes from 0; values: (n,). running: (g, m + 1) sums of the first 0, 1, ... values of each group;
    place: (n,) position of a value in its group, for one that is missing the position after the last; size: (g,).
    Every group has sums of its own, so no rounding error of one group enters another.
    """

    groups: Ints
    values: Floats
    running: Floats
    place: Ints
    size: Ints


def ordered(values: Floats, groups: Ints) -> Sorted:
    """Values sorted within their groups; nan is left out."""
    known = ~np.isnan(values)
    size = np.bincount(groups[known], minlength=groups.max(initial=-1) + 1)
    rows = np.flatnonzero(known)
    rows = rows[np.lexsort((values[rows], groups[rows]))]
    place = size[groups]
    place[rows] = np.arange(len(rows)) - (np.cumsum(size) - size)[groups[rows]]
    matrix = np.zeros((len(size), size.max(initial=0) + 1))
    matrix[groups[rows], place[rows] + 1] = values[rows]
    return Sorted(groups, values, np.cumsum(matrix, axis=1), place, size)


def middle(items: Sorted) -> Floats:
    """Mean of the middle half of the others of each member's group (interquartile mean), (n,); nan without others.

    With n others, the sum of those from n/4 to 3n/4 in ascending order over n/2; of one that stands across a border the
    part inside counts.
    """
    others = (items.size[items.groups] - ~np.isnan(items.values)).astype(np.float64)
    low, high = _until(items, QUARTER * others), _until(items, (1 - QUARTER) * others)
    return np.divide(high - low, (1 - 2 * QUARTER) * others, out=np.full(len(others), np.nan), where=others > 0)


def _until(items: Sorted, position: Floats) -> Floats:
    """Sum of the first others of each member, (n,); a fraction of one counts as that fraction."""
    whole = np.floor(position).astype(np.int64)
    return _sum(items, whole) + (position - whole) * (_sum(items, whole + 1) - _sum(items, whole))


def _sum(items: Sorted, first: Ints) -> Floats:
    """Sum of the first so many others of each member: from its own place on, one more less its own value."""
    beyond = first > items.place
    last = np.minimum(first + beyond, items.size[items.groups])
    return items.running[items.groups, last] - np.where(beyond, items.values, 0.0)


def ahead(items: Sorted) -> Floats:
    """Share of the others below each member, equals by half (mid-rank), (n,); nan without a value."""
    rows = np.flatnonzero(~np.isnan(items.values))
    rows = rows[np.lexsort((items.place[rows], items.groups[rows]))]
    group, value = items.groups[rows], items.values[rows]
    first = np.flatnonzero(np.append(True, (np.diff(group) != 0) | (np.diff(value) != 0))[: len(rows)])
    alike = np.diff(np.append(first, len(rows)))  # how many of a group have the same value
    below, others = np.repeat(items.place[rows][first], alike), items.size[group] - 1
    result = np.full(len(items.values), np.nan)
    result[rows] = np.divide(
        below + 0.5 * (np.repeat(alike, alike) - 1), others, out=np.full(len(rows), np.nan), where=others > 0
    )
    return result


def thirds(share: Floats) -> npt.NDArray[np.object_]:
    """A share of others below as the third that it lies in: "lower", "middle", "upper"; None where it is not known."""
    names = np.array([*THIRDS, None], dtype=object)
    number = np.where(share < 1 / 3, 0, np.where(share > 2 / 3, 2, 1))
    return names[np.where(np.isnan(share), len(THIRDS), number)]
