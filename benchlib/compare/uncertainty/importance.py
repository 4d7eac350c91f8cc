"""Which choices move the ranks: Sobol indices of the mean shift in rank and of each unit's own rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index.chain import Index
from benchlib.compare.uncertainty import evaluation, ranking, sobol
from benchlib.compare.uncertainty.alternatives import FACTORS, Alternatives, alternatives
from benchlib.compare.uncertainty.design import FULL, MOST_CASES, Design
from benchlib.compare.uncertainty.sobol import Indices

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CONFIDENCE, RESAMPLES = 0.9, 200
EXACT, SAMPLED = "exact", "sampled"


@dataclass(frozen=True)
class Importance:
    """What each factor that the design names does to the ranks.

    factors: factor, levels, first_order, first_low, first_high, total_order, total_low, total_high, for the mean over
    units of |rank - rank in the index as it stands|; low and high bound an estimate with 90 % confidence and equal it
    where it is exact. units: unit, (year,) factor, variance, first_order, total_order, for the unit's own rank.
    interactions: factors ("a x b"), order, share of the variance of the mean shift; only where exact, else empty.
    method: exact or sampled; cases: evaluated; mean_shift, variance: of the mean shift over cases. Where nothing varies
    the variance is 0 and the indices are nan.
    """

    factors: pd.DataFrame
    units: pd.DataFrame
    interactions: pd.DataFrame
    method: str
    cases: int
    mean_shift: float
    variance: float


def importance(index: Index, design: Design, data: Floats | None = None, cells: int = evaluation.CELLS) -> Importance:
    """Sobol indices of every factor of a design. Raises BadInput.

    Exact, over every combination, where there is no noise and at most MOST_CASES of them; otherwise estimated from
    n (factors + 2) cases, n the power of 2 that reaches the design's draws. data, cells: see `ranking.ranking`.
    """
    n = 1 if design.draws == FULL else 1 << max(0, int(design.draws) - 1).bit_length()
    made = alternatives(index, design, n, data)
    if design.draws == FULL or (design.noise is None and np.prod(made.levels) <= MOST_CASES):
        return _exact(index, made, cells)
    return _sampled(index, made, n, design.seed, cells)


def _outputs(index: Index, made: Alternatives, cases: Ints, cells: int) -> npt.NDArray[np.float32]:
    """The mean shift and the rank of each unit, (c, 1 + n)."""
    nominal = ranking.nominal(index)[1]
    result = np.empty((len(cases), 1 + len(nominal)), dtype=np.float32)
    for rows, scores in evaluation.scores(made, cases, cells):
        places = ranking.ranked(scores, made.index)
        shift = np.abs(places - nominal)
        known = ~np.isnan(shift)
        count = known.sum(axis=1)
        result[rows, 0] = np.divide(
            np.where(known, shift, 0.0).sum(axis=1), count, out=np.full(len(rows), np.nan), where=count > 0
        )
        result[rows, 1:] = places
    return result


def _exact(index: Index, made: Alternatives, cells: int) -> Importance:
    """From every combination; a block of outputs at a time."""
    cases = ranking.factorial(made)
    outputs = _outputs(index, made, cases, cells)
    shape = [made.levels[FACTORS.index(name)] for name in made.declared]
    step = max(1, cells // len(cases))
    blocks = [outputs[:, start : start + step] for start in range(0, outputs.shape[1], step)]
    found = [sobol.exact(block.reshape(*shape, block.shape[1])) for block in blocks]
    first, total = (np.hstack([getattr(part, name) for part in found]) for name in ("first", "total"))
    indices = Indices(np.concatenate([part.variance for part in found]), first, total, found[0].shares)
    limits = (first[:, 0], first[:, 0], total[:, 0], total[:, 0])
    return _told(index, made, indices, limits, outputs, EXACT)


def _sampled(index: Index, made: Alternatives, n: int, seed: int, cells: int) -> Importance:
    """From a sample of the factors that have more than one level; the others make no variance."""
    columns = np.array([FACTORS.index(name) for name in made.declared])
    levels = np.array(made.levels)[columns]
    varying = np.flatnonzero(levels > 1)
    seen: list[npt.NDArray[np.float32]] = []

    def evaluated(numbers: Floats) -> Floats:
        cases = np.zeros((numbers.shape[1], len(FACTORS)), dtype=np.int64)
        cases[:, columns[varying]] = (numbers * levels[varying, None]).astype(np.int64).T
        seen.append(_outputs(index, made, cases, cells))
        return seen[0].T.astype(np.float64)

    drawn = sobol.sampled(evaluated, len(varying), n, seed)
    part = drawn.indices()
    whole = np.where(part.variance > 0, 0.0, np.nan)
    first, total = (np.tile(whole, (len(columns), 1)) for _ in range(2))
    first[varying], total[varying] = part.first, part.total
    limits = np.full((4, len(columns)), whole[0])
    if part.variance[0] > 0:
        limits[:, varying] = drawn.bounds(0, CONFIDENCE, RESAMPLES, seed).reshape(4, -1)
    return _told(index, made, Indices(part.variance, first, total, {}), limits, seen[0], SAMPLED)


def _told(
    index: Index,
    made: Alternatives,
    found: Indices,
    limits: Sequence[Floats] | Floats,
    outputs: npt.NDArray[np.float32],
    method: str,
) -> Importance:
    """Indices of the outputs, the mean shift first, as tables."""
    names = list(made.declared)
    factors = {
        "factor": names,
        "levels": [made.levels[FACTORS.index(name)] for name in names],
        **{"first_order": found.first[:, 0], "first_low": limits[0], "first_high": limits[1]},
        **{"total_order": found.total[:, 0], "total_low": limits[2], "total_high": limits[3]},
    }
    n = len(made.index)
    units = made.index.to_frame(index=False).loc[np.repeat(np.arange(n), len(names))].reset_index(drop=True)
    units = units.assign(
        factor=np.tile(np.array(names, dtype=object), n),
        variance=np.repeat(found.variance[1:], len(names)),
        first_order=found.first[:, 1:].T.ravel(),
        total_order=found.total[:, 1:].T.ravel(),
    )
    together = [(" x ".join(names[i] for i in subset), len(subset), share[0]) for subset, share in found.shares.items()]
    return Importance(
        factors=pd.DataFrame(factors),
        units=units,
        interactions=pd.DataFrame(together, columns=["factors", "order", "share"]),
        method=method,
        cases=len(outputs),
        mean_shift=float(outputs[:, 0].mean(dtype=np.float64)),
        variance=float(found.variance[0]),
    )
