"""Derivatives of the likelihood against numerical ones of statsmodels and complex steps of the likelihood itself."""

import numpy as np
import pytest
from statsmodels.tools.numdiff import approx_fprime, approx_hess

from benchlib.compare.function import kalman, likelihood, simulation
from benchlib.compare.function.parameters import Parameters

AT = np.array([50.0, 70.0, 6.0, 22.0, 9.0, 0.9, 12.0])  # not the maximum
ZEROS = np.array([50.0, 0.0, 0.0, 22.0, 9.0, 0.9, 0.0])


@pytest.fixture(scope="module")
def given() -> kalman.Panel:
    truth = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
    missing = simulation.Missing(0.2, 0.2, 3)
    return kalman.panel(simulation.draw(np.random.default_rng(1), truth, (40, 8), (1.0, 6.0), missing).measurements)


@pytest.mark.parametrize("at", [AT, ZEROS], ids=["inside", "variances of 0"])
def test_the_gradient_is_that_of_the_likelihood(given, at):
    total, ours = likelihood.with_gradient(given, at)
    assert total == likelihood.loglikelihood(given, at)
    exact = []
    for place in range(7):
        step = at + 1e-30j * (np.arange(7) == place)
        exact.append(kalman.loglikelihoods(given, kalman.sweep(given, step)).sum().imag / 1e-30)
    np.testing.assert_allclose(ours, exact, rtol=1e-10)


def test_the_gradient_is_about_that_of_differences(given):
    numeric = approx_fprime(AT, lambda x: likelihood.loglikelihood(given, x), centered=True)
    np.testing.assert_allclose(likelihood.with_gradient(given, AT)[1], numeric, rtol=1e-5)


def test_the_hessian_is_about_that_of_differences(given):
    ours = likelihood.hessian(lambda x: likelihood.with_gradient(given, x)[1], AT, np.ones(7, dtype=bool))
    numeric = approx_hess(AT, lambda x: likelihood.loglikelihood(given, x))
    scale = np.sqrt(np.abs(np.outer(np.diag(numeric), np.diag(numeric))))
    assert np.abs((ours - numeric) / scale).max() < 1e-3
    some = np.array([True, False, True, True, False, True, False])
    part = likelihood.hessian(lambda x: likelihood.with_gradient(given, x)[1], AT, some)
    np.testing.assert_allclose(part, ours[np.ix_(some, some)], rtol=1e-12)


def test_no_likelihood_where_nothing_may_vary_and_something_does(given):
    assert likelihood.loglikelihood(given, np.array([50.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0])) == -np.inf
