"""Paths to gold of many organisations: the solver beside dynamic programming, and what a point is worth both ways.

Prints one line a comparison, each a ratio of two times of one run, and whether both gave the same. Solving again for
every indicator is timed on some organisations and told for all.

python benchmarks/bench_path.py [ORGANISATIONS]
"""

import datetime as dt
import sys
import time
from collections.abc import Callable

import numpy as np

from benchlib.assess.path import choices as choosing
from benchlib.assess.path import least, savings
from benchlib.assess.path.choices import Choices, Scale
from benchlib.rules import loading
from benchlib.rules.efforts import Efforts

DAY = dt.date(2026, 1, 1)
TOTAL, LEAST, BEST, AGAIN = 120.0, 3.0, 5.0, 10


def portfolio(organisations: int) -> tuple[Scale, np.ndarray, np.ndarray, np.ndarray]:
    """Points of 31 indicators around 3, some halves; at least 3 asked for of those in scope, 120 in all."""
    framework, rng = loading.framework("ecei-31"), np.random.default_rng(1)
    points = np.clip(np.rint(rng.normal(3, 1, (organisations, len(framework.indicators)))), 0, BEST)
    points += (rng.random(points.shape) < 0.02) * (points < BEST) / 2
    scope = np.array([bool(indicator.silver_scope) for indicator in framework.indicators.values()])
    points[:, [0, 4]] = BEST  # the gate is open and years are enough, so that there is a path
    points = np.where(scope, np.maximum(points, 1), points)
    scale = choosing.scale(framework, loading.read(Efforts, "efforts"), DAY)
    return scale, points, np.tile(LEAST * scope, (organisations, 1)), np.full(organisations, TOTAL)


def solved(choices: Choices, rows: range, places: int = 1) -> np.ndarray:
    """Least effort by the solver, of the first place."""
    efforts = []
    for row in rows:
        problem = choices.gain[row], choices.effort[row], choices.allowed[row]
        found = least.ranked(*problem, int(choices.needed[row]), places)
        efforts.append(problem[1][np.arange(len(problem[1])), found[0]].sum() if found else savings.NEVER)
    return np.array(efforts)


def changed(scale: Scale, points: np.ndarray, bound: np.ndarray, total: np.ndarray, parts: np.ndarray) -> tuple:
    """Choices with one point more of every indicator, and what is needed with one point more of each alone."""
    more = np.minimum(points + 1, BEST)
    gained = np.rint((more - points) * scale.scored * parts[:, None]).astype(int)
    needed = choosing.choices(scale, points, bound, total, parts).needed
    return choosing.choices(scale, more, bound, total, parts), np.maximum(needed[:, None] - gained, 0)


def again(scale: Scale, points: np.ndarray, bound: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Least effort with one point more of each indicator, (n, k), by solving again."""
    columns = []
    for item in range(points.shape[1]):
        alone = points.copy()
        alone[:, item] = np.minimum(alone[:, item] + 1, BEST)
        columns.append(solved(choosing.choices(scale, alone, bound, total), range(len(points))))
    return np.array(columns).T


def timed(call: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    start = time.perf_counter()
    result = call()
    return result, time.perf_counter() - start


def main() -> None:
    organisations = int(sys.argv[1]) if len(sys.argv) > 1 else 1226
    scale, points, bound, total = portfolio(organisations)
    choices, n = choosing.choices(scale, points, bound, total), min(AGAIN, organisations)
    table, by_table = timed(lambda: savings.least(choices))
    best, by_solver = timed(lambda: solved(choices, range(organisations)))
    _, three = timed(lambda: solved(choices, range(organisations), places=3))
    same = bool((table == best).all())
    print(
        f"best path, {organisations} organisations: solver {by_solver:.2f} s (with two runners-up {three:.2f} s), "
        f"dynamic programming {by_table:.2f} s, ratio {by_solver / by_table:.0f}, same: {same}"
    )
    values, fast = timed(lambda: savings.least_with(choices, *changed(scale, points, bound, total, choices.parts)))
    redone, slow = timed(lambda: again(scale, points[:n], bound[:n], total[:n]))
    slow, same = slow * organisations / n, bool((values[:n] == redone).all())
    print(
        f"one point more of each of {points.shape[1]} indicators: solving again {slow:.0f} s (extrapolated), "
        f"dynamic programming {fast:.2f} s, ratio {slow / fast:.0f}, same: {same}"
    )


if __name__ == "__main__":
    main()
