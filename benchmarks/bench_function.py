"""The cluster function beside statsmodels' state-space models in a loop over series. Prints a line each.

python benchmarks/bench_function.py [SERIES THAT THE LOOP RUNS]

The loops take too long for all series; their seconds are those of some, times as many as there are. Both must agree on
the states of those, and on the parameters estimated from them.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from scipy import optimize
from statsmodels.tsa.statespace.mlemodel import MLEModel

from benchlib.compare.function import driver, estimation, kalman, simulation
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import NAMES, Parameters
from benchlib.rules import loading

T = TypeVar("T")

UNITS, WAVES = 1226, 15
TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
MISSING = simulation.Missing(0.05, 0.12, 7)


def panel() -> Measurements:
    return simulation.draw(np.random.default_rng(1), TRUTH, (UNITS, WAVES), (3.0, 6.0), MISSING).measurements


def timed(call: Callable[[], T], times: int = 1) -> tuple[T, float]:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return result, min(seconds)


def models(measurements: Measurements, looped: int) -> list[MLEModel]:
    """Series in statsmodels: two measurements of one state."""
    pairs = zip(measurements.q[:looped], measurements.v[:looped], strict=True)
    made = [MLEModel(np.column_stack(pair), k_states=1) for pair in pairs]
    for one, s in zip(made, measurements.s[:looped], strict=True):
        one["transition"], one["selection"] = np.eye(1), np.eye(1)
        one.noise = np.zeros((2, 2, WAVES))
        one.respondents = np.nan_to_num(s) ** 2
    return made


def given(one: MLEModel, coefficients: np.ndarray) -> MLEModel:
    """A series with the coefficients m0, P0, variances of step and of q's error, a, b, variance of v's error."""
    m0, first, step, error_q, a, b, error_v = coefficients
    one.noise[0, 0], one.noise[1, 1] = error_q, error_v + one.respondents
    one["design"], one["obs_intercept"] = np.array([[1.0], [b]]), np.array([0.0, a])
    one["obs_cov"], one["state_cov"] = one.noise, np.array([[step]])
    one.initialize_known(np.array([m0]), np.array([[first]]))
    return one


def of_filter(measurements: Measurements, looped: int) -> None:
    ours, seconds = timed(lambda: kalman.filtered(measurements, TRUTH), 5)
    series = [given(one, TRUTH.coefficients) for one in models(measurements, looped)]
    theirs, some = timed(lambda: [one.ssm.filter() for one in series], 3)
    states = np.array([one.filtered_state[0] for one in theirs])
    gap = np.abs(states - ours.estimate[:looped]).max()
    loop = some / looped * UNITS
    print(
        f"filter, {UNITS:,} x {WAVES}: {seconds * 1000:.1f} ms; statsmodels in a loop {loop:.2f} s, "
        f"ratio {loop / seconds:.0f}; largest difference {gap:.1e}"
    )


def searched(measurements: Measurements, looped: int) -> np.ndarray:
    """Parameters as one would look for them with statsmodels and scipy, from the truth on."""
    series = models(measurements, looped)
    logs = np.array([False, True, True, True, False, False, True])

    def down(x: np.ndarray) -> float:
        coefficients = np.where(logs, np.exp(np.where(logs, x, 0)), x)
        return -sum(given(one, coefficients).ssm.loglike() for one in series) / looped

    start = np.where(logs, np.log(np.where(logs, TRUTH.coefficients, 1)), TRUTH.coefficients)
    x = optimize.minimize(down, start, method="BFGS").x
    deviations = np.exp(x / np.where(np.array(NAMES) == "P0", 1, 2))
    return np.where(logs, deviations, x)


def of_fit(measurements: Measurements, looped: int) -> None:
    found, seconds = timed(lambda: estimation.fit(measurements), 3)
    distance = np.abs((found.parameters.array - TRUTH.array) / found.se.array).max()
    theirs, some = timed(lambda: searched(measurements, looped))
    parts = (one[:looped] for one in (measurements.units, measurements.q, measurements.v, measurements.s))
    units, q, v, s = parts
    ours = estimation.fit(Measurements(units, measurements.years, q, v, s))
    gap = np.abs((ours.parameters.array - theirs) / ours.se.array).max()
    loop = some / looped * UNITS
    print(
        f"fit with standard errors, {UNITS:,} x {WAVES}: {seconds:.2f} s, no parameter further than {distance:.1f} "
        f"standard errors from the truth; statsmodels in a loop under BFGS, without standard errors, {loop:.0f} s, "
        f"ratio {loop / seconds:.0f}; largest difference {gap:.4f} standard errors"
    )


def of_everything(measurements: Measurements) -> None:
    _, seconds = timed(lambda: driver.run(measurements, loading.competitiveness(), "cluster"))
    print(f"all tables, with an estimate after every wave: {seconds:.2f} s")


def main(looped: int) -> None:
    measurements = panel()
    of_filter(measurements, looped)
    of_fit(measurements, looped)
    of_everything(measurements)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
