"""Shrinkage beside a published table, statsmodels' meta-analysis and what intervals promise."""

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from benchlib.compare.function.shrinkage import shrunk

# Efron and Morris (1977): batting averages of 18 players after 45 times at bat; they shrink by c = .212 to .265
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
AT_BAT = 45


def test_baseball_as_efron_and_morris_1977():
    average = HITS / AT_BAT
    result = shrunk(average, np.full(18, average.mean() * (1 - average.mean()) / AT_BAT))
    np.testing.assert_allclose(result.factor, 0.212, atol=5e-4)
    np.testing.assert_allclose(result.usual, 0.265, atol=5e-4)
    np.testing.assert_allclose(result.value[[0, 7, 17]], [0.294, 0.266, 0.242], atol=5e-4)


def test_baseball_by_arcsines_as_efron_and_morris_1975():
    x = np.sqrt(AT_BAT) * np.arcsin(2 * HITS / AT_BAT - 1)
    np.testing.assert_allclose(1 - shrunk(x, np.ones(18)).factor, 0.791, atol=5e-4)


def test_variance_between_units_and_usual_equal_statsmodels():
    rng = np.random.default_rng(4)
    variances = rng.uniform(1, 6, 11)
    means = rng.normal(50, 2, 11) + rng.normal(0, np.sqrt(variances))
    expected, result = combine_effects(means, variances, method_re="dl"), shrunk(means, variances)
    np.testing.assert_allclose(result.between, expected.tau2, rtol=1e-10)
    np.testing.assert_allclose(result.usual, expected.mean_effect_re, rtol=1e-12)
    lost = 8 / 10 * variances / (variances + expected.tau2)
    np.testing.assert_allclose(result.factor, 1 - lost, rtol=1e-10)
    np.testing.assert_allclose(result.value, means - lost * (means - expected.mean_effect_re), rtol=1e-10)


def test_standard_error_is_that_of_morris_where_errors_are_alike():
    y, k, error = np.array([1.0, 3.0, 4.0, 8.0, 9.0, 14.0]), 6, 4.0
    lost = (k - 3) * error / np.sum((y - y.mean()) ** 2)
    expected = error * (1 - (k - 1) / k * lost) + 2 / (k - 3) * lost**2 * (y - y.mean()) ** 2
    np.testing.assert_allclose(shrunk(y, np.full(k, error)).se, np.sqrt(expected), rtol=1e-12)


def test_units_that_do_not_differ_are_shrunk_as_far_as_may_be():
    result = shrunk(np.array([49.0, 50.0, 51.0, 50.0, 50.0]), np.full(5, 25.0))
    np.testing.assert_array_equal(result.between, 0)
    np.testing.assert_allclose(result.factor, 1 - 2 / 4)


def test_of_three_units_nothing_is_learnt():
    result = shrunk(np.array([10.0, 50.0, 90.0]), np.array([4.0, 9.0, 16.0]))
    np.testing.assert_array_equal(result.value, [10, 50, 90])
    np.testing.assert_array_equal(result.se, [2, 3, 4])
    assert np.isnan(result.factor).all()


def test_missing_units_and_rows_do_not_count():
    rng = np.random.default_rng(2)
    means, variances = rng.normal(50, 10, (2, 9)), rng.uniform(1, 9, (2, 9))
    means[0, [2, 5]] = np.nan
    both, alone = shrunk(means, variances), shrunk(np.delete(means[0], [2, 5]), np.delete(variances[0], [2, 5]))
    np.testing.assert_allclose(np.delete(both.value[0], [2, 5]), alone.value, rtol=1e-12)
    np.testing.assert_allclose(np.delete(both.se[0], [2, 5]), alone.se, rtol=1e-12)
    assert np.isnan(both.value[0, [2, 5]]).all()
    np.testing.assert_allclose(both.value[1], shrunk(means[1], variances[1]).value, rtol=1e-12)
    assert np.isnan(shrunk(np.full(3, np.nan), np.ones(3)).value).all()


def test_answers_without_any_spread_are_not_shrunk():
    means = np.array([25.0, 50.0, 75.0, 100.0])
    np.testing.assert_allclose(shrunk(means, np.zeros(4)).value, means, rtol=1e-9)


@pytest.mark.parametrize(("spread", "most"), [(0.5, 0.99), (3.0, 0.91), (6.0, 0.91)])
def test_intervals_cover_and_shrinking_brings_nearer(spread, most):
    """More than promised where units hardly differ: the variance between them is then badly known."""
    rng = np.random.default_rng(7)
    variances = rng.uniform(2, 8, 20)
    truth = rng.normal(50, spread, (4000, 20))
    means = truth + rng.normal(size=truth.shape) * np.sqrt(variances)
    result = shrunk(means, np.broadcast_to(variances, truth.shape))
    covered = np.mean(np.abs(result.value - truth) < 1.6448536 * result.se)
    assert 0.89 < covered < most
    assert np.mean((result.value - truth) ** 2) < np.mean((means - truth) ** 2)
