"""Competitiveness of each unit and year: estimate with interval, prediction, what peers say of the figures, drift."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from benchlib.compare.function import drift, kalman, validation
from benchlib.compare.function.kalman import Filtered
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Booleans, Floats, Parameters
from benchlib.rules.competitiveness import Competitiveness

VALUES = ["q", "v", "v_se", "estimate", "se", "low", "high", "predicted", "predicted_low", "predicted_high"]
INNOVATIONS = ["q_innovation", "v_innovation"]
COLUMNS = ["year", *VALUES, *INNOVATIONS, "peers", "aspect", "cusum", "cusum_limit", "drift", "forecast"]


def frame(
    measurements: Measurements, parameters: Parameters, spec: Competitiveness, units: Sequence[str], peers: pd.DataFrame
) -> pd.DataFrame:
    """Table `competitiveness`: the unit's columns and COLUMNS, a row a unit and year from its first measurement on.

    The year after the last is a row where only predicted is known (`forecast`). predicted: theta before the
    measurements of the year; estimate: after them. Intervals are those of theta; they take the parameters as known.
    drift: the CUSUM is outside its limit. peers: table of the peers' answers, for the aspects.
    """
    found = kalman.filtered(measurements, parameters)
    wide = _values(measurements, found, stats.norm.ppf((1 + spec.function.interval.value) / 2))
    wide |= _told(measurements, found, spec)
    rows = _started(measurements)
    names = measurements.units.to_frame(index=False).set_axis(list(units), axis=1)
    long = names.iloc[np.nonzero(rows)[0]].reset_index(drop=True)
    years = np.append(measurements.years, measurements.years[-1:] + 1)
    long["year"] = years[np.nonzero(rows)[1]]
    long = long.assign(**{name: one[rows] for name, one in wide.items()})
    long["aspect"] = validation.aspects(long, peers, units)
    long["peers"] = long["peers"].astype("str")
    return long[[*units, *COLUMNS]]


def _started(measurements: Measurements) -> Booleans:
    """Unit and year (n, t + 1) from the first measurement on, the year after the last included."""
    measured = ~np.isnan(measurements.q) | ~np.isnan(measurements.v)
    started = np.logical_or.accumulate(measured, axis=1)
    return np.hstack([started, measured.any(axis=1, keepdims=True)])


def _values(measurements: Measurements, found: Filtered, width: float) -> dict[str, Floats]:
    estimate, se = _padded(found.estimate), _padded(np.sqrt(found.variance))
    before = width * np.sqrt(found.predicted_variance)
    columns = [_padded(one) for one in (measurements.q, measurements.v, measurements.s)]
    columns += [estimate, se, estimate - width * se, estimate + width * se]
    columns += [found.predicted, found.predicted - before, found.predicted + before]
    innovations = [found.q_innovation / np.sqrt(found.q_innovation_variance)]
    innovations += [found.v_innovation / np.sqrt(found.v_innovation_variance)]
    return dict(zip([*VALUES, *INNOVATIONS], [*columns, *map(_padded, innovations)], strict=True))


def _told(measurements: Measurements, found: Filtered, spec: Competitiveness) -> dict[str, np.ndarray]:
    """What follows from the innovations: peers and the v they were expected to give, drift."""
    figured = np.logical_or.accumulate(~np.isnan(measurements.q), axis=1)
    innovation = found.v_innovation / np.sqrt(found.v_innovation_variance)
    said = validation.verdicts(innovation, figured, spec.function.confirmed_within.value)
    sums, limit = drift.cusum(found.q_innovation / np.sqrt(found.q_innovation_variance), spec.function.drift_band.value)
    ahead = np.arange(found.predicted.shape[1]) == found.predicted.shape[1] - 1
    return {
        "peers": np.hstack([said, np.full((len(said), 1), None, dtype=object)]),
        "expected": _padded(measurements.v - found.v_innovation),
        "cusum": _padded(sums),
        "cusum_limit": _padded(limit),
        "drift": _padded(np.abs(sums)) > _padded(limit),
        "forecast": np.broadcast_to(ahead, found.predicted.shape),
    }


def _padded(values: Floats) -> Floats:
    """With a year more, of which nothing is known."""
    return np.hstack([values, np.full((len(values), 1), np.nan)])
