"""Normalise: indicators on one scale on which more is always better.

Cores take values (..., n, k), nan where missing, and return the same shape; direction, start and end broadcast to it.
Every method that measures a distance is `between` two points: 0 at the start, 1 at the end. A column that a method
cannot scale, such as one without spread, becomes nan: `misfits` turns that into faults.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index.configuration import Normalise, Scaling
from benchlib.compare.index.panel import ALL, Rows, blocks, years
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.structure import Tree
from benchlib.tables.faults import Fault

Floats = npt.NDArray[np.float64]
Columns = Rows | slice

EXPECTED = {
    "minmax": "expected values that differ: minmax divides by their range",
    "zscore": "expected values that differ: zscore divides by their standard deviation",
    "prank": "expected at least two values: prank divides by the number of others",
    "dist2max": "expected values that differ: dist2max divides by their range",
    "dist2ref": "expected a value of the reference that is better than the worst value",
    "dist2targ": "expected a target that is better than the worst value",
    "fracmax": "expected a maximum above 0: fracmax divides by it",
    "goalposts": "expected values above 0: their logarithm is taken",
}


def extent(values: Floats, direction: Floats) -> tuple[Floats, Floats]:
    """The worst and the best value of each column, (..., 1, k)."""
    low = np.fmin.reduce(values, axis=-2, keepdims=True)
    high = np.fmax.reduce(values, axis=-2, keepdims=True)
    return np.where(direction > 0, low, high), np.where(direction > 0, high, low)


def between(values: Floats, start: Floats, end: Floats) -> Floats:
    """(x - start) / (end - start): 0 at the start, 1 at the end, whichever is higher; nan where they are equal."""
    width = end - start
    result = values - start
    result /= np.where(width == 0, np.nan, width)
    return result


def zscore(values: Floats, direction: Floats) -> Floats:
    """(x - mean) / standard deviation, times the direction; the deviation is the sample's, with n - 1."""
    worst, best = extent(values, direction)
    count = np.sum(~np.isnan(values), axis=-2, keepdims=True)
    deviation = values - np.nansum(values, axis=-2, keepdims=True) / np.where(best == worst, np.nan, count)
    squares = np.nansum(deviation**2, axis=-2, keepdims=True)
    return deviation * direction / np.sqrt(squares / np.maximum(count - 1, 1))


def borda(values: Floats, direction: Floats) -> Floats:
    """How many others a value is ahead of, a tie counting half: 0 for the worst, n - 1 for the best."""
    return np.sum(~np.isnan(values), axis=-2, keepdims=True) - ranks(values * direction)


def prank(values: Floats, direction: Floats) -> Floats:
    """Percentile rank: the share of others that a value is ahead of, a tie counting half."""
    others = np.sum(~np.isnan(values), axis=-2, keepdims=True) - 1.0
    return borda(values, direction) / np.where(others == 0, np.nan, others)


def fracmax(values: Floats, direction: Floats) -> Floats:
    """The value as a share of the maximum, x / max, or 1 - x / max where less is better; the maximum must exceed 0."""
    most = np.fmax.reduce(values, axis=-2, keepdims=True)
    share = values / np.where(most > 0, most, np.nan)
    return np.where(direction > 0, share, 1 - share)


def scaled(values: Floats, scaling: Scaling, tree: Tree, columns: Columns, reference: int | None = None) -> Floats:
    """Some indicators by one method over all rows of `values` (..., n, columns); reference: the row of that unit."""
    direction = tree.direction[columns]
    if scaling.method == "zscore":
        return zscore(values, direction) * (scaling.sd or 1.0) + (scaling.mean or 0.0)
    if scaling.method in ("rank", "borda"):
        return borda(values, direction) + (scaling.method == "rank")
    share = _share(values, scaling, tree, columns, reference)
    if scaling.cap:
        share = np.clip(share, 0.0 if scaling.method == "goalposts" else None, 1.0)
    low, high = scaling.range or (0.0, 1.0)
    share *= high - low
    share += low
    return share


def _share(values: Floats, scaling: Scaling, tree: Tree, columns: Columns, reference: int | None) -> Floats:
    direction = tree.direction[columns]
    if scaling.method == "prank":
        return prank(values, direction)
    if scaling.method == "fracmax":
        return fracmax(values, direction)
    if scaling.method in ("scaled", "goalposts"):
        low, high = tree.goalposts[:, columns] if scaling.bounds is None else np.array(scaling.bounds)[:, None]
        if scaling.log:
            low, high, values = np.log(low), np.log(high), np.log(np.where(values > 0, values, np.nan))
        return between(values, np.where(direction > 0, low, high), np.where(direction > 0, high, low))
    start, end = extent(values, direction)
    if scaling.method == "dist2targ":
        end = tree.target[columns]
    elif reference is not None:
        end = values[..., [reference], :]
    return between(values, start, np.where((end - start) * direction > 0, end, np.nan))


def normalise(values: Floats, tree: Tree, spec: Normalise, index: pd.Index) -> Floats:
    """All indicators (..., n, k), each by its method; `index` has the units and years of the n rows."""
    units = index.get_level_values(0).to_numpy()

    def part(scaling: Scaling, columns: Columns, rows: Rows | slice, own: Floats) -> Floats:
        reference = None if scaling.reference is None else int(np.argmax(units[rows] == scaling.reference))
        return scaled(own, scaling, tree, columns, reference)

    rows_together = blocks(index, spec.per_year)
    pieces = [(scaling, columns, rows) for scaling, columns in methods(tree, spec) for rows in rows_together]
    if len(pieces) == 1:
        return part(*pieces[0], values)
    result = np.empty_like(values)
    for scaling, columns, rows in pieces:
        place = (
            (..., rows, columns) if isinstance(columns, slice) else (..., np.arange(len(units))[rows, None], columns)
        )
        result[place] = part(scaling, columns, rows, values[place])
    return result


def methods(tree: Tree, spec: Normalise) -> Iterator[tuple[Scaling, Columns]]:
    """Each method with the positions of the indicators that it scales."""
    own = np.array([code in spec.by_indicator for code in tree.indicators], dtype=bool)
    if not own.all():
        yield spec, np.flatnonzero(~own) if own.any() else ALL
    for position in np.flatnonzero(own):
        yield spec.by_indicator[tree.codes[position]], slice(position, position + 1)


def misfits(before: pd.DataFrame, after: pd.DataFrame, tree: Tree, spec: Normalise, source: str) -> Iterator[Fault]:
    """A fault for each indicator, and year where scaled by year, with values that its method could not scale."""
    lost = np.isfinite(before.to_numpy()) & ~np.isfinite(after.to_numpy())
    parts = years(before.index) if spec.per_year else [(None, ALL)]
    for scaling, columns in methods(tree, spec):
        for year, rows in parts:
            for column in np.arange(len(tree.indicators))[columns][lost[rows][:, columns].any(axis=0)]:
                value = None if year is None else f"year {year}"
                yield Fault(source, None, tree.codes[column], value, EXPECTED[scaling.method])
