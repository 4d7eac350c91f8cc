"""What many cases tell of each unit: quantiles of its scores and ranks, and how often it is ahead of each other."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.float32]

COMPARED = 1 << 19  # pairs at a time: what stays in the processor's cache
EIGHT_BITS = 255
SIXTEEN_BITS = (1 << 16) - 1


def quantiles(values: Floats | Ranks, shares: tuple[float, ...]) -> Floats:
    """Quantiles of each column of cases (c, n): (q, n), each a value that occurs: the first that the share reaches.

    Missing values are left out; nan where all are. Numbers of cases are whole, so 1e-9 of a case is rounding.

    >>> quantiles(np.array([[3.0], [1.0], [2.0], [np.nan]]), (0.05, 0.5, 0.95))[:, 0]
    array([1., 2., 3.])
    """
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)  # nan last
    known = (~np.isnan(ordered)).sum(axis=1)
    place = np.ceil(np.multiply.outer(shares, known) - 1e-9).astype(np.int64) - 1
    place = np.clip(place, 0, max(ordered.shape[1] - 1, 0))
    return ordered[np.arange(len(ordered)), place].astype(np.float64)


def ahead(ranks: Ranks) -> Floats:
    """Share of the cases (c, n) in which unit i ranks before unit j, a tie counting half: (n, n), 0.5 on the diagonal.

    Only cases in which both have a rank count; nan where there is none.
    """
    cases, n = ranks.shape
    before, both = np.zeros((n, n)), np.zeros((n, n))
    complete = not np.isnan(ranks).any() and 2 * n <= SIXTEEN_BITS
    for start in range(0, cases, EIGHT_BITS):  # as many cases as eight bits can count
        part = ranks[start : start + EIGHT_BITS]
        known = (~np.isnan(part)).astype(np.float32)
        both += known.T @ known
        places = np.rint(2 * part).astype(np.uint16) if complete else np.ascontiguousarray(part)  # halves made whole
        step = max(1, COMPARED // max(1, part.size))
        for first in range(0, n, step):
            rows = slice(first, first + step)
            less = places[:, rows, None] < places[:, None, :]
            before[rows] += np.add.reduce(less.view(np.uint8), axis=0, dtype=np.uint8)
    return np.divide(both + before - before.T, 2 * both, out=np.full((n, n), np.nan), where=both > 0)
