"""The mean of the middle half of the others and the place among them, beside published examples and scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchlib.compare.participants import typical

NAN = np.nan
FINITE = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: round(x, 3))
COLUMNS = st.lists(st.tuples(st.integers(0, 2), FINITE | st.just(NAN)), min_size=1, max_size=40)


def of(values, groups=None):
    values = np.asarray(values, dtype=float)
    return typical.ordered(values, np.zeros(len(values), dtype=np.int64) if groups is None else np.asarray(groups))


def by_weights(values):
    """The interquartile mean by its definition: how much of each value lies between n/4 and 3n/4."""
    values, n = np.sort(values), len(values)
    places = np.arange(n)
    inside = np.clip(np.minimum(places + 1, 0.75 * n) - np.maximum(places, 0.25 * n), 0, None)
    return float(inside @ values / (n / 2))


@pytest.mark.parametrize(
    ("others", "mean"),
    [
        ([5, 8, 4, 38, 8, 6, 9, 7, 7, 3, 1, 6], 6.5),  # published example, size divisible by four
        ([1, 3, 5, 7, 9, 11, 13, 15, 17], 9.0),  # published example, size not divisible by four
        ([10, 20, 30, 40, 1000], (0.75 * 20 + 30 + 0.75 * 40) / 2.5),
        ([2.0, 4.0], 3.0),
    ],
)
def test_published_examples_for_a_reader_without_a_value(others, mean):
    assert typical.middle(of([*others, NAN]))[-1] == pytest.approx(mean, rel=1e-14)
    assert typical.middle(of([*others, 6.0]))[-1] == pytest.approx(mean, rel=1e-14)  # nor does an own value enter


@given(COLUMNS)
@settings(max_examples=200, deadline=None)
def test_each_reader_is_left_out(rows):
    groups, values = np.array([group for group, _ in rows]), np.array([value for _, value in rows])
    middle, ahead = typical.middle(of(values, groups)), typical.ahead(of(values, groups))
    for reader in range(len(rows)):
        beside = (groups == groups[reader]) & (np.arange(len(rows)) != reader) & ~np.isnan(values)
        others = values[beside]
        expected = by_weights(others) if len(others) else NAN
        np.testing.assert_allclose(middle[reader], expected, rtol=1e-9, atol=1e-6)
        known = len(others) and not np.isnan(values[reader])
        share = stats.percentileofscore(others, values[reader], kind="mean") / 100 if known else NAN
        np.testing.assert_allclose(ahead[reader], share, rtol=1e-12)


@given(st.lists(FINITE, min_size=4, max_size=24).filter(lambda values: len(values) % 4 == 0))
@settings(max_examples=100, deadline=None)
def test_equal_to_scipys_trimmed_mean_where_quarters_are_whole(others):
    found = typical.middle(of([*others, NAN]))[-1]
    np.testing.assert_allclose(found, stats.trim_mean(others, 0.25), rtol=1e-9, atol=1e-6)


def test_a_giant_elsewhere_does_not_spoil_the_digits():
    values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1e17, 1e17]
    found = typical.middle(of(values, [0] * 6 + [1] * 2))
    assert found[0] == pytest.approx((0.75 * 0.3 + 0.4 + 0.75 * 0.5) / 2.5, rel=1e-15)


def test_thirds():
    share = np.array([0.0, 0.333, 1 / 3, 0.5, 2 / 3, 0.667, 1.0, NAN])
    assert typical.thirds(share).tolist() == [
        "lower", "lower", "middle", "middle", "middle", "upper", "upper", None,
    ]  # fmt: skip


def test_nobody_has_a_value():
    assert np.isnan(typical.middle(of([NAN, NAN]))).all()
    assert np.isnan(typical.ahead(of([NAN, NAN]))).all()
