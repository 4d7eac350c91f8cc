"""Impute: missing values filled from other units, groups or years; several draws where the uncertainty matters.

Known values are never changed. `filled` puts estimates in the gaps; the other functions make estimates.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import draws
from benchlib.compare.index.configuration import Impute
from benchlib.compare.index.reading import YEAR
from benchlib.tables.faults import Fault

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

AVERAGES = {"mean": "mean", "median": "median", "group_mean": "mean", "group_median": "median"}
DRAWN = {"hot_deck": draws.hot_deck, "normal": draws.normal}
TOO_FEW = "expected more known values here for {} to impute from"


def filled(values: Floats, estimates: Floats) -> Floats:
    """Values with each gap taken from the estimates."""
    return np.where(np.isnan(values), estimates, values)


def impute(frame: pd.DataFrame, groups: Ints, spec: Impute) -> Floats:
    """Values (n, k) with gaps filled where the method can; groups (n,): see `sources`."""
    values = frame.to_numpy()
    if spec.method == "none" or not np.isnan(values).any():
        return values
    if spec.method == "linear":
        return filled(values, _by_year(frame))
    if spec.method in DRAWN:
        return DRAWN[spec.method](values, groups, 1, np.random.default_rng(spec.seed))[0]
    return filled(values, frame.groupby(groups).transform(AVERAGES[spec.method]).to_numpy())


def sources(data: pd.DataFrame, index: pd.Index, spec: Impute) -> tuple[Ints, list[str]]:
    """Which rows impute from one another: a number for each row of DATA, and the name behind each number."""
    keys = [data[spec.group].to_numpy()] if spec.group else []
    keys += [index.get_level_values(YEAR).to_numpy()] if spec.per_year else []
    if not keys:
        return np.zeros(len(data), dtype=np.int64), [""]
    codes, names = pd.MultiIndex.from_arrays(keys).factorize()
    return codes, [" ".join(map(str, name)) for name in names]


def misfits(after: pd.DataFrame, groups: Ints, names: list[str], spec: Impute, source: str) -> Iterator[Fault]:
    """A fault for each indicator and group that has too few values to impute from.

    A line through the years rightly leaves what lies before the first and after the last known year.
    """
    if spec.method in ("none", "linear"):
        return
    gaps = after.isna().to_numpy()
    for column in np.flatnonzero(gaps.any(axis=0)):
        for group in np.unique(groups[gaps[:, column]]):
            yield Fault(source, None, str(after.columns[column]), names[group] or None, TOO_FEW.format(spec.method))


def _by_year(frame: pd.DataFrame) -> Floats:
    unit = pd.factorize(frame.index.get_level_values(0))[0]
    year = frame.index.get_level_values(YEAR).to_numpy(np.float64)
    order = np.lexsort((year, unit))
    result = np.empty(frame.shape, order="F")
    result[order] = line(frame.to_numpy()[order], unit[order], year[order])
    return result


def line(values: Floats, unit: Ints, year: Floats) -> Floats:
    """Straight lines between the known years of each unit; nan before the first and after the last.

    values (..., n, k); unit, year (n,), sorted by unit and then by year.
    """
    n = len(unit)
    place = np.arange(n)[:, None]
    known = ~np.isnan(values)
    before = np.maximum.accumulate(np.where(known, place, -1), axis=-2)
    after = np.minimum.accumulate(np.where(known, place, n)[..., ::-1, :], axis=-2)[..., ::-1, :]
    inside = (before >= 0) & (after < n)
    before, after = np.where(inside, before, 0), np.where(inside, after, 0)
    inside &= (unit[before] == unit[:, None]) & (unit[after] == unit[:, None])
    left, right = (np.take_along_axis(values, at, axis=-2) for at in (before, after))
    width = np.where(inside & (after > before), year[after] - year[before], 1.0)
    return np.where(inside, left + (right - left) * (year[:, None] - year[before]) / width, np.nan)
