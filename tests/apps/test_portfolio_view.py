"""Aggregates as pictures and tables: what is kept back is hatched or said, and all texts are escaped."""

import re

import ipywidgets
import numpy as np
import pandas as pd
import pytest

from benchlib.present import drawing
from benchlib.present.drawing import Line, Shape, Text
from benchlib.rules import loading
from benchlib.rules.memberships import load as memberships
from benchlib.run.access.refusals import NotAllowed
from benchlib.run.apps import portfolio, portfolio_map, portfolio_pictures, portfolio_view
from benchlib.run.apps.portfolio import shares
from benchlib.tables.schemas import countries

NAN = float("nan")
EVIL = "<script>alert(1)</script>"


def frames(**changes):
    levels = ["bronze", "silver", "gold"]
    made = {
        "summary": {"organisations": [60.0], "assessed": [NAN], **{one: [5.0] for one in levels}, "least": [5]},
        "by_country": {
            "country": ["RO", "MX"],
            "country_name": ["Romania", EVIL],
            "organisations": [50.0, 10.0],
            **{one: [5.0, NAN] for one in levels},
        },
        "by_area": {"area": [EVIL, "ICT"], "organisations": [5.0, 40.0], **{one: [NAN, 5.0] for one in levels}},
        "by_year": {"year": [2018, 2020], "level": ["gold", "gold"], "awarded": [15.0, NAN]},
        "expiring": {"until": ["2027Q1", "2026Q4"], "level": ["gold", "bronze"], "labels": [5.0, NAN]},
        "totals": {"low": [0, 50], "high": [50, 100], "organisations": [NAN, 20.0]},
    }
    return {name: pd.DataFrame(made[name] | changes.get(name, {})) for name in made}


def texts(picture) -> list[str]:
    return [part.words for part in picture.drawing.parts if isinstance(part, Text)]


def test_every_country_of_europe_has_a_tile_of_its_own():
    assert len(set(portfolio_map.PLACES.values())) == len(portfolio_map.PLACES)
    assert set(portfolio_map.PLACES) <= set(countries())
    members = set(memberships().on(pd.Timestamp("2026-01-01").date()))
    assert members <= set(portfolio_map.PLACES)
    assert {"NO", "IS", "CH", "GB", "UA", "MD", "RS", "TR", "AL", "BA", "ME", "MK", "XK"} <= set(portfolio_map.PLACES)
    assert max(column for column, _ in portfolio_map.PLACES.values()) * portfolio_map.SIDE < 340
    east = {code: column for code, (column, _) in portfolio_map.PLACES.items()}
    assert east["PT"] < east["ES"] < east["IT"] < east["GR"] < east["CY"]
    assert east["IE"] < east["GB"] < east["DK"] < east["LV"]


def test_the_map_shows_counts_darker_where_there_are_more_and_nothing_of_the_others():
    picture = portfolio_map.europe({"RO": 40.0, "DE": 5.0, "MX": 90.0}, {"RO": "Romania", "DE": "Germany"}, 5)
    assert picture.alt.startswith(
        "Organisations by country, the most first: Romania 40; Germany 5. Countries not named"
    )
    assert texts(picture).count("40") == 2, "in the tile and in the key"
    assert "90" not in texts(picture)
    filled = [part.fill for part in picture.drawing.parts if isinstance(part, Shape)][5:]
    assert filled.count(portfolio_map.SHADES[-1]) == 1
    assert filled.count(portfolio_map.SHADES[0]) == 1
    assert len(filled) == len(portfolio_map.PLACES)
    assert portfolio_map.elsewhere({"RO": 40.0, "MX": 90.0}) == {"MX": 90.0}
    assert portfolio_map.europe({"MX": 90.0}, {}, 5) is None


@pytest.mark.parametrize(("shade", "words"), list(enumerate(portfolio_map.SHADES)))
def test_words_on_tiles_stand_out(shade, words):
    def light(colour):
        parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722] + 0.05

    ink = "#ffffff" if shade >= portfolio_map.DARK else "#1b2733"
    high, low = sorted([light(ink), light(words)], reverse=True)
    assert high / low >= 4.5, "AA"


def test_bars_hatch_what_is_kept_back_up_to_the_least_number():
    picture = portfolio_pictures.bars("Title?", {"a": 20.0, "b": NAN}, 5)
    assert texts(picture) == ["a", "b", "20", "under 5"]
    assert picture.alt == "a: 20; b: under 5."
    widths = [part.points[1][0] - part.points[0][0] for part in picture.drawing.parts if isinstance(part, Shape)]
    assert widths == [326.0, pytest.approx(326 / 4)]
    assert any(isinstance(part, Line) for part in picture.drawing.parts)
    assert portfolio_pictures.bars("Title?", {}, 5) is None


def test_where_all_is_kept_back_no_bar_looks_full():
    picture = portfolio_pictures.bars("Title?", {"a": NAN}, 5)
    (one,) = [part for part in picture.drawing.parts if isinstance(part, Shape)]
    assert one.points[1][0] - one.points[0][0] == pytest.approx(326 / 2)


def test_years_stand_in_a_panel_a_level_on_one_scale():
    picture = portfolio_pictures.years("Title?", {"silver": {2019: 10.0}, "gold": {2018: 20.0, 2020: NAN}}, 5)
    assert picture.alt == "Silver: 2019 10; Gold: 2018 20, 2020 under 5."
    assert texts(picture) == ["Silver", "10", "Gold", "20", "2020", "2019", "2018"]
    solid = [part for part in picture.drawing.parts if isinstance(part, Shape) and part.edge is None]
    heights = [part.points[2][1] - part.points[0][1] for part in solid]
    assert heights[1] == pytest.approx(2 * heights[0])
    assert portfolio_pictures.years("Title?", {"gold": {}}, 5) is None


def test_all_texts_are_escaped():
    made = frames()
    every = [portfolio_view.summary, portfolio_view.places, portfolio_view.areas, portfolio_view.awarded]
    html = "".join(str(one(made)) for one in [*every, portfolio_view.ending, portfolio_view.totals])
    assert html.count("&lt;script&gt;") == 5  # beyond the map, its table, a bar, what the bars say, their table
    assert "<script" not in html


def test_counts_are_in_the_tables_too_and_what_is_kept_back_is_said():
    html = str(portfolio_view.places(frames()))
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html)
    cells = [re.findall(r">([^<]*)</td>", more) for _, more in rows]
    assert cells == [["50", "5", "5", "5"], ["10", "under 5", "under 5", "under 5"]]
    assert "Beyond this map" in html


def test_labels_that_end_stand_by_quarter():
    html = str(portfolio_view.ending(frames()))
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ["Oct to Dec 2026", "Jan to Mar 2027"]
    assert re.findall(r">([^<]*)</td>", html) == ["under 5", "–", "–", "–", "–", "5"]


def test_without_assessments_it_says_so_and_shows_no_points():
    assert "There are fewer than 5 agreed assessments here, or none" in portfolio_view.totals(frames())
    assert "<svg" not in portfolio_view.totals(frames())
    assert "0 to 50%: under 5; 50 to 100%: 20." in portfolio_view.totals(frames(summary={"assessed": [20.0]}))


def test_labels_that_move():
    table = pd.DataFrame({"label": ["gold"], "before": [10.0], "after": [5.0], "gained": [NAN], "lost": [5.0]})
    assert "or none" in portfolio_view.moved(table, 5, assessed=False)
    html = str(portfolio_view.moved(table, 5, assessed=True))
    assert re.findall(r">([^<]+)</t[hd]>", html) == [
        *("Label", "Today", "Then", "Gain it", "Lose it"),
        *("Gold", "10", "5", "under 5", "5"),
    ]


def test_nothing_in_a_choice_is_said():
    made = frames()
    made |= {name: made[name].iloc[:0] for name in ("by_country", "by_area", "by_year", "expiring")}
    assert "No country has 5 organisations or more" in portfolio_view.places(made)
    assert "No area has 5 organisations or more" in portfolio_view.areas(made)
    assert "No year has 5 known awards" in portfolio_view.awarded(made)
    assert "In no quarter of the next months 5 valid labels" in portfolio_view.ending(made)


def test_shares_that_labels_ask_for_come_from_the_rules():
    assert shares(loading.framework("ecei-31"), pd.Timestamp("2026-11-20").date()) == {"gold": 0.8}
    assert shares(loading.framework("what-if-70"), pd.Timestamp("2026-11-20").date()) == {"gold": 0.7}


def test_pictures_are_valid_svg():
    picture = portfolio_map.europe({"RO": 40.0}, {"RO": EVIL}, 5)
    assert "<script" not in drawing.svg(picture.drawing, picture.alt)


def test_whoever_may_not_see_aggregates_sees_a_sentence(monkeypatch):
    class Closed:
        def choices(self):
            raise NotAllowed("This <b> is not for you.")

    told = []
    monkeypatch.setattr(portfolio, "display", told.append)
    portfolio.page(Closed())
    html = "".join(one.value for one in told[0].children)
    assert '<p role="alert">This &lt;b&gt; is not for you.</p>' in html
    assert "<select" not in html
    assert not [one for one in told[0].children if isinstance(one, ipywidgets.Dropdown)]


def test_a_filter_knows_only_what_the_desk_offers():
    one = portfolio._filter("country", {"RO": "Romania", "AT": "Austria"})
    assert [words for words, _ in one.options] == ["All countries", "Austria", "Romania"]
    assert [words for words, _ in portfolio._filter("year", ["2024", "2025", "2026"]).options] == [
        *("Today", "end of 2025", "end of 2024")
    ]
    with pytest.raises(Exception, match="Invalid selection"):
        one.set_state({"index": 3})
