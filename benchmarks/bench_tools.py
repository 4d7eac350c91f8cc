"""Composite indices beside scikit-criteria, pymcdm and plain numpy, in one run: seconds, peak memory and ratios.

pip install -r benchmarks/requirements.txt
python benchmarks/bench_tools.py [DRAWS THAT A LOOP RUNS]

All ways of a task get the same column-major array, which suits each of them best, and must give the same numbers to
1e-9 before their time counts. Seconds are the shortest of some calls; memory is the peak of what one call takes
besides its input. A ratio is a way's seconds by those of benchlib. A loop that takes too long runs some of its rounds;
its seconds are theirs, times as many as there are, and it is marked as extrapolated.
"""

import sys
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import bench_index
import bench_uncertainty
import numpy as np
import pandas as pd

from benchlib.compare.index import (
    aggregation,
    chain,
    configuration,
    doubt,
    normalisation,
    reading,
    structure,
    weighting,
)
from benchlib.compare.index import importance as removal
from benchlib.compare.index.aggregation import Plan
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.structure import Tree
from benchlib.compare.uncertainty import alternatives, importance, noise, ranking
from benchlib.compare.uncertainty.design import Design

try:
    import skcriteria
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.preprocessing.scalers import MinMaxScaler
except ImportError as error:
    print(f"{error}. This needs the other tools: pip install -r benchmarks/requirements.txt", file=sys.stderr)
    sys.exit(2)

SAME, QUICK, TIMES = 1e-9, 2.0, 5  # largest difference; seconds below which a call is repeated, and how often
UNITS, INDICATORS, GROUPS, DRAWS = 1226, 31, 5, 1000
SHARES = Configuration.model_validate({"normalise": {"minmax": {"range": [0, 1]}}}).normalise
ASEM = Path(__file__).resolve().parents[1] / "data" / "examples" / "asem"


@dataclass(frozen=True)
class Way:
    """A name and a call; rounds: of how many a loop runs a part; alike: whether its numbers are those of benchlib."""

    name: str
    call: Callable[[], np.ndarray | None]
    rounds: float = 1.0
    alike: bool = True


def compare(task: str, ours: Way, *others: Way) -> None:
    """Refuse numbers that differ, then print a line a way."""
    first = {way: measured(way.call) for way in (ours, *others)}
    expected = first[ours][0]
    for way in others:
        if way.alike:
            got = first[way][0]
            np.testing.assert_allclose(got, expected[: len(got)], rtol=0, atol=SAME, err_msg=f"{task}: {way.name}")
    print(f"\n{task}")
    base = None
    for way, (_, memory) in first.items():
        _, seconds = bench_index.timed(way.call)
        if seconds < QUICK:
            seconds = min(seconds, bench_index.timed(way.call, TIMES)[1])
        total = seconds * way.rounds
        base = base or total
        mark = " (extrapolated)" if way.rounds > 1 else ""
        print(f"  {way.name + mark:45} {total:10.5f} s {memory:8.1f} MB   ratio {total / base:8.2f}", flush=True)


def measured(call: Callable[[], object]) -> tuple[np.ndarray, float]:
    """The result, and the peak of memory in MB that it took."""
    tracemalloc.start()
    result = np.asarray(call())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, most / 2**20


def two_levels() -> Tree:
    """31 indicators in 5 groups, every node with a weight of its own."""
    tree = structure.tree(bench_uncertainty.tables(20, INDICATORS, GROUPS).meta)
    return replace(tree, weight=np.append(np.arange(1.0, len(tree.codes)), np.nan))


def effective(tree: Tree, weights: np.ndarray) -> np.ndarray:
    """Weights (..., m) of nodes as the share (..., k) that each indicator has of the index."""
    result = np.ones(weights.shape)
    for node in reversed(tree.aggregates):
        below = tree.children[node]
        own = weights[..., below] / weights[..., below].sum(axis=-1, keepdims=True)
        result[..., below] = own * result[..., [node]]
    return result[..., : len(tree.indicators)]


def averaged(values: np.ndarray, tree: Tree) -> np.ndarray:
    """benchlib: shares of the range, groups, index."""
    share = normalisation.normalise(values, tree, SHARES, pd.RangeIndex(len(values)))
    plan = Plan(dict.fromkeys(tree.aggregates, "amean"))
    return aggregation.scores(share, tree, plan, weighting.fixed(tree.weight, tree))[tree.top]


def least(values: np.ndarray, tree: Tree) -> np.ndarray:
    """Plain numpy: what any way must do that keeps the normalised indicators and the groups."""
    low = values.min(axis=0)
    share = (values - low) / (values.max(axis=0) - low)
    groups, above = np.zeros((len(tree.indicators), len(tree.children[tree.top]))), tree.weight[tree.children[tree.top]]
    for place, node in enumerate(tree.children[tree.top]):
        below = tree.children[node]
        groups[below, place] = tree.weight[below] / tree.weight[below].sum()
    return share @ groups @ (above / above.sum())


def decision(values: np.ndarray, weights: np.ndarray) -> object:
    return skcriteria.mkdm(values, [max] * len(weights), weights=weights)


def criteria(values: np.ndarray, weights: np.ndarray, scale: tuple[float, float] = (0, 1)) -> np.ndarray:
    """scikit-criteria; it ranks as well, which cannot be left out."""
    scaled = MinMaxScaler("matrix", criteria_range=scale).transform(decision(values, weights))
    return WeightedSumModel().evaluate(scaled).e_.score


def weighted(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return WSM(minmax_normalization)(values, weights, np.ones(len(weights)))


def of_means(units: int) -> None:
    tree = two_levels()
    values = np.asfortranarray(np.random.default_rng(1).lognormal(size=(units, INDICATORS)))
    weights = effective(tree, tree.weight)

    def ranked() -> np.ndarray:
        score = averaged(values, tree)
        ranks(score[:, None])
        return score

    compare(
        f"min-max and two-level weighted mean, {units:,} x {INDICATORS}",
        Way("benchlib", lambda: averaged(values, tree)),
        Way("benchlib, ranks too", ranked),
        Way("scikit-criteria (ranks too)", lambda: criteria(values, weights)),
        Way("pymcdm", lambda: weighted(values, weights)),
        Way("plain numpy", lambda: least(values, tree)),
    )


def of_ranks(looped: int) -> None:
    """Ranks of draws of weights, on whole numbers with units that are equal."""
    made = bench_uncertainty.tables(UNITS, INDICATORS, GROUPS)
    index = chain.run(made, Configuration.model_validate(bench_uncertainty.CONFIG))
    design = Design.model_validate({"draws": DRAWS, "noise": 0.25})
    moved = alternatives.alternatives(index, design, DRAWS)
    cases = ranking.ranking(index, design).cases["noise"].astype(int).to_numpy() - 1
    drawn = noise.moved(index.tree.weight, moved.uniform, design.noise, index.tree)[cases[:looped]]
    weights, values = effective(index.tree, drawn), np.asfortranarray(index.treated.to_numpy())
    scores = np.random.default_rng(2).random((DRAWS, UNITS))

    def placed(each: Iterator[np.ndarray]) -> np.ndarray:
        return ranks(np.stack(list(each))[..., None])[..., 0]

    compare(
        f"rank intervals, {UNITS:,} x {INDICATORS}, {DRAWS:,} draws of weights, exact ties",
        Way("benchlib, with the order of all pairs", lambda: ranking.ranking(index, design).ranks),
        Way(
            "scikit-criteria in a loop",
            lambda: placed(criteria(values, row, (1, 100)) for row in weights),
            DRAWS / looped,
        ),
        Way("pymcdm in a loop", lambda: placed(weighted(values, row) for row in weights), DRAWS / looped),
        Way("sorting alone", lambda: bench_uncertainty.floor(scores), alike=False),
    )


def of_removals() -> None:
    made = bench_index.tables(UNITS, INDICATORS, missing=0.0)
    index = chain.run(made, Configuration.model_validate({"normalise": {"minmax": {"range": [0, 1]}}}))
    tree = index.tree
    rest = np.where(np.eye(INDICATORS, len(tree.codes), dtype=bool), 0.0, tree.weight)
    weights, directed = effective(tree, rest), np.asfortranarray(index.treated.to_numpy() * tree.direction)

    def without(way: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
        kept = ~np.eye(INDICATORS, dtype=bool)
        return np.stack([way(directed[:, keep], row[keep]) for keep, row in zip(kept, weights, strict=True)])

    compare(
        f"scores without each of {INDICATORS} indicators, {UNITS:,} units",
        Way("benchlib", lambda: np.stack([removal.without(index, code) for code in range(INDICATORS)])),
        Way("the chain run again", lambda: bench_index.removals(made).T / 100),
        Way("scikit-criteria in a loop", lambda: without(criteria)),
        Way("pymcdm in a loop", lambda: without(weighted)),
        Way("plain numpy", lambda: weights @ index.normalised.to_numpy().T),
    )
    compare(
        "  and ranks, their changes and rank correlations",
        Way("benchlib", lambda: removal.removal(index)[0]["largest_change"].to_numpy()),
    )


def of_sensitivity(looped: int) -> None:
    """Neither tool has Sobol indices: beside them, the chain run once a case."""
    tables, _ = reading.read(ASEM / "DATA.csv", ASEM / "META.csv")
    config = configuration.load(ASEM / "CONFIG.yaml")
    index = chain.run(tables, config)
    design = Design.model_validate({"draws": "full", **bench_uncertainty.FACTORIAL})
    cases = importance.importance(index, design).cases
    settings = [
        Configuration.model_validate({**config.as_written(), "normalise": scaling, "aggregate": mean})
        for scaling in bench_uncertainty.FACTORIAL["normalise"]
        for mean in bench_uncertainty.FACTORIAL["aggregate"]
    ]
    some = [settings[number % len(settings)] for number in range(looped)]
    compare(
        f"exact Sobol indices of {cases:,} cases on ASEM, {len(index.aggregated)} x {INDICATORS + 18}",
        Way("benchlib", lambda: importance.importance(index, design).factors["total_order"].to_numpy()),
        Way("the chain in a loop", lambda: [chain.run(tables, one) for one in some] and None, cases / looped, False),
    )


def of_programmes() -> None:
    """Neither tool has the benefit of the doubt or Copeland's score."""
    positive = np.random.default_rng(3).uniform(1, 100, (UNITS, 8))
    compare(
        f"benefit of the doubt, {UNITS:,} x 8",
        Way("benchlib", lambda: (doubt.weights(positive) * positive).sum(axis=1)),
        Way("one linear programme a unit with scipy", lambda: bench_index.programmes(positive)),
    )
    values, weights = np.random.default_rng(2).normal(size=(UNITS, INDICATORS)), np.arange(1.0, INDICATORS + 1)
    compare(
        f"Copeland, {UNITS:,} x {INDICATORS}",
        Way("benchlib", lambda: aggregation.copeland(values, weights)),
        Way("plain numpy by row", lambda: bench_index.copeland(values, weights)),
    )


def main(looped: int) -> None:
    for units in (UNITS, 10_000, 1_000_000):
        of_means(units)
    of_ranks(looped)
    of_removals()
    of_sensitivity(looped)
    of_programmes()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
