"""Weights learned from children: a fixed sign, equal importance, and refusals in words."""

import numpy as np
import pytest
from statsmodels.multivariate.pca import PCA

from benchlib.compare.index import weighting


def factor(seed: int = 1, loadings: tuple[float, ...] = (0.9, 0.7, 0.4, 0.8), n: int = 200) -> np.ndarray:
    """Children of one common factor, each on a scale of its own."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    return (np.array(loadings) * common + rng.normal(size=(n, len(loadings))) * 0.5) * np.array([1, 10, 0.1, 5.0])


def importance(children: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.corrcoef(np.column_stack([children, children @ weights]), rowvar=False)[-1, :-1] ** 2


def test_pca_is_that_of_statsmodels():
    children = factor()
    loadings = PCA(children, standardize=True).loadings[:, 0]
    np.testing.assert_allclose(weighting.pca(children), loadings / loadings.sum(), rtol=1e-8)
    assert weighting.pca(children).sum() == pytest.approx(1)
    assert (weighting.pca(children) > 0).all()


def test_the_sign_does_not_depend_on_order_scale_or_rows():
    children = factor()
    weights = weighting.pca(children)
    np.testing.assert_allclose(weighting.pca(children[::-1, ::-1])[::-1], weights)
    np.testing.assert_allclose(weighting.pca(children * [3, 0.1, 7, 1] + 5), weights)


def test_a_child_against_the_component_gets_nothing():
    children = factor() * [1, 1, -1, 1]
    weights = weighting.pca(children)
    assert weights[2] == 0
    assert (weights[[0, 1, 3]] > 0).all()


def test_two_children_weigh_the_same_even_where_they_oppose():
    children = factor()[:, :2]
    np.testing.assert_allclose(weighting.pca(children), [0.5, 0.5])
    np.testing.assert_allclose(weighting.pca(children * [1, -1]), [0.5, 0.5])


def test_rows_with_a_gap_teach_nothing():
    children = factor()
    gaps = np.vstack([children, [[np.nan, 1e6, 1e6, -1e6]]])
    np.testing.assert_allclose(weighting.pca(gaps), weighting.pca(children))
    np.testing.assert_allclose(weighting.optimised(gaps), weighting.optimised(children))


@pytest.mark.parametrize("seed", range(5))
def test_optimised_weights_give_each_child_the_same_importance(seed):
    children = factor(seed, (0.6, 0.5, 0.4, 0.5))
    weights = weighting.optimised(children)
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(1)
    assert np.ptp(importance(children, weights)) < 1e-9


def test_optimised_weights_by_hand():
    """Two children: weights are the inverse of the standard deviations."""
    children = factor()[:, :2]
    inverse = 1 / children.std(axis=0)
    np.testing.assert_allclose(weighting.optimised(children), inverse / inverse.sum())


def test_optimised_weights_are_never_negative():
    """A child that carries the common factor almost alone is important enough without a weight."""
    rng = np.random.default_rng(4)
    parts = rng.normal(size=(500, 3))
    children = np.column_stack([parts, parts.sum(axis=1) + 0.3 * rng.normal(size=500)])
    weights = weighting.optimised(children)
    reached = importance(children, weights)
    assert weights[3] == 0
    assert np.ptp(reached[:3]) < 1e-9
    assert reached[3] > reached[0]
    assert np.ptp(reached) < np.ptp(importance(children, np.full(4, 0.25)))


def test_optimised_weights_leave_no_better_smallest_importance():
    children = np.random.default_rng(7).normal(size=(60, 5)) @ np.random.default_rng(8).normal(size=(5, 5))
    best = np.sqrt(importance(children, weighting.optimised(children))).min()
    tried = np.random.default_rng(9).dirichlet(np.ones(5), 2000) / children.std(axis=0)
    correlation = [np.corrcoef(np.column_stack([children, children @ w]), rowvar=False)[-1, :-1].min() for w in tried]
    assert max(correlation) <= best + 1e-9


def test_children_that_say_the_same_share_a_weight():
    children = factor()[:, [0, 0, 1]]
    weights = weighting.optimised(children)
    assert np.ptp(importance(children, weights)) < 1e-9


def test_children_that_cancel_each_other_cannot_be_equally_important():
    one = factor()[:, :1]
    with pytest.raises(weighting.NotLearned, match="no weights of 0 or more"):
        weighting.optimised(np.hstack([one, -one]))


@pytest.mark.parametrize("learn", [weighting.pca, weighting.optimised])
@pytest.mark.parametrize(
    ("children", "words"),
    [
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "only 2 units"),
        (np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 4.0]]), "only 2 units"),
        (np.array([[1.0, 2.0], [2.0, 2.0], [3.0, 2.0]]), "same score for every unit"),
    ],
)
def test_too_little_to_learn_from(learn, children, words):
    with pytest.raises(weighting.NotLearned, match=words):
        learn(children)


@pytest.mark.parametrize("learn", [weighting.pca, weighting.optimised])
def test_one_child_has_all_the_weight(learn):
    np.testing.assert_allclose(learn(np.array([[1.0], [2.0], [4.0]])), [1.0])


def test_noise_stays_within_its_share():
    noisy = weighting.noisy(np.array([1.0, 4.0, np.nan]), 0.25, 5000, np.random.default_rng(1))
    assert noisy.shape == (5000, 3)
    assert noisy[:, 0].min() == pytest.approx(0.75, abs=0.001)
    assert noisy[:, 1].max() == pytest.approx(5.0, abs=0.01)
    assert noisy[:, 0].mean() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("method", "left"),
    [("given", [0.25, 0.75]), ("equal", [0.5, 0.5]), ("pca", [0.5, 0.5])],
)
def test_weights_of_an_index(run, method, left):
    weights = run({"weights": method}).weights.set_index("node")["weight"]
    np.testing.assert_allclose(weights[["a", "b"]], left)
    assert weights[["left", "right"]].sum() == pytest.approx(1)


def test_noise_from_a_seed(run):
    one, again, other = (run({"weights": {"noise": {"seed": seed}}}).weights["weight"] for seed in (1, 1, 2))
    assert one.tolist() == again.tolist()
    assert one.tolist() != other.tolist()
