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

CELLS = 1 << 18  # numbers in the working memory of Copeland's comparisons: they stay in the processor's cache
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
    if missing.any():
        total = _dot((~missing).astype(np.float64), weights)
        values = np.where(missing, 0.0, values)
    else:
        total = weights.sum(axis=-1)[..., None]
    return _dot(values, weights) / np.where(total == 0, np.nan, total)


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

    A child that either unit lacks does not count between the two; ties as in `ranks`. The cost grows with n squared.
    """
    if values.ndim > 2:
        each = np.broadcast_to(weights, values.shape[:-2] + weights.shape[-1:])
        return np.stack([copeland(part, own) for part, own in zip(values, each, strict=True)])
    place = np.ascontiguousarray(ranks(values).T)
    c, n = place.shape
    total = np.abs(weights).sum(axis=-1)[..., None]
    score = np.empty((*weights.shape[:-1], n))
    step = max(1, CELLS // max(1, n * c))
    for start in range(0, n, step):
        one, other = place[:, start : start + step, None], place[:, None, :]
        wins = np.subtract(other > one, other < one, dtype=np.float64)
        net = weights @ wins.reshape(c, -1)
        net[np.abs(net) < LEVEL * total] = 0.0
        score[..., start : start + step] = np.sign(net).reshape(*net.shape[:-1], -1, n).sum(axis=-1)
    return np.where(np.isnan(values).all(axis=-1) | (total == 0), np.nan, score)


def unit_sums(values: Floats, weights: Floats) -> Floats:
    """Sum of w x with weights (n, c) of each unit's own, as the benefit of the doubt gives them."""
    return np.where(np.isnan(values).all(axis=-1), np.nan, np.nansum(values * weights, axis=-1))


def combined(values: Floats, weights: Floats, method: str, plan: Plan) -> Floats:
    """Children (..., n, c) of one node by one method: (..., n)."""
    if method == "copeland":
        parts = [copeland(values[..., rows, :], weights) for rows in plan.parts]
        score = np.empty((*parts[0].shape[:-1], values.shape[-2]))
        for rows, part in zip(plan.parts, parts, strict=True):
            score[..., rows] = part
    elif method == "genmean":
        score = genmean(values, weights, plan.p)
    else:
        score = METHODS[method](values, weights)
    if plan.minimum_share == 0:
        return score
    return np.where(np.mean(~np.isnan(values), axis=-1) < plan.minimum_share, np.nan, score)


def too_low(values: Floats, method: str, p: float) -> npt.NDArray[np.bool_]:
    """Which values a method cannot take: below 0, or 0 as well where it needs logarithms or quotients."""
    if method in ("gmean", "hmean") or (method == "genmean" and p <= 0):
        return values <= 0
    if method in ("genmean", "bod"):
        return values < 0
    return np.zeros(values.shape, dtype=bool)


def scores(values: Floats, tree: Tree, plan: Plan, weigh: Weigh) -> dict[int, Floats]:
    """The scores (..., n) of every aggregate by its position, from normalised indicators (..., n, k)."""
    result: dict[int, Floats] = {}
    for node, positions in tree.children.items():
        upper = positions[0] in result
        children = _beside([result[at] for at in positions]) if upper else _columns(values, positions)
        result[node] = combined(children, weigh(node, children), plan.method[node], plan)
    return result


def _beside(scores: Sequence[Floats]) -> Floats:
    """Scores (..., n) of c nodes as (..., n, c), each node's in one piece of memory."""
    return np.swapaxes(np.stack(scores, axis=-2), -1, -2)


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
