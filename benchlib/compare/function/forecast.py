"""Figures of the wave to come: by the cluster function, and by two ways that need no model."""

from dataclasses import dataclass

import numpy as np

from benchlib.compare.function import kalman
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Floats, Parameters


@dataclass(frozen=True)
class Forecast:
    """Expected q of the year after the last one known, and its standard deviation, (n,) each."""

    expected: Floats
    deviation: Floats


def ahead(known: Measurements, parameters: Parameters) -> Forecast:
    """q of the next year given everything known: its variance is that of theta before measurements, and of eps_q."""
    found = kalman.filtered(known, parameters)
    variance = found.predicted_variance[:, -1] + parameters.sigma_q**2
    return Forecast(found.predicted[:, -1], np.sqrt(variance))


def same_as_last(q: Floats) -> Floats:
    """The last known value of each unit, (n,) of (n, t); nan where there is none."""
    known = ~np.isnan(q)
    last = q.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    return np.where(known.any(axis=1), q[np.arange(len(q)), last], np.nan)


def mean_of_all(q: Floats) -> Floats:
    """The mean over units in the last year that has values, for every unit, (n,) of (n, t); nan where there is none."""
    known = ~np.isnan(q)
    years = np.flatnonzero(known.any(axis=0))
    if not len(years):
        return np.full(len(q), np.nan)
    values = q[:, years[-1]]
    return np.full(len(q), values[~np.isnan(values)].mean())
