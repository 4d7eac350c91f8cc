"""The filter against statsmodels' state-space models, one series at a time, and against itself in pieces."""

import time

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.statespace.mlemodel import MLEModel
from statsmodels.tsa.statespace.structural import UnobservedComponents

from benchlib.compare.function import kalman, simulation
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Parameters

TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
GAPS = simulation.Missing(figures=0.3, surveys=0.3, years_before_surveys=2)
FOUND = ("predicted", "predicted_variance", "given_q", "estimate", "variance", "q_innovation", "v_innovation")


def drawn(seed: int, parameters: Parameters = TRUTH, shape: tuple[int, int] = (6, 9)) -> Measurements:
    return simulation.draw(np.random.default_rng(seed), parameters, shape, (1.0, 6.0), GAPS).measurements


def peer(measurements: Measurements, unit: int, parameters: Parameters):
    """The same model of one unit in statsmodels, filtered."""
    p = parameters
    model = MLEModel(np.column_stack([measurements.q[unit], measurements.v[unit]]), k_states=1)
    model["design"] = np.array([[1.0], [p.b]])
    model["obs_intercept"] = np.array([0.0, p.a])
    noise = p.sigma_v**2 + np.nan_to_num(measurements.s[unit]) ** 2
    cov = np.zeros((2, 2, len(noise)))
    cov[0, 0], cov[1, 1] = p.sigma_q**2, noise
    model["obs_cov"], model["transition"], model["selection"] = cov, np.eye(1), np.eye(1)
    model["state_cov"] = np.array([[p.sigma_eta**2]])
    model.initialize_known(np.array([p.m0]), np.array([[p.P0]]))
    return model.ssm.filter()


@pytest.mark.parametrize(
    "parameters",
    [TRUTH, Parameters(-3.0, 4.0, 0.5, 1.0, 2.0, -1.5, 0.0), Parameters(50.0, 0.0, 0.0, 6.0, 0.0, 1.0, 3.0)],
    ids=["usual", "no error of v", "no variance of the state"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_each_unit_is_filtered_as_by_statsmodels(parameters, seed):
    measurements = drawn(seed, parameters)
    ours = kalman.filtered(measurements, parameters)
    known = ~np.isnan(np.stack([measurements.q, measurements.v]))
    assert known.any(axis=(1, 2)).all()
    assert not known.all()
    for unit in range(len(measurements.units)):
        theirs = peer(measurements, unit, parameters)
        close = {"rtol": 0, "atol": 1e-8}
        np.testing.assert_allclose(ours.estimate[unit], theirs.filtered_state[0], **close)
        np.testing.assert_allclose(ours.variance[unit], theirs.filtered_state_cov[0, 0], **close)
        np.testing.assert_allclose(ours.predicted[unit], theirs.predicted_state[0], **close)
        np.testing.assert_allclose(ours.predicted_variance[unit], theirs.predicted_state_cov[0, 0], **close)
        np.testing.assert_allclose(ours.loglikelihood[unit], theirs.llf_obs.sum(), **close)
        np.testing.assert_allclose(ours.predicted[unit, :-1], theirs.forecasts[0], **close)
        _same_innovations(ours, measurements, unit, theirs)


def _same_innovations(ours, measurements, unit, theirs):
    """Of q as they are; of v given q by the normal distribution of both together."""
    q, v = ~np.isnan(measurements.q[unit]), ~np.isnan(measurements.v[unit])
    error, cov = theirs.forecasts_error, theirs.forecasts_error_cov
    np.testing.assert_allclose(ours.q_innovation[unit, q], error[0, q], atol=1e-8)
    np.testing.assert_allclose(ours.q_innovation_variance[unit, q], cov[0, 0, q], atol=1e-8)
    assert np.isnan(ours.q_innovation[unit, ~q]).all()
    assert np.isnan(ours.v_innovation[unit, ~v]).all()
    slope = cov[0, 1] / cov[0, 0]
    given = error[1] - slope * error[0], cov[1, 1] - slope * cov[0, 1]
    np.testing.assert_allclose(ours.v_innovation[unit, q & v], given[0][q & v], atol=1e-8)
    np.testing.assert_allclose(ours.v_innovation_variance[unit, q & v], given[1][q & v], atol=1e-8)
    np.testing.assert_allclose(ours.v_innovation[unit, ~q & v], error[1, ~q & v], atol=1e-8)


def test_figures_alone_are_a_local_level():
    measurements = drawn(3)
    p = Parameters(48.0, 81.0, 2.2, 5.0, np.nan, np.nan, np.nan)
    ours = kalman.filtered(measurements, p)
    for unit, q in enumerate(measurements.q):
        model = UnobservedComponents(q, "local level")
        model.ssm.initialize_known(np.array([p.m0]), np.array([[p.P0]]))
        model.update([p.sigma_q**2, p.sigma_eta**2])
        theirs = model.ssm.filter()
        np.testing.assert_allclose(ours.estimate[unit], theirs.filtered_state[0], atol=1e-8)
        np.testing.assert_allclose(ours.loglikelihood[unit], theirs.llf_obs.sum(), atol=1e-8)
    assert np.isnan(ours.v_innovation).all()


def test_a_very_wide_first_state_loses_no_digits():
    measurements = drawn(4)
    wide = Parameters(0.0, 1e12, 0.0, 5.0, np.nan, np.nan, np.nan)
    ours = kalman.filtered(measurements, wide)
    known = ~np.isnan(measurements.q)
    rows = known.any(axis=1)
    mean = np.nanmean(measurements.q[rows], axis=1)
    np.testing.assert_allclose(ours.estimate[rows, -1], mean, rtol=1e-9)
    np.testing.assert_allclose(ours.variance[rows, -1], 25 / known[rows].sum(axis=1), rtol=1e-9)


def test_units_do_not_know_of_each_other():
    measurements = drawn(5)
    together = kalman.filtered(measurements, TRUTH)
    for unit in range(len(measurements.units)):
        rows = slice(unit, unit + 1)
        parts = (one[rows] for one in (measurements.q, measurements.v, measurements.s))
        alone = kalman.filtered(Measurements(measurements.units[rows], measurements.years, *parts), TRUTH)
        for name in FOUND:
            np.testing.assert_array_equal(getattr(together, name)[rows], getattr(alone, name))


def test_a_year_without_measurements_only_widens():
    q = np.array([[50.0, np.nan, 52.0]])
    none = np.full((1, 3), np.nan)
    found = kalman.filtered(Measurements(pd.Index(["synthetic-1"]), np.arange(3), q, none, none), TRUTH)
    assert found.estimate[0, 1] == found.estimate[0, 0]
    assert found.variance[0, 1] == pytest.approx(found.variance[0, 0] + 2.2**2)
    assert found.predicted[0, 3] == found.estimate[0, 2]
    assert found.predicted_variance[0, 3] == pytest.approx(found.variance[0, 2] + 2.2**2)


def test_a_measurement_without_any_error_is_believed_once():
    """Neither state nor measurement varies: the second value cannot teach anything, and nothing is divided by 0."""
    q = np.array([[50.0, 51.0]])
    none = np.full((1, 2), np.nan)
    certain = Parameters(48.0, 81.0, 0.0, 0.0, np.nan, np.nan, np.nan)
    found = kalman.filtered(Measurements(pd.Index(["synthetic-1"]), np.arange(2), q, none, none), certain)
    assert found.estimate.tolist() == [[50.0, 50.0]]
    assert found.variance.tolist() == [[0.0, 0.0]]


def test_a_survey_without_standard_error_is_refused():
    one = np.array([[50.0]])
    bad = Measurements(pd.Index(["synthetic-1"]), np.array([2020]), one, one, np.array([[np.nan]]))
    with pytest.raises(ValueError, match="standard error s beside every v"):
        kalman.panel(bad)


def test_the_portfolio_is_filtered_in_less_than_50_milliseconds():
    measurements = drawn(6, shape=(1226, 15))
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        kalman.filtered(measurements, TRUTH)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.05
