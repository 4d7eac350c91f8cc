"""Estimates against closed forms, another program's likelihood with another search, and simulated truth."""

import time

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from statsmodels.tsa.statespace.structural import UnobservedComponents

from benchlib.compare.function import estimation, kalman, simulation
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import NAMES, OF_PEERS, Parameters

TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
MISSING = simulation.Missing(figures=0.05, surveys=0.12, years_before_surveys=4)


def drawn(seed: int, shape: tuple[int, int], truth: Parameters = TRUTH, missing=MISSING) -> simulation.Simulated:
    return simulation.draw(np.random.default_rng(seed), truth, shape, (2.0, 6.0), missing)


def figures_only(q: np.ndarray) -> Measurements:
    none = np.full(q.shape, np.nan)
    units = pd.Index([f"synthetic-{number}" for number in range(len(q))])
    return Measurements(units, np.arange(2001, 2001 + q.shape[1]), q, none, none)


@pytest.fixture(scope="module")
def replications() -> tuple[np.ndarray, float]:
    """(r, 7) distances from the truth in standard errors; share of states within their interval of 90 %."""
    distances, inside = [], []
    for seed in range(30):
        drew = drawn(seed, (120, 10))
        found = estimation.fit(drew.measurements)
        assert found.converged
        distances.append((found.parameters.array - TRUTH.array) / found.se.array)
        states = kalman.filtered(drew.measurements, found.parameters)
        width = stats.norm.ppf(0.95) * np.sqrt(states.variance)
        inside.append((np.abs(states.estimate - drew.theta) <= width).mean())
    return np.array(distances), float(np.mean(inside))


def test_the_truth_is_recovered_within_sampling_error(replications):
    distances, _ = replications
    count = len(distances)
    assert (np.abs(distances.mean(axis=0)) < 3 / np.sqrt(count)).all()
    squares = (distances**2).sum(axis=0)
    assert (squares > stats.chi2.ppf(0.001, count)).all()
    assert (squares < stats.chi2.ppf(0.999, count)).all()


def test_intervals_of_90_percent_cover_90_percent(replications):
    assert 0.87 < replications[1] < 0.93


def test_without_steps_the_estimate_is_that_of_the_balanced_one_way_layout():
    """Searle, Casella and McCulloch 1992, 3.7: maximum likelihood in closed form, if the steps are 0 at the maximum."""
    rng = np.random.default_rng(2)
    n, t = 30, 5
    q = 50 + 8 * rng.standard_normal((n, 1)) + 4 * rng.standard_normal((n, t))
    q[:, [0, -1]] = (
        q[:, [-1, 0]].mean(axis=1, keepdims=True) + (q[:, [0, -1]] - q[:, [0, -1]].mean(1, keepdims=True)) / 3
    )
    found = estimation.fit(figures_only(q))
    assert found.at_zero == ("sigma_eta",)
    within = ((q - q.mean(axis=1, keepdims=True)) ** 2).sum() / (n * (t - 1))
    between = t * ((q.mean(axis=1) - q.mean()) ** 2).sum() / n
    p = found.parameters
    assert (p.m0, p.sigma_eta) == (pytest.approx(q.mean(), rel=1e-8), 0)
    assert p.sigma_q == pytest.approx(np.sqrt(within), rel=1e-6)
    assert pytest.approx((between - within) / t, rel=1e-6) == p.P0
    assert found.se.m0 == pytest.approx(np.sqrt(between / (n * t)), rel=1e-5)
    assert found.se.sigma_q == pytest.approx(p.sigma_q / np.sqrt(2 * n * (t - 1)), rel=1e-3)
    assert np.isnan(found.se.sigma_eta)


def test_it_is_the_maximum_that_another_search_finds_of_another_likelihood():
    measurements = figures_only(drawn(13, (12, 6)).measurements.q)
    models = [UnobservedComponents(q, "local level") for q in measurements.q]

    def down(x: np.ndarray) -> float:
        total = 0.0
        for model in models:
            model.ssm.initialize_known(np.array([x[0]]), np.array([[np.exp(x[1])]]))
            model.ssm.loglikelihood_burn = 0
            model.update(np.exp([x[3], x[2]]))
            total -= model.ssm.loglike()
        return total

    start = np.array([45.0, 4.0, 1.5, 3.0])
    theirs = optimize.minimize(down, start, method="BFGS", options={"gtol": 1e-5})
    ours = estimation.fit(measurements)
    p = ours.parameters
    assert ours.loglikelihood == pytest.approx(-theirs.fun, abs=1e-6)
    found = [p.m0, np.log(p.P0), 2 * np.log(p.sigma_eta), 2 * np.log(p.sigma_q)]
    np.testing.assert_allclose(found, theirs.x, atol=2e-4)


def test_before_any_survey_what_concerns_peers_is_not_known():
    found = estimation.fit(figures_only(drawn(4, (40, 6)).measurements.q))
    assert found.converged
    assert np.isnan(found.parameters.array).tolist() == OF_PEERS.tolist()
    assert np.isnan(found.se.array).tolist() == OF_PEERS.tolist()
    assert not found.parameters.judged


def test_three_surveys_are_too_few_to_learn_from_and_four_are_enough():
    measurements = drawn(5, (40, 6)).measurements
    few = np.cumsum(~np.isnan(measurements.v)).reshape(measurements.v.shape)
    for surveys, judged in ((3, False), (4, True)):
        v = np.where(few <= surveys, measurements.v, np.nan)
        s = np.where(np.isnan(v), np.nan, measurements.s)
        found = estimation.fit(Measurements(measurements.units, measurements.years, measurements.q, v, s))
        assert found.parameters.judged == judged
        assert found.series == 40


def test_the_loglikelihood_is_that_of_the_filter_and_starts_do_not_matter():
    measurements = drawn(6, (60, 8)).measurements
    found = estimation.fit(measurements)
    states = kalman.filtered(measurements, found.parameters)
    assert found.loglikelihood == pytest.approx(states.loglikelihood.sum(), rel=1e-12)
    for near in (TRUTH, Parameters(20.0, 400.0, 9.0, 1.0, -30.0, 2.0, 9.0), Parameters(60.0, 5.0, 0.0, 9.0, 0, 0, 0)):
        np.testing.assert_allclose(
            estimation.fit(measurements, near).parameters.array, found.parameters.array, rtol=1e-6
        )


def test_other_units_of_measurement_give_the_same_function():
    measurements = drawn(7, (60, 8)).measurements
    one = estimation.fit(measurements)
    q, v, s = measurements.q * 10 + 3, measurements.v * 10 - 7, measurements.s * 10
    ten = estimation.fit(Measurements(measurements.units, measurements.years, q, v, s))
    p = one.parameters
    a = 10 * p.a - 7 - 3 * p.b
    same = [10 * p.m0 + 3, 100 * p.P0, 10 * p.sigma_eta, 10 * p.sigma_q, a, p.b, 10 * p.sigma_v]
    np.testing.assert_allclose(ten.parameters.array, same, rtol=1e-6)
    np.testing.assert_allclose(ten.se.b, one.se.b, rtol=1e-5)


@pytest.mark.parametrize(
    ("truth", "at_zero"),
    [
        (Parameters(48.0, 81.0, 0.0, 5.0, 12.0, 0.8, 4.0), "sigma_eta"),
        (Parameters(48.0, 81.0, 2.2, 0.0, 12.0, 0.8, 4.0), "sigma_q"),
        (Parameters(48.0, 0.0, 2.2, 5.0, 12.0, 0.8, 4.0), "P0"),
        (Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 0.0), "sigma_v"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_where_a_variance_is_0_it_is_found_small_or_0(truth, at_zero):
    """A variance of 0 is estimated as 0 in about half of the samples, otherwise as little."""
    zeros = 0
    for seed in range(5):
        found = estimation.fit(drawn(seed, (40, 8), truth).measurements)
        assert found.converged
        rest = np.array([name != at_zero for name in NAMES])
        distance = (found.parameters.array - truth.array) / found.se.array
        assert (np.abs(distance[rest & (found.parameters.array > 0)]) < 4.5).all()
        zeros += at_zero in found.at_zero
        if at_zero in found.at_zero:
            assert getattr(found.parameters, at_zero) == 0
            assert np.isnan(getattr(found.se, at_zero))
        else:
            assert getattr(found.parameters, at_zero) < (30.0 if at_zero == "P0" else 2.5)
    assert 1 <= zeros <= 4


def test_what_cannot_be_told_is_said_and_not_guessed():
    q = drawn(8, (40, 6)).measurements.q
    few = estimation.fit(figures_only(q[:4]))
    assert (few.converged, few.series) == (False, 4)
    assert np.isnan(few.parameters.array).all()
    once = np.where(np.arange(6) == np.arange(40)[:, None] % 6, q, np.nan)  # every unit measured in one year only
    assert not estimation.fit(figures_only(once)).converged
    assert not estimation.fit(figures_only(np.where(np.arange(6) == 2, q, np.nan))).converged
    assert not estimation.fit(figures_only(np.full((9, 6), 50.0))).converged  # nothing varies
    nothing = estimation.fit(figures_only(np.full((9, 6), np.nan)))
    assert (nothing.converged, nothing.series) == (False, 0)


def test_the_portfolio_is_fitted_in_less_than_10_seconds():
    measurements = drawn(9, (1226, 15), missing=simulation.Missing(0.05, 0.12, 7)).measurements
    start = time.perf_counter()
    found = estimation.fit(measurements)
    assert time.perf_counter() - start < 10
    assert (np.abs((found.parameters.array - TRUTH.array) / found.se.array) < 3.5).all()
