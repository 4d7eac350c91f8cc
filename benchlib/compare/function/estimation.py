"""The parameters that all units share, by maximum likelihood, with standard errors from the Hessian.

The search goes over roots of variances and over measurements on one scale, by Newton's method within a trust region
(`scipy.optimize.minimize`, trust-exact) with exact derivatives. In roots a maximum at a variance of 0 is as smooth as
any other. A variance is 0 where the likelihood says so; it then has no standard error.
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
LEAST = 0.05  # root of a variance at a start: from 0 itself the search could not leave
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
        variance = (self.width * x) ** 2
        m0, a = self.centre + self.width * x[0], self.width * x[4] + self.centre_v - x[5] * self.centre
        values = np.where(DEVIATIONS, np.sqrt(variance), variance)
        return np.where(VARIANCES, values, [m0, 0, 0, 0, a, x[5], 0])

    def there(self, parameters: Parameters) -> Floats:
        """The point of the search of parameters."""
        p = parameters
        roots = np.sqrt(np.where(VARIANCES, p.coefficients, 1.0)) / self.width
        m0, a = (p.m0 - self.centre) / self.width, (p.a + p.b * self.centre - self.centre_v) / self.width
        return np.where(VARIANCES, roots, [m0, 0, 0, 0, a, p.b, 0] if p.judged else [m0, 0, 0, 0, 0, 0, 0])

    def slopes(self, x: Floats) -> Floats:
        """Derivatives (7, 7) of the parameters with respect to the point of the search."""
        rates = np.where(VARIANCES & ~DEVIATIONS, 2 * self.width**2 * x, self.width)
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
        yield np.where(VARIANCES, np.maximum(scale.there(near), LEAST), scale.there(near))
    for first, step, error in SPLITS:
        roots = np.sqrt([1, first, step, error, 1, 1, max(spread / 2, LEAST)])
        yield np.where(VARIANCES, roots, [0, 0, 0, 0, 0, np.sqrt(spread) if free[5] else 0, 0])


def _coefficients(x: Numbers) -> Numbers:
    return np.where(VARIANCES, x * x, x)


def _height(given: Panel, x: Floats) -> float:
    return likelihood.loglikelihood(given, _coefficients(x))


def _gradient(given: Panel, x: Numbers) -> tuple[float, Numbers]:
    total, by = likelihood.with_gradient(given, _coefficients(x))
    return total, by * np.where(VARIANCES, 2 * x, 1)


def _hessian(given: Panel, x: Floats, free: Booleans) -> Floats:
    return likelihood.hessian(lambda at: _gradient(given, at)[1], x, free)


def _climbed(given: Panel, start: Floats, free: Booleans) -> tuple[Floats, Booleans]:
    """The highest point found from a start, and the coordinates that are free there: not those whose variance is 0."""
    x = _searched(given, start, free)
    for place in np.flatnonzero(VARIANCES & free):
        without = np.where(np.arange(len(x)) == place, 0.0, x)
        if _height(given, without) >= _height(given, x) - NEAR:
            free = free & (np.arange(len(x)) != place)
            x = _searched(given, without, free)
    return np.where(VARIANCES, np.abs(x), x), free


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

    options = {"gtol": 1e-7, "maxiter": 200}
    return whole(optimize.minimize(down, start[free], jac=True, hess=bend, method="trust-exact", options=options).x)


def _covariance(given: Panel, x: Floats, free: Booleans) -> Floats | None:
    """Of the free coordinates, from the Hessian; None where x is not a maximum."""
    information = -_hessian(given, x, free)
    by = _gradient(given, x)[1][free]
    size = np.sqrt(np.maximum(np.diag(information), 0))
    if not (np.isfinite(information).all() and size.all()):
        return None
    if np.linalg.eigvalsh(information / np.outer(size, size))[0] < FLAT:
        return None
    covariance: Floats = np.linalg.inv(information).astype(float)
    return covariance if by @ covariance @ by < NEAR else None


def _estimate(
    given: Panel, scale: Scale, x: Floats, free: tuple[Booleans, Booleans], covariance: Floats, series: int
) -> Estimate:
    told, rest = free
    values = scale.back(x)
    slopes = scale.slopes(x)[:, rest]
    deviations = np.sqrt(np.einsum("ij,jk,ik->i", slopes, covariance, slopes))
    width = given.known.sum() * np.log(scale.width)
    return Estimate(
        Parameters(*np.where(told, values, np.nan).tolist()),
        Parameters(*np.where(rest, deviations, np.nan).tolist()),
        series,
        _height(given, x) - float(width),
        True,
        tuple(name for name, at_zero in zip(NAMES, told & ~rest, strict=True) if at_zero),
    )
