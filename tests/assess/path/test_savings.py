"""Dynamic programming beside mixed-integer programmes of the same problem: marginal value, value of each point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.assess.path import choices as choosing
from benchlib.assess.path import least, savings

STEPS = np.array([[1.0, 2, 3, 4, 5], [5, np.nan, np.nan, np.nan, np.nan], [1, 3, 4, np.nan, np.nan], [1, 2, 3, 4, 5]])
SCORED = np.array([True, False, True, True])
POINTS = st.sampled_from([0.0, 1.0, 1.5, 2.0, 7 / 3, 3.0, 3.5, 4.0, 5.0])


@st.composite
def scales(draw):
    days = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.25, 4.0]), min_size=5, max_size=5)
    effort = np.cumsum([[0.0, *draw(days)] for _ in STEPS], axis=1)
    most = np.array([draw(st.sampled_from([0.0, 1.0, 2.0, np.inf])) for _ in STEPS])
    return choosing.Scale(STEPS, effort, most, SCORED)


@st.composite
def portfolios(draw):
    """Three organisations: points, points asked for of each indicator, and in all."""
    rows = st.lists(POINTS, min_size=len(STEPS), max_size=len(STEPS))
    points = np.array([draw(rows) for _ in range(3)])
    bound = np.array([[draw(st.sampled_from([0.0, 0.0, 2.0, 3.0])) for _ in STEPS] for _ in range(3)])
    total = np.array([draw(st.sampled_from([0.0, 6.0, 9.0, 12.0])) for _ in range(3)])
    return points, bound, total


def solved(choices, row):
    """The least effort by a mixed-integer programme; NEVER where there is no path."""
    args = choices.gain[row], choices.effort[row], choices.allowed[row], int(choices.needed[row])
    found = least.ranked(*args, 1)
    return int(choices.effort[row, np.arange(len(STEPS)), found[0]].sum()) if found else savings.NEVER


@settings(max_examples=60, deadline=None)
@given(scales(), portfolios())
def test_least_effort_and_one_point_fewer_are_those_of_the_solver(scale, portfolio):
    points, bound, total = portfolio
    choices = choosing.choices(scale, points, bound, total)
    fewer = choosing.choices(scale, points, bound, np.maximum(total - 1, 0), choices.parts)
    assert savings.least(choices).tolist() == [solved(choices, row) for row in range(3)]
    assert savings.least(choices, fewer=1).tolist() == [solved(fewer, row) for row in range(3)]


@settings(max_examples=40, deadline=None)
@given(scales(), portfolios())
def test_one_point_more_is_worth_what_solving_again_tells(scale, portfolio):
    points, bound, total = portfolio
    choices = choosing.choices(scale, points, bound, total)
    more = np.minimum(points + 1, 5)
    changed = choosing.choices(scale, more, bound, total, choices.parts)
    gained = np.rint((more - points) * SCORED * choices.parts[:, None]).astype(int)
    found = savings.least_with(choices, changed, np.maximum(choices.needed[:, None] - gained, 0))
    for item in range(len(STEPS)):
        alone = points.copy()
        alone[:, item] = more[:, item]
        again = choosing.choices(scale, alone, bound, total, choices.parts)
        assert found[:, item].tolist() == [solved(again, row) for row in range(3)]


def test_no_more_than_one_table_is_held_for_many_organisations(monkeypatch):
    """Chunks of any size give the same."""
    scale = choosing.Scale(STEPS, np.cumsum(np.ones((4, 6)), axis=1) - 1, np.full(4, np.inf), SCORED)
    points = np.random.default_rng(3).integers(0, 4, (40, 4)).astype(float)
    choices = choosing.choices(scale, points, np.zeros((40, 4)), np.full(40, 12.0))
    whole = savings.least(choices)
    monkeypatch.setattr(savings, "AT_ONCE", 1)
    assert savings.least(choices).tolist() == whole.tolist()
    assert whole[0] == pytest.approx(100 * max(12 - points[0, SCORED].sum(), 0))
