"""Of two numbers that are shown to a reader, none or at least five others make the difference."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchlib.compare import suppression
from benchlib.compare.participants import secrecy
from benchlib.compare.participants.secrecy import View

MINIMUM = 5
N, YEARS = 26, 3
NAN = np.nan

VALUES = hnp.arrays(float, (N, YEARS, 1), elements=st.sampled_from([NAN, 1.0, 2.0, 3.0]))
STEADY = hnp.arrays(float, (N, 1, 1), elements=st.just(1.0)).map(lambda a: a.repeat(YEARS, axis=1))
CLUSTERS = hnp.arrays(np.int64, N, elements=st.integers(0, 3))


def changed(values, places):
    values = values.copy()
    for place, year, value in places:
        values[place, year, 0] = value
    return values


FEW_CHANGES = st.builds(
    changed,
    STEADY,
    st.lists(st.tuples(st.integers(0, N - 1), st.integers(0, YEARS - 1), st.sampled_from([NAN, 2.0])), max_size=12),
)


def views(clusters, values):
    """Clusters 0 and 1 in one area, 2 and 3 in another."""
    me = np.arange(N)
    return [View("cluster", clusters, values, me), View("area", clusters // 2, values, me)]


def entries(groups, values, reader, year):
    """Who enters a number of the reader, and with which value."""
    others = np.flatnonzero((groups == groups[reader]) & (np.arange(N) != reader))
    return {(int(one), float(values[one, year, 0])) for one in others if not np.isnan(values[one, year, 0])}


def differing(one, other):
    return len({who for who, _ in one ^ other})


@given(CLUSTERS, VALUES | FEW_CHANGES)
@settings(max_examples=60, deadline=None)
def test_what_is_shown_and_what_is_kept_back(clusters, values):
    """The same as set by set: in their order, every number that is large enough and safe beside those shown before."""
    both = views(clusters, values)
    allowed, counts = secrecy.shown(both, MINIMUM)
    for reader in range(N):
        seen = []
        for year, number in itertools.product(range(YEARS), range(2)):
            found = entries(both[number].groups, values, reader, year)
            safe = len(found) >= MINIMUM and all(not 0 < differing(found, one) < MINIMUM for one in seen)
            assert counts[number][reader, year, 0] == len(found)
            assert allowed[number][reader, year, 0] == safe
            seen += [found] if safe else []


@given(CLUSTERS, VALUES)
@settings(max_examples=50, deadline=None)
def test_within_a_year_as_in_standing_of_organisations(clusters, values):
    both = views(clusters, values[:, :1])
    masks = [(view.groups[:, None] == view.groups) & ~np.eye(N, dtype=bool) for view in both]
    expected, _ = suppression.shown(masks, ~np.isnan(values[:, 0]), MINIMUM)
    allowed, _ = secrecy.shown(both, MINIMUM)
    for mask, safe in zip(allowed, expected, strict=True):
        np.testing.assert_array_equal(mask[:, 0], safe)


def shown_to_the_first(values):
    """Years shown to the first participant of one cluster, which is alone in its area."""
    me = np.arange(len(values))
    group = np.zeros(len(values), dtype=np.int64)
    allowed, _ = secrecy.shown([View("cluster", group, values[:, :, None], me)], MINIMUM)
    return allowed[0][0, :, 0].tolist()


def test_a_year_that_one_joined_is_kept_back_where_the_rest_stayed_as_they_were():
    steady = np.tile(np.arange(8.0)[:, None], (1, 3))
    assert shown_to_the_first(steady) == [True, True, True]
    joined = steady.copy()
    joined[7, 0] = NAN
    assert shown_to_the_first(joined) == [True, False, False]
    moved = joined + np.array([0.0, 0.1, 0.2])
    assert shown_to_the_first(moved) == [True, True, True]
    moved[1:5, 1] = moved[1:5, 0]  # four stay: one joined and two moved would be told of
    assert shown_to_the_first(moved) == [True, False, True]


def test_the_readers_own_change_hides_nobody_and_shows_nobody():
    steady = np.tile(np.arange(8.0)[:, None], (1, 2))
    steady[0] = [1.0, 100.0]
    assert shown_to_the_first(steady) == [True, True]


def test_a_year_that_is_added_leaves_the_earlier_ones_as_they_were():
    values = np.tile(np.arange(8.0)[:, None], (1, 3))
    values[3, 2] = 50.0
    assert shown_to_the_first(values[:, :2]) == [True, True]
    assert shown_to_the_first(values) == [True, True, False]
