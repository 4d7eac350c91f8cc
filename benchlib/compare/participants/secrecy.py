"""Which numbers a participant may see: none that, alone or beside another, rests on fewer than a set number of others.

Two numbers of one reader differ by the others who enter only one of them, or both with different values. These must be
nobody, or at least the minimum: of the cluster and its area, and of any two years. So where a single participant was
added, left or changed its value, nothing is told of it; where the values of all moved, both years can be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """Whom readers are set beside.

    groups: (n,) codes of the group of each contributor, who stands once in it; given: (n, t years, k items), nan where
    not known; own: (m,) which contributor each of the m readers is.
    """

    key: str
    groups: Ints
    given: Floats
    own: Ints

    @property
    def readers(self) -> Ints:
        """One reader of each contributor, (n,)."""
        return np.unique(self.own, return_index=True)[1]

    def others(self, flags: Booleans) -> Ints:
        """How many others of the reader's group have a flag: from (n, k) to (m, k)."""
        return beside(flags, self.groups)[self.own]


def beside(flags: Booleans, groups: Ints) -> Ints:
    """How many others of the same group have a flag, (n, k).

    >>> beside(np.array([[True], [True], [False], [True]]), np.array([0, 0, 0, 1])).ravel().tolist()
    [1, 1, 2, 0]
    """
    items = flags.shape[1]
    places = (groups[:, None] * items + np.arange(items)).ravel()
    size = (groups.max(initial=-1) + 1) * items
    total = np.bincount(places, weights=flags.ravel(), minlength=size).astype(np.int64)
    return total.reshape(-1, items)[groups] - flags


def shown(views: Sequence[View], minimum: float) -> tuple[list[Booleans], list[Ints]]:
    """What each reader may see, and how many others it rests on: for each view (m, t, k).

    views: each within the next, so that who is beside a reader in one is beside it in all that follow; every
    contributor is a reader. Of two numbers that conflict the later one is kept back: years in ascending order and
    within a year the views in theirs, so that a year that is added never puts at risk what an earlier edition showed.
    """
    years = range(views[0].given.shape[1])
    counts = [np.stack([view.others(~np.isnan(view.given[:, year])) for year in years], axis=1) for view in views]
    allowed = [count >= minimum for count in counts]
    entered = [[view.given[view.own[inner.readers]] for view in views] for inner in views]
    cells = [(view, year) for year in years for view in range(len(views))]
    for place, (view, year) in enumerate(cells):
        for earlier, before in cells[:place]:
            inner, outer = sorted([(view, year), (earlier, before)])
            pair = entered[inner[0]][inner[0]][:, inner[1]], entered[inner[0]][outer[0]][:, outer[1]]
            differ = _differing(views[inner[0]], *pair, counts[outer[0]][:, outer[1]])
            few = (differ > 0) & (differ < minimum)
            allowed[view][:, year] &= ~(allowed[earlier][:, before] & few)
    return allowed, counts


def _differing(inner: View, first: Floats, second: Floats, outer: Ints) -> Ints:
    """How many others enter only one of two numbers, or both with different values, (m, k).

    first, second: what the contributors of the inner view enter into either number, (n, k); outer: how many others
    enter the second one in all, (m, k): those outside the inner view enter that one only.
    """
    known = ~np.isnan(second)
    differ = inner.others((known | ~np.isnan(first)) & (first != second))
    return outer - inner.others(known) + differ
