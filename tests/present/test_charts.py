import dataclasses
import itertools
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from pictures import bars, covered, dots, lines, notes, outside, parts, value, words

from benchlib.present import charts, drawing, theme
from benchlib.present.charts import rows
from benchlib.present.charts.timeline import _spans
from benchlib.present.drawing import Dot, Line, Shape

PERCENT, POINTS = (0, 100), (0, 5)


def days(picture, first, last, **wanted):
    """First and last days of bars over the years, on a scale between two."""
    scale = (date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal())
    found = bars(picture, scale, **wanted)
    return [tuple(date.fromordinal(round(day)) for day in bar) for bar in found]


def test_groups_show_own_and_others(complete):
    picture = charts.groups(complete)
    assert words(picture)[0] == "All together"
    assert words(picture)[6:8] == ["73%", "80%"]
    assert words(picture)[-5:] == ["0%", "25%", "50%", "75%", "100%"]
    assert dots(picture, PERCENT) == pytest.approx([110 / 1.5, 80, 76, 40, 80, 160 / 3])
    middles = [dot.y for dot in parts(picture, Dot)]
    assert [later - earlier for earlier, later in itertools.pairwise(middles)] == [rows.ROW] * 5
    standing = complete.standing[complete.standing["view"] == "all"].set_index("item")
    bands = bars(picture, PERCENT, fill=theme.OTHERS)
    assert bands[0] == pytest.approx((standing.at["total", "q25"], standing.at["total", "q75"]))
    assert len(bands) == 6
    medians = lines(picture, PERCENT, colour=theme.MEDIAN)
    assert medians[0] == pytest.approx([standing.at["total", "median"]] * 2)
    assert parts(picture, Line, dashes=(4, 4)) == []


def test_missing_answers_are_a_dotted_line_and_no_dot(gaps):
    picture = charts.groups(gaps)
    assert dots(picture, PERCENT) == pytest.approx([80.0])
    assert parts(picture, Dot)[0].y == parts(picture, Line, colour=theme.LINE)[1].points[0][1]
    dotted = lines(picture, PERCENT, dashes=(4, 4))
    assert dotted[2] == pytest.approx((30.0, 80.0))
    assert len(dotted) == 5
    assert "30 to 80%" in words(picture)
    assert parts(picture, Shape) == []
    assert notes(picture) == ["Dot: this organisation; dotted line: answers are missing"]


def test_indicators_stand_on_the_scale_of_points(complete):
    picture = charts.indicators(complete, "3")
    assert words(picture) == [
        "3.1 Prospects of the financial resources of …",
        "3.2 Share of financial resources from …",
        "3 of 5",
        "1 of 5",
        *"012345",
    ]
    assert dots(picture, POINTS) == pytest.approx([3.0, 1.0])
    standing = complete.standing[(complete.standing["view"] == "all") & (complete.standing["item"] == "3.1")].iloc[0]
    assert bars(picture, POINTS)[0] == pytest.approx((standing["q25"] / 20, standing["q75"] / 20))


def test_the_gate_is_not_drawn(complete):
    assert not any(text.startswith("1.1.0") for text in words(charts.indicators(complete, "1")))


def test_the_description_holds_every_number(complete):
    picture = charts.indicators(complete, "3")
    assert picture.alt == (
        "Financing: 3.1 Prospects of the financial resources of the cluster organisation 3 of 5, median of the others "
        "3.5; 3.2 Share of financial resources from private sources 1 of 5, median of the others 2.9."
    )


def test_labels_over_time_show_what_is_certain(labels_only):
    picture = charts.timeline(labels_only)
    assert words(picture)[:6] == ["Gold", "Silver", "Bronze", "expired", "expired", "expired"]
    gold = days(picture, 2017, 2027, fill=theme.LEVELS["gold"])
    assert gold == [(date(2021, 12, 31), date(2023, 1, 31))]
    assert len([shape for shape in parts(picture, Shape) if shape.fill]) == 3
    assert len(parts(picture, Shape, fill=None, dashes=())) == 6
    assert len(parts(picture, Shape, fill=None, dashes=(3, 2))) == 3
    hatched = parts(picture, Line, colour=theme.LEVELS["gold"], width=drawing.THIN)
    around = [box.points for box in parts(picture, Shape, fill=None, edge=theme.LEVELS["gold"])]
    assert len(hatched) > 10
    assert all(any(within(end, box) for box in around) for line in hatched for end in line.points)
    assert picture.alt == "On 30 June 2026: gold expired, silver expired and bronze expired."
    assert "▾ 30 June 2026" in words(picture)


def within(point, corners):
    (x, y), (left, top), (right, bottom) = point, corners[0], corners[2]
    return left - 1e-9 <= x <= right + 1e-9 and top - 1e-9 <= y <= bottom + 1e-9


def test_exact_dates_leave_nothing_hatched(complete):
    picture = charts.timeline(complete)
    kinds = [("full" if bar.fill else "dashed" if bar.dashes else "open") for bar in parts(picture, Shape)]
    assert sorted(kinds) == ["dashed", "dashed", "full", "full"]
    assert not any("Hatched" in note for note in notes(picture))


def test_a_single_known_day_is_a_diamond(labels_only):
    line = labels_only.timeline.head(1).assign(awarded_from=pd.NaT, awarded_to=pd.NaT)
    picture = charts.timeline(dataclasses.replace(labels_only, timeline=line))
    (diamond,) = parts(picture, Shape, edge=theme.INK)
    scale = (date(2019, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    assert value(diamond.points[0][0], scale) == pytest.approx(date(2019, 1, 31).toordinal())
    assert any("Diamond" in note for note in notes(picture))


def test_strengths_are_filled_where_they_are_shown(complete, gaps):
    picture = charts.strengths(complete)
    full = [end for _, end in bars(picture, PERCENT, fill=theme.OWN)]
    assert full == pytest.approx([80.0, 86.7, 80.0, 82.5, 70.0])
    assert bars(picture, PERCENT, fill=theme.PAPER) == [pytest.approx((0, 40.0))]
    assert notes(picture) == ["Dark line, 60%: from there a strength is shown"]
    assert lines(picture, PERCENT, colour=theme.INK)[0] == pytest.approx((60, 60))
    assert [words(picture)[4], words(picture)[10]] == ["Financial sustainability", "40%, not shown"]
    assert pytest.approx((30.0, 80.0)) in lines(charts.strengths(gaps), PERCENT, dashes=(4, 4))


def test_composition_counts_participants(labels_only):
    picture = charts.composition(labels_only)
    assert picture.title == "Most are: Small and medium firms"
    assert words(picture)[:2] == ["Small and medium firms", "Universities"]
    assert words(picture)[8:10] == ["46 (52%)", "11 (12%)"]
    assert [end for _, end in bars(picture, (0, 46))] == pytest.approx([46, 11, 7, 7, 6, 5, 3, 3])


def test_draws_fill_the_whole_bar(complete):
    picture = charts.certainty(complete)
    tenths = ["awarded in 10 of 10", "awarded in 7 of 10", "awarded in 2 of 10"]
    assert words(picture)[:6] == ["Bronze", "Silver", "Gold", *tenths]
    by_row = {}
    for bar, (first, last) in zip(parts(picture, Shape), bars(picture, (0, 1)), strict=True):
        by_row[bar.points[0][1]] = by_row.get(bar.points[0][1], 0) + last - first
    assert list(by_row.values()) == pytest.approx([1, 1, 1])


def test_nothing_is_drawn_of_what_is_absent(labels_only):
    assert charts.groups(labels_only) is None
    assert charts.indicators(labels_only, "1") is None
    assert charts.strengths(labels_only) is None
    assert charts.certainty(labels_only) is None
    empty = dataclasses.replace(
        labels_only, timeline=labels_only.timeline.head(0), compositions=labels_only.compositions.head(0)
    )
    assert charts.timeline(empty) is None
    assert charts.composition(empty) is None


def test_colours_keep_apart_in_grey():
    grey = [
        sum(w * part / 255 for w, part in zip((0.299, 0.587, 0.114), bytes.fromhex(colour[1:]), strict=True))
        for colour in theme.LEVELS.values()
    ]
    assert sorted(grey) == grey
    assert min(b - a for a, b in itertools.pairwise(grey)) > 0.09


@pytest.mark.parametrize("who", ["complete", "gaps", "labels_only"])
def test_no_words_leave_a_picture_or_cover_others(request, who):
    r = request.getfixturevalue(who)
    drawn = [getattr(charts, name)(r) for name in charts.__all__ if name not in ("indicators", "path", "timeline")]
    drawn += [charts.indicators(r, group) for group in r.edition["groups"]]
    drawn = [picture for picture in drawn if picture is not None]
    assert drawn
    assert [outside(picture) for picture in drawn] == [[] for _ in drawn]
    assert [covered(picture) for picture in drawn] == [[] for _ in drawn]


def test_no_library_for_drawing_is_loaded():
    """They take most of a second: a report must not pay for them."""
    code = """import sys
from benchlib.present import charts, output, results, tables, text
from benchlib.present.participant import charts
from benchlib.present.edition import charts
sys.exit(any(name in sys.modules for name in ("matplotlib", "seaborn", "scipy")))"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_renewal_starts_where_the_award_before_it_ended():
    day = pd.Timestamp
    award = SimpleNamespace(
        level="gold",
        kind="renewal",
        awarded_from=day("2022-11-20"),
        awarded_to=day("2022-11-20"),
        until_from=day("2025-01-31"),
        until_to=day("2025-01-31"),
        before=day("2022-01-31"),
    )
    (span,) = _spans(award)
    assert (date.fromordinal(span.first), date.fromordinal(span.last)) == (date(2022, 1, 31), date(2025, 1, 31))
    (span,) = _spans(SimpleNamespace(**{**vars(award), "kind": "new start"}))
    assert date.fromordinal(span.first) == date(2022, 11, 20)
