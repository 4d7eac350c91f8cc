"""CUSUM against statsmodels' recursive least squares and the constants that Brown, Durbin and Evans printed."""

import numpy as np
import pytest
from statsmodels.regression.recursive_ls import RecursiveLS

from benchlib.compare.function import drift


@pytest.mark.parametrize(("probability", "printed"), [(0.01, 1.143), (0.05, 0.948), (0.10, 0.850)])
def test_the_factor_is_the_printed_one(probability, printed):
    """Brown, Durbin and Evans 1975, section 2.3."""
    assert drift.factor(probability) == pytest.approx(printed, abs=5e-4)


def test_sum_and_band_are_those_of_recursive_least_squares():
    """On a constant, standardised residuals are the innovations of a state that does not move from a wide start."""
    y = np.random.default_rng(1).normal(50, 4, 30)
    theirs = RecursiveLS(y, np.ones(30)).fit()
    residuals = theirs.resid_recursive / theirs.resid_recursive[1:].std(ddof=1)
    gaps = np.insert(residuals, [5, 20], np.nan)
    sums, limit = drift.cusum(gaps[None], 0.05)
    counted = ~np.isnan(gaps)
    counted[0] = False
    np.testing.assert_allclose(sums[0, counted], theirs.cusum, atol=1e-8)
    lower, upper = theirs._cusum_significance_bounds(0.05)
    line = upper[0] + (upper[1] - upper[0]) * np.arange(1, 30) / 29
    np.testing.assert_allclose(limit[0, counted], line, rtol=2e-4)  # 0.948 against its digits
    assert lower[1] == -upper[1]
    assert np.isnan(sums[0, ~counted]).all()
    assert np.isnan(limit[0, ~counted]).all()


def test_the_limit_by_hand():
    sums, limit = drift.cusum(np.array([[3.0, 1.0, np.nan, -2.0, 0.5, 1.0], [np.nan] * 5 + [4.0]]), 0.05)
    c = drift.factor(0.05)
    np.testing.assert_allclose(sums, [[np.nan, 1.0, np.nan, -1.0, -0.5, 0.5], [np.nan] * 6])
    steps = np.array([np.nan, 1, np.nan, 2, 3, 4])
    np.testing.assert_allclose(limit, [c * (2 + 2 * steps / 2), [np.nan] * 6])


def test_few_leave_the_band_without_drift_and_most_with_it():
    innovations = np.random.default_rng(2).standard_normal((4000, 60))
    left = [(np.abs(sums) > limit).any(axis=1).mean() for sums, limit in (drift.cusum(innovations, 0.05),)]
    assert 0.02 < left[0] < 0.06
    sums, limit = drift.cusum(innovations + 0.5, 0.05)
    assert (sums > limit).any(axis=1).mean() > 0.9
