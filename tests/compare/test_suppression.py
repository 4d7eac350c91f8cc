"""Nothing that is shown, alone or by subtracting two views, may tell of fewer than five others."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from benchlib.compare import suppression

MINIMUM = 5
N, ITEMS = 24, 3


def views():
    return st.lists(hnp.arrays(bool, (2, N)), min_size=1, max_size=5)


@given(views(), hnp.arrays(bool, (N, ITEMS)))
@settings(max_examples=300, deadline=None)
def test_no_shown_view_or_difference_of_two_holds_one_to_four_others(masks, known):
    shown, _ = suppression.shown(masks, known, MINIMUM)
    for reader in range(2):
        for item in range(ITEMS):
            seen = [
                set(np.flatnonzero(mask[reader] & known[:, item]))
                for mask, safe in zip(masks, shown, strict=True)
                if safe[reader, item]
            ]
            for one in seen:
                assert len(one) >= MINIMUM
                for other in seen:
                    assert not 0 < len(one - other) < MINIMUM


@given(views(), hnp.arrays(bool, (N, ITEMS)))
@settings(max_examples=50, deadline=None)
def test_counts_are_of_others_with_a_value(masks, known):
    _, counts = suppression.shown(masks, known, MINIMUM)
    for mask, count in zip(masks, counts, strict=True):
        np.testing.assert_array_equal(count, [[(row & known[:, item]).sum() for item in range(ITEMS)] for row in mask])


def test_the_first_view_wins_and_equal_views_both_stay():
    everyone, nine = np.ones((1, 12), bool), np.arange(12)[None, :] < 9
    known = np.ones((12, 1), bool)
    shown, _ = suppression.shown([everyone, nine, everyone], known, MINIMUM)
    assert [bool(safe[0, 0]) for safe in shown] == [True, False, True]  # everyone less the nine would tell of three
    shown, _ = suppression.shown([nine, everyone], known, MINIMUM)
    assert [bool(safe[0, 0]) for safe in shown] == [True, False]


def test_an_item_that_few_answered_is_kept_back_though_the_view_is_large():
    known = np.column_stack([np.ones(12, bool), np.arange(12) < 4])
    shown, _ = suppression.shown([np.ones((1, 12), bool)], known, MINIMUM)
    assert shown[0].tolist() == [[True, False]]
