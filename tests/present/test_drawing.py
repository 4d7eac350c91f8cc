"""Marks as SVG."""

import re
from xml.etree import ElementTree

import pytest

from benchlib.present import charts, theme
from benchlib.present.drawing import Dot, Drawing, Line, Scale, Shape, Text, box, diamond, hatching, svg

HOSTILE = '"><script>alert(1)</script>\u202e$\\frac{1}{2}$ {{7*7}}'


def written(*parts, alt="What it shows"):
    return ElementTree.fromstring(svg(Drawing(50, parts), alt))


def test_a_drawing_says_its_size_and_what_it_shows():
    drawn = written()
    assert drawn.attrib == {
        "viewBox": "0 0 340 50",
        "width": "340",
        "height": "50",
        "role": "img",
        "aria-label": "What it shows",
    }


def test_words_stay_words_and_are_escaped():
    drawn = written(Text(7, 20, HOSTILE), alt=HOSTILE)
    seen = HOSTILE.replace("\u202e", " ")
    assert [text.text for text in drawn.iter("text")] == [seen]
    assert drawn.attrib["aria-label"] == seen
    assert {element.tag for element in drawn.iter()} == {"svg", "g", "text"}


def test_words_stand_where_they_are_told():
    left, right = written(Text(7, 20, "a"), Text(333, 20, "b", "right", bold=True)).findall("g")
    assert left.attrib == {"fill": theme.INK, "font-size": "11.5"}
    assert right.attrib == {"fill": theme.INK, "font-size": "11.5", "text-anchor": "end", "font-weight": "700"}
    assert left[0].attrib == {"x": "7", "y": "24.1"}  # what letters stand on is below their middle


def test_marks_of_one_style_are_one_element():
    line, other = Line(((0, 0), (10.06, 2)), theme.OWN, 2), Line(((1, 1), (2, 2), (3, 1)), theme.OWN, 2)
    drawn = written(line, other, Line(((0, 0), (1, 0)), theme.OWN, 2, (3, 2)))
    assert [path.attrib["d"] for path in drawn] == ["M0 0 10.1 2M1 1 2 2 3 1", "M0 0 1 0"]
    assert drawn[0].attrib["stroke-width"] == "2"
    assert drawn[1].attrib["stroke-dasharray"] == "3 2"


def test_later_marks_lie_above():
    shape = Shape(box(0, 10, 0, 5), theme.OTHERS)
    drawn = written(shape, Dot(5, 2.5, 4.5, theme.OWN, theme.PAPER), shape)
    assert [part.tag for part in drawn] == ["path", "g", "path"]
    assert drawn[0].attrib == {"fill": theme.OTHERS, "d": "M0 0 10 0 10 5 0 5Z"}
    assert drawn[1][0].attrib == {"cx": "5", "cy": "2.5", "r": "4.5"}


def test_a_diamond_stands_on_its_corner():
    assert diamond(10, 20, 3) == ((10, 17), (13, 20), (10, 23), (7, 20))


def test_hatching_fills_its_box_and_does_not_leave_it():
    lines = list(hatching(10, 50, 0, 12, theme.OWN))
    assert len(lines) == 13
    for line in lines:
        for x, y in line.points:
            assert 10 <= x <= 50
            assert 0 <= y <= 12
        (x, y), (right, top) = line.points
        assert right - x == pytest.approx(y - top)  # upwards at half a right angle
    assert list(hatching(10, 11, 0, 1, theme.OWN)) == []


def test_a_scale_may_go_upwards():
    y = Scale(0, 50, 100, 20)
    assert [y(0), y(25), y(50)] == [100, 60, 20]


def test_the_same_chart_gives_the_same_text(complete):
    first, again = (charts.groups(complete) for _ in range(2))
    assert svg(first.drawing, first.alt) == svg(again.drawing, again.alt)


def test_nothing_is_loaded_and_nothing_has_a_name(complete):
    """Names would meet those of the page and of other pictures."""
    for picture in (charts.groups(complete), charts.timeline(complete), charts.trend(complete)):
        drawn = svg(picture.drawing, picture.alt)
        assert not re.search(r"\b(id|href|style|class)=|url\(|[ M]-?(nan|inf)\b", drawn)
