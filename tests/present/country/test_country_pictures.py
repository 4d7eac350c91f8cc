"""A country's pictures: what is drawn where, what is said in words, and where there is nothing to draw."""

import policies
import pytest
from pictures import bars, covered, dots, outside, parts, words
from policies import GERMANY, MALTA, MEXICO, ROMANIA

from benchlib.present import theme
from benchlib.present.country import charts
from benchlib.present.drawing import Dot, Line

ALL = (charts.levels, charts.ending, charts.areas, charts.groups, charts.reach, charts.effort)


def test_levels_are_bars_of_all_that_were_ever_awarded():
    drawn = charts.levels(policies.country(ROMANIA))
    assert bars(drawn, (0, 3), fill=theme.LEVELS["gold"]) == [pytest.approx((0, 1))]
    assert "Gold 1 valid, 1 cannot be told, 1 expired" in drawn.alt
    assert "1 to 2 valid of 3" in words(drawn)


def test_a_known_day_is_a_stroke_and_a_span_a_bar():
    drawn = charts.ending(policies.country(ROMANIA))
    assert len(parts(drawn, Line, colour=theme.LEVELS["bronze"], width=5)) == 1
    span = bars(drawn, (0, 12), fill=theme.LEVELS["silver"])
    assert span == [pytest.approx((0, 6), abs=0.1)]  # from the edition's day at the end of June to the end of the year
    assert drawn.alt == (
        "Labels that end: Synthetic cluster 0006 silver between 31 January and 31 December 2026 and Synthetic "
        "cluster 0003 "
        "bronze on 31 January 2027."
    )


def test_medians_stand_where_they_are():
    drawn = charts.groups(policies.country(ROMANIA))
    assert "All together median 51%, elsewhere 72%, lags" in drawn.alt
    own = [line.points[0][0] for line in parts(drawn, Line, colour=theme.OWN)]
    assert own == pytest.approx([charts.rows.SIDE + share * 3.26 for share in (51, 61, 41)])


def test_the_curve_of_effort_goes_through_every_step():
    drawn = charts.effort(policies.country(ROMANIA))
    assert drawn.alt == "Added up: 6 labels for 21 days and 12 labels for 78 days."
    assert len(parts(drawn, Dot)) == 2
    assert dots(drawn, (0, 1))[1] > dots(drawn, (0, 1))[0]


def test_only_instruments_that_certainly_reach_somebody_are_drawn():
    drawn = charts.reach(policies.country(ROMANIA))
    assert "Twinning with an experienced cluster at least 8 organisations" in drawn.alt
    assert "Support for the renewal of a label 1 organisation " in f"{drawn.alt[:-1]} "
    assert "at most" not in drawn.alt


@pytest.mark.parametrize("code", [ROMANIA, GERMANY, MEXICO])
@pytest.mark.parametrize("assessed", [True, False])
def test_no_words_leave_a_picture_or_cover_others(code, assessed):
    c = policies.country(code, assessed=assessed)
    drawn = [picture for picture in (chart(c) for chart in ALL) if picture is not None]
    assert [outside(picture) for picture in drawn] == [[] for _ in drawn]
    assert [covered(picture) for picture in drawn] == [[] for _ in drawn]


def test_nothing_to_draw():
    assert [chart(policies.country(MALTA)) for chart in ALL] == [None] * len(ALL)
    nothing = policies.country(MEXICO)
    assert charts.groups(nothing) is None
    assert charts.effort(nothing) is None
