"""The parameters as they were known after each wave: the function corrects itself as data flow in."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from benchlib.compare.function import estimation
from benchlib.compare.function.estimation import Estimate
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import NAMES

COLUMNS = ["level", "wave", "series", "name", "value", "se"]


def history(measurements: Measurements, first_waves: int) -> dict[int, Estimate]:
    """Estimates from all waves up to each year with a measurement, from the `first_waves`-th year with figures on."""
    found: dict[int, Estimate] = {}
    near = None
    for year in waves(measurements, first_waves):
        found[year] = estimation.fit(measurements.until(year), near)
        near = found[year].parameters if found[year].converged else near
    return found


def waves(measurements: Measurements, first_waves: int) -> Sequence[int]:
    """Years in which something was measured and by whose end at least `first_waves` years have figures."""
    figures, surveys = (~np.isnan(one).all(axis=0) for one in (measurements.q, measurements.v))
    enough = figures.cumsum() >= max(first_waves, 1)
    return [int(year) for year in measurements.years[enough & (figures | surveys)]]


def latest(estimates: Mapping[int, Estimate], before: int) -> Estimate | None:
    """The last estimate from waves before a year; None where there is none."""
    known = [year for year in estimates if year < before]
    return estimates[max(known)] if known else None


def frame(estimates: Mapping[int, Estimate], level: str) -> pd.DataFrame:
    """Table `parameters`: COLUMNS, a row a wave and parameter.

    value and se are nan where a parameter has no data yet, and where the search for the maximum did not end at one; se
    alone where a deviation is 0.
    """
    rows = [
        (level, year, one.series, name, value, se)
        for year, one in estimates.items()
        for name, value, se in zip(NAMES, one.parameters.array, one.se.array, strict=True)
    ]
    kinds = {"level": "str", "wave": "int64", "series": "int64", "name": "str", "value": "float64", "se": "float64"}
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds)
