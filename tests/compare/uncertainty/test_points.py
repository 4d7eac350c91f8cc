"""Draws of points for an index: what moves, what is filled, what stays."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import scoring
from benchlib.compare.uncertainty import changed, points
from benchlib.compare.uncertainty.disagreement import Disagreement
from benchlib.compare.uncertainty.points import ASSESSORS, MISSING

DAY = dt.date(2026, 1, 1)
NUMBER = 4000


@pytest.fixture(scope="module")
def scored(framework, full_answers) -> scoring.Points:
    answers = pd.concat([full_answers("a1", **{"1.1.1": 3}), full_answers("a2", **{"1.1.1": None, "1.1.0": None})])
    return scoring.points(answers, ["a1", "a2"], framework, DAY)


def learned(framework, apart: list[float]) -> Disagreement:
    k = len(framework.indicators)
    return Disagreement(tuple(framework.indicators), np.full(k, 9), np.tile(apart, (k, 1)), np.ones(k))


def test_draws_are_of_the_scored_indicators_in_their_order(framework, scored):
    got = points.draws(scored, framework, DAY, learned(framework, [1.0, 0.0]), 3, sources=())
    assert got.shape == (3, 2, 30)
    expected = scored.points[:, scored.items.get_indexer(framework.scored)]
    np.testing.assert_array_equal(got, np.broadcast_to(expected, got.shape))


def test_missing_points_take_every_step_alike_and_known_ones_stay(framework, scored):
    got = points.draws(scored, framework, DAY, learned(framework, [1.0, 0.0]), NUMBER, sources=[MISSING])
    filled = got[:, 1, framework.scored.index("1.1.1")]
    share = np.bincount(filled.astype(int), minlength=6) / NUMBER
    np.testing.assert_allclose(share, 1 / 6, atol=4 * np.sqrt(5 / 36 / NUMBER))
    assert (got[:, 0] == got[0, 0]).all()


def test_known_points_err_and_missing_ones_stay_missing(framework, scored):
    got = points.draws(scored, framework, DAY, learned(framework, [0.0, 1.0]), NUMBER, sources=[ASSESSORS])
    assert np.isnan(got[:, 1, framework.scored.index("1.1.1")]).all()
    inner = got[:, 0, framework.scored.index("1.1.1")]
    for value, share in ((2, 0.25), (3, 0.5), (4, 0.25)):
        np.testing.assert_allclose((inner == value).mean(), share, atol=4 * 0.5 / np.sqrt(NUMBER))
    top = got[:, 0, framework.scored.index("1.1.2")]  # five points can only become four
    np.testing.assert_allclose([(top == 4).mean(), (top == 5).mean()], [0.25, 0.75], atol=4 * 0.5 / np.sqrt(NUMBER))


def test_the_working_memory_changes_no_draw(framework, scored, monkeypatch):
    whole, other = (points.draws(scored, framework, DAY, learned(framework, [0.5, 0.5]), 20, seed) for seed in (1, 2))
    monkeypatch.setattr(changed, "CELLS", 150)
    np.testing.assert_array_equal(points.draws(scored, framework, DAY, learned(framework, [0.5, 0.5]), 20, 1), whole)
    assert (whole != other).any()
