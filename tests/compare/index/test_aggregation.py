"""Means and Copeland by hand and beside scipy; missing children, thresholds, a method for each node, many draws."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from benchlib.compare.index import aggregation as agg
from benchlib.compare.index import weighting
from benchlib.compare.index.structure import NONE, Tree

NAN = np.nan
VALUES = np.random.default_rng(1).uniform(1, 100, (20, 4))
WEIGHTS = np.array([1.0, 2.0, 0.5, 3.0])


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (agg.amean, lambda x, w: np.average(x, axis=1, weights=w)),
        (agg.gmean, lambda x, w: stats.gmean(x, axis=1, weights=w)),
        (agg.hmean, lambda x, w: stats.hmean(x, axis=1, weights=w)),
        (lambda x, w: agg.genmean(x, w, 0.5), lambda x, w: stats.pmean(x, 0.5, axis=1, weights=w)),
        (lambda x, w: agg.genmean(x, w, -2), lambda x, w: stats.pmean(x, -2, axis=1, weights=w)),
        (lambda x, w: agg.genmean(x, w, 0), lambda x, w: stats.gmean(x, axis=1, weights=w)),
    ],
    ids=["amean", "gmean", "hmean", "p = 1/2", "p = -2", "p = 0"],
)
def test_means_are_those_of_numpy_and_scipy(mean, expected):
    np.testing.assert_allclose(mean(VALUES, WEIGHTS), expected(VALUES, WEIGHTS), rtol=1e-13)


@pytest.mark.parametrize("mean", [agg.amean, agg.gmean, agg.hmean])
def test_missing_children_leave_their_weight_to_the_others(mean):
    values = np.array([[2.0, NAN, 8.0], [NAN, NAN, NAN], [NAN, 5.0, NAN]])
    weights = np.array([1.0, 7.0, 3.0])
    expected = mean(values[:1, [0, 2]], weights[[0, 2]])[0]
    np.testing.assert_allclose(mean(values, weights), [expected, NAN, 5.0])


def test_no_weight_among_what_is_present_is_missing():
    np.testing.assert_equal(agg.amean(np.array([[2.0, NAN], [2.0, 4.0]]), np.array([0.0, 1.0])), [NAN, 4.0])
    np.testing.assert_equal(agg.amean(np.array([[2.0]]), np.array([0.0])), [NAN])


@given(
    arrays.arrays(float, (5, 3), elements=st.floats(0.01, 100)),
    arrays.arrays(float, 3, elements=st.floats(0.01, 10)),
)
def test_means_are_in_their_order_and_between_the_extremes(values, weights):
    smallest, largest = values.min(axis=1), values.max(axis=1)
    order = [smallest, agg.hmean(values, weights), agg.gmean(values, weights), agg.amean(values, weights), largest]
    for lower, higher in itertools.pairwise(order):
        assert (lower <= higher * (1 + 1e-9)).all()


def by_pairs(values: np.ndarray, weights: np.ndarray) -> list[float]:
    """Wins less losses, each pair looked at for itself."""
    scores = []
    for one in values:
        score = 0.0
        for other in values:
            net = sum(w * np.sign(a - b) for w, a, b in zip(weights, one, other, strict=True) if not np.isnan(a - b))
            score += np.sign(round(net, 9))
        scores.append(score)
    return scores


def test_copeland_by_hand():
    values = np.array([[3.0, 1.0, 2.0], [2.0, 2.0, 1.0], [1.0, 3.0, 3.0]])
    assert agg.copeland(values, np.ones(3)).tolist() == [0, -2, 2]
    assert agg.copeland(values, np.array([1.0, 0.2, 0.2])).tolist() == [2, 0, -2]


def test_copeland_of_a_tie_in_weight_is_nobodys():
    values = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, 1.0]])
    assert agg.copeland(values, np.array([0.3, 0.1, 0.2])).tolist() == [0, 0]


@pytest.mark.parametrize("cells", [1, 100, 1 << 18])
def test_copeland_as_pair_by_pair(cells, monkeypatch):
    monkeypatch.setattr(agg, "CELLS", cells)
    values = np.random.default_rng(2).integers(0, 5, (17, 4)).astype(float)
    values[np.random.default_rng(3).random(values.shape) < 0.15] = NAN
    values[5] = 3.0
    assert agg.copeland(values, WEIGHTS).tolist() == by_pairs(values, WEIGHTS)


def test_copeland_without_any_child_is_missing():
    result = agg.copeland(np.array([[NAN, NAN], [1.0, 2.0], [2.0, 3.0]]), np.ones(2))
    np.testing.assert_equal(result, [NAN, -1.0, 1.0])
    assert np.isnan(agg.copeland(np.ones((2, 1)), np.zeros(1))).all()


@pytest.mark.parametrize("mean", [agg.amean, agg.gmean, agg.hmean, agg.copeland])
def test_many_draws_at_once(mean):
    rng = np.random.default_rng(4)
    draws, cases = rng.uniform(0.1, 1, (6, 4)), rng.uniform(1, 9, (6, 10, 4))
    cases[2, 3, 1] = NAN
    by_weights = mean(VALUES, draws)
    by_values = mean(cases, WEIGHTS)
    by_both = mean(cases, draws)
    assert by_weights.shape == (6, 20)
    for draw in range(6):
        np.testing.assert_allclose(by_weights[draw], mean(VALUES, draws[draw]))
        np.testing.assert_allclose(by_values[draw], mean(cases[draw], WEIGHTS))
        np.testing.assert_allclose(by_both[draw], mean(cases[draw], draws[draw]))


TREE = Tree(
    codes=("a", "b", "c", "left", "right", "top"),
    level=np.array([1, 1, 1, 2, 2, 3]),
    parent=np.array([3, 4, 3, 5, 5, NONE]),
    weight=np.array([1.0, 1.0, 3.0, 2.0, 1.0, NAN]),
    direction=np.ones(3),
    goalposts=np.full((2, 3), NAN),
    target=np.full(3, NAN),
    denominator=("", "", ""),
)


def test_a_tree_level_by_level_with_a_method_for_each_node():
    values = np.array([[1.0, 9.0, 4.0], [2.0, 5.0, 8.0]])
    plan = agg.Plan({3: "gmean", 4: "amean", 5: "hmean"})
    scores = agg.scores(values, TREE, plan, weighting.fixed(TREE.weight, TREE))
    left = (values[:, 0] * values[:, 2] ** 3) ** 0.25
    np.testing.assert_allclose(scores[3], left)
    np.testing.assert_allclose(scores[4], values[:, 1])
    np.testing.assert_allclose(scores[5], 3 / (2 / left + 1 / values[:, 1]))


def test_a_tree_for_many_draws_of_weights():
    values = np.random.default_rng(5).uniform(1, 9, (7, 3))
    draws = np.random.default_rng(6).uniform(0.5, 1, (4, 6))
    plan = agg.Plan({3: "gmean", 4: "amean", 5: "copeland"})
    together = agg.scores(values, TREE, plan, weighting.fixed(draws, TREE))
    for draw in range(4):
        alone = agg.scores(values, TREE, plan, weighting.fixed(draws[draw], TREE))
        for node in TREE.aggregates:
            np.testing.assert_allclose(together[node][draw], alone[node])


def test_below_a_share_of_children_the_node_is_missing():
    values = np.array([[1.0, 9.0, NAN], [2.0, NAN, 8.0]])
    for share, left, top in (
        (0.0, [1, 6.5], [11 / 3, 6.5]),
        (0.5, [1, 6.5], [11 / 3, 6.5]),
        (0.6, [NAN, 6.5], [9, 6.5]),
    ):
        plan = agg.Plan(dict.fromkeys(TREE.aggregates, "amean"), minimum_share=share)
        scores = agg.scores(values, TREE, plan, weighting.fixed(TREE.weight, TREE))
        np.testing.assert_allclose(scores[3], left)
        expected = [NAN, NAN] if share == 0.6 else top
        np.testing.assert_allclose(scores[5], expected)


def test_copeland_compares_within_a_year(run, drawn):
    _, meta = drawn
    panel = "unit,year,a,b,c,d\nx,1,1,1,1,1\ny,1,2,2,2,2\nx,2,9,9,9,9\ny,2,8,8,8,8\n"
    meta = meta.replace("den_people", "").replace("b,1,left,3,-1", "b,1,left,3,1")
    index = run({"aggregate": "copeland"}, data=panel, meta=meta)
    assert index.aggregated["top"].tolist() == [-1, 1, 1, -1]
