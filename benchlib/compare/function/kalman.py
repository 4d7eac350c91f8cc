"""The Kalman filter of the cluster function for all units at once; missing measurements are skipped.

Loops go over years and the two measurements of a year, q before v; every step is one operation on all units. The state
is one number, so each measurement y = a + b theta + eps, var(eps) = r, is one division (Durbin and Koopman 2012, 6.4):

    e = y - a - b m,  f = b^2 P + r,  m <- m + b P e / f,  P <- P r / f
"""

from dataclasses import dataclass

import numpy as np

from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Floats, Numbers, Parameters


@dataclass(frozen=True)
class Panel:
    """Measurements in the filter's order, each (t, 2, n), q before v: y and noise (s^2 of v), 0 where not `known`.

    known: 1 where there is a measurement, otherwise 0.
    """

    y: Floats
    noise: Floats
    known: Floats


@dataclass(frozen=True)
class Sweep:
    """One pass of the filter, each (t, 2, n): m, P before a measurement, its innovation e (0 where none) and f.

    w: 1 / f, k: gain, r: variance of the error, shrink: P after by P before; w = k = 0 and shrink = 1 where nothing is
    learnt. last, last_variance: (n,), of the state after everything.
    """

    m: Numbers
    P: Numbers
    e: Numbers
    f: Numbers
    w: Numbers
    k: Numbers
    r: Numbers
    shrink: Numbers
    last: Numbers
    last_variance: Numbers


@dataclass(frozen=True)
class Filtered:
    """States and innovations of n units in t years, (n, t), nan where a measurement is missing.

    predicted, predicted_variance: of theta before the measurements of a year, (n, t + 1), the last of the year to come.
    given_q, given_q_variance: of theta after q and before v. estimate, variance: after both. q_innovation and its
    variance; v_innovation, given the past and q. loglikelihood: (n,).
    """

    predicted: Floats
    predicted_variance: Floats
    given_q: Floats
    given_q_variance: Floats
    estimate: Floats
    variance: Floats
    q_innovation: Floats
    q_innovation_variance: Floats
    v_innovation: Floats
    v_innovation_variance: Floats
    loglikelihood: Floats


def panel(measurements: Measurements, judged: bool = True) -> Panel:
    """The arrays of the filter; without v where not `judged`. Raises ValueError where a v has no standard error."""
    v, s = measurements.v.T, measurements.s.T
    if np.isnan(s[~np.isnan(v)]).any():
        raise ValueError("expected a standard error s beside every v")
    v = v if judged else np.full_like(v, np.nan)
    y = np.stack([measurements.q.T, v], axis=1)
    known = ~np.isnan(y)
    noise = np.stack([np.zeros_like(s), s**2], axis=1)
    return Panel(np.where(known, y, 0.0), np.where(known, noise, 0.0), known.astype(float))


def sweep(panel: Panel, coefficients: Numbers) -> Sweep:
    """The filter under coefficients (7,), see `Parameters.coefficients`; real or complex."""
    m0, variance, step, error_q, a, b, error_v = coefficients
    m, p, e, f, w, k, r, shrink = np.empty((8, *panel.y.shape), dtype=coefficients.dtype)
    r[:] = panel.noise + np.array([error_q, error_v])[:, None]
    mean, spread = np.full(panel.y.shape[2], m0), np.full(panel.y.shape[2], variance)
    for year in range(len(panel.y)):
        spread = spread + step if year else spread
        for kind, (constant, slope) in enumerate(((0.0, 1.0), (a, b))):
            at = year, kind
            known = panel.known[at]
            m[at], p[at] = mean, spread
            e[at] = known * (panel.y[at] - constant - slope * mean)
            f[at] = slope * slope * spread + r[at]
            np.divide(known, f[at], out=w[at], where=(learnt := (known * f[at]) != 0))
            w[at][~learnt] = 0
            k[at] = slope * spread * w[at]
            shrink[at] = np.where(learnt, r[at] * w[at], 1)
            mean, spread = mean + k[at] * e[at], spread * shrink[at]
    return Sweep(m, p, e, f, w, k, r, shrink, mean, spread)


def loglikelihoods(panel: Panel, swept: Sweep) -> Numbers:
    """Logarithm of the likelihood of each unit, (n,). A measurement that cannot err (f = 0) adds nothing."""
    used = np.where(swept.w != 0, 2 * np.pi * swept.f, 1)
    return -0.5 * (np.log(used) + swept.e**2 * swept.w).sum(axis=(0, 1))


def filtered(measurements: Measurements, parameters: Parameters) -> Filtered:
    """States of all units under given parameters; v is left out before any survey was."""
    given = panel(measurements, parameters.judged)
    swept = sweep(given, parameters.coefficients)
    known = given.known > 0
    innovation, variance = np.where(known, swept.e, np.nan), np.where(known, swept.f, np.nan)
    after = swept.m + swept.k * swept.e, swept.P * swept.shrink
    ahead = swept.last_variance + parameters.sigma_eta**2
    return Filtered(
        np.vstack([swept.m[:, 0], swept.last]).T,
        np.vstack([swept.P[:, 0], ahead]).T,
        swept.m[:, 1].T,
        swept.P[:, 1].T,
        after[0][:, 1].T,
        after[1][:, 1].T,
        *(innovation[:, 0].T, variance[:, 0].T, innovation[:, 1].T, variance[:, 1].T),
        loglikelihoods(given, swept),
    )
