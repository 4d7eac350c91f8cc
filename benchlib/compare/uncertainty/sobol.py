"""Sobol indices: which part of an output's variance each factor makes, alone and together with others.

Exact for a full factorial of discrete factors whose levels are equally likely, by the analysis of variance of its
means; otherwise estimated from a quasi-random sample (Saltelli et al. 2010, as in scipy.stats.sobol_indices).
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.stats import qmc

Floats = npt.NDArray[np.float64]
Subset = tuple[int, ...]

ROUNDING = 1e-12  # of the mean square: a variance below it is rounding


@dataclass(frozen=True)
class Indices:
    """Indices of p factors for s outputs: variance (s,), first and total (p, s); nan where an output does not vary.

    shares: part of the variance that belongs to each set of factors and to none of its subsets, (s,); they add up to 1.
    Only from a full factorial.
    """

    variance: Floats
    first: Floats
    total: Floats
    shares: Mapping[Subset, Floats]


def exact(values: npt.NDArray) -> Indices:
    """Indices from outputs of a full factorial, (l1, ..., lp, s): one axis a factor, then the outputs.

    With V(u) the variance of the means over all factors but those of u: first_i = V(i) / V, total_i = 1 - V(not i) / V,
    share_u = sum over subsets v of u of (-1)^(|u| - |v|) V(v) / V.
    """
    p, s = values.ndim - 1, values.shape[-1]
    closed = _closed(values, p)
    variance = closed[tuple(range(p))]
    scale = np.where(variance > ROUNDING * _mean_square(values), variance, np.nan)
    first = np.array([closed[(i,)] / scale for i in range(p)]).reshape(p, s)
    rest = [tuple(j for j in range(p) if j != i) for i in range(p)]
    total = np.array([_clean(1 - closed[others] / scale) for others in rest]).reshape(p, s)
    shares = {subset: _clean(_share(closed, subset) / scale) for subset in closed if subset}
    return Indices(np.where(np.isnan(scale), 0.0 * variance, variance), first, total, shares)  # nan stays nan


def _closed(values: npt.NDArray, p: int) -> dict[Subset, Floats]:
    """Variance of the means over the factors outside each set of factors; each mean from one over a factor fewer."""
    means: dict[Subset, Floats] = {tuple(range(p)): np.asarray(values, dtype=np.float64)}
    for size in range(p - 1, -1, -1):
        for subset in itertools.combinations(range(p), size):
            extra = next(i for i in range(p) if i not in subset)
            above = tuple(sorted((*subset, extra)))
            means[subset] = means[above].mean(axis=above.index(extra))
    ordered = sorted(means, key=lambda subset: (len(subset), subset))
    return {subset: means[subset].var(axis=tuple(range(len(subset)))) for subset in ordered}


def _share(closed: Mapping[Subset, Floats], subset: Subset) -> Floats:
    parts = (inner for size in range(len(subset) + 1) for inner in itertools.combinations(subset, size))
    return np.sum([(-1) ** (len(subset) - len(inner)) * closed[inner] for inner in parts], axis=0)


def _clean(share: Floats) -> Floats:
    """A share whose difference from 0 is rounding is 0."""
    return np.where(np.abs(share) < ROUNDING, 0.0, share)


def _mean_square(values: npt.NDArray) -> Floats:
    return np.mean(np.square(values, dtype=np.float64), axis=tuple(range(values.ndim - 1)))


@dataclass(frozen=True)
class Sampled:
    """Outputs (s, n) at two independent samples and (p, s, n) at the first with one factor taken from the second."""

    one: Floats
    other: Floats
    mixed: Floats

    def indices(self) -> Indices:
        """Estimates of first and total indices for all outputs."""
        p, s, _ = self.mixed.shape
        values = {"f_A": self.one, "f_B": self.other, "f_AB": self.mixed}
        found = stats.sobol_indices(func=values, n=self.one.shape[1])
        variance = np.var([self.one, self.other], axis=(0, -1))
        varies = variance > ROUNDING * np.mean(np.square([self.one, self.other]), axis=(0, -1))
        first, total = (part.reshape(s, p).T for part in (found.first_order, found.total_order))
        return Indices(
            np.where(varies | np.isnan(variance), variance, 0.0),
            np.where(varies, first, np.nan),
            np.where(varies, total, np.nan),
            {},
        )

    def bounds(self, output: int, confidence: float, resamples: int, seed: int) -> Floats:
        """Confidence limits of one output by percentiles of a bootstrap, (2, 2, p): first and total, low and high."""
        n, tail = self.one.shape[1], (1 - confidence) / 2
        counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), resamples) / n
        centre = np.mean([self.one[output], self.other[output]])
        one, other, mixed = (part - centre for part in (self.one[output], self.other[output], self.mixed[:, output]))
        mean, square = counts @ (one + other) / 2, counts @ (one**2 + other**2) / 2
        scale = (square - mean**2)[:, None]
        first = counts @ (other * (mixed - one)).T / scale
        total = counts @ ((one - mixed) ** 2).T / (2 * scale)
        return np.quantile([first, total], [tail, 1 - tail], axis=1).swapaxes(0, 1)


def sampled(function: Callable[[Floats], Floats], factors: int, n: int, seed: int) -> Sampled:
    """Outputs at n (factors + 2) points of a scrambled Sobol sequence; n: a power of 2.

    function: from (factors, m) numbers in [0, 1) to outputs (s, m).
    """
    points = qmc.Sobol(2 * factors, rng=seed).random(n).T
    one, other = points[:factors], points[factors:]
    pages = np.tile(one, (factors, 1, 1))
    pages[np.arange(factors), np.arange(factors)] = other
    values = function(np.concatenate([one, other, *pages], axis=1))
    parts = values.reshape(len(values), factors + 2, n)
    return Sampled(parts[:, 0], parts[:, 1], np.moveaxis(parts[:, 2:], 1, 0))
