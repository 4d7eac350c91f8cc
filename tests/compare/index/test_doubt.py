"""Benefit of the doubt beside one plain linear programme a unit, and by hand."""

import numpy as np
import pytest
from scipy.optimize import linprog

from benchlib.compare.index import doubt


def plain(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """The score of each unit from a programme of its own with every constraint."""
    n, c = values.shape
    scores = []
    for own in values:
        bounds = [np.eye(c) * own - high * own, low * own - np.eye(c) * own]
        rows = np.vstack([values, *bounds])
        scores.append(-linprog(-own, A_ub=rows, b_ub=np.append(np.ones(n), np.zeros(2 * c))).fun)
    return np.array(scores)


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.0, 0.5), (0.1, 1.0), (0.05, 0.4)])
@pytest.mark.parametrize("shape", [(40, 4), (7, 5), (300, 3)])
def test_as_one_programme_a_unit(shape, bounds):
    values = np.random.default_rng(1).uniform(1, 100, shape)
    weights = doubt.weights(values, *bounds)
    scores = (weights * values).sum(axis=1)
    np.testing.assert_allclose(scores, plain(values, *bounds), atol=1e-9)
    assert (weights >= 0).all()
    assert (weights @ values.T).max() <= 1 + 1e-9
    shares = weights * values / scores[:, None]
    assert shares.min() >= bounds[0] - 1e-9
    assert shares.max() <= bounds[1] + 1e-9


def test_by_hand():
    """The best on either child is at 1; (1, 1) is halfway to the line between them."""
    values = np.array([[4.0, 0.0], [0.0, 2.0], [2.0, 0.5]])
    np.testing.assert_allclose(doubt.weights(values), [[0.25, 0], [0, 0.5], [0.25, 0.5]], atol=1e-9)


def test_the_unit_of_a_child_does_not_matter():
    values = np.random.default_rng(2).uniform(1, 9, (30, 3))
    one, other = doubt.weights(values), doubt.weights(values * [1e6, 1, 1e-6])
    np.testing.assert_allclose((one * values).sum(axis=1), (other * values * [1e6, 1, 1e-6]).sum(axis=1), atol=1e-9)


def test_a_missing_value_takes_no_weight():
    values = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, np.nan], [np.nan, np.nan]])
    weights = doubt.weights(values)
    assert weights[2, 1] == 0
    assert weights[2, 0] * 2 == pytest.approx(0.5)
    assert weights[3].tolist() == [0, 0]


def test_a_lower_bound_lets_nobody_live_without_a_child():
    weights = doubt.weights(np.array([[4.0, 0.0], [1.0, 4.0]]), 0.1, 1.0)
    np.testing.assert_allclose(weights[0], [0, 0], atol=1e-9)


def test_one_unit_all_zero_and_one_child():
    assert doubt.weights(np.array([[3.0, 0.0]])) @ [3.0, 0.0] == pytest.approx([1.0])
    assert doubt.weights(np.zeros((3, 2))).tolist() == [[0, 0]] * 3
    np.testing.assert_allclose(doubt.weights(np.array([[2.0], [4.0]])), [[0.25], [0.25]])


def test_bounds_that_what_is_there_cannot_keep():
    with pytest.raises(doubt.NotSolved, match="too few values"):
        doubt.weights(np.array([[1.0, 2.0, 3.0], [1.0, np.nan, np.nan]]), 0.0, 0.5)


def test_in_an_index(run):
    index = run({"weights": {"bod": {"shares": [0.0, 0.8]}}})
    assert index.aggregated[["left", "right", "top"]].max().max() <= 1 + 1e-9
    assert index.weights["weight"].isna().all()
    left = index.unit_weights.query("parent == 'left'").pivot(index="unit", columns="node", values="share")
    kept = left.dropna()
    np.testing.assert_allclose(kept.sum(axis=1), 1)
    assert kept.max().max() <= 0.8 + 1e-9
    weight = index.unit_weights.query("parent == 'left'").pivot(index="unit", columns="node", values="weight")
    score = (weight * index.normalised[["a", "b"]]).sum(axis=1)
    np.testing.assert_allclose(score[index.aggregated.index], index.aggregated["left"])
