"""Ranks: 1 is best, ties share the mean, a tolerance of 1e-9 of the range, nan left out, many cases at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchlib.compare.index.ranks import ranks


def of(*values: float) -> list[float]:
    return ranks(np.array(values)[:, None])[:, 0].tolist()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((5.0, 7.0, 6.0), [3, 1, 2]),
        ((5.0, 7.0, 7.0, 1.0), [3, 1.5, 1.5, 4]),
        ((2.0, 2.0, 2.0), [2, 2, 2]),
        ((0.0, 1.0, 1.0 - 0.9e-9), [3, 1.5, 1.5]),
        ((0.0, 1.0, 1.0 - 1.1e-9), [3, 1, 2]),
        ((0.0, 1.0, 1.0 - 0.9e-9, 1.0 - 1.8e-9), [4, 2, 2, 2]),
        ((4.0,), [1]),
    ],
)
def test_ranks_of_a_column(values, expected):
    assert of(*values) == expected


def test_missing_values_have_no_rank_and_take_none():
    np.testing.assert_equal(of(np.nan, 3.0, np.nan, 4.0, 3.0), [np.nan, 2.5, np.nan, 1.0, 2.5])
    np.testing.assert_equal(of(np.nan, np.nan), [np.nan, np.nan])


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=30))
def test_ranks_are_those_of_scipy_from_the_other_end(values):
    assert of(*map(float, values)) == stats.rankdata(-np.array(values)).tolist()


def test_cases_are_ranked_like_one_by_one():
    values = np.random.default_rng(3).integers(0, 4, (5, 7, 3)).astype(float)
    values[1, 2, 0] = np.nan
    np.testing.assert_equal(ranks(values), np.stack([ranks(case) for case in values]))


def test_a_matrix_in_columns_stays_one():
    assert ranks(np.asfortranarray(np.eye(4))).flags.f_contiguous
