"""Intervals of ranks and exact sensitivity, beside a loop that runs the chain once a draw. Prints a line each.

python benchmarks/bench_uncertainty.py [DRAWS THAT THE LOOP RUNS]

The loop takes too long for all draws; its seconds are those of some, times as many as there are.
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd

from benchlib.compare.index import chain
from benchlib.compare.index.chain import Index
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty import alternatives, importance, intervals, noise, ranking
from benchlib.compare.uncertainty.design import Design

T = TypeVar("T")

RANGE = {"minmax": {"range": [1, 100]}}
CONFIG = {"impute": "mean", "treat": {}, "normalise": RANGE}
SIZES = ((51, 49, 8, 2000), (1226, 31, 5, 1000))  # units, indicators, groups, draws
FACTORIAL = {  # 20 x 2 x 5 x 5 x 2 = 2,000 cases
    "impute": {"method": "hot_deck", "draws": 20},
    "treat": [None, {"skew": 2.0, "kurtosis": 3.5}],
    "normalise": [
        RANGE,
        {"prank": {"range": [1, 100]}},
        {"zscore": {"mean": 100, "sd": 10}},
        {"borda": {}},
        {"rank": {}},
    ],
    "aggregate": ["amean", {"genmean": {"p": 2.0}}, {"genmean": {"p": 3.0}}, {"genmean": {"p": 0.5}}, "copeland"],
    "weights": ["given", "equal"],
}


def tables(units: int, indicators: int, groups: int) -> Tables:
    """Whole numbers with long tails, so that some scores tie exactly; one cell in fifty is missing."""
    rng = np.random.default_rng(1)
    values = np.round(np.exp(rng.normal(2, 0.7, (units, indicators))))
    values[rng.random(values.shape) < 0.02] = np.nan
    values[1::10] = values[::10][: len(values[1::10])]
    codes = [f"i{number}" for number in range(indicators)]
    above = [f"g{number}" for number in range(groups)]
    data = pd.DataFrame(values, columns=codes)
    data.insert(0, "unit", [f"u{number}" for number in range(units)])
    parents = [above[number * groups // indicators] for number in range(indicators)]
    meta = pd.DataFrame({"code": [*codes, *above, "index"], "parent": [*parents, *["index"] * groups, None]})
    meta["level"] = [1] * indicators + [2] * groups + [3]
    return Tables(
        data, meta.assign(weight=1.0, direction=1.0, denominator=pd.Series(None, index=meta.index, dtype="str"))
    )


def timed(call: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def loop(index: Index, weights: np.ndarray) -> np.ndarray:
    """Ranks of the index by the whole chain, once for each row of weights."""
    rows = []
    for drawn in weights:
        results = chain.run(Tables(index.tables.data, index.tables.meta.assign(weight=drawn)), index.config).results
        rows.append(results.loc[results["node"] == "index", "rank"].to_numpy())
    return np.array(rows)


def floor(scores: np.ndarray) -> None:
    """What any way must do: order the units in every draw, and the draws of every unit."""
    np.argsort(scores, axis=1)
    np.sort(np.ascontiguousarray(scores.T), axis=1)


def of_ranks(units: int, indicators: int, groups: int, draws: int, looped: int) -> None:
    index = chain.run(tables(units, indicators, groups), Configuration.model_validate(CONFIG))
    design = Design.model_validate({"draws": draws, "noise": 0.25})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours, seconds = min((timed(lambda: ranking.ranking(index, design)) for _ in range(3)), key=lambda pair: pair[1])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    made = alternatives.alternatives(index, design, draws)
    weights = noise.moved(index.tree.weight, made.uniform, design.noise, index.tree)
    numbers = ours.cases["noise"].astype(int).to_numpy()[:looped] - 1
    plain, some = timed(lambda: loop(index, weights[numbers]))
    np.testing.assert_array_equal(ours.ranks[:looped], plain)
    scores = np.random.default_rng(2).random((draws, units))
    least = min(timed(lambda: floor(scores))[1] for _ in range(3))
    _, pairs = timed(lambda: intervals.ahead(ours.ranks))
    print(
        f"rank intervals, {units:,} x {indicators} x {draws:,} draws: {seconds:.2f} s, {memory / 1024:.0f} MB more; "
        f"chain in a loop {some / looped * draws:.1f} s, ratio {some / looped * draws / seconds:.0f}; "
        f"sorting alone {least:.2f} s, ratio {seconds / least:.1f}; order of all pairs {pairs:.2f} s"
    )


def of_sensitivity() -> None:
    index = chain.run(tables(*SIZES[0][:3]), Configuration.model_validate(CONFIG))
    design = Design.model_validate({"draws": "full", **FACTORIAL})
    found, seconds = timed(lambda: importance.importance(index, design))
    print(f"exact Sobol indices of {found.cases:,} cases, {SIZES[0][0]} x {SIZES[0][1]}: {seconds:.2f} s")


def main(looped: int) -> None:
    for size in SIZES:
        of_ranks(*size, looped)
    of_sensitivity()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
