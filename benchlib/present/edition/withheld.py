"""What is kept back so that nobody is recognised: small groups, and those that would be the rest of a whole."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]


def shown(sizes: Sequence[int], least: int) -> Booleans:
    """Which parts of a whole may be shown, where the whole is shown as well; (n,).

    A part needs at least `least` members. Where the parts kept back hold fewer than that together, they could be
    reckoned from the whole and the parts shown: then the smallest of those shown are kept back too.

    >>> shown([40, 9, 7, 2], 6).tolist(), shown([40, 9, 5, 4], 6).tolist()
    ([True, True, False, False], [True, True, False, False])
    """
    members = np.asarray(sizes, dtype=np.int64)
    mask: Booleans = members >= least
    for place in np.argsort(members, kind="stable"):
        hidden = int(members[~mask].sum())
        if mask[place] and 0 < hidden < least:
            mask[place] = False
    return mask


def bands(values: Sequence[float], edges: Sequence[float], least: int) -> list[tuple[float, float, int]]:
    """Neighbouring bands of a scale, each with at least `least` values: low, high, how many. Empty where too few.

    edges: ascending, the first and the last beyond all values; each band but the last is open at its upper end. Bands
    with fewer are joined with the next, what is left at the end with the one before.

    >>> bands([12, 14, 31, 33, 35, 90], [0, 20, 40, 60, 80, 100], 2)
    [(0, 20, 2), (20, 100, 4)]
    """
    counts, _ = np.histogram(np.asarray(values, dtype=float), np.asarray(edges, dtype=float))
    joined: list[tuple[float, float, int]] = []
    start, size = edges[0], 0
    for end, count in zip(edges[1:], counts, strict=True):
        size += int(count)
        if size >= least:
            joined.append((start, end, size))
            start, size = end, 0
    if joined and start < edges[-1]:
        first, _, before = joined.pop()
        joined.append((first, edges[-1], before + size))
    return joined
