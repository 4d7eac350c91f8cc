"""Points as steps: scales whose steps are worth one point each, and gates."""

import datetime as dt

import numpy as np
import pytest

from benchlib.compare.uncertainty.steps import Steps, steps

DAY = dt.date(2026, 1, 1)
TWO = Steps(np.array([3.0, 1.0]), np.array([[0.0, 1, 2, 3], [0, 5, 5, 5]]))


def test_scales_of_the_framework(framework):
    got = steps(framework, DAY)
    assert [framework.indicators[key].input for key in np.array(list(framework.indicators))[got.unequal]] == ["gate"]
    assert got.top.tolist() == [1.0] + [5.0] * 30


@pytest.mark.parametrize(
    ("points", "up", "down"),
    [
        ([0, 0], [1, 5], [0, 0]),
        ([1, 5], [2, 5], [0, 0]),
        ([3, 5], [3, 5], [2, 0]),
        ([1.5, 2.5], [2, 5], [1, 0]),
        ([2 - 1e-12, 5 - 1e-12], [3, 5], [1, 0]),
        ([2 + 1e-12, 0 + 1e-12], [3, 5], [1, 0]),
        ([np.nan, np.nan], [np.nan, np.nan], [np.nan, np.nan]),
    ],
)
def test_one_step_up_and_down(points, up, down):
    column = np.array(points, dtype=float)[:, None]
    np.testing.assert_allclose(TWO.moved(column, 1)[:, 0], up)
    np.testing.assert_allclose(TWO.moved(column, -1)[:, 0], down)


def test_points_and_steps_go_back_and_forth():
    points = np.array([[0.0, 1.5, 3.0], [0.0, 2.5, 5.0]])
    assert TWO.of(points).tolist() == [[0, 1.5, 3], [0, 0.5, 1]]
    np.testing.assert_array_equal(TWO.points(TWO.of(points)), points)
