"""Weights: given, equal, or learned from the children of a node.

Cores that learn take children (n, c) and return (c,), sum 1. Rows with a gap teach nothing and are left out. Where
nothing can be learned they raise NotLearned.
"""

import numpy as np
import numpy.typing as npt
from scipy import optimize

from benchlib.compare.index import doubt
from benchlib.compare.index.aggregation import Weigh
from benchlib.compare.index.configuration import Weights
from benchlib.compare.index.structure import Tree

Floats = npt.NDArray[np.float64]

CONVERGED = 1e-8  # largest departure from the conditions of an optimum that counts as converged
INDEPENDENT = 1e-12  # of the largest eigenvalue: below it a direction is rounding


class NotLearned(ValueError):
    """Children from which no weights can be learned; the message tells why."""


def weigher(tree: Tree, spec: Weights) -> Weigh:
    """What weighs the children of a node by the configured method: (c,), or (n, c) where each unit has its own."""
    if spec.method in LEARNED:
        return lambda _, children: LEARNED[spec.method](children)
    if spec.method == "bod":
        low, high = spec.shares or (0.0, 1.0)
        return lambda _, children: doubt.weights(children, low, high)
    if spec.method == "equal":
        return fixed(np.ones(len(tree.codes)), tree)
    if spec.method == "noise":
        return fixed(noisy(tree.weight, spec.spread or 0.0, 1, np.random.default_rng(spec.seed))[0], tree)
    return fixed(tree.weight, tree)


def fixed(weights: Floats, tree: Tree) -> Weigh:
    """Weights (..., m) known beforehand, each draw or case in a row of its own."""
    return lambda node, _: weights[..., tree.children[node]]


def pca(children: Floats) -> Floats:
    """Loadings of the first principal component of the correlation matrix, as shares of their sum.

    The sign is the one by which the loadings sum to more than 0; where they sum to 0, as with two children that move
    against each other, both signs are as good and the weights are the mean of both. A child that moves against the
    component would get a negative weight, which would turn its direction round: it gets none.
    """
    _, vectors = np.linalg.eigh(correlations(children))
    loadings = vectors[:, -1]
    total = loadings.sum()
    signed = np.abs(loadings) if abs(total) < CONVERGED else np.maximum(loadings * np.sign(total), 0.0)
    return signed / signed.sum()


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


LEARNED = {"pca": pca, "optimised": optimised}
