"""Quantiles that occur, and the order of pairs, beside the same counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from benchlib.compare.uncertainty import intervals

SHARES = (0.05, 0.5, 0.95)


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=st.integers(-9, 9)))
def test_quantiles_are_those_of_the_inverted_distribution(values):
    expected = np.quantile(values, SHARES, axis=0, method="inverted_cdf")
    np.testing.assert_array_equal(intervals.quantiles(values, SHARES), expected)


def test_twenty_cases_reach_five_percent_with_the_first():
    values = np.arange(20.0)[::-1, None]
    assert intervals.quantiles(values, SHARES)[:, 0].tolist() == [0, 9, 18]


def test_missing_values_are_left_out_of_quantiles():
    values = np.array([[np.nan, np.nan], [4.0, np.nan], [2.0, np.nan]])
    got = intervals.quantiles(values, SHARES)
    assert got[:, 0].tolist() == [2, 2, 4]
    assert np.isnan(got[:, 1]).all()


def counted(ranks: np.ndarray) -> np.ndarray:
    n = ranks.shape[1]
    result = np.full((n, n), np.nan)
    for i in range(n):
        for j in range(n):
            both = ~np.isnan(ranks[:, i]) & ~np.isnan(ranks[:, j])
            if both.any():
                one, other = ranks[both, i], ranks[both, j]
                result[i, j] = np.mean((one < other) + 0.5 * (one == other))
    return result


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 20), st.integers(1, 6)),
        elements=st.sampled_from([1.0, 1.5, 2.0, 3.0, 3.5, np.nan]),
    )
)
def test_order_is_the_share_of_cases_ahead(ranks):
    np.testing.assert_allclose(intervals.ahead(ranks), counted(ranks), rtol=0, atol=1e-12)


@pytest.mark.parametrize("missing", [False, True])
def test_order_of_more_cases_than_eight_bits_can_count(missing):
    rng = np.random.default_rng(1)
    ranks = rng.integers(1, 5, (700, 9)).astype(np.float32) / 2 + 0.5
    if missing:
        ranks[rng.random(ranks.shape) < 0.1] = np.nan
    np.testing.assert_allclose(intervals.ahead(ranks), counted(ranks), rtol=0, atol=1e-12)


def test_order_is_the_same_in_small_blocks_of_units(monkeypatch):
    ranks = np.random.default_rng(2).permuted(np.tile(np.arange(1, 12, dtype=np.float32), (300, 1)), axis=1)
    whole = intervals.ahead(ranks)
    monkeypatch.setattr(intervals, "COMPARED", 1)
    np.testing.assert_array_equal(intervals.ahead(ranks), whole)
    np.testing.assert_allclose(whole + whole.T, 1)
