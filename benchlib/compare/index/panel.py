"""Rows of a panel: which of them belong to one year, and a function applied to each year for itself."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index.reading import YEAR

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

ALL = slice(None)


def years(index: pd.Index) -> Sequence[tuple[object, Rows]]:
    """Each year of a frame with the positions of its rows; one block without a year where there is none."""
    if YEAR not in index.names:
        return [(None, np.arange(len(index)))]
    codes, labels = pd.factorize(index.get_level_values(YEAR), sort=True)
    order = np.argsort(codes, kind="stable")
    return list(zip(labels, np.split(order, np.cumsum(np.bincount(codes))[:-1]), strict=True))


def blocks(index: pd.Index, per_year: bool) -> Sequence[Rows | slice]:
    """Rows that a stage takes together: each year, or all."""
    return [rows for _, rows in years(index)] if per_year else [ALL]


def within(parts: Sequence[Rows | slice], values: Floats, function: Callable[[Floats], Floats]) -> Floats:
    """A function of (..., rows, k) applied to each block of rows of (..., n, k), in the order of the rows."""
    if len(parts) == 1:
        return function(values)
    result = np.empty_like(values)
    for rows in parts:
        result[..., rows, :] = function(values[..., rows, :])
    return result
