"""The random intercept: against published numbers, closed forms, statsmodels and dense matrices."""

import numpy as np
import pytest
from scipy import linalg
from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

from benchlib.compare.management import intercepts

# Yield of dyestuff by batch: Davies and Goldsmith 1972, table 6.3. Estimates and predictions: Bates et al. 2015 (lme4).
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)


def balanced(y):
    """Sums of a table y (groups, rows) with nothing but a mean to explain it."""
    group = np.repeat(np.arange(y.shape[0]), y.shape[1])
    return intercepts.sums(y.ravel(), np.ones((y.size, 1)), group, np.zeros_like(group))


@pytest.fixture(scope="module")
def dyestuff():
    return intercepts.fit(balanced(DYESTUFF))


def test_dyestuff_has_its_published_variances(dyestuff):
    assert dyestuff.between == pytest.approx(1764.05, abs=0.005)
    assert dyestuff.within == pytest.approx(2451.25, abs=0.005)
    assert np.sqrt([dyestuff.between, dyestuff.within]) == pytest.approx([42.00, 49.51], abs=0.005)
    assert dyestuff.coefficients == pytest.approx([1527.5])
    assert -2 * dyestuff.likelihood == pytest.approx(319.6543, abs=5e-5)
    assert (dyestuff.shock, dyestuff.rho, dyestuff.told.tolist()) == (0.0, 0.0, [True] * 6)


def test_balanced_prediction_is_the_closed_form(dyestuff):
    g, n = DYESTUFF.shape
    mean = DYESTUFF.mean(axis=1)
    within = ((DYESTUFF - mean[:, None]) ** 2).sum() / (g * (n - 1))
    between = (n * mean.var(ddof=1) - within) / n
    kept = n * between / (n * between + within)
    assert (dyestuff.within, dyestuff.between) == pytest.approx((within, between), rel=3e-6)  # the top is flat
    np.testing.assert_allclose(dyestuff.effect, kept * (mean - mean.mean()), rtol=3e-6)
    np.testing.assert_allclose(dyestuff.conditional, between * (1 - kept), rtol=3e-6)
    of_the_mean = (between + within / n) / g
    np.testing.assert_allclose(dyestuff.variance, between * (1 - kept) + kept**2 * of_the_mean, rtol=3e-6)


def test_groups_that_differ_less_than_chance_are_not_told_apart():
    alike = np.array([[0.0, 10, 4, 6], [10, 0, 6, 4.5], [1, 9, 5, 5]])
    found = intercepts.fit(balanced(alike))
    assert not found.told.any()
    assert found.within == pytest.approx(alike.var(ddof=1), rel=1e-6)


def unbalanced(seed, shock=0.0, groups=40, rho=0.0):
    """y, x (two covariates, the second constant in a group), group, period; 1 to 9 rows a cell, some cells empty."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 10, (groups, 4))
    counts[:, 0] += 1
    group = np.repeat(np.repeat(np.arange(groups), 4), counts.ravel())
    period = np.repeat(np.tile(np.arange(4), groups), counts.ravel())
    x = np.column_stack([np.ones(len(group)), rng.standard_normal(len(group)), rng.integers(0, 3, groups)[group]])
    drawn = rng.standard_normal((groups, 5))
    shocks = shock * (drawn[:, 1:] + rho * drawn[:, :-1])
    y = x @ [1.0, -0.7, 0.4] + 1.5 * rng.standard_normal(groups)[group] + shocks[group, period]
    return y + 2 * rng.standard_normal(len(group)), x, group, period


def test_equal_to_statsmodels_with_an_intercept():
    y, x, group, period = unbalanced(3)
    mine = intercepts.fit(intercepts.sums(y, x, group, np.zeros_like(period)))
    theirs = MixedLM(y, x, groups=group).fit(reml=True, method="bfgs", gtol=1e-10)
    assert mine.between == pytest.approx(theirs.cov_re[0, 0], rel=1e-5)
    assert mine.within == pytest.approx(theirs.scale, rel=1e-6)
    np.testing.assert_allclose(mine.coefficients, theirs.fe_params, atol=1e-6)
    np.testing.assert_allclose(mine.effect, [theirs.random_effects[g].iloc[0] for g in range(40)], atol=1e-6)
    np.testing.assert_allclose(
        mine.conditional, [theirs.random_effects_cov[g].iloc[0, 0] for g in range(40)], rtol=1e-5
    )


def test_equal_to_statsmodels_with_shocks_of_a_year():
    y, x, group, period = unbalanced(4, shock=1.2)
    mine = intercepts.fit(intercepts.sums(y, x, group, period), "independent")
    parts = [np.eye(4)[period[group == g]] for g in range(40)]
    names = [[f"year[{t}]" for t in range(4)]] * 40
    variance = VCSpec(["year"], [names], [parts])
    model = MixedLM(y, x, groups=group, exog_re=np.ones((len(y), 1)), exog_vc=variance)
    theirs = model.fit(reml=True, method="bfgs", gtol=1e-10)
    assert mine.between == pytest.approx(theirs.cov_re[0, 0], rel=1e-4)
    assert mine.shock == pytest.approx(theirs.vcomp[0], rel=1e-4)
    assert mine.within == pytest.approx(theirs.scale, rel=1e-5)
    np.testing.assert_allclose(mine.effect, [theirs.random_effects[g].iloc[0] for g in range(40)], atol=1e-5)


@pytest.mark.parametrize("ratios", [(0.5, 0.0, 0.0), (0.6, 0.4, 0.0), (0.3, 2.0, -0.5), (0.2, 0.7, 0.31)])
def test_equal_to_dense_matrices_at_any_variances(ratios):
    """Restricted likelihood from V itself, prediction and its error from Henderson's mixed model equations."""
    y, x, group, period = unbalanced(5, shock=1.0, groups=12)
    mine = intercepts.at(intercepts.sums(y, x, group, period), ratios)
    between, shock, rho = ratios
    one = np.eye(12)[group]
    cell = np.eye(48)[4 * group + period]
    memory = np.eye(4) + rho * (np.eye(4, k=1) + np.eye(4, k=-1))
    v = np.eye(len(y)) + between * one @ one.T + shock * cell @ np.kron(np.eye(12), memory) @ cell.T
    weighted = np.linalg.solve(v, np.column_stack([x, y]))
    beta = np.linalg.solve(x.T @ weighted[:, :3], x.T @ weighted[:, 3])
    free = len(y) - 3
    within = y @ (weighted[:, 3] - weighted[:, :3] @ beta) / free
    logs = np.linalg.slogdet(v)[1] + np.linalg.slogdet(x.T @ weighted[:, :3])[1]
    assert mine.likelihood == pytest.approx(-0.5 * (free * (1 + np.log(2 * np.pi * within)) + logs), rel=1e-11)
    assert mine.within == pytest.approx(within, rel=1e-10)
    np.testing.assert_allclose(mine.coefficients, beta, atol=1e-10)
    r = np.linalg.inv(v - between * one @ one.T)
    z = np.column_stack([x, one])
    equations = z.T @ r @ z + linalg.block_diag(np.zeros((3, 3)), np.eye(12) / between)
    inverse = np.linalg.inv(equations)
    np.testing.assert_allclose(mine.effect, (inverse @ z.T @ r @ y)[3:], atol=1e-10)
    np.testing.assert_allclose(mine.variance, within * np.diag(inverse)[3:], rtol=1e-9)
    np.testing.assert_allclose(mine.conditional, within * np.diag(np.linalg.inv(equations[3:, 3:])), rtol=1e-9)


def test_nothing_near_the_top_is_higher():
    y, x, group, period = unbalanced(6, shock=1.5, rho=-0.3)
    of = intercepts.sums(y, x, group, period)
    top = intercepts.fit(of, "moving_average")
    ratios = np.array([top.between / top.within, top.shock / top.within, top.rho])
    for step in 1e-3 * np.vstack([np.eye(3), -np.eye(3)]):
        assert intercepts.at(of, tuple(ratios + step)).likelihood < top.likelihood
    assert top.likelihood > intercepts.fit(of, "independent").likelihood > intercepts.fit(of).likelihood


def test_columns_that_add_up_to_others_change_nothing():
    y, x, group, period = unbalanced(7)
    more = np.column_stack([x, x[:, 1] + 2 * x[:, 2], np.zeros(len(y)), x[:, 0]])
    one, other = (intercepts.fit(intercepts.sums(y, columns, group, period)) for columns in (x, more))
    assert other.likelihood == pytest.approx(one.likelihood, rel=1e-12)
    np.testing.assert_allclose(other.effect, one.effect, atol=1e-8)
    np.testing.assert_array_equal(intercepts.independent(more.T @ more), [0, 1, 2])


def test_a_group_with_a_column_of_its_own_is_not_told_of():
    """What is in the group alone may be the group or the column: the prediction is 0, as sure as without any row."""
    y, x, group, period = unbalanced(8)
    alone = np.column_stack([x, group == 5])
    found = intercepts.fit(intercepts.sums(y, alone, group, 0 * period))
    assert found.effect[5] == pytest.approx(0, abs=1e-9)
    assert found.variance[5] == pytest.approx(found.between, rel=1e-9)
    assert np.flatnonzero(~found.told).tolist() == [5]
    every = intercepts.fit(intercepts.sums(y, np.eye(40)[group], group, 0 * period))
    assert not every.told.any()


def test_rows_that_leave_nothing_to_estimate_are_refused():
    group = np.array([0, 0, 1, 1])
    x = np.column_stack([np.ones(4), np.arange(4.0)])
    for y in (2 * x[:, 1] + 1, np.zeros(4)):
        with pytest.raises(ValueError, match="4 rows; expected two groups"):
            intercepts.fit(intercepts.sums(y, x, group, 0 * group))
    with pytest.raises(ValueError, match="2 rows; expected two groups, more rows than coefficients"):
        intercepts.fit(intercepts.sums(np.array([1.0, 5.0]), x[:2], np.array([0, 1]), np.zeros(2, int)))
    with pytest.raises(ValueError, match="expected two groups"):
        intercepts.fit(intercepts.sums(np.array([1.0, 5.0, 2.0]), x[:3], np.zeros(3, int), np.zeros(3, int)))


@pytest.fixture(scope="module")
def drawn():
    """1,500 clusters over five years whose shocks are taken back in the next year: true effects and sums."""
    rng = np.random.default_rng(11)
    clusters, years = 1500, 5
    firms = rng.integers(3, 13, clusters)
    group = np.repeat(np.repeat(np.arange(clusters), years), np.repeat(firms, years))
    period = np.concatenate([np.repeat(np.arange(years), number) for number in firms])
    level = rng.standard_normal((clusters, years + 1))
    truth, shock = 2.0 * rng.standard_normal(clusters), 2.0 * np.diff(level, axis=1)
    country = rng.integers(0, 40, clusters)[group]
    size = rng.standard_normal(len(group))
    y = 3 - 0.5 * size + np.linspace(-2, 2, 40)[country] + truth[group] + shock[group, period]
    y += 3 * rng.standard_normal(len(y))
    x = np.column_stack([np.ones(len(y)), size, np.eye(40)[country]])
    return truth, y, x, group, period


def test_known_effects_are_recovered_and_covered(drawn):
    truth, y, x, group, period = drawn
    found = intercepts.fit(intercepts.sums(y, x, group, period), "moving_average")
    assert found.between == pytest.approx(
        4.0, rel=0.12
    )  # sampling error of a variance from 1,500: sqrt(2 / 1500) = 4 %
    assert found.shock == pytest.approx(8.0, rel=0.08)  # two levels in each change, each with variance 4
    assert found.rho == pytest.approx(-0.5, abs=0.03)
    assert found.within == pytest.approx(9.0, rel=0.03)
    error = found.effect - truth
    covered = np.abs(error) < 1.6449 * np.sqrt(found.variance)
    assert 0.87 < covered.mean() < 0.93
    assert (error**2).mean() == pytest.approx(found.variance.mean(), rel=0.1)


def test_shocks_left_out_make_intervals_too_narrow(drawn):
    """Whoever takes a common bad year for lasting is surer than the figures allow."""
    truth, y, x, group, period = drawn
    years = 3.0 * np.random.default_rng(12).standard_normal((len(truth), 5))
    struck = y + years[group, period]
    without = intercepts.fit(intercepts.sums(struck, x, group, 0 * period))
    within = intercepts.fit(intercepts.sums(struck, x, group, period), "independent")
    covered = [(np.abs(one.effect - truth) < 1.6449 * np.sqrt(one.variance)).mean() for one in (without, within)]
    assert covered[0] < 0.75
    assert 0.87 < covered[1] < 0.95
