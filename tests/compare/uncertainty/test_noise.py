"""Noise on weights: bounds, means and variances of what is drawn."""

import numpy as np
import pytest

from benchlib.compare.uncertainty.design import Noise
from benchlib.compare.uncertainty.noise import moved

DRAWS = 40_000


@pytest.fixture(scope="module")
def uniform() -> np.ndarray:
    return np.random.default_rng(5).random((DRAWS, 8))


def test_uniform_noise_by_level(small, uniform):
    tree = small().tree
    got = moved(tree.weight, uniform, Noise(uniform={1: 0.25}), tree)
    ratio = got[:, :7] / tree.weight[:7]
    assert (ratio[:, 5:] == 1).all()
    assert (ratio[:, :5] >= 0.75).all()
    assert (ratio[:, :5] < 1.25).all()
    np.testing.assert_allclose(ratio[:, :5].mean(axis=0), 1, atol=0.003)
    np.testing.assert_allclose(ratio[:, :5].std(axis=0), 0.25 / np.sqrt(3), rtol=0.02)
    np.testing.assert_allclose(ratio[:, 1], 0.75 + 0.5 * uniform[:, 1])


def test_shares_under_dirichlet_noise_have_its_mean_and_variance(small, uniform):
    tree, concentration = small().tree, 20.0
    got = moved(tree.weight, uniform, Noise(dirichlet=concentration), tree)
    for positions in tree.children.values():
        shares = got[:, positions] / got[:, positions].sum(axis=1, keepdims=True)
        nominal = tree.weight[positions] / tree.weight[positions].sum()
        np.testing.assert_allclose(shares.mean(axis=0), nominal, atol=0.003)
        expected = nominal * (1 - nominal) / (concentration + 1)
        np.testing.assert_allclose(shares.var(axis=0), expected, rtol=0.04)


def test_a_weight_of_nothing_stays_nothing(small, uniform):
    tree = small().tree
    weights = np.where(np.arange(8) == 1, 0.0, tree.weight)
    for noise in (Noise(uniform=0.5), Noise(dirichlet=3.0)):
        got = moved(weights, uniform[:10], noise, tree)
        assert (got[:, 1] == 0).all()
        assert (got[:, 0] > 0).all()
