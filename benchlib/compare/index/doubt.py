"""Benefit of the doubt: each unit weighs the children as suits it best, as long as no unit scores above 1.

For unit i, with y its values and w >= 0 its weights: max sum_j w_j y_ij subject to sum_j w_j y_mj <= 1 for every unit m
and, where shares are bounded, low <= w_j y_ij / sum <= high (Cherchye et al. 2007). A linear programme a unit, solved
by HiGHS: many units in one programme of separate blocks, and only the constraints that bind.
"""

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

UNITS = 128  # in one programme: the cost of a unit is lowest about here
CELLS = 1 << 22  # numbers in the working memory of one comparison
CUTS = 8  # constraints that each round adds for a unit that breaks some
BINDING = 1e-9  # a score of another unit may exceed 1 by this much
TOLERANCES = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}  # HiGHS' finest


class NotSolved(ValueError):
    """Values for which there are no such weights; the message tells why."""


def weights(values: Floats, low: float = 0.0, high: float = 1.0) -> Floats:
    """Each unit's own weights (n, c) for values (n, c) of 0 or more; its score is the sum of weight times value.

    A missing value takes no weight and counts as 0 for others; the bounds then hold among what is present. With a lower
    bound above 0, a unit that has 0 somewhere scores 0. Raises NotSolved where bounds cannot add up to 1.
    """
    count = np.sum(~np.isnan(values), axis=-1)
    if ((count > 0) & ((low * count > 1) | (high * count < 1))).any():
        raise NotSolved("a unit has too few values for shares within these bounds to add up to 1")
    filled = np.nan_to_num(values)
    scale = filled.max(axis=0)
    scale[scale == 0] = 1.0
    shares = filled / scale
    binding = np.tile(np.argmax(shares, axis=0), (len(shares), 1))
    result = np.zeros_like(shares)
    pending = np.arange(len(shares))
    while len(pending):
        for start in range(0, len(pending), UNITS):
            rows = slice(start, start + UNITS)
            own, present = shares[pending[rows]], ~np.isnan(values[pending[rows]])
            result[pending[rows]] = _solved(own, present, shares[binding[rows]], (low, high))
        worst = _most_violated(shares, result[pending])
        new = (worst[:, :, None] != binding[:, None, :]).all(axis=-1).any(axis=-1)
        broken = (worst[:, 0] >= 0) & new
        pending, binding = pending[broken], np.hstack([binding, worst])[broken]
    return result / scale


def _most_violated(shares: Floats, found: Floats) -> Ints:
    """For each unit's weights the units whose scores exceed 1 the most, (u, cuts); -1 first where none does."""
    cuts = min(CUTS, len(shares))
    result = np.empty((len(found), cuts), dtype=np.int64)
    step = max(1, CELLS // len(shares))
    for start in range(0, len(found), step):
        reached = found[start : start + step] @ shares.T
        worst = np.argpartition(-reached, cuts - 1, axis=1)[:, :cuts]
        result[start : start + step] = np.where(reached.max(axis=1, keepdims=True) > 1 + BINDING, worst, -1)
    return result


def _solved(own: Floats, present: npt.NDArray[np.bool_], others: Floats, bounds: tuple[float, float]) -> Floats:
    """Optimal weights (u, c) of some units, each against constraints of its own, others (u, b, c)."""
    units, c = own.shape
    blocks = sparse.block_diag(list(others))
    right = np.ones(blocks.shape[0])
    for sign, bound in ((1.0, bounds[1]), (-1.0, bounds[0])):
        if 0 < bound < 1:
            limit = sign * (own[:, :, None] * np.eye(c) - bound * own[:, None, :]) * present[:, :, None]
            blocks = sparse.vstack([blocks, sparse.block_diag(list(limit))])
            right = np.append(right, np.zeros(units * c))
    upper = np.where(present, np.inf, 0.0).ravel()
    found = optimize.linprog(
        -own.ravel(),
        A_ub=blocks.tocsr(),
        b_ub=right,
        bounds=np.column_stack([np.zeros(units * c), upper]),
        options=TOLERANCES,
    )
    if found.status != 0:
        raise NotSolved(f"no weights keep to the bounds ({found.message.strip()})")
    return np.maximum(found.x.reshape(units, c), 0.0)
