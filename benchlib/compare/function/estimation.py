"""The parameters that all units share, by maximum likelihood, with standard errors from the Hessian.

The search goes over logarithms of variances and over measurements on one scale, by Newton's method within a trust
region (`scipy.optimize.minimize`, trust-exact) with exact derivatives. A variance is 0 where the likelihood says so; it
then has no standard error.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from benchlib.compare.function import likelihood
from benchlib.compare.function.kalman import Panel, panel
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import DEVIATIONS, NAMES, OF_PEERS, Booleans, Floats, Numbers, Parameters

VARIANCES = DEVIATIONS | (np.array(NAMES) == "P0")
SPLITS = ((0.7, 0.05, 0.3), (0.3, 0.3, 0.1), (0.9, 0.005, 0.1))  # of the variance of q: starts of P0, step, error
NEAR = 1e-6  # of the maximum: the square of the distance that is left, in standard errors
FLAT = 1e-6  # least eigenvalue of the Hessian with a diagonal of 1: below it, parameters cannot be told apart
UNKNOWN = Parameters(*[np.nan] * len(NAMES))


@dataclass(frozen=True)
class Estimate:
    """Parameters and their standard errors, nan where not known; series: units that were measured.

    converged: False where the search did not end at a maximum, or the measurements are too few to tell; everything is
    nan then. at_zero: names of deviations and variances that are 0 at the maximum.
    """

    parameters: Parameters
    se: Parameters
    series: int
    loglikelihood: float
    converged: bool
    at_zero: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """theta, q and v less their centre, all over one width."""

    centre: float
    width: float
    centre_v: float

    def of(self, given: Measurements) -> Measurements:
        """The measurements on the scale of the search."""
        q, v = (given.q - self.centre) / self.width, (given.v - self.centre_v) / self.width
        return Measurements(given.units, given.years, q, v, given.s / self.width)

    def back(self, x: Floats) -> Floats:
        """Parameters (7,) of a point of the search."""
        variance = self.width**2 * np.exp(np.where(VARIANCES, x, 0.0))
        m0, a = self.centre + self.width * x[0], self.width * x[4] + self.centre_v - x[5] * self.centre
        values = np.where(DEVIATIONS, np.sqrt(variance), variance)
        return np.where(VARIANCES, values, [m0, 0, 0, 0, a, x[5], 0])

    def there(self, parameters: Parameters) -> Floats:
        """The point of the search of parameters."""
        p = parameters
        with np.errstate(divide="ignore"):
            variances = np.log(np.where(VARIANCES, p.coefficients, 1.0)) - 2 * np.log(self.width)
        m0, a = (p.m0 - self.centre) / self.width, (p.a + p.b * self.centre - self.centre_v) / self.width
        return np.where(VARIANCES, variances, [m0, 0, 0, 0, a, p.b, 0] if p.judged else [m0, 0, 0, 0, 0, 0, 0])

    def slopes(self, values: Floats) -> Floats:
        """Derivatives (7, 7) of the parameters, given here, with respect to the point of the search."""
        rates = np.where(VARIANCES, np.where(DEVIATIONS, values / 2, values), self.width)
        matrix = np.diag(np.where(np.array(NAMES) == "b", 1.0, rates))
        matrix[4, 5] = -self.centre
        return matrix


def fit(measurements: Measurements, near: Parameters | None = None) -> Estimate:
    """Maximum likelihood over all units. near: where to start, such as the estimate of the wave before.

    Other starts follow only where the first does not end at a maximum.
    """
    series = int((~np.isnan(measurements.q) | ~np.isnan(measurements.v)).any(axis=1).sum())
    free = _told(measurements)
    if not free[0]:
        return Estimate(UNKNOWN, UNKNOWN, series, np.nan, False, ())
    scale = _scale(measurements)
    scaled = scale.of(measurements)
    given = panel(scaled, bool(free[5]))
    for start in _starts(scaled, scale, near, free):
        x, free_now = _climbed(given, start, free)
        covariance = _covariance(given, x, free_now)
        if covariance is not None:
            return _estimate(given, scale, x, (free, free_now), covariance, series)
    return Estimate(UNKNOWN, UNKNOWN, series, np.nan, False, ())


def _told(measurements: Measurements) -> Booleans:
    """Parameters that there are measurements for, (7,): more units than those of q, and more of v than its own."""
    measured = ~np.isnan(measurements.q)
    figures = measured.any(axis=1).sum() > (~OF_PEERS).sum() and measured.any(axis=0).sum() > 1
    surveys = (~np.isnan(measurements.v)).sum() > OF_PEERS.sum()
    return np.where(OF_PEERS, figures and surveys, figures)


def _scale(measurements: Measurements) -> Scale:
    q, v = measurements.q[~np.isnan(measurements.q)], measurements.v[~np.isnan(measurements.v)]
    return Scale(float(q.mean()), float(q.std()) or 1.0, float(v.mean()) if len(v) else 0.0)


def _starts(scaled: Measurements, scale: Scale, near: Parameters | None, free: Booleans) -> Iterator[Floats]:
    spread = float(np.nanvar(scaled.v)) if free[5] else 1.0
    if near and (near.judged or not free[5]):
        yield np.where(VARIANCES, np.maximum(scale.there(near), np.log(1e-4)), scale.there(near))
    for first, step, error in SPLITS:
        variances = np.log(np.array([1, first, step, error, 1, 1, max(spread / 2, 1e-4)]))
        yield np.where(VARIANCES, variances, [0, 0, 0, 0, 0, np.sqrt(spread) if free[5] else 0, 0])


def _coefficients(x: Numbers) -> Numbers:
    return np.where(VARIANCES, np.exp(np.where(VARIANCES, x, 0)), x)


def _gradient(given: Panel, x: Numbers) -> tuple[float, Numbers]:
    coefficients = _coefficients(x)
    total, by = likelihood.with_gradient(given, coefficients)
    return total, by * np.where(VARIANCES, coefficients, 1)


def _hessian(given: Panel, x: Floats, free: Booleans) -> Floats:
    return likelihood.hessian(lambda at: _gradient(given, at)[1], x, free)


def _climbed(given: Panel, start: Floats, free: Booleans) -> tuple[Floats, Booleans]:
    """The highest point found from a start, and the coordinates that are free there: not those whose variance is 0."""
    x = _searched(given, start, free)
    for place in np.flatnonzero(VARIANCES & free):
        without = np.where(np.arange(len(x)) == place, -np.inf, x)
        if likelihood.loglikelihood(given, _coefficients(without)) >= likelihood.loglikelihood(given, _coefficients(x)):
            free = free & (np.arange(len(x)) != place)
            x = _searched(given, without, free)
    return x, free


def _searched(given: Panel, start: Floats, free: Booleans) -> Floats:
    n = given.y.shape[2]

    def whole(part: Floats) -> Floats:
        x = start.copy()
        x[free] = part
        return x

    def down(part: Floats) -> tuple[float, Floats]:
        total, by = _gradient(given, whole(part))
        return -total / n, -by[free] / n

    def bend(part: Floats) -> Floats:
        return -_hessian(given, whole(part), free) / n

    options = {"gtol": 1e-7, "max_trust_radius": 4.0, "maxiter": 200}
    return whole(optimize.minimize(down, start[free], jac=True, hess=bend, method="trust-exact", options=options).x)


def _covariance(given: Panel, x: Floats, free: Booleans) -> Floats | None:
    """Of the free coordinates, from the Hessian; None where x is not a maximum."""
    information = -_hessian(given, x, free)
    by = _gradient(given, x)[1][free]
    size = np.sqrt(np.diag(information))  # nan where not even the diagonal is positive
    if not np.isfinite(size).all() or np.linalg.eigvalsh(information / np.outer(size, size))[0] < FLAT:
        return None
    covariance: Floats = np.linalg.inv(information).astype(float)
    return covariance if by @ covariance @ by < NEAR else None


def _estimate(
    given: Panel, scale: Scale, x: Floats, free: tuple[Booleans, Booleans], covariance: Floats, series: int
) -> Estimate:
    told, rest = free
    values = scale.back(x)
    slopes = scale.slopes(values)[:, rest]
    deviations = np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance, slopes))
    width = given.known.sum() * np.log(scale.width)
    return Estimate(
        Parameters(*np.where(told, values, np.nan).tolist()),
        Parameters(*np.where(rest, deviations, np.nan).tolist()),
        series,
        likelihood.loglikelihood(given, _coefficients(x)) - float(width),
        True,
        tuple(name for name, at_zero in zip(NAMES, told & ~rest, strict=True) if at_zero),
    )
