"""Scoring of many assessments beside the same written with plain pandas groupby. Prints one line, a ratio of one run.

python benchmarks/bench_scoring.py [ASSESSMENTS]
"""

import datetime as dt
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.rules.models import Framework

DAY = dt.date(2026, 1, 1)


def answers(framework: Framework, assessments: int) -> pd.DataFrame:
    """Long answers of two assessors in one of ten assessments, one in fifty missing."""
    rng = np.random.default_rng(1)
    ids = np.char.add("a", np.arange(assessments).astype(str))
    items = list(framework.indicators)
    base = pd.DataFrame({"assessment_id": np.repeat(ids, len(items)), "indicator": np.tile(items, assessments)})
    base["value"] = np.where(rng.random(len(base)) < 0.02, np.nan, rng.integers(0, 6, len(base)).astype(float))
    base["assessor"] = pd.Series("one", index=base.index, dtype="str")
    second = base.iloc[: len(base) // 10].assign(assessor="two")
    frame = pd.concat([base, second], ignore_index=True).sample(frac=1, random_state=2, ignore_index=True)
    return frame.assign(answered_at=pd.NaT, evidence=pd.Series(pd.NA, index=frame.index, dtype="str"))


def ours(frame: pd.DataFrame, framework: Framework, ids: pd.Index) -> pd.DataFrame:
    """Bounds of every indicator, group and total by the package."""
    scored = scoring.points(frame, ids, framework, DAY)
    return scoring.score(scored, ids, framework, DAY)


def plain(frame: pd.DataFrame, framework: Framework, ids: pd.Index) -> pd.DataFrame:
    """The same bounds as an analyst would write them: cut each answer, mean of assessors, sums by group."""
    parts = []
    for item, rows in frame[frame["indicator"].isin(framework.scored)].groupby("indicator"):
        steps = framework.indicators[item].points[0].at_least
        cut = pd.cut(rows["value"], [-np.inf, *steps, np.inf], right=False, labels=[0, *steps.values()])
        parts.append(rows.assign(points=cut.astype(float), group=framework.indicators[item].group))
    single = pd.concat(parts).groupby(["assessment_id", "indicator", "group"])["points"].mean().reset_index()
    single = single.rename(columns={"indicator": "item"})
    grouped = single.drop(columns="item").rename(columns={"group": "item"})
    total = single.drop(columns=["item", "group"]).assign(item="total")
    every = pd.concat([single.drop(columns="group"), grouped, total])
    sums = every.groupby(["assessment_id", "item"])["points"].agg(["sum", "count", "size"]).reset_index()
    return sums.assign(low=sums["sum"], high=sums["sum"] + 5 * (sums["size"] - sums["count"]))


def timed(call: Callable[[], pd.DataFrame]) -> tuple[pd.DataFrame, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def compare(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Both ways give the same bounds."""
    key = ["assessment_id", "item"]
    one, other = (frame.astype(dict.fromkeys(key, "str")).sort_values(key)[["low", "high"]] for frame in (one, other))
    np.testing.assert_allclose(one, other, atol=1e-9)


def main(assessments: int) -> None:
    framework = loading.framework("ecei-31")
    frame = answers(framework, assessments)
    ids = pd.Index(frame["assessment_id"].unique())
    first, seconds = timed(lambda: ours(frame, framework, ids))
    second, other = timed(lambda: plain(frame, framework, ids))
    compare(first[first["level"] != "gate"], second)
    print(
        f"scoring {assessments:,} assessments x {len(framework.indicators)} indicators ({len(frame):,} answers): "
        f"{seconds:.2f} s; plain pandas groupby {other:.2f} s; ratio {other / seconds:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
