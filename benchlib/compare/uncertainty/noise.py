"""Noise on weights: many draws around the weights that a method gives, each made of uniform numbers."""

import numpy as np
import numpy.typing as npt
from scipy import special

from benchlib.compare.index.structure import NONE, Tree
from benchlib.compare.uncertainty.design import Noise

Floats = npt.NDArray[np.float64]


def moved(weights: Floats, uniform: Floats, noise: Noise, tree: Tree) -> Floats:
    """Weights (..., m) moved by uniform numbers (..., m) in [0, 1); they are rescaled only when scores are made.

    uniform: w (1 + s (2 u - 1)), s the size at the node's level; dirichlet: the quantile u of a gamma distribution
    whose shape is c times the node's share among its siblings: their shares of its sum are Dirichlet.
    """
    size = _by_node(noise, tree)
    moves = ~np.isnan(size)
    result = np.broadcast_to(weights, np.broadcast_shapes(weights.shape, uniform.shape)).copy()
    if noise.dirichlet is None:
        result[..., moves] *= 1 + size[moves] * (2 * uniform[..., moves] - 1)
        return result
    shape = size * _shares(weights, tree)
    drawn = special.gammaincinv(np.where(shape > 0, shape, 1.0), uniform)
    result[..., moves] = np.where(shape > 0, drawn, 0.0)[..., moves]
    return result


def _by_node(noise: Noise, tree: Tree) -> Floats:
    """The size of the noise at each node, (m,); nan where its weight does not move."""
    by_level = noise.size if isinstance(noise.size, dict) else dict.fromkeys(tree.level.tolist(), noise.size)
    size = np.array([by_level.get(level, np.nan) for level in tree.level.tolist()])
    return np.where(tree.parent == NONE, np.nan, size)


def _shares(weights: Floats, tree: Tree) -> Floats:
    """Each node's share of the weight of its siblings and itself, (..., m)."""
    result = np.full(weights.shape, np.nan)
    for positions in tree.children.values():
        mine = weights[..., positions]
        result[..., positions] = mine / mine.sum(axis=-1, keepdims=True)
    return result
