"""Aggregate: children become their parent's score, level by level.

Cores take values (..., n, c) and weights (..., c), whose leading axes broadcast, and return (..., n). Missing children
are left out and the weights of the others rescaled; a unit with no child is missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from benchlib.compare.index.panel import ALL, Rows
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.structure import Tree

Floats = npt.NDArray[np.float64]
Weigh = Callable[[int, Floats], Floats]  # a node and its children's values -> their weights

CELLS = 1 << 22  # numbers in the working memory of Copeland's comparisons
LEVEL = 1e-12  # of all weight: two units whose weights of wins differ less are level


@dataclass(frozen=True)
class Plan:
    """How each aggregate is made: its method, the exponent of genmean, and the least share of children present."""

    method: Mapping[int, str]
    p: float = 1.0
    minimum_share: float = 0.0
    parts: Sequence[Rows | slice] = field(default=(ALL,))  # rows that Copeland compares with one another: a year


def amean(values: Floats, weights: Floats) -> Floats:
    """Arithmetic mean: sum(w x) / sum(w)."""
    missing = np.isnan(values)
    if not missing.any():
        return _dot(values, weights) / weights.sum(axis=-1)[..., None]
    total = _dot((~missing).astype(np.float64), weights)
    return _dot(np.where(missing, 0.0, values), weights) / np.where(total == 0, np.nan, total)


def gmean(values: Floats, weights: Floats) -> Floats:
    """Geometric mean: exp of the mean logarithm; values above 0."""
    return np.exp(amean(np.log(values), weights))


def hmean(values: Floats, weights: Floats) -> Floats:
    """Harmonic mean: inverse of the mean inverse; values above 0."""
    return 1.0 / amean(1.0 / values, weights)


def genmean(values: Floats, weights: Floats, p: float) -> Floats:
    """Generalised mean: (mean of x^p)^(1/p), the geometric mean at p = 0; values above 0."""
    return gmean(values, weights) if p == 0 else amean(values**p, weights) ** (1.0 / p)


def copeland(values: Floats, weights: Floats) -> Floats:
    """Copeland's score: how many others a unit beats less how many beat it, by the weight of children on each side.

    values (n, c), weights (..., c). A child that either unit lacks does not count between the two; ties as in `ranks`.
    """
    place = ranks(values)
    n, c = values.shape
    score = np.empty((*weights.shape[:-1], n))
    step = max(1, CELLS // max(1, n * c))
    for start in range(0, n, step):
        rows = slice(start, start + step)
        wins = np.nan_to_num(np.sign(place[None, :, :] - place[rows, None, :]))
        net = np.tensordot(weights, wins, axes=(-1, -1))
        net[np.abs(net) < LEVEL * np.abs(weights).sum(axis=-1)[..., None, None]] = 0.0
        score[..., rows] = np.sign(net).sum(axis=-1)
    return np.where(np.isnan(values).all(axis=-1), np.nan, score)


def unit_sums(values: Floats, weights: Floats) -> Floats:
    """Sum of w x with weights (n, c) of each unit's own, as the benefit of the doubt gives them."""
    return np.where(np.isnan(values).all(axis=-1), np.nan, np.nansum(values * weights, axis=-1))


def combined(values: Floats, weights: Floats, method: str, plan: Plan) -> Floats:
    """Children (..., n, c) of one node by one method: (..., n)."""
    if method == "copeland":
        score = np.empty((*weights.shape[:-1], values.shape[-2]))
        for rows in plan.parts:
            score[..., rows] = copeland(values[rows], weights)
    elif method == "genmean":
        score = genmean(values, weights, plan.p)
    else:
        score = METHODS[method](values, weights)
    if plan.minimum_share == 0:
        return score
    return np.where(np.mean(~np.isnan(values), axis=-1) < plan.minimum_share, np.nan, score)


def scores(values: Floats, tree: Tree, plan: Plan, weigh: Weigh) -> dict[int, Floats]:
    """The scores (..., n) of every aggregate by its position, from normalised indicators (..., n, k)."""
    result: dict[int, Floats] = {}
    for node, positions in tree.children.items():
        children = (
            np.stack([result[child] for child in positions], axis=-1)
            if positions[0] in result
            else _columns(values, positions)
        )
        result[node] = combined(children, weigh(node, children), plan.method[node], plan)
    return result


def fixed(weights: Floats, tree: Tree) -> Weigh:
    """Weights (..., m) known beforehand, each draw or case in a row of its own."""
    return lambda node, _: weights[..., tree.children[node]]


def _columns(values: Floats, positions: Rows) -> Floats:
    """Some columns; a view where they stand side by side, so that nothing is copied."""
    first, last = int(positions[0]), int(positions[-1])
    if last - first + 1 == len(positions):
        return values[..., first : last + 1]
    return np.swapaxes(np.swapaxes(values, -1, -2)[..., positions, :], -1, -2)


def _dot(values: Floats, weights: Floats) -> Floats:
    """Sum over children: (..., n, c) and (..., c) -> (..., n)."""
    columns = np.swapaxes(values, -1, -2)
    return weights @ columns if values.ndim == 2 else (weights[..., None, :] @ columns)[..., 0, :]


METHODS: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "amean": amean,
    "gmean": gmean,
    "hmean": hmean,
    "bod": unit_sums,
}
