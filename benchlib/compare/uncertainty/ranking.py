"""How sure each unit's rank is: its interval over the cases of a design, beside its rank in the index as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import panel
from benchlib.compare.index.chain import Index
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.reading import YEAR
from benchlib.compare.uncertainty import evaluation, intervals
from benchlib.compare.uncertainty.alternatives import FACTORS, Alternatives, alternatives
from benchlib.compare.uncertainty.design import FULL, MOST_CASES, Design
from benchlib.tables.faults import BadInput

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.float32]

SHARES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


@dataclass(frozen=True)
class Ranking:
    """The ranks of n units in the cases of a design.

    units: unit, (year,) score and rank in the index as it stands, score_p05, score_p50, score_p95, rank_p05, rank_p50,
    rank_p95, cases. Scores have no interval (nan) where the cases are not on one scale. cases: the method of each case,
    one column a factor that the design names; imputation and noise by the number of the draw. ranks (c, n).
    """

    units: pd.DataFrame
    cases: pd.DataFrame
    ranks: Ranks
    index: pd.Index

    @cached_property
    def ahead(self) -> pd.DataFrame:
        """Probability that the unit of the row ranks before that of the column, n x n; nan for different years."""
        return pd.DataFrame(_ahead(self.ranks, self.index), index=self.index, columns=self.index, copy=False)


def ranking(index: Index, design: Design, data: Floats | None = None, cells: int = evaluation.CELLS) -> Ranking:
    """Ranks and scores under every case of a design; the same seed gives the same cases.

    data: draws (r, n, k) of the indicators to use in place of imputed ones. cells: numbers in one array of the working
    memory; besides, each case takes 12 bytes a unit. Raises BadInput.
    """
    made = alternatives(index, design, 1 if design.draws == FULL else int(design.draws), data)
    cases = factorial(made) if design.draws == FULL else sample(made, int(design.draws), design.seed)
    scores = np.empty((len(cases), len(made.index)))
    places = np.empty(scores.shape, dtype=np.float32)
    for rows, values in evaluation.scores(made, cases, cells):
        scores[rows], places[rows] = values, ranked(values, made.index)
    return Ranking(_units(index, made, scores, places), named(made, cases), places, made.index)


def sample(made: Alternatives, draws: int, seed: int) -> Ints:
    """Cases (draws, 6) at random: each level of a factor equally often (but for a remainder), each noise once."""
    rng = np.random.default_rng([seed, draws])
    cases = np.empty((draws, len(FACTORS)), dtype=np.int64)
    for column, levels in enumerate(made.levels):
        cases[:, column] = rng.permutation(np.resize(rng.permutation(levels), draws))
    return cases


def factorial(made: Alternatives) -> Ints:
    """Every combination of levels once, the last factor moving first. Raises BadInput where they are too many."""
    number = int(np.prod(made.levels))
    if number > MOST_CASES:
        raise BadInput.of(
            "design", f"expected at most {MOST_CASES:,} combinations for full, or a number of draws", number
        )
    return np.stack(np.unravel_index(np.arange(number), made.levels), axis=-1)


def named(made: Alternatives, cases: Ints) -> pd.DataFrame:
    """Cases in words: a column a factor that the design names."""
    columns = {name: np.array(made.names[name])[cases[:, place]] for place, name in enumerate(FACTORS)}
    return pd.DataFrame(
        {name: columns[name] for name in made.declared}, index=pd.RangeIndex(1, len(cases) + 1, name="case")
    )


def ranked(scores: Floats, index: pd.Index) -> Ranks:
    """Ranks (c, n) of scores (c, n), among the units of a year."""
    parts = panel.blocks(index, YEAR in index.names)
    return panel.within(parts, scores.T, ranks).T.astype(np.float32)


def nominal(index: Index) -> tuple[Floats, Floats]:
    """Scores and ranks (n,) of the index as it stands."""
    score = index.aggregated.iloc[:, index.tree.top].to_numpy()
    return score, ranked(score[None], index.aggregated.index)[0].astype(np.float64)


def _units(index: Index, made: Alternatives, scores: Floats, places: Ranks) -> pd.DataFrame:
    score, rank = nominal(index)
    frame = made.index.to_frame(index=False).assign(score=score, rank=rank)
    bounds = (
        intervals.quantiles(scores, tuple(SHARES.values())) if on_one_scale(made) else np.full((3, len(rank)), np.nan)
    )
    for what, values in (("score", bounds), ("rank", intervals.quantiles(places, tuple(SHARES.values())))):
        frame = frame.assign(**{f"{what}_{name}": row for name, row in zip(SHARES, values, strict=True)})
    return frame.assign(cases=(~np.isnan(places)).sum(axis=0))


def on_one_scale(made: Alternatives) -> bool:
    """Whether scores of all cases can be set beside one another: one normalisation, or all on the same range.

    Copeland's score counts wins: it is on a scale of its own.
    """
    ranges = {tuple(one.range) if one.range else None for one in made.normalisations}
    normalised = len(made.normalisations) == 1 or (len(ranges) == 1 and None not in ranges)
    copeland = {"copeland" in plan.method.values() for row in made.plans for plan in row}
    doubts = {"bod" in plan.method.values() for row in made.plans for plan in row}
    return normalised and len(copeland) == 1 and len(doubts) == 1


def _ahead(places: Ranks, index: pd.Index) -> Floats:
    result = np.full((len(index), len(index)), np.nan)
    for rows in _years(index):
        result[np.ix_(rows, rows)] = intervals.ahead(places[:, rows])
    return result


def _years(index: pd.Index) -> Iterator[Ints]:
    yield from (rows for _, rows in panel.years(index))
