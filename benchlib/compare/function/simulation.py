"""Panels drawn from the cluster function itself, whose truth is known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Floats, Parameters


@dataclass(frozen=True)
class Missing:
    """Shares of figures and of surveys that are missing, and how many of the first years are before any survey."""

    figures: float = 0.0
    surveys: float = 0.0
    years_before_surveys: int = 0


@dataclass(frozen=True)
class Simulated:
    """What was drawn: the measurements, and theta (n, t) behind them."""

    measurements: Measurements
    theta: Floats


def draw(
    rng: np.random.Generator, truth: Parameters, shape: tuple[int, int], s: tuple[float, float], missing: Missing
) -> Simulated:
    """n units in t years, `shape` (n, t), the first year 0 + 1; standard errors of v uniform between the two s."""
    steps = truth.sigma_eta * rng.standard_normal(shape)
    steps[:, 0] = truth.m0 + np.sqrt(truth.P0) * rng.standard_normal(shape[0])
    theta = steps.cumsum(axis=1)
    q = theta + truth.sigma_q * rng.standard_normal(shape)
    error = rng.uniform(*s, shape)
    v = truth.a + truth.b * theta + np.sqrt(truth.sigma_v**2 + error**2) * rng.standard_normal(shape)
    q[rng.random(shape) < missing.figures] = np.nan
    v[rng.random(shape) < missing.surveys] = np.nan
    v[:, : missing.years_before_surveys] = np.nan
    units = pd.Index([f"synthetic-{number}" for number in range(1, shape[0] + 1)])
    years = np.arange(1, shape[1] + 1)
    return Simulated(Measurements(units, years, q, v, np.where(np.isnan(v), np.nan, error)), theta)
