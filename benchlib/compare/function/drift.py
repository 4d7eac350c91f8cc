"""Drift: the CUSUM of standardised innovations leaves the band of Brown, Durbin and Evans (1975).

Under the model the innovations w of a unit are independent and N(0, 1). The first one fixes its level and is left out,
as the first residual is in a regression on a constant. With n left, the sum of j of them leaves the band
+-c (sqrt(n) + 2 j / sqrt(n)) at some j with the probability that c stands for. The band is approximate; short series
leave it less often.
"""

import numpy as np
from scipy import optimize, stats

from benchlib.compare.function.parameters import Floats


def factor(probability: float) -> float:
    """c for a probability of leaving the band without drift: 0.948 at 5 %.

    Q(3 c) + exp(-4 c^2) (1 - Q(c)) = probability / 2 with Q the upper tail of N(0, 1): Brown, Durbin and Evans, 2.3.
    """

    def excess(c: float) -> float:
        return float(stats.norm.sf(3 * c) + np.exp(-4 * c**2) * stats.norm.cdf(c) - probability / 2)

    return float(optimize.brentq(excess, 0.0, 10.0, xtol=1e-12))


def cusum(innovations: Floats, probability: float) -> tuple[Floats, Floats]:
    """The sum and its limit for standardised innovations (n, t); nan where there is none, and at a unit's first one."""
    measured = ~np.isnan(innovations)
    counted = measured & (measured.cumsum(axis=1) > 1)
    number = counted.cumsum(axis=1)
    total = np.maximum(number[:, -1:], 1)
    sums = np.where(counted, innovations, 0.0).cumsum(axis=1)
    limit = factor(probability) * (np.sqrt(total) + 2 * number / np.sqrt(total))
    return np.where(counted, sums, np.nan), np.where(counted, limit, np.nan)
