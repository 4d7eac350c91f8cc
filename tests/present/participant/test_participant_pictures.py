"""A participant's charts and tables: what they say in words, and where there is nothing to draw."""

import numpy as np
import participants
import pytest
from bs4 import BeautifulSoup
from participants import FULL, GAPS, NEW, SMALL
from pictures import covered, outside, parts

from benchlib.present import theme
from benchlib.present.drawing import Dot, Line
from benchlib.present.participant import charts, tables


def rows(table):
    body = BeautifulSoup(table, "html.parser").tbody.find_all("tr")
    return [[cell.get_text(" ") for cell in row.find_all(["th", "td"])] for row in body]


def test_the_picture_of_the_figures_says_every_value():
    drawn = charts.figures(participants.read(FULL))
    assert drawn.drawing.height == 3 * (charts.TITLE + charts.HEIGHT)
    assert "own 2021 401,000 EUR, 2022 402,000 EUR, 2023 403,000 EUR, 2024 404,000 EUR, 2025 405,000 EUR" in drawn.alt
    assert drawn.alt.count("typical in the technology area") == 3
    assert "innovation" not in drawn.alt


def test_a_year_that_is_missing_breaks_the_line():
    line = charts._line("own", "own", [2021, 2023], [1.0, 3.0])
    np.testing.assert_array_equal(line.years, [2021, 2022, 2023])
    np.testing.assert_array_equal(line.heights, [1.0, np.nan, 3.0])
    assert "2022 " in charts.figures(participants.read(GAPS)).alt
    assert "2023 " not in charts.figures(participants.read(GAPS)).alt.split("typical")[0]


def test_a_line_is_drawn_in_pieces_around_what_is_missing():
    """Own values of 2021, 2022, 2024 and 2025: two pieces of two years each, a dot a value."""
    first = charts.figures(participants.read(GAPS))
    frame = charts.TITLE + charts.HEIGHT
    own = [line for line in parts(first, Line, colour=theme.OWN) if line.points[0][1] < frame]
    dots = [dot for dot in parts(first, Dot, fill=theme.OWN) if dot.y < frame]
    assert [len(line.points) for line in own] == [2, 2]
    assert len(dots) == 4


@pytest.mark.parametrize("who", [FULL, GAPS, SMALL])
def test_no_words_leave_a_picture_or_cover_others(who):
    p = participants.read(who)
    drawn = [picture for picture in (charts.figures(p), charts.competitiveness(p)) if picture is not None]
    assert drawn
    assert [outside(picture) for picture in drawn] == [[] for _ in drawn]
    assert [covered(picture) for picture in drawn] == [[] for _ in drawn]


def test_others_that_are_kept_back_are_not_drawn():
    assert "typical" not in charts.figures(participants.read(SMALL)).alt


def test_nothing_to_draw():
    assert charts.figures(participants.read(NEW)) is None
    assert charts.competitiveness(participants.read(NEW)) is None


def test_the_picture_of_the_estimate_says_every_year():
    alt = charts.competitiveness(participants.read(FULL)).alt
    assert alt.startswith("Points with their interval by year: 2021 50 (42 to 58); 2022 52 (44 to 60)")
    assert alt.endswith("2026 expected 58 (47 to 69).")


@pytest.mark.parametrize("values", [[1.0, 1.0, 1.0], [9.0, 9.5, 9.9], [0.0, 0.1, 0.2], [5.0]])
def test_names_of_lines_keep_apart_and_inside(values):
    found = charts._apart(np.array(values), 1.0, 0.0, 10.0)
    assert (np.diff(found) >= 1.0 - 1e-12).all()
    assert found.min() >= 0.0
    assert found.max() <= 10.0


def test_tables_hold_the_numbers():
    p = participants.read(FULL)
    assert [row[:2] for row in rows(tables.latest(p))] == [
        ["Turnover per employee", "405,000 EUR"],
        ["Exports", "1.5%"],
        ["Growth of employment", "−55.5%"],
        ["Participants with an innovation", "yes"],
    ]
    assert [row[0] for row in rows(tables.years(p))] == ["2025", "2024", "2023", "2022", "2021"]
    assert rows(tables.estimates(p))[0] == ["2025", "58", "50 to 66", "61", "57"]
    assert rows(tables.peers(p))[2] == ["Strategy", "42", "32 to 52", "7"]


def test_tables_of_a_cluster_too_small_say_kept_back():
    for row in rows(tables.latest(participants.read(SMALL))):
        assert row[2:] == ["kept back", "kept back"]


def test_no_tables_without_numbers():
    p = participants.read(NEW)
    assert [tables.latest(p), tables.years(p), tables.estimates(p), tables.peers(p)] == [None] * 4
