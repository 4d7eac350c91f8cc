"""The publication's pictures: marks where the values are, descriptions that tell them, nothing for nothing."""

import itertools

import pytest
from pictures import bars, covered, dots, lines, outside, parts, texts, words
from portfolios import about, invented

from benchlib.present import theme
from benchlib.present.drawing import THIN, Line, Shape, Text
from benchlib.present.edition import charts, reading
from benchlib.present.edition.charts import lines as over_years
from benchlib.present.edition.charts import tiles


@pytest.fixture(scope="module")
def drawn(whole):
    return {name: getattr(charts, name)(whole) for name in charts.__all__}


def test_every_picture_of_the_whole_portfolio(drawn):
    assert {name for name, picture in drawn.items() if picture is None} == {"area_trends"}  # areas are kept back


def test_pictures_of_labels_alone(real):
    known = {name for name in charts.__all__ if getattr(charts, name)(real) is not None}
    assert known == {"levels", "areas", "countries", "history"}


def test_all_are_as_wide_as_a_phone_and_their_text_stays_inside(drawn):
    for name, picture in drawn.items():
        if picture is None:
            continue
        assert picture.drawing.width == theme.WIDTH
        assert outside(picture) == [], name
        assert covered(picture) == [], name


def widths(picture, end):
    return [last - first for first, last in bars(picture, (0, end))]


def test_labels_by_state(drawn):
    assert widths(drawn["levels"], 3) == pytest.approx([1, 2, 1, 1, 1, 1, 1])
    hatched = lines(drawn["levels"], (0, 3), width=THIN)
    assert min(first for first, _ in hatched) >= 1 - 1e-9  # after the one that is valid
    assert max(last for _, last in hatched) <= 2 + 1e-9
    assert drawn["levels"].alt == (
        "Organisations by label on 30 June 2026: Bronze 1 valid, 0 cannot be told, 2 expired, Silver 1 valid, 1 "
        "cannot be "
        "told, 0 expired and Gold 1 valid, 1 cannot be told, 1 expired."
    )


def test_areas_by_highest_label(drawn):
    assert widths(drawn["areas"], 9) == pytest.approx([3, 2, 2, 2, 7, 4, 2])
    assert drawn["areas"].title == "Most organisations: ICT"
    assert "ICT: 3 gold, 2 silver, 2 bronze, 2 none" in drawn["areas"].alt


def test_each_country_has_one_tile_with_its_number(drawn):
    found = words(drawn["countries"])
    for code, number in (("RO", "12"), ("DE", "8"), ("MX", "2")):
        assert found[found.index(code) + 1] == number
    assert "Elsewhere" in found  # Mexico
    assert "FR" in found
    assert drawn["countries"].alt == "Organisations by country: Romania 12, Germany 8 and Mexico 2."


def test_no_two_countries_share_a_tile():
    codes = " ".join(tiles.PLACES).replace("..", "").split()
    assert len(codes) == len(set(codes)) == len(tiles._places())
    assert all(len(line.split()) == tiles.COLUMNS for line in tiles.PLACES)


def test_history_ends_with_the_numbers_of_the_day(drawn):
    assert words(drawn["history"])[:3] == ["Gold", "1 valid", "2 ever"]
    assert "On 30 June 2026: bronze 1 valid and 3 ever awarded" in drawn["history"].alt


def test_quartiles_stand_where_they_are(drawn):
    found = bars(drawn["groups"], (0, 100), fill=theme.OTHERS)
    assert found == [pytest.approx(ends) for ends in ((50, 70), (60, 80), (40, 60))]
    assert "All together median 60%, middle half 50 to 70%" in drawn["groups"].alt


def test_bars_of_wide_bands_are_no_higher_than_their_organisations(drawn):
    low, high = (bar.points[2][1] - bar.points[0][1] for bar in parts(drawn["distribution"], Shape))
    assert low / high == pytest.approx((10 / 60) / (11 / 40))
    assert drawn["distribution"].alt == "Organisations by total: 10 from 0 to 60% and 11 from 60 to 100%."


def test_competitiveness_and_the_year_ahead(drawn):
    line, ahead = parts(drawn["competitiveness"], Line, colour=theme.OWN)
    steps = [before - after for (_, before), (_, after) in itertools.pairwise(line.points)]
    assert steps[0] == pytest.approx(steps[1])  # 54.5, 55.5, 56.5
    assert ahead.points[0] == line.points[-1]
    assert ahead.points[1][0] - ahead.points[0][0] == pytest.approx(line.points[1][0] - line.points[0][0])
    assert ahead.dashes
    assert drawn["competitiveness"].alt == (
        "Mean of the same 10 clusters: 2024 54.5, 2025 55.5, 2026 56.5 and 2027 56.5 as predicted."
    )


def test_a_small_move_does_not_look_large(drawn):
    scale = [float(text.words) for text in parts(drawn["competitiveness"], Text, side="right")]
    assert max(scale) - min(scale) >= 10


def test_areas_then_and_now():
    frames = invented()
    frames["organisations"] = frames["organisations"].assign(area=["ICT"] * 22)
    picture = charts.area_trends(reading.of(about(), frames))
    scale = [float(text.words) for text in texts(picture) if text.colour == theme.QUIET and text.words.isdigit()]
    assert dots(picture, (min(scale), max(scale))) == pytest.approx([54.5, 56.5])
    assert picture.alt == "Mean of the same clusters by area: ICT 54 in 2024, 56 in 2026."


def test_errors_by_method(drawn):
    upright = parts(drawn["errors"], Line, colour=theme.LINE)
    pixel = (upright[0].points[0][1] - upright[-1].points[0][1]) / 15  # the scale ends at 15
    found = [
        [(upright[0].points[0][1] - y) / pixel for _, y in x.points] for x in parts(drawn["errors"], Line, width=2)
    ]
    assert found == [pytest.approx(errors) for errors in ([3.0, 4.0], [5.0, 5.0], [12.0, 12.0])]


def test_labels_at_the_ends_of_lines_keep_apart(drawn):
    ends = [text for text in texts(drawn["errors"]) if text.words in ("function", "last year", "mean of all")]
    heights = sorted(text.y for text in ends)
    assert len(heights) == 3
    assert min(later - earlier for earlier, later in itertools.pairwise(heights)) >= 13


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(41.2, 48.9, [40, 42, 44, 46, 48, 50]), (0, 0, [0, 0.25]), (-3, 12, [-5, 0, 5, 10, 15]), (0, 7, [0, 2, 4, 6, 8])],
)
def test_scales_are_round_and_hold_their_values(low, high, expected):
    assert over_years.scale(low, high) == expected
