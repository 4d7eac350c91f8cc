"""A linear model with a random intercept per group, fitted by restricted maximum likelihood from sums alone.

y = X beta + u_group + w_group,period + e with u ~ N(0, s_u^2), e ~ N(0, s_e^2) and, if wanted, shocks w that all rows
of a group have in common in a period: cov(w) = s_w^2 M, M[t, t] = 1, M[t, t +- 1] = rho. Per group V = s_e^2 (I + Z G
Z'), where Z tells the period of each row and G = lambda_u 1 1' + lambda_w M holds the variances as multiples of
s_e^2. With N = Z'Z:

    V^-1 = (I - Z K Z') / s_e^2,  K = G (I + N G)^-1,  log|V| = n log s_e^2 + log|I + N G|

so the sums of X and y by group and period are all that the likelihood needs: its cost does not grow with the rows.
The same model as statsmodels' MixedLM (intercept alone, or with a variance component per period), see decision 0012.
Sources: Henderson 1975 (prediction and its error), Harville 1977 (restricted likelihood), Bates et al. 2015
(profiling).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, optimize

from benchlib.rules.management import Structure

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COLLINEAR = 1e-9  # a column is left out when so small a share of its square is its own
ROUGH, FINE = 1e-2, 1e-8  # how near to the top: to choose among tops, and in the end
STARTS = (-0.4, 0.4)  # of rho: the likelihood may have several tops in it
SLAB = 32  # rows of a product at once
ZERO = 1e-4  # a ratio of standard deviations below it cannot be told from none


@dataclass(frozen=True)
class Sums:
    """What the likelihood needs of the rows.

    total: (p + 1, p + 1) cross-products of the columns of X and y. cells: (g, t, p + 1) their sums by group and period.
    counts: (g, t) rows. rows: how many there are.
    """

    total: Floats
    cells: Floats
    counts: Floats
    rows: int

    @property
    def open(self) -> bool:
        """Whether there are more rows than coefficients, more than one group, and something left to explain."""
        width = len(self.total)
        return self.rows >= width and len(self.counts) > 1 and independent(self.total)[-1] == width - 1


@dataclass(frozen=True)
class Fit:
    """The fitted model: variances, restricted log-likelihood, and for each group (g,) the predicted intercept.

    between: s_u^2; shock: s_w^2; rho: correlation of shocks in neighbouring periods; within: s_e^2. effect: the
    shrunk prediction of u; conditional: its variance given all parameters; variance: the same with the error of beta
    added (the mean squared error of prediction). Errors of the variances themselves are not in it.
    """

    between: float
    shock: float
    rho: float
    within: float
    likelihood: float
    coefficients: Floats
    effect: Floats
    conditional: Floats
    variance: Floats

    @property
    def told(self) -> npt.NDArray[np.bool_]:
        """Of which groups the rows tell something, (g,): groups differ at all, and x does not stand for the group."""
        differ = self.between > ZERO**2 * self.within
        return differ & (self.variance < (1 - ZERO) * self.between)


def sums(y: Floats, x: Floats, group: Ints, period: Ints) -> Sums:
    """Sums of n rows. y: (n,); x: (n, p), collinear columns are left out; group, period: (n,) from 0 without gaps."""
    columns = np.column_stack([x, y])
    total = columns.T @ columns
    kept = np.append(independent(total[:-1, :-1]), x.shape[1])
    columns = columns[:, kept]
    shape = (int(group.max()) + 1, int(period.max()) + 1)
    cell = group * shape[1] + period
    order = np.argsort(cell, kind="stable")
    used, start = np.unique(cell[order], return_index=True)
    by_cell = np.zeros((shape[0] * shape[1], columns.shape[1]))
    by_cell[used] = np.add.reduceat(columns[order], start, axis=0)
    counts = np.bincount(cell, minlength=len(by_cell)).astype(float)
    return Sums(total[np.ix_(kept, kept)], by_cell.reshape(*shape, -1), counts.reshape(shape), len(y))


def independent(products: Floats) -> Ints:
    """Columns that are no combination of earlier ones, in order. products: (p, p) cross-products of the columns."""
    length = np.sqrt(np.diag(products))
    used = np.flatnonzero(length > 0)
    rest = products[np.ix_(used, used)] / np.outer(length[used], length[used])
    kept = []
    for place in range(len(used)):
        if rest[place, place] > COLLINEAR:
            kept.append(place)
            rest = rest - np.outer(rest[:, place], rest[place]) / rest[place, place]
    return used[kept]


def fit(of: Sums, shocks: Structure = "none") -> Fit:
    """The model at the top of its restricted likelihood. Raises ValueError where the rows leave nothing to estimate."""
    if not of.open:
        raise ValueError(f"{of.rows} rows; expected two groups, more rows than coefficients, and y not explained by x")
    free = {"none": 1, "independent": 2, "moving_average": 3}[shocks]
    starts = STARTS if shocks == "moving_average" else (0.0,)
    tops = [_climb(of, np.array([0.5, 0.5, rho])[:free], 0.3, ROUGH) for rho in starts]
    return at(of, _ratios(_climb(of, min(tops, key=lambda top: top.fun).x, ROUGH, FINE).x))


def _climb(of: Sums, start: Floats, first: float, last: float) -> optimize.OptimizeResult:
    """The top near a start, from steps of one length to steps of another; no slopes, which a bound at 0 would hide."""
    return optimize.minimize(
        lambda x: -_likelihood(of, _ratios(x))[0],
        start,
        method="COBYQA",
        bounds=[(0.0, np.inf), (0.0, np.inf), (-0.5, 0.5)][: len(start)],
        options={"initial_tr_radius": first, "final_tr_radius": last},
    )


def _ratios(x: Floats) -> tuple[float, float, float]:
    """lambda_u, lambda_w, rho from ratios of standard deviations, which are smooth at 0."""
    full = np.concatenate([x, np.zeros(3 - len(x))])
    return full[0] ** 2, full[1] ** 2, full[2]


def covariance(ratios: tuple[float, float, float], periods: int) -> Floats:
    """G, (t, t): covariance of a group's effects by period, over s_e^2."""
    between, shock, rho = ratios
    beside = np.eye(periods, k=1) + np.eye(periods, k=-1)
    return between + shock * (np.eye(periods) + rho * beside)


def _likelihood(of: Sums, ratios: tuple[float, float, float]) -> tuple[float, Floats]:
    """Restricted log-likelihood, with the Cholesky factor of the weighted cross-products (p + 1, p + 1)."""
    g = covariance(ratios, of.counts.shape[1])
    inner = np.eye(len(g)) + of.counts[:, :, None] * g
    k = g @ np.linalg.inv(inner)
    width, free = of.cells.shape[2], of.rows - of.cells.shape[2] + 1
    taken = _product(of.cells.reshape(-1, width), (k @ of.cells).reshape(-1, width))
    factor: Floats = linalg.cholesky(of.total - taken, lower=True)
    within = factor[-1, -1] ** 2 / free
    logs = np.linalg.slogdet(inner)[1].sum() + 2 * np.log(np.diag(factor)[:-1]).sum()
    return float(-0.5 * (free * (1 + np.log(2 * np.pi * within)) + logs)), factor


def _product(one: Floats, other: Floats) -> Floats:
    """one' other of (m, p), in slabs: for a large product BLAS starts threads, which on a busy machine mostly wait."""
    whole = len(one) // SLAB * SLAB
    slabs = [part[:whole].reshape(-1, SLAB, part.shape[1]) for part in (one, other)]
    return (slabs[0].transpose(0, 2, 1) @ slabs[1]).sum(axis=0) + one[whole:].T @ other[whole:]


def at(of: Sums, ratios: tuple[float, float, float]) -> Fit:
    """The model with given variances: lambda_u, lambda_w (over s_e^2) and rho."""
    likelihood, factor = _likelihood(of, ratios)
    lower, last = factor[:-1, :-1], factor[-1, :-1]
    within = float(factor[-1, -1] ** 2 / (of.rows - len(lower)))
    beta = linalg.solve_triangular(lower, last, lower=True, trans="T")
    periods = of.counts.shape[1]
    # cov(u, y) V^-1 = lambda_u 1' (I + N G)^-1 Z', so that the sums by cell are all it takes
    weight = np.linalg.solve(
        np.eye(periods) + covariance(ratios, periods) * of.counts[:, None, :], np.ones((len(of.counts), periods, 1))
    )[:, :, 0]
    pull = ratios[0] * np.einsum("gt,gtp->gp", weight, of.cells)
    effect = pull[:, -1] - pull[:, :-1] @ beta
    conditional = within * ratios[0] * (1 - ratios[0] * (weight * of.counts).sum(axis=1))
    through = linalg.solve_triangular(lower, pull[:, :-1].T, lower=True)
    variance = conditional + within * (through**2).sum(axis=0)
    between, shock = (float(within * ratio) for ratio in ratios[:2])
    return Fit(between, shock, float(ratios[2]), within, likelihood, beta, effect, conditional, variance)
