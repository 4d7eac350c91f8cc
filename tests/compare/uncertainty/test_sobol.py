"""Sobol indices beside published values, closed forms and an analysis of variance by brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.compare.uncertainty import sobol

A, B = 7.0, 0.1  # of the Ishigami function
# Ishigami and Homma 1990: variances of the terms, from the integrals over [-pi, pi]
ONE = (1 + B * np.pi**4 / 5) ** 2 / 2
TWO = A**2 / 8
ONE_THREE = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
ISHIGAMI_V = ONE + TWO + ONE_THREE
FIRST = np.array([ONE, TWO, 0.0]) / ISHIGAMI_V
TOTAL = np.array([ONE + ONE_THREE, TWO, ONE_THREE]) / ISHIGAMI_V
G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])  # of Sobol's g function


def ishigami(numbers: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * numbers - 1)
    return (np.sin(x[0]) + A * np.sin(x[1]) ** 2 + B * x[2] ** 4 * np.sin(x[0]))[None]


def g_function(numbers: np.ndarray) -> np.ndarray:
    return np.prod((np.abs(4 * numbers - 2) + G[:, None]) / (1 + G[:, None]), axis=0)[None]


def grid(function, levels: int, factors: int) -> np.ndarray:
    """Values at the middles of equal parts of each factor's range, an axis a factor."""
    middles = (np.arange(levels) + 0.5) / levels
    points = np.array(np.meshgrid(*[middles] * factors, indexing="ij"))
    return function(points.reshape(factors, -1)).reshape(*[levels] * factors, 1)


def test_the_values_of_the_ishigami_function_are_the_published_ones():
    np.testing.assert_allclose(FIRST, [0.3139, 0.4424, 0], atol=5e-5)
    np.testing.assert_allclose(TOTAL, [0.5576, 0.4424, 0.2437], atol=5e-5)


def test_full_factorial_of_the_ishigami_function():
    got = sobol.exact(grid(ishigami, 60, 3))
    np.testing.assert_allclose(got.variance, ISHIGAMI_V, rtol=3e-3)
    np.testing.assert_allclose(got.first[:, 0], FIRST, atol=2e-3)
    np.testing.assert_allclose(got.total[:, 0], TOTAL, atol=2e-3)
    np.testing.assert_allclose(got.shares[(0, 2)], TOTAL[2], atol=2e-3)
    assert got.shares[(0, 1, 2)][0] == 0


def test_sample_of_the_ishigami_function():
    drawn = sobol.sampled(ishigami, 3, 2**13, seed=1)
    got = drawn.indices()
    np.testing.assert_allclose(got.first[:, 0], FIRST, atol=0.02)
    np.testing.assert_allclose(got.total[:, 0], TOTAL, atol=0.02)
    (first_low, first_high), (total_low, total_high) = drawn.bounds(0, 0.9, 200, seed=1)
    assert ((first_low < got.first[:, 0]) & (got.first[:, 0] < first_high)).all()
    assert ((total_low < got.total[:, 0]) & (got.total[:, 0] < total_high)).all()
    assert (total_high - total_low < 0.08).all()


def g_variances() -> np.ndarray:
    """Variance of each factor's own term: 1 / (3 (1 + a)^2), Saltelli and Sobol 1995."""
    return 1 / (3 * (1 + G) ** 2)


def test_full_factorial_of_the_g_function():
    levels = 8  # the middles of eight parts have a variance of 1/3 - 1/192 where the range has 1/3: |4u - 2| of them
    values = grid(g_function, levels, len(G))
    middles = np.abs(4 * (np.arange(levels) + 0.5) / levels - 2)
    own = g_variances() * 3 * middles.var()
    variance = np.prod(1 + own) - 1
    got = sobol.exact(values)
    np.testing.assert_allclose(got.first[:, 0], own / variance, rtol=1e-10)
    np.testing.assert_allclose(got.total[:, 0], own * (1 + variance) / (1 + own) / variance, rtol=1e-9)
    np.testing.assert_allclose(got.shares[(0, 1)], own[0] * own[1] / variance, rtol=1e-9)
    np.testing.assert_allclose(sum(got.shares.values()), 1)


def test_sample_of_the_g_function():
    own = g_variances()
    variance = np.prod(1 + own) - 1
    got = sobol.sampled(g_function, len(G), 2**13, seed=2).indices()
    np.testing.assert_allclose(got.first[:, 0], own / variance, atol=0.015)
    np.testing.assert_allclose(got.total[:, 0], own * (1 + variance) / (1 + own) / variance, atol=0.015)


def anova(values: np.ndarray) -> dict[tuple[int, ...], np.ndarray]:
    """Share of the sum of squares of each set of factors, by effects: a mean less all effects of its subsets."""
    p = values.ndim - 1
    effects: dict[tuple[int, ...], np.ndarray] = {}
    for size in range(p + 1):
        for subset in itertools.combinations(range(p), size):
            others = tuple(i for i in range(p) if i not in subset)
            effect = values.mean(axis=others, keepdims=True)
            for inner in effects:
                if set(inner) < set(subset):
                    effect = effect - effects[inner]
            effects[subset] = effect
    full = tuple(range(p))
    whole = ((values - effects[()]) ** 2).mean(axis=full)
    sizes = {subset: np.broadcast_to(effect, values.shape) for subset, effect in effects.items() if subset}
    return {subset: (effect**2).mean(axis=full) / whole for subset, effect in sizes.items()}


@given(levels=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_full_factorial_is_the_analysis_of_variance(levels, seed):
    values = np.random.default_rng(seed).normal(size=(*levels, 3)) + 5
    got = sobol.exact(values)
    if np.prod(levels) == 1:
        assert np.isnan(got.first).all()
        return
    expected = anova(values)
    assert got.shares.keys() == expected.keys()
    for subset, share in expected.items():
        np.testing.assert_allclose(got.shares[subset], share, atol=1e-10)
    for factor in range(len(levels)):
        np.testing.assert_allclose(got.first[factor], expected[(factor,)], atol=1e-10)
        involved = sum(share for subset, share in expected.items() if factor in subset)
        np.testing.assert_allclose(got.total[factor], involved, atol=1e-10)


@pytest.mark.parametrize("value", [0.0, 3.0, 1e12, 0.1])
def test_an_output_that_does_not_vary_has_no_indices(value):
    got = sobol.exact(np.full((3, 4, 2), value))
    assert got.variance.tolist() == [0, 0]
    assert np.isnan(got.first).all()
    assert np.isnan(got.total).all()
    drawn = sobol.sampled(lambda numbers: np.full((2, numbers.shape[1]), value), 2, 16, seed=1).indices()
    assert drawn.variance.tolist() == [0, 0]
    assert np.isnan(drawn.total).all()


def test_outputs_keep_apart():
    values = np.stack([np.add.outer(np.arange(3.0), np.zeros(4)), np.add.outer(np.zeros(3), np.arange(4.0))], axis=-1)
    got = sobol.exact(values)
    assert got.first.tolist() == got.total.tolist() == [[1, 0], [0, 1]]


def test_a_seed_gives_the_same_sample_again():
    one, again, other = (sobol.sampled(g_function, 5, 64, seed).indices().total for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
