"""Paths to labels, what others did and recommendations: what is brought together, drawn, listed and said."""

import dataclasses

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from editions import COMPLETE, NAMES
from pictures import covered, dots, notes, outside, words

from benchlib.present import advice, charts, tables, text, theme

NAN = float("nan")
BRONZE = [COMPLETE, "bronze", True, "path", None, 1.0, 5.25, NAN, 0.0]
SILVER = [COMPLETE, "silver", False, "no path", "Window: the first was on 1 May 2012; No rule", NAN, NAN, NAN, NAN]


def changed(r, **frames):
    return dataclasses.replace(r, **frames)


def with_rows(r, *rows, **values):
    """With rows before those on gold, and some values of these changed."""
    gold = r.paths.assign(next=not rows, **values)
    return changed(r, paths=pd.concat([pd.DataFrame(list(rows), columns=gold.columns), gold], ignore_index=True))


def cells(html):
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return [[cell.get_text("|") for cell in row.find_all(["th", "td"])] for row in rows]


def caption(html):
    return BeautifulSoup(html, "html.parser").caption.get_text()


# --- what is brought together


def test_the_goal_is_the_lowest_label_that_points_lead_to(complete):
    r = with_rows(complete, BRONZE, SILVER)
    assert advice.goal(r)["label"] == "gold"
    assert advice.goal(r)["effort"] == 39.25
    assert advice.ways(r) == ["bronze", "gold"]
    assert list(advice.labels(r)["label"]) == ["bronze", "silver", "gold"]


def test_without_points_the_goal_is_the_next_label(complete):
    r = with_rows(complete, BRONZE, gain=0.0)
    assert advice.goal(r)["label"] == "bronze"
    assert advice.ways(r) == ["bronze"]


def test_no_path_and_no_assessment_give_no_goal(gaps, labels_only):
    for r in (gaps, labels_only):
        assert advice.goal(r) is None
        assert advice.ways(r) == []
        assert advice.other_ways(r).empty
        assert advice.point_values(r, 5).empty
        assert advice.same_step(r).empty


def test_empty_tables_without_types_are_read_as_well(labels_only):
    """As an edition without any assessment writes them."""
    bare = {name: getattr(labels_only, name).astype(object) for name in ("paths", "path_steps", "point_values")}
    r = changed(labels_only, **bare)
    assert tables.point_values(r) is None
    assert tables.others(r) is None
    assert text.path(r) == []


def test_points_that_save_most_come_first(complete):
    assert list(advice.point_values(complete, 5)["item"]) == ["2.5", "5.3"]
    assert list(advice.point_values(complete, 1)["saving"]) == [6.0]


def test_the_first_page_holds_as_many_as_the_edition_says(complete):
    first, more = advice.advised(complete)
    assert [list(one["place"]) for one in (first, more)] == [[1, 2, 3], [4, 5]]
    first, more = advice.advised(changed(complete, edition=complete.edition | {"advice": {"first_page": 1}}))
    assert [len(first), len(more)] == [1, 4]


def test_others_on_the_same_step_by_how_much_more_often_they_rose(complete):
    table = advice.same_step(complete)
    assert list(table["item"]) == ["5.3", "4.1.2"]
    assert list(table["beyond"]) == pytest.approx([0.6, 0.1])
    assert advice.held(complete) == "silver"
    never = changed(complete, statuses=complete.statuses.assign(ever=False))
    assert advice.held(never) == "none"
    assert advice.same_step(never).empty


# --- pictures


def test_the_path_shows_points_today_and_wanted_with_most_work_first(complete):
    picture = charts.path(complete, "gold")
    assert dots(picture, (0, 5), fill=theme.PAPER) == pytest.approx([3.0, 1.0, 4.0])
    assert dots(picture, (0, 5), fill=theme.OWN) == pytest.approx([5.0, 3.0, 5.0])
    assert words(picture)[3:6] == ["14 days", "8 days", "4 days"]
    assert notes(picture) == ["Ring: points today; dot: points wanted", "Most work first"]
    assert picture.title == "Which indicators have to rise for gold?"
    assert "5.3 Customer and cluster participants' satisfaction assessment from 1 to 3 points, 8 days" in picture.alt


def test_a_path_without_indicators_has_no_picture(complete, gaps, labels_only):
    assert charts.path(complete, "bronze") is None
    assert charts.path(gaps, "gold") is None
    assert charts.path(labels_only, "gold") is None


def long_path(r):
    """A path that raises every indicator."""
    steps = [
        (COMPLETE, "gold", 1, "indicator", item, name, 0.0, 5.0, 100.25 + place, "")
        for place, (item, name) in enumerate(NAMES.items())
    ]
    return changed(r, path_steps=pd.DataFrame(steps, columns=r.path_steps.columns))


def test_a_long_path_is_drawn_in_part_and_listed_whole(complete):
    r = long_path(complete)
    picture = charts.path(r, "gold")
    assert notes(picture)[1] == "Most work first; the first 10 of 31"
    assert len(dots(picture, (0, 5), fill=theme.OWN)) == 10
    assert picture.drawing.height < 500
    assert len(cells(tables.path(r, "gold"))) == 31


def test_names_and_days_do_not_meet(complete):
    for r in (complete, long_path(complete)):
        picture = charts.path(r, "gold")
        assert outside(picture) == covered(picture) == []


# --- tables


def test_the_path_step_by_step(complete):
    html = tables.path(complete, "gold")
    assert caption(html) == "The way to gold, step by step; all points count for “At least 80 % of the maximum”"
    assert cells(html) == [
        ["Answer the question: Listed on the European Cluster Collaboration Platform", "–", "0.25 days"],
        [
            "2.5 Direct personal contacts between management team and participants|"
            "also for “Every minimum requirement met”",
            "3 → 5",
            "14 days",
        ],
        ["4.1.2 Documentation of the cluster strategy", "4 → 5", "4 days"],
        ["5.3 Customer and cluster participants' satisfaction assessment", "1 → 3", "8 days"],
        ["Listed on the European Cluster Collaboration Platform", "–", "1 day"],
        ["Be audited on site", "–", "12 days"],
    ]


def test_a_path_without_points_has_no_column_for_them(complete):
    steps = complete.path_steps[complete.path_steps["kind"] != "indicator"].assign(
        label="bronze", needed_for="Two areas"
    )
    steps = steps.assign(to_points=steps["to_points"].mask(steps["kind"] == "question", 3.0))
    html = tables.path(changed(complete, path_steps=steps), "bronze")
    assert caption(html) == "The way to bronze, step by step"
    assert cells(html)[1] == [
        "Listed on the European Cluster Collaboration Platform: from 0 to 3|for “Two areas”",
        "1 day",
    ]


def test_other_ways_tell_only_what_is_different(complete):
    assert cells(tables.other_ways(complete)) == [
        [
            "Way\u00a02",
            "1 day more",
            "5.3 Customer and cluster participants' satisfaction assessment to 2 (not 3); 5.2 Success stories to 5",
        ],
        [
            "Way\u00a03",
            "1 day more",
            "5.3 Customer and cluster participants' satisfaction assessment to 4 (not 3); without 4.1.2 "
            "Documentation of the cluster strategy",
        ],
    ]
    alike = changed(complete, paths=complete.paths.assign(effort=39.25))
    assert [row[1] for row in cells(tables.other_ways(alike))] == ["as much", "as much"]


def test_what_a_point_saves_is_listed_where_there_is_a_choice(complete):
    assert [row[1] for row in cells(tables.point_values(complete))] == ["6 days", "4 days"]
    assert tables.point_values(changed(complete, point_values=complete.point_values.head(1))) is None


def test_others_beside_those_who_stayed(complete):
    assert cells(tables.others(complete)) == [
        ["5.3 Customer and cluster participants' satisfaction assessment", "70%", "10%"],
        ["4.1.2 Documentation of the cluster strategy", "60%", "50%"],
    ]


def test_recommendations_come_with_what_they_rest_on(complete):
    items = BeautifulSoup(tables.recommendations(complete), "html.parser").find_all("li")
    assert items[0].get_text("|") == "Title 1.| Do this, number 1.|Why: Reason 1."
    assert len(items) == 3
    assert tables.more_recommendations(changed(complete, recommendations=complete.recommendations.head(3))) is None


def test_tables_of_nothing_are_none(gaps, labels_only):
    for r in (gaps, labels_only):
        made = [
            make(r) for make in (tables.other_ways, tables.point_values, tables.others, tables.more_recommendations)
        ]
        assert [*made, tables.path(r, "gold")] == [None] * 5
    assert tables.recommendations(labels_only) is None


# --- words


def test_one_way_in_words(complete):
    assert text.path(complete) == [
        "The shortest way to gold raises three indicators by 5 points in all and takes about 39 days of work.",
        "If gold asked for one point fewer in all, 4 days less would do.",
        "Days of work are a proposal of ours; the office can enter others.",
    ]
    assert text.barriers(complete) == []


def test_what_each_label_takes_in_words(complete):
    r = with_rows(complete, BRONZE, SILVER)
    assert text.path(r)[:3] == [
        "For bronze no point is missing; what is left takes about 5 days of work.",
        "No way leads to silver at present.",
        "The shortest way to gold raises three indicators by 5 points in all and takes about 39 days of work.",
    ]
    assert text.barriers(r) == ["Silver, “Window”: the first was on 1 May 2012.", "Silver: No rule."]


def test_labels_without_a_way_stand_in_one_sentence(complete, gaps):
    closed = complete.paths.head(1).assign(status="no path", reason="Too far", next=False)
    r = changed(complete, paths=pd.concat([pd.DataFrame([SILVER], columns=closed.columns), closed]))
    assert text.path(r) == ["No way leads to silver or gold at present."]
    assert text.barriers(gaps) == [
        "Gold, “Every minimum requirement met”: 2.2.2 Qualification of the team has 2 of the 3 points asked for.",
        "Gold, “At least 80 % of the maximum”: too far.",
    ]


def test_at_the_top_there_is_nothing_left(complete):
    reason = "the assessment is enough for the highest label"
    top = complete.paths.head(1).assign(label=None, status="nothing to improve", reason=reason, effort=NAN, gain=NAN)
    assert text.path(changed(complete, paths=top)) == ["The assessment is enough for the highest label."]


def test_others_in_words(complete):
    assert text.others(complete) == [
        "55 organisations took the step from silver to gold; 68 others with silver did not.",
        "Read this as what went together, not as what caused what.",
    ]
    steps = complete.steps_by_others.assign(from_level="none")
    never = changed(complete, statuses=complete.statuses.assign(ever=False), steps_by_others=steps)
    assert text.others(never)[0].startswith(
        "55 organisations took the step from no label to gold; 68 others without a label did not."
    )


def test_no_assessment_no_words(labels_only):
    assert text.path(labels_only) == []
    assert text.barriers(labels_only) == []
    assert text.others(labels_only) == []
