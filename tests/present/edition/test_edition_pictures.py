"""The publication's pictures: marks where the values are, descriptions that tell them, nothing for nothing."""

import itertools

import pytest
from portfolios import about, invented

from benchlib.present import theme
from benchlib.present.edition import charts, reading
from benchlib.present.edition.charts import lines, tiles


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
        figure = picture.figure
        assert theme.size(figure)[0] == theme.WIDTH
        with theme.applied():
            figure.canvas.draw()
        width, height = figure.bbox.width, figure.bbox.height
        for text in figure.findobj(lambda artist: hasattr(artist, "get_text") and bool(artist.get_text().strip())):
            box = text.get_window_extent()
            assert box.x0 >= -1, (name, text.get_text())
            assert box.x1 <= width + 1, (name, text.get_text())
            assert box.y0 >= -1, (name, text.get_text())
            assert box.y1 <= height + 1, (name, text.get_text())


def bars(picture):
    return [round(patch.get_width(), 6) for axes in picture.figure.axes for patch in axes.patches]


def test_labels_by_state(drawn):
    assert bars(drawn["levels"]) == [1, 2, 1, 1, 1, 1, 1]
    assert drawn["levels"].alt == (
        "Organisations by label on 30 June 2026: Bronze 1 valid, 0 cannot be told, 2 expired, Silver 1 valid, 1 "
        "cannot be "
        "told, 0 expired and Gold 1 valid, 1 cannot be told, 1 expired."
    )


def test_areas_by_highest_label(drawn):
    assert bars(drawn["areas"]) == [3, 2, 2, 2, 7, 4, 2]
    assert drawn["areas"].title == "Most organisations: ICT"
    assert "ICT: 3 gold, 2 silver, 2 bronze, 2 none" in drawn["areas"].alt


def test_each_country_has_one_tile_with_its_number(drawn):
    texts = [text.get_text() for text in drawn["countries"].figure.axes[0].texts]
    for code, number in (("RO", "12"), ("DE", "8"), ("MX", "2")):
        assert texts[texts.index(code) + 1] == number
    assert "Elsewhere" in texts  # Mexico
    assert "FR" in texts
    assert drawn["countries"].alt == "Organisations by country: Romania 12, Germany 8 and Mexico 2."


def test_no_two_countries_share_a_tile():
    codes = " ".join(tiles.PLACES).replace("..", "").split()
    assert len(codes) == len(set(codes)) == len(tiles._places())
    assert all(len(line.split()) == tiles.COLUMNS for line in tiles.PLACES)


def test_history_ends_with_the_numbers_of_the_day(drawn):
    texts = [text.get_text() for axes in drawn["history"].figure.axes for text in axes.texts]
    assert texts[:3] == ["Gold", "1 valid", "2 ever"]
    assert "On 30 June 2026: bronze 1 valid and 3 ever awarded" in drawn["history"].alt


def test_quartiles_stand_where_they_are(drawn):
    boxes = drawn["groups"].figure.axes[0].patches
    assert [(box.get_x(), box.get_width()) for box in boxes] == [(50, 20), (60, 20), (40, 20)]
    assert "All together median 60%, middle half 50 to 70%" in drawn["groups"].alt


def test_bars_of_wide_bands_are_no_higher_than_their_organisations(drawn):
    heights = [patch.get_height() for patch in drawn["distribution"].figure.axes[0].patches]
    assert heights == pytest.approx([10 * 10 / 60, 11 * 10 / 40])
    assert drawn["distribution"].alt == "Organisations by total: 10 from 0 to 60% and 11 from 60 to 100%."


def test_competitiveness_and_the_year_ahead(drawn):
    line, ahead = drawn["competitiveness"].figure.axes[0].lines[:2]
    assert line.get_ydata().tolist() == [54.5, 55.5, 56.5]
    assert list(ahead.get_xdata()) == [2026, 2027]
    assert drawn["competitiveness"].alt == (
        "Mean of the same 10 clusters: 2024 54.5, 2025 55.5, 2026 56.5 and 2027 56.5 as predicted."
    )


def test_a_small_move_does_not_look_large(drawn):
    low, high = drawn["competitiveness"].figure.axes[0].get_ylim()
    assert high - low >= 10


def test_areas_then_and_now():
    frames = invented()
    frames["organisations"] = frames["organisations"].assign(area=["ICT"] * 22)
    picture = charts.area_trends(reading.of(about(), frames))
    ring, dot = picture.figure.axes[0].lines[-2:]
    assert [ring.get_xdata()[0], dot.get_xdata()[0]] == [54.5, 56.5]
    assert picture.alt == "Mean of the same clusters by area: ICT 54 in 2024, 56 in 2026."


def test_errors_by_method(drawn):
    found = [line.get_ydata().tolist() for line in drawn["errors"].figure.axes[0].lines]
    assert found == [[3.0, 4.0], [5.0, 5.0], [12.0, 12.0]]


def test_labels_at_the_ends_of_lines_keep_apart(drawn):
    figure = drawn["errors"].figure
    with theme.applied():
        figure.canvas.draw()
    texts = [text for text in figure.axes[0].texts if text.get_text() in ("function", "last year", "mean of all")]
    heights = sorted(text.get_window_extent().y0 for text in texts)
    assert len(heights) == 3
    assert min(later - earlier for earlier, later in itertools.pairwise(heights)) >= 13


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(41.2, 48.9, [40, 42, 44, 46, 48, 50]), (0, 0, [0, 0.25]), (-3, 12, [-5, 0, 5, 10, 15]), (0, 7, [0, 2, 4, 6, 8])],
)
def test_scales_are_round_and_hold_their_values(low, high, expected):
    assert lines.scale(low, high) == expected
