"""The pooled likelihood of the cluster function with exact first and second derivatives.

The gradient comes from one pass backwards through the filter, the Hessian from complex steps of that gradient: neither
has an error of differencing, and both hold where a variance is 0.
"""

from collections.abc import Callable

import numpy as np

from benchlib.compare.function.kalman import Panel, Sweep, loglikelihoods, sweep
from benchlib.compare.function.parameters import Booleans, Floats, Numbers

STEP = 1e-30  # of the complex step: the error is of the order of its square (Squire and Trapp 1998)


def loglikelihood(panel: Panel, coefficients: Floats) -> float:
    """Sum over units, -inf where a measurement that cannot err (f = 0) was made."""
    return _total(panel, sweep(panel, coefficients))


def with_gradient(panel: Panel, coefficients: Numbers) -> tuple[float, Numbers]:
    """The loglikelihood and its derivatives with respect to the coefficients, (7,)."""
    swept = sweep(panel, coefficients)
    return _total(panel, swept), _gradient(swept, coefficients[5])


def _total(panel: Panel, swept: Sweep) -> float:
    if ((panel.known > 0) & (swept.w == 0)).any():
        return -np.inf
    return float(loglikelihoods(panel, swept).sum().real)


def _gradient(swept: Sweep, b: Numbers) -> Numbers:
    """Backwards from the last measurement: derivatives of what is still to come with respect to the mean and P."""
    found = np.zeros(7, dtype=swept.m.dtype)
    by_m, by_p = np.zeros((2, swept.m.shape[2]), dtype=swept.m.dtype)
    for year in reversed(range(len(swept.m))):
        for kind, slope, error in ((1, b, 6), (0, 1.0, 3)):
            at = year, kind
            e, w, k = swept.e[at], swept.w[at], swept.k[at]
            weighted = e * w
            by_e = by_m * k - weighted
            by_f = 0.5 * (weighted * weighted - w)
            found[error] += (k * (by_p * k - by_m * weighted) + by_f).sum()
            if kind:
                found[4] -= by_e.sum()
                found[5] += _by_slope(swept, at, b, (by_m, by_p, by_e, by_f))
            shrink = swept.shrink[at]
            by_p = by_p * shrink * shrink + slope * by_m * weighted * shrink + slope * slope * by_f
            by_m = by_m - slope * by_e
        found[2] += by_p.sum() if year else 0
    found[0], found[1] = by_m.sum(), by_p.sum()
    return found


def _by_slope(swept: Sweep, at: tuple[int, int], b: Numbers, by: tuple[Numbers, ...]) -> Numbers:
    by_m, by_p, by_e, by_f = by
    m, p, e, w, k = swept.m[at], swept.P[at], swept.e[at], swept.w[at], swept.k[at]
    gained = by_m * e * w * (1 - 2 * b * k) - 2 * by_p * k * swept.r[at] * w + 2 * b * by_f
    return (p * gained - m * by_e).sum()


def hessian(gradient: Callable[[Numbers], Numbers], at: Floats, free: Booleans) -> Floats:
    """Second derivatives (p, p) from a gradient that takes complex numbers, for the p coordinates that are `free`."""
    steps = np.flatnonzero(free)
    columns = [gradient(at + 1j * STEP * (np.arange(len(at)) == step)).imag[steps] / STEP for step in steps]
    matrix = np.array(columns)
    return (matrix + matrix.T) / 2
