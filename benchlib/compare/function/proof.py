"""Proof that the function corrects itself: each wave predicted from those before it, beside what needs no model."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from benchlib.compare.function import forecast, history
from benchlib.compare.function.estimation import Estimate
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Floats

COLUMNS = ["level", "wave", "what", "method", "n", "rmse", "coverage"]
FUNCTION, SAME, MEAN = "cluster function", "same as last year", "mean of all"


def predictions(
    measurements: Measurements, estimates: Mapping[int, Estimate], interval: float, level: str
) -> pd.DataFrame:
    """Table `predictions`: COLUMNS, a row a wave and method.

    Every wave with figures that has an estimate before it. All methods are judged on the same n units: measured in the
    wave and at least once before. rmse in points of q; coverage: share of the n within the interval of that
    probability, nan where the method gives none. nan as well where the parameters were not found.
    """
    rows = [row for year in measurements.years for row in _wave(measurements, int(year), estimates, interval)]
    frame = pd.DataFrame(rows, columns=COLUMNS[1:])
    frame.insert(0, "level", level)
    kinds = {"level": "str", "wave": "int64", "what": "str", "method": "str", "n": "int64"}
    return frame.astype(kinds | {"rmse": "float64", "coverage": "float64"})


def _wave(
    measurements: Measurements, year: int, estimates: Mapping[int, Estimate], interval: float
) -> Iterator[tuple[object, ...]]:
    estimate = history.latest(estimates, year)
    if estimate is None:
        return
    known, actual = measurements.until(year - 1), measurements.q[:, measurements.years == year][:, 0]
    last = forecast.same_as_last(known.q)
    judged = ~np.isnan(actual) & ~np.isnan(last)
    if not judged.any():
        return
    ours = forecast.ahead(known, estimate.parameters)
    ways = ((FUNCTION, ours.expected), (SAME, last), (MEAN, forecast.mean_of_all(known.q)))
    covered = coverage(actual[judged], ours.expected[judged], ours.deviation[judged], interval)
    for method, expected in ways:
        error = (actual - expected)[judged]
        share = covered if method == FUNCTION else np.nan
        yield year, "q", method, int(judged.sum()), float(np.sqrt((error**2).mean())), share


def coverage(actual: Floats, expected: Floats, deviation: Floats, interval: float) -> float:
    """Share of values within the central normal interval of a probability; nan where nothing is expected."""
    inside = np.abs(actual - expected) <= stats.norm.ppf((1 + interval) / 2) * deviation
    known = ~np.isnan(expected)
    return float(inside[known].mean()) if known.any() else np.nan
