"""The excellence index: share of points, its interval, and the position among others."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare import excellence


@pytest.fixture
def points(framework):
    """Forty organisations; the first has full points, the second none, the third one answer missing."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.integers(0, 6, (40, 30)).astype(float), columns=framework.scored)
    frame.iloc[0], frame.iloc[1], frame.iloc[2, 4] = 5.0, 0.0, np.nan
    return frame.set_axis([f"c{number:02d}" for number in range(40)])


def test_the_index_is_the_share_of_points(points, framework):
    got = excellence.excellence(points, framework, 5.0, 5)
    assert list(got.columns) == excellence.COLUMNS
    complete = points.notna().all(axis=1).to_numpy()
    np.testing.assert_allclose(got["score"][complete], 20 * points[complete].mean(axis=1), rtol=1e-12)


def test_whoever_has_everything_is_ahead_of_all_and_surely_so(points, framework):
    got = excellence.excellence(points, framework, 5.0, 5).set_index("cluster_id")
    assert got.loc["c00"].tolist() == pytest.approx([100, 100, 100, 100, 100, 100, 39], abs=1e-9)
    assert got.loc["c01"].tolist() == pytest.approx([0, 0, 0, 0, 0, 0, 39], abs=1e-9)


def test_bounds_hold_the_position_and_come_in_order(points, framework):
    got = excellence.excellence(points, framework, 5.0, 5)
    assert (got["score_p05"] <= got["score_p95"]).all()
    assert (got["ahead_p05"] <= got["ahead_p95"]).all()
    assert got["ahead_p05"].min() >= 0
    assert got["ahead_p95"].max() <= 100
    assert (got["ahead_p95"] > got["ahead_p05"]).sum() > 30


def test_the_same_portfolio_gives_the_same_interval(points, framework):
    one, other = (excellence.excellence(points, framework, 5.0, 5) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize(("organisations", "rows"), [(0, 0), (5, 0), (6, 6)])
def test_few_others_are_not_told_of(points, framework, organisations, rows):
    assert len(excellence.excellence(points.head(organisations), framework, 5.0, 5)) == rows
