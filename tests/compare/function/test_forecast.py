"""Predictions against the closed form of a random walk with noise, and naive ones by hand."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.function import forecast
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Parameters

NAN = np.nan
Q = np.array([[1.0, 2.0, NAN, 4.0, NAN], [NAN, 5.0, NAN, NAN, NAN], [NAN] * 5, [3.0, NAN, NAN, 8.0, NAN]])


def figures(q: np.ndarray) -> Measurements:
    none = np.full(q.shape, NAN)
    return Measurements(pd.RangeIndex(len(q)), np.arange(q.shape[1]), q, none, none)


def test_in_the_long_run_it_is_exponential_smoothing():
    """Muth 1960: with signal to noise ratio r the weight of the last value is k = (sqrt(r^2 + 4 r) - r) / 2."""
    p = Parameters(50.0, 100.0, 2.0, 5.0, NAN, NAN, NAN)
    q = 50 + np.random.default_rng(1).normal(0, 6, (3, 200)).cumsum(axis=1) / 10
    ratio = p.sigma_eta**2 / p.sigma_q**2
    k = (np.sqrt(ratio**2 + 4 * ratio) - ratio) / 2
    level = q[:, 0]
    for value in q.T[1:]:
        level = level + k * (value - level)
    found = forecast.ahead(figures(q), p)
    np.testing.assert_allclose(found.expected, level, atol=1e-8)
    np.testing.assert_allclose(found.deviation, p.sigma_q / np.sqrt(1 - k), rtol=1e-12)


def test_surveys_count_as_much_as_their_error_allows():
    """One year of both by hand: normal distributions multiplied."""
    p = Parameters(50.0, 100.0, 2.0, 5.0, 10.0, 0.5, 3.0)
    one = Measurements(pd.RangeIndex(1), np.array([2020]), *(np.array([[value]]) for value in (60.0, 42.0, 4.0)))
    weights = np.array([1 / 100, 1 / 25, 0.5**2 / (9 + 16)])
    values = np.array([50.0, 60.0, (42.0 - 10.0) / 0.5])
    found = forecast.ahead(one, p)
    assert found.expected == pytest.approx(weights @ values / weights.sum())
    assert found.deviation**2 == pytest.approx(1 / weights.sum() + 4 + 25)


def test_the_last_known_value():
    np.testing.assert_array_equal(forecast.same_as_last(Q), [4.0, 5.0, NAN, 8.0])


def test_the_mean_of_the_last_year_with_values():
    np.testing.assert_array_equal(forecast.mean_of_all(Q), [6.0] * 4)
    np.testing.assert_array_equal(forecast.mean_of_all(Q[:, :3]), [3.5] * 4)
    np.testing.assert_array_equal(forecast.mean_of_all(Q[:, 2:3]), [NAN] * 4)
