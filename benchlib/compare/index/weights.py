"""Weights: given, equal, or learned from the children of a node. Cores take children (n, c) and return (c,), sum 1.

Rows with a gap teach nothing and are left out. What cannot be learned raises NotLearned.
"""

import numpy as np
import numpy.typing as npt
from scipy import optimize

Floats = npt.NDArray[np.float64]

CONVERGED = 1e-8  # largest departure from the conditions of an optimum that counts as converged
INDEPENDENT = 1e-12  # of the largest eigenvalue: below it a direction is rounding


class NotLearned(ValueError):
    """Children from which no weights can be learned; the message tells why."""


def equal(children: Floats) -> Floats:
    """1 / c each."""
    c = children.shape[-1]
    return np.full(c, 1.0 / c)


def pca(children: Floats) -> Floats:
    """Loadings of the first principal component of the correlation matrix, as shares of their sum.

    The sign is the one by which the loadings sum to more than 0. A loading may be negative, where a child moves against
    the others; it stays so.
    """
    _, vectors = np.linalg.eigh(correlations(children))
    loadings = vectors[:, -1]
    total = loadings.sum()
    if abs(total) < CONVERGED:
        raise NotLearned("the loadings of the first component sum to 0: it has no sign")
    return loadings / total


def optimised(children: Floats) -> Floats:
    """Weights >= 0 whose sum of children correlates as equally as can be with each child.

    They make the smallest correlation as large as possible: with u the weights times the standard deviations and R the
    correlations, min u'Ru subject to Ru >= 1, whose dual is solved by non-negative least squares. Children that get a
    weight then correlate equally with the node; one that gets none correlates more even without it.
    """
    matrix = correlations(children)
    size, vectors = np.linalg.eigh(matrix)
    keep = size > INDEPENDENT * size[-1]
    root = np.sqrt(size[keep])[:, None] * vectors[:, keep].T
    u, _ = optimize.nnls(root, vectors[:, keep].sum(axis=0) / np.sqrt(size[keep]))
    reached = matrix @ u
    if reached.min() < 1 - CONVERGED or np.abs(reached[u > 0] - 1).max() > CONVERGED:
        raise NotLearned("no weights of 0 or more correlate positively with every child")
    weights = u / np.std(_complete(children), axis=0)
    return weights / weights.sum()


def noisy(weights: Floats, spread: float, draws: int, rng: np.random.Generator) -> Floats:
    """Weights (m,) each multiplied by 1 +- up to `spread`, uniformly: (draws, m). Aggregation rescales them."""
    return weights * rng.uniform(1 - spread, 1 + spread, (draws, len(weights)))


def correlations(children: Floats) -> Floats:
    """Pearson correlations (c, c) over complete rows. Raises NotLearned without spread or with too few rows."""
    complete = _complete(children)
    if len(complete) < 3:
        raise NotLearned(f"only {len(complete)} units have all children; expected 3 or more")
    if (np.ptp(complete, axis=0) == 0).any():
        raise NotLearned("a child has the same score for every unit that has all children")
    return np.atleast_2d(np.corrcoef(complete, rowvar=False))


def _complete(children: Floats) -> Floats:
    return children[~np.isnan(children).any(axis=-1)]
