"""The chain of a composite index beside the same written with plain pandas, and its dear parts beside plain versions.

Prints one line a comparison, each a ratio of two times of one run, and whether both gave the same.

python benchmarks/bench_index.py [UNITS]
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from benchlib.compare.index import aggregation, chain, doubt, importance
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables

INDICATORS, PILLARS = 50, 10
RECIPE = {"impute": {"group_mean": {"group": "group_size"}}, "treat": {}, "screen": {"minimum_share": 0.5}}


def tables(units: int, indicators: int = INDICATORS, missing: float = 0.03) -> Tables:
    """Skewed indicators in pillars of equal size, half of them divided by a denominator, some values missing."""
    rng = np.random.default_rng(1)
    codes = [f"i{number}" for number in range(indicators)]
    values = rng.lognormal(size=(units, indicators))
    values[rng.random(values.shape) < missing] = np.nan
    data = pd.DataFrame(values, columns=codes)
    data.insert(0, "unit", [f"u{number}" for number in range(units)])
    data["group_size"] = rng.choice(list("SML"), units)
    data["den_size"] = rng.uniform(1, 9, units)
    pillars = [f"p{number}" for number in range(PILLARS)]
    leaves = {"code": codes, "level": 1, "parent": [pillars[number % PILLARS] for number in range(indicators)]}
    leaves |= {"direction": rng.choice([1, -1], indicators), "weight": rng.integers(1, 4, indicators)}
    leaves["denominator"] = ["den_size" if number % 2 else None for number in range(indicators)]
    nodes = [{"code": pillar, "level": 2, "parent": "index", "weight": 1} for pillar in pillars]
    meta = pd.concat([pd.DataFrame(leaves), pd.DataFrame([*nodes, {"code": "index", "level": 3}])], ignore_index=True)
    return Tables(data, meta)


def plain(given: Tables) -> pd.Series:
    """The index as an analyst would write it: a loop over indicators, `apply` by unit for weighted means with gaps."""
    data, leaves = given.data.set_index("unit"), given.meta[given.meta["level"] == 1].set_index("code")
    scores = {}
    for code, row in leaves.iterrows():
        column = data[code] / data[row["denominator"]] if isinstance(row["denominator"], str) else data[code]
        column = column.fillna(column.groupby(data["group_size"]).transform("mean"))
        column = treated(column)
        share = (column - column.min()) / (column.max() - column.min())
        scores[code] = 100 * (share if row["direction"] == 1 else 1 - share)
    frame, pillars = pd.DataFrame(scores), {}
    for pillar, group in leaves.groupby("parent"):
        weights = group["weight"].astype(float)
        pillars[pillar] = frame[group.index].apply(weighted, axis=1, weights=weights)
    return pd.DataFrame(pillars).mean(axis=1)


def treated(column: pd.Series) -> pd.Series:
    result = column.copy()
    for _ in range(5):
        if not (abs(result.skew()) > 2 and result.kurt() > 3.5):
            return result
        top = result == result.max()
        result[top] = result[~top].max()
    if abs(result.skew()) > 2 and result.kurt() > 3.5:
        return np.log(column - column.min() + 0.01 * (column.max() - column.min()))
    return result


def weighted(row: pd.Series, weights: pd.Series) -> float:
    known = row.notna()
    return float((row[known] * weights[known]).sum() / weights[known].sum())


def copeland(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Wins less losses by a matrix of all pairs, a row at a time."""
    score = np.zeros(len(values))
    for number, row in enumerate(values):
        net = (np.sign(row - values) * weights).sum(axis=1)
        score[number] = np.sign(np.round(net, 12)).sum()
    return score


def programmes(values: np.ndarray) -> np.ndarray:
    """Benefit of the doubt by one linear programme a unit with every constraint."""
    ones = np.ones(len(values))
    return np.array([-linprog(-row, A_ub=values, b_ub=ones).fun for row in values])


def removals(given: Tables) -> np.ndarray:
    """The index without each indicator, the chain run again each time."""
    codes = given.meta.loc[given.meta["level"] == 1, "code"]
    tops = []
    for code in codes:
        rest = Tables(given.data.drop(columns=code), given.meta[given.meta["code"] != code])
        tops.append(chain.run(rest, Configuration()).aggregated["index"].to_numpy())
    return np.column_stack(tops)


def timed(call: Callable[[], object], times: int = 1) -> tuple[np.ndarray, float]:
    """The result and the shortest of some times."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return np.asarray(result), min(seconds)


def line(what: str, ours: Callable[[], object], other: Callable[[], object], name: str) -> None:
    (one, seconds), (two, longer) = timed(ours, 2), timed(other)
    gap = np.nanmax(np.abs(one - two))
    print(f"{what}: {seconds:.3f} s; {name} {longer:.3f} s; ratio {longer / seconds:.1f}; largest difference {gap:.1e}")


def main(units: int) -> None:
    large, few = tables(units), max(200, units // 20)
    config = Configuration.model_validate(RECIPE)
    _, seconds = timed(lambda: chain.run(large, config).aggregated["index"])
    print(f"whole chain, {units:,} units x {INDICATORS} indicators: {seconds:.2f} s")
    part = tables(few)
    what = f"whole chain, {few:,} x {INDICATORS}"
    line(what, lambda: chain.run(part, config).aggregated["index"], lambda: plain(part), "plain pandas")
    values, weights = np.random.default_rng(2).normal(size=(1226, 31)), np.arange(1.0, 32.0)
    line(
        "Copeland, 1,226 x 31",
        lambda: aggregation.copeland(values, weights),
        lambda: copeland(values, weights),
        "plain numpy by row",
    )
    positive = np.random.default_rng(3).uniform(1, 100, (1226, 8))
    line(
        "benefit of the doubt, 1,226 x 8",
        lambda: (doubt.weights(positive) * positive).sum(axis=1),
        lambda: programmes(positive),
        "one linprog a unit",
    )
    small = tables(1226, 31, missing=0.0)
    index = chain.run(small, Configuration())
    line(
        "removal of each of 31 indicators, 1,226 units",
        lambda: np.column_stack([importance.without(index, code) for code in range(31)]),
        lambda: removals(small),
        "the chain run again",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
