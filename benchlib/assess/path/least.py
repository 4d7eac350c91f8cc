"""The choices of least effort by mixed-integer programming, solved to proof, and the next best sets of indicators.

Of paths that take the same effort, the one with fewer indicators comes first, then the one whose indicators stand
earlier in the framework (the smaller sum of their places).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

SOLVED, INFEASIBLE = 0, 2  # status of scipy.optimize.milp


def ranked(gain: Ints, effort: Ints, allowed: Booleans, needed: int, places: int) -> list[Ints]:
    """The best choices and the next best, of one organisation: for each the choice on every indicator, (k,).

    gain, effort, allowed: (k, m), see `path.choices`. Every set of indicators after the first leaves out at least one
    indicator of each set before it, so that none carries a step that is not needed. Fewer than `places` where there are
    no more; none where no choice is enough.
    """
    key = order(effort)
    found: list[Ints] = []
    while len(found) < places:
        chosen = _without_total(gain, key, allowed, needed) if not found else None
        if chosen is None and (found and not _open(found[-1], allowed)):
            break
        chosen = chosen if chosen is not None else least(gain, key, allowed, needed, [one > 0 for one in found])
        if chosen is None:
            break
        found.append(chosen)
    return found


def order(effort: Ints) -> Ints:
    """What is minimised, (k, m): effort, then the number of indicators that move, then the sum of their places."""
    k = len(effort)
    moves = np.zeros_like(effort)
    moves[:, 1:] = 1
    places = np.arange(1, k + 1)[:, None] * moves
    return (effort * (k + 1) + moves) * (k * (k + 1) // 2 + 1) + places


def _without_total(gain: Ints, key: Ints, allowed: Booleans, needed: int) -> Ints | None:
    """The cheapest choice of each indicator by itself, where that is enough for the total: nothing can be less."""
    if not allowed.any(axis=1).all():
        return None
    alone = np.where(allowed, key, np.iinfo(np.int64).max).argmin(axis=1)
    return alone if gain[np.arange(len(alone)), alone].sum() >= needed else None


def _open(chosen: Ints, allowed: Booleans) -> bool:
    """Whether any indicator that moves could also have stayed."""
    return bool(allowed[chosen > 0, 0].any())


def least(gain: Ints, key: Ints, allowed: Booleans, needed: int, without: Sequence[Booleans] = ()) -> Ints | None:
    """The choice on every indicator, (k,), that minimises the sum of `key`; None where there is none.

    without: sets of indicators (k,) that must not all move. Raises RuntimeError where the solver gives no proof.
    """
    item, choice = np.nonzero(allowed[:, 1:])
    choice += 1
    of = item == np.arange(len(gain))[:, None]
    rows = [of, gain[item, choice][None], *[of[moved].any(axis=0)[None] for moved in without]]
    low = np.concatenate([~allowed[:, 0], [needed], np.full(len(without), -np.inf)])
    high = np.concatenate([np.ones(len(gain)), [np.inf], [moved.sum() - 1 for moved in without]])
    if not len(item):
        return np.zeros(len(gain), dtype=np.int64) if (low <= 0).all() and (high >= 0).all() else None
    matrix = np.vstack(rows).astype(float)
    return _solved(key, item, choice, LinearConstraint(matrix, low, high))


def _solved(key: Ints, item: Ints, choice: Ints, rows: LinearConstraint) -> Ints | None:
    weight = key[item, choice].astype(float)
    result = milp(
        weight, integrality=np.ones(len(item)), bounds=Bounds(0, 1), constraints=rows, options={"mip_rel_gap": 0}
    )
    if result.status == INFEASIBLE:
        return None
    if result.status != SOLVED or result.mip_gap != 0:
        raise RuntimeError(f"no proof of the least effort: {result.message}")
    chosen = np.zeros(len(key), dtype=np.int64)
    taken = result.x > 0.5
    chosen[item[taken]] = choice[taken]
    return chosen
