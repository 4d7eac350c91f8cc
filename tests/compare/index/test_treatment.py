"""Outliers: one point at a time, at the end the skew points to, until the column passes; otherwise a logarithm."""

import numpy as np
import pytest

from benchlib.compare.index.configuration import Treat
from benchlib.compare.index.moments import skew_kurtosis
from benchlib.compare.index.treatment import fails, shifted_log, treat, winsorise

SPEC = Treat()
CALM = np.arange(1.0, 21.0)


def column(*values: float) -> np.ndarray:
    return np.concatenate([CALM, values])[:, None]


def step_by_step(values: np.ndarray, spec: Treat) -> tuple[np.ndarray, int, int]:
    """The rule as one would do it by hand on a sorted list."""
    known = np.sort(values[~np.isnan(values)])
    low = high = 0
    for _ in range(spec.winsorise_at_most):
        clipped = np.clip(values, known[low], known[-1 - high])
        skew, kurtosis = (part[0] for part in skew_kurtosis(clipped[:, None]))
        if not (abs(skew) > spec.skew and kurtosis > spec.kurtosis):
            break
        low, high = (low + 1, high) if skew < 0 else (low, high + 1)
    return np.clip(values, known[low], known[-1 - high]), low, high


def test_a_calm_column_is_left_alone():
    done = treat(CALM[:, None], SPEC)
    np.testing.assert_array_equal(done.numbers, CALM[:, None])
    assert (done.low[0], done.high[0], done.logarithm[0], done.passes[0]) == (0, 0, False, True)


def test_one_outlier_is_drawn_in_to_the_next_value():
    done = treat(column(500.0), SPEC)
    assert done.numbers[-1, 0] == 20.0
    assert (done.low[0], done.high[0], done.logarithm[0], done.passes[0]) == (0, 1, False, True)


def test_an_outlier_at_the_low_end():
    done = treat(column(-500.0), SPEC)
    assert done.numbers[-1, 0] == 1.0
    assert (done.low[0], done.high[0]) == (1, 0)


def test_it_stops_as_soon_as_the_column_passes():
    values = column(30.0, 400.0)
    done = treat(values, SPEC)
    assert done.high[0] == 1
    assert done.numbers[-1, 0] == 30.0
    assert fails(values, SPEC)[0][0]
    assert not fails(done.numbers, SPEC)[0][0]


def test_equal_points_count_one_by_one():
    values = np.concatenate([np.full(95, 1.0), CALM[:5] / 10, np.full(4, 50.0)])[:, None]
    drawn_in, low, high = winsorise(values, SPEC)
    assert high[0] == 4
    assert low[0] == 1
    assert drawn_in.max() == 1.0


def test_more_outliers_than_allowed_become_a_logarithm_of_the_untreated_values():
    values = np.concatenate([np.arange(100.0), np.full(6, 5000.0)])[:, None]
    done = treat(values, SPEC)
    assert done.logarithm[0]
    assert (done.low[0], done.high[0]) == (0, 0)
    np.testing.assert_allclose(done.numbers[:, 0], np.log(values[:, 0] - 0 + 0.01 * 5000))


def test_without_a_logarithm_the_drawn_in_values_stay_and_the_failure_is_told():
    values = np.concatenate([np.arange(100.0), np.full(7, 5000.0)])[:, None]
    done = treat(values, Treat(then=None))
    assert not done.logarithm[0]
    assert not done.passes[0]
    assert done.high[0] == 5


def test_no_winsorising_goes_straight_to_the_logarithm():
    done = treat(column(500.0), Treat(winsorise_at_most=0))
    assert done.logarithm[0]
    np.testing.assert_allclose(done.numbers[0, 0], np.log(0.01 * 499))


def test_missing_values_stay_missing():
    values = column(np.nan, 500.0)
    done = treat(values, SPEC)
    assert np.isnan(done.numbers[-2, 0])
    assert done.numbers[-1, 0] == 20.0


def test_shifted_log_by_hand():
    np.testing.assert_allclose(shifted_log(np.array([[2.0], [4.0], [12.0]]))[:, 0], np.log([0.1, 2.1, 10.1]))
    assert np.isnan(shifted_log(np.full((3, 1), 5.0))).all()


@pytest.mark.parametrize("seed", range(12))
def test_as_step_by_step(seed):
    rng = np.random.default_rng(seed)
    values = np.round(rng.standard_t(2, size=(rng.integers(4, 60), 6)), 1)
    values[rng.random(values.shape) < 0.1] = np.nan
    drawn_in, low, high = winsorise(values, SPEC)
    for place in range(values.shape[1]):
        expected, below, above = step_by_step(values[:, place], SPEC)
        np.testing.assert_array_equal(drawn_in[:, place], expected)
        assert (low[place], high[place]) == (below, above)


def test_cases_at_once():
    values = np.random.default_rng(5).standard_t(2, size=(4, 40, 3))
    together = treat(values, SPEC)
    for case in range(4):
        alone = treat(values[case], SPEC)
        np.testing.assert_array_equal(together.numbers[case], alone.numbers)
        np.testing.assert_array_equal(together.high[case], alone.high)


@pytest.mark.parametrize("values", [[[1.0]], [[1.0], [2.0]], [[1.0], [1.0], [900.0]], [[np.nan], [np.nan]]])
def test_too_few_values_are_never_treated(values):
    done = treat(np.array(values), SPEC)
    np.testing.assert_array_equal(done.numbers, values)
    assert done.passes[0]
