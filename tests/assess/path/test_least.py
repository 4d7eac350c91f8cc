"""The least effort beside every combination tried out: best, next best sets, ties."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.assess.path import least


def problem(gain, effort, allowed=None):
    gain, effort = np.array(gain), np.array(effort)
    return gain, effort, np.full(gain.shape, True) if allowed is None else np.array(allowed)


@st.composite
def problems(draw):
    """Up to five indicators with up to four choices; some must move, some can only stay, some can do neither."""
    k, m = draw(st.integers(1, 5)), draw(st.integers(2, 4))
    rises = draw(st.lists(st.lists(st.integers(0, 3), min_size=m - 1, max_size=m - 1), min_size=k, max_size=k))
    costs = draw(st.lists(st.lists(st.integers(0, 5), min_size=m - 1, max_size=m - 1), min_size=k, max_size=k))
    kinds = draw(st.lists(st.sampled_from(["free", "free", "must move", "can only stay"]), min_size=k, max_size=k))
    if draw(st.integers(0, 9)) == 0:
        kinds[0] = "nothing"
    gain = np.hstack([np.zeros((k, 1), dtype=int), np.cumsum(rises, axis=1)])
    effort = np.hstack([np.zeros((k, 1), dtype=int), np.cumsum(costs, axis=1)])
    stays = [kind in ("free", "can only stay") for kind in kinds]
    moves = [kind in ("free", "must move") for kind in kinds]
    allowed = np.array([[stay, *[move] * (m - 1)] for stay, move in zip(stays, moves, strict=True)])
    return gain, effort, allowed, draw(st.integers(0, 12))


def tried_out(gain, effort, allowed, needed, before):
    """The smallest (effort, indicators, sum of places) over all combinations that are enough; None where none is."""
    found = []
    for chosen in itertools.product(*[np.flatnonzero(row) for row in allowed]):
        at = np.arange(len(chosen)), np.array(chosen)
        moved = {place for place, choice in enumerate(chosen, start=1) if choice}
        if gain[at].sum() >= needed and not any(one <= moved for one in before):
            found.append((int(effort[at].sum()), len(moved), sum(moved)))
    return min(found, default=None)


def told(effort, chosen):
    places = np.flatnonzero(chosen) + 1
    return int(effort[np.arange(len(chosen)), chosen].sum()), len(places), int(places.sum())


@settings(max_examples=150, deadline=None)
@given(problems())
def test_best_and_next_best_are_those_of_trying_everything(given_problem):
    gain, effort, allowed, needed = given_problem
    found = least.ranked(gain, effort, allowed, needed, places=4)
    before: list[set[int]] = []
    for chosen in found:
        assert told(effort, chosen) == tried_out(gain, effort, allowed, needed, before)
        assert allowed[np.arange(len(chosen)), chosen].all()
        before.append({int(place) for place in np.flatnonzero(chosen) + 1})
    if len(found) < 4:
        assert tried_out(gain, effort, allowed, needed, before) is None


def test_cheap_large_steps_win_over_many_small_ones():
    gain, effort, allowed = problem([[0, 1, 2], [0, 3, 3], [0, 1, 2]], [[0, 200, 400], [0, 500, 900], [0, 300, 600]])
    found = least.ranked(gain, effort, allowed, 3, 3)
    assert [one.tolist() for one in found] == [[0, 1, 0], [2, 0, 1]]
    assert [told(effort, one)[0] for one in found] == [500, 700]


def test_ties_go_to_fewer_indicators_then_to_those_that_stand_earlier():
    gain, effort, allowed = problem([[0, 1], [0, 2], [0, 2], [0, 1]], [[0, 10], [0, 20], [0, 20], [0, 10]])
    found = least.ranked(gain, effort, allowed, 2, 4)
    assert [one.tolist() for one in found] == [[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1]]


def test_no_runner_up_carries_a_step_that_is_not_needed():
    """Where only indicators move that have to, every other set would only add to them."""
    gain, effort, allowed = problem([[0, 1], [0, 1]], [[0, 7], [0, 1]], [[False, True], [True, True]])
    assert [one.tolist() for one in least.ranked(gain, effort, allowed, 0, 3)] == [[1, 0]]


@pytest.mark.parametrize("needed", [3, 100])
def test_nothing_where_no_choice_is_enough(needed):
    gain, effort, allowed = problem([[0, 1], [0, 1]], [[0, 1], [0, 1]])
    assert least.ranked(gain, effort, allowed, needed, 3) == []
    assert least.ranked(gain, effort, np.array([[True, True], [False, False]]), 0, 3) == []


def test_a_solver_that_gives_no_proof_is_not_believed(monkeypatch):
    gain, effort, allowed = problem([[0, 1], [0, 1]], [[0, 1], [0, 1]])
    real = least.milp

    def unproved(*given, **named):
        result = real(*given, **named)
        result.mip_gap = 0.01
        return result

    monkeypatch.setattr(least, "milp", unproved)
    with pytest.raises(RuntimeError, match="no proof of the least effort"):
        least.ranked(gain, effort, allowed, 1, 1)
