"""Skewness and kurtosis beside scipy and pandas, and where they are not defined."""

import numpy as np
import pandas as pd
from scipy import stats

from benchlib.compare.index.moments import skew_kurtosis


def test_as_scipy_and_pandas_with_gaps():
    values = np.random.default_rng(1).lognormal(size=(200, 5))
    values[np.random.default_rng(2).random(values.shape) < 0.2] = np.nan
    skew, kurtosis = skew_kurtosis(values)
    np.testing.assert_allclose(skew, stats.skew(values, bias=False, nan_policy="omit"), rtol=1e-12)
    np.testing.assert_allclose(kurtosis, stats.kurtosis(values, bias=False, nan_policy="omit"), rtol=1e-12)
    np.testing.assert_allclose(skew, pd.DataFrame(values).skew(), rtol=1e-10)
    np.testing.assert_allclose(kurtosis, pd.DataFrame(values).kurt(), rtol=1e-10)


def test_by_hand():
    skew, kurtosis = skew_kurtosis(np.array([[1.0], [2.0], [3.0], [10.0]]))
    deviation = np.array([-3.0, -2.0, -1.0, 6.0])
    variance = np.mean(deviation**2)
    g1, g2 = np.mean(deviation**3) / variance**1.5, np.mean(deviation**4) / variance**2 - 3
    np.testing.assert_allclose(skew, g1 * np.sqrt(4 * 3) / 2)
    np.testing.assert_allclose(kurtosis, 3 / (2 * 1) * (5 * g2 + 6))


def test_too_few_values_or_no_spread_give_nan():
    three = np.array([[1.0], [2.0], [4.0], [np.nan]])
    assert not np.isnan(skew_kurtosis(three)[0])
    assert np.isnan(skew_kurtosis(three)[1])
    for values in (np.full((6, 1), 0.1), np.full((4, 1), np.nan), np.array([[1.0], [2.0]])):
        assert np.isnan(skew_kurtosis(values)).all()


def test_cases_at_once():
    values = np.random.default_rng(4).normal(size=(3, 20, 2))
    together = skew_kurtosis(values)
    for case in range(3):
        np.testing.assert_allclose([part[case] for part in together], skew_kurtosis(values[case]))
