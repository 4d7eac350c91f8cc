import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchlib.present.edition import withheld


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([40, 9, 7, 6], [True, True, True, True]),
        ([40, 9, 7, 5, 1], [True, True, True, False, False]),  # 6 hidden together: enough
        ([40, 9, 7, 5], [True, True, False, False]),  # 5 alone is the rest of the whole, so 7 goes with it
        ([9, 3], [False, False]),
        ([5], [False]),
        ([40, 9, 0], [True, True, False]),  # nobody is hidden
        ([], []),
    ],
)
def test_small_groups_and_the_rest_of_a_whole_are_kept_back(sizes, expected):
    assert withheld.shown(sizes, 6).tolist() == expected


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(2, 12))
def test_whoever_subtracts_learns_of_nobody_or_of_enough(sizes, least):
    shown = withheld.shown(sizes, least)
    members = np.array(sizes, dtype=int)
    hidden = members[~shown].sum()
    assert (members[shown] >= least).all()
    assert hidden == 0 or hidden >= least or not shown.any()


def test_bands_are_joined_until_enough_stand_in_each():
    assert withheld.bands([5, 15, 16, 25, 26, 27, 95], [0, 10, 20, 30, 100], 3) == [(0, 20, 3), (20, 100, 4)]
    assert withheld.bands([5, 15], [0, 10, 20], 3) == []


@given(st.lists(st.floats(0, 99.9), max_size=80), st.integers(1, 9))
def test_bands_lose_nobody_and_hold_enough(values, least):
    found = withheld.bands(values, [0, 10, 25, 50, 75, 100], least)
    if len(values) < least:
        assert found == []
    else:
        assert sum(size for *_, size in found) == len(values)
        assert all(size >= least for *_, size in found)
        assert found[0][0] == 0
        assert found[-1][1] == 100
