"""Competitiveness and management: what is brought together, drawn, listed and said."""

import dataclasses

import pytest
from bs4 import BeautifulSoup
from editions import FUNCTION
from pictures import covered, dots, lines, notes, outside, parts, texts, words

from benchlib.present import charts, page, performance, tables, text, theme
from benchlib.present.competitiveness import TITLE
from benchlib.present.drawing import Dot, Line, Shape
from benchlib.present.markup import slug
from benchlib.present.text.performance import EXPLAINED

NAN = float("nan")


def changed(r, **frames):
    return dataclasses.replace(r, **frames)


SCALE = (0, 100)


def heights(picture, low, high):
    """Turns pixels of the chart over years into values: a function, for a scale from low to high."""
    upright = [line.points[0][1] for line in parts(picture, Line, colour=theme.LINE)]
    top, bottom = min(upright), max(upright)
    return lambda y: low + (bottom - y) / (bottom - top) * (high - low)


def cells(html):
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return [[cell.get_text("|") for cell in row.find_all(["th", "td"])] for row in rows]


def caption(html):
    return BeautifulSoup(html, "html.parser").caption.get_text()


# --- what is brought together


def test_years_with_peers_on_the_scale_of_the_figures(complete):
    states = performance.states(complete)
    assert list(states["year"]) == [2020, 2021, 2022, 2023, 2024, 2025]
    assert list(states["seen"].dropna()) == pytest.approx([(28 - 12) / 0.8, (44 - 12) / 0.8, (60 - 12) / 0.8])
    assert performance.forecast(complete)["predicted"] == 55.0
    assert performance.asked(complete)["year"] == 2025


def test_peers_have_no_place_on_that_scale_while_their_slope_is_not_certain(complete):
    table = complete.parameters
    unsure = table.assign(se=table["se"].where(table["name"] != "b", 0.41))  # 0.8 is within two of these of nought
    assert performance.states(changed(complete, parameters=unsure))["seen"].isna().all()
    assert performance.states(changed(complete, parameters=table.head(0)))["seen"].isna().all()
    surer = table.assign(se=table["se"].where(table["name"] != "b", 0.39))
    assert performance.states(changed(complete, parameters=surer))["seen"].notna().sum() == 3


def test_only_what_may_be_shown_is_taken(complete, gaps, labels_only):
    for r in (gaps, labels_only):
        assert performance.figures(r).empty
        assert performance.peers(r).empty
        assert performance.reliability(r) is None
        assert performance.value_added(r).empty
        assert performance.shift_share(r) is None
    assert list(performance.value_added(complete)["outcome"]) == ["employment", "turnover"]
    assert list(performance.figures(complete)["before"]) == pytest.approx([49.1, 48.4, -5.0, 68.6])
    assert list(performance.peers(complete)["year"].unique()) == [2025]
    assert performance.reliability(complete)["alpha"] == 0.71


def test_nothing_measured_is_nothing(labels_only):
    assert performance.states(labels_only).empty
    assert performance.latest(labels_only) is None
    assert performance.forecast(labels_only) is None
    assert performance.asked(labels_only) is None
    assert performance.management(labels_only) is None
    assert performance.management_among(labels_only) is None


def test_what_lies_beyond_the_scale_is_said_to():
    assert [performance.scored(value) for value in (-3.9, 0, 43.6, 100, 102.1, NAN)] == [
        "under 0",
        "0",
        "44",
        "100",
        "over 100",
        "–",
    ]
    assert performance.between(-3.2, 104.0) == "0 to 100"


# --- pictures


def test_the_trend_shows_line_rings_and_diamonds(complete):
    picture = charts.trend(complete)
    at = heights(picture, 20, 70)
    line = parts(picture, Line, colour=theme.OWN, width=2.5)[0]
    assert [at(y) for _, y in line.points] == pytest.approx([40.0, 43.0, 46.0, 49.0, 52.0, 55.0])
    rings = parts(picture, Dot, fill=theme.PAPER)
    assert [at(ring.y) for ring in rings] == pytest.approx([44.0, 47.0, 53.0, 56.0, 59.0])
    assert [ring.x for ring in rings] == [line.points[place][0] for place in (0, 1, 3, 4, 5)]
    diamonds = parts(picture, Shape, fill=theme.PAPER)
    assert [at((diamond.points[0][1] + diamond.points[2][1]) / 2) for diamond in diamonds] == pytest.approx(
        [20, 40, 60]
    )
    assert words(picture)[-1] == "55"
    assert "2026" in words(picture)
    assert notes(picture) == [
        "Line: estimate; grey: holds the truth in 9 of 10 cases",
        "Ring: figures alone; diamond: peers alone",
        "Dashed: expected for 2026",
    ]
    assert picture.alt.endswith("2024 52 (47 to 57), 2025 55 (50 to 60) and expected for 2026 55 (49 to 61).")


def test_the_trend_names_no_mark_that_is_not_there(complete):
    table = complete.competitiveness
    bare = changed(
        complete, competitiveness=table[~table["forecast"]].assign(q=NAN), parameters=complete.parameters[:0]
    )
    assert notes(charts.trend(bare)) == ["Line: estimate; grey: holds the truth in 9 of 10 cases"]


def test_a_trend_beyond_the_scale_ends_there(complete):
    table = complete.competitiveness
    low = table.assign(**{name: table[name] - 55 for name in ("q", "estimate", "low", "high", "predicted_low")})
    picture = charts.trend(changed(complete, competitiveness=low))
    lowest = max(line.points[0][1] for line in parts(picture, Line, colour=theme.LINE))
    assert max(y for line in parts(picture, Line) for _, y in line.points) == lowest
    assert "0" in words(picture)
    assert "2025 0 (0 to 5)" in picture.alt


def test_one_year_is_no_trend(gaps, labels_only):
    assert charts.trend(gaps) is None
    assert charts.trend(labels_only) is None


def test_the_number_keeps_away_from_the_marks(complete):
    def side(q, seen=None):
        table = complete.competitiveness
        last = table["year"] == 2025
        moved = table.assign(
            q=table["q"].mask(last, q), v=table["v"].mask(last, NAN if seen is None else 12 + 0.8 * seen)
        )
        picture = charts.trend(changed(complete, competitiveness=moved))
        estimate = parts(picture, Line, width=2.5)[0].points[-1][1]
        return "below" if texts(picture)[-1].y > estimate else "above"

    assert side(q=50.0) == "above"
    assert side(q=58.0) == "below"
    assert side(q=52.0, seen=58.0) == "above"
    assert side(q=90.0) == "above"


def test_figures_beyond_their_goalposts_stand_at_the_end(complete):
    picture = charts.figures(complete)
    assert dots(picture, SCALE, fill=theme.OWN) == pytest.approx([44.1, 43.4, 0.0, 63.6])
    assert dots(picture, SCALE, fill=theme.PAPER) == pytest.approx([49.1, 48.4, 0.0, 68.6])
    assert words(picture)[:3] == ["Turnover per employee", "Exports", "Growth of employment"]
    assert words(picture)[4:7] == ["182,346 EUR", "34.7%", "−10%"]
    assert notes(picture) == ["Dot: score of 2025, 0 to 100; ring: 2024"]
    assert "Growth of employment −10%, score under 0" in picture.alt


def test_figures_without_the_year_before_have_no_ring(complete):
    picture = charts.figures(changed(complete, figures=complete.figures[complete.figures["year"] == 2025]))
    assert notes(picture) == ["Dot: score of 2025, 0 to 100"]
    assert "nan" not in picture.alt


def test_peers_have_intervals_within_the_scale_and_the_usual_where_known(complete):
    wide = changed(complete, peers=complete.peers.assign(low=-7.0, high=108.0))
    picture = charts.peers(wide)
    assert lines(picture, SCALE, colour=theme.OWN) == [pytest.approx((0.0, 100.0))] * 5
    assert dots(picture, SCALE) == pytest.approx([30.0, 40.0, 50.0, 60.0, 70.0])
    assert lines(picture, SCALE, colour=theme.MEDIAN)[0] == pytest.approx((50, 50))
    assert picture.alt.endswith("Internationalisation 60, usual 50; Cooperation 70.")
    alone = charts.peers(changed(complete, peers=complete.peers.assign(usual=NAN)))
    assert notes(alone) == ["Dot: peers’ view; line: holds the truth in 9 of 10 cases"]


@pytest.mark.parametrize(("high", "ends"), [(2.8, ["−3", "+3"]), (0.2, ["−3", "+3"]), (31.0, ["−35", "+35"])])
def test_growth_beyond_expectation_has_a_round_scale(complete, high, ends):
    table = complete.value_added
    picture = charts.value_added(changed(complete, value_added=table.assign(high=high)))
    assert [text for text in words(picture) if text in ends] == ends
    end = float(ends[1])
    assert dots(picture, (-end, end)) == pytest.approx([1.6, -0.3])
    assert words(picture)[:4] == ["Employment", "Turnover", "+1.6 points a year", "−0.3 points a year"]


def test_pictures_of_what_is_kept_back_are_none(gaps, labels_only):
    for r in (gaps, labels_only):
        assert [draw(r) for draw in (charts.figures, charts.peers, charts.value_added)] == [None, None, None]


@pytest.mark.parametrize("high", [2.8, 31.0])
def test_no_words_of_a_scale_of_growth_meet(complete, high):
    picture = charts.value_added(changed(complete, value_added=complete.value_added.assign(high=high)))
    assert outside(picture) == covered(picture) == []


# --- tables


def test_the_history_sets_figures_and_peers_side_by_side(complete):
    html = tables.history(complete)
    assert cells(html)[:2] == [
        ["2025", "55 (50 to 60)", "59", "60|see less, most in strategy"],
        ["2024", "52 (47 to 57)", "56", "–"],
    ]
    assert len(cells(html)) == 6
    no_slope = tables.history(changed(complete, parameters=complete.parameters[:0]))
    assert [row[3] for row in cells(no_slope)][:3] == ["see less, most in strategy", "–", "confirm"]


def test_figures_say_who_stands_behind_them(complete):
    html = tables.figures(complete)
    assert cells(html)[2] == [
        "Growth of employment",
        "−10%",
        "under 0",
        "10 of 74 participants|with 900 employees, 62% of all known",
    ]
    assert caption(html) == "Figures of 2025"


def test_what_all_figures_share_is_said_once(complete):
    alike = complete.figures[complete.figures["indicator"] != "employment_growth"]
    html = tables.figures(changed(complete, figures=alike))
    assert caption(html) == "Figures of 2025, from 12 of 74 participants, with 900 employees"
    assert cells(html)[0] == ["Turnover per employee", "182,346 EUR", "44"]


def test_what_is_usual_is_left_out_where_it_is_kept_back(complete):
    html = tables.peers(complete)
    assert caption(html) == "Answers of 6 peers in 2025, 0 to 100"
    assert [row[1:] for row in cells(html)][3:] == [["60 (48 to 72)", "50"], ["70 (58 to 82)", "–"]]
    assert "nan" not in html


def test_the_parts_of_growth(complete):
    html = tables.shift_share(complete)
    assert caption(html) == "Growth of employment from 2020 to 2025, 11 participants"
    assert [row[1] for row in cells(html)] == ["+8%", "+11.2 points", "−0.2 points", "−3 points"]


def test_tables_of_nothing_are_none(labels_only, gaps):
    for r in (labels_only, gaps):
        assert [make(r) for make in (tables.figures, tables.peers, tables.shift_share)] == [None, None, None]
    assert tables.history(labels_only) is None


# --- words


def test_competitiveness_in_words(complete):
    *sentences, ours = text.competitiveness(complete)
    assert sentences == [
        "In 2025 competitiveness is estimated at 55 on a scale from 0 to 100; in 9 of 10 cases the truth lies between "
        "50 and 60.",
        "That is 9 points higher than in 2022.",
        "For 2026 the function expects 55 (49 to 61).",
        "The peers see less than the figures say, most in strategy: ask why before you rely on either.",
        "Year after year the figures have departed from what was expected to the same side, which chance alone brings "
        "about in 5% of cases.",
    ]
    assert ours == (
        "The function behind this is ours, and corrects itself with every year of data: "
        f'<a href="{EXPLAINED}">how it works</a>.'
    )


def test_its_explanation_is_where_the_link_leads():
    assert f"{page.METHOD}#{slug(TITLE)}" == EXPLAINED


def test_peers_of_an_earlier_year_are_told_in_the_past(complete):
    table = complete.competitiveness
    now = table.assign(peers=table["peers"].where(table["year"] != 2025))
    sentences = text.competitiveness(changed(complete, competitiveness=now))
    assert sentences[3] == "In 2023, when they were last asked, the peers confirmed what the figures said."


def test_a_change_within_either_interval_is_uncertain(complete):
    table = complete.competitiveness
    wide = table.assign(high=table["high"].where(table["year"] != 2022, 56.0))
    sentences = text.competitiveness(changed(complete, competitiveness=wide))
    assert sentences[1] == "Compared with 2022 (46) the change is within what is uncertain."


def test_little_and_nothing_in_words(gaps, labels_only):
    assert text.competitiveness(gaps)[0] == (
        "In 2021 competitiveness is estimated at 43 on a scale from 0 to 100; in 9 of 10 cases the truth lies between "
        "0 and 48."
    )
    assert len(text.competitiveness(gaps)) == 2
    assert text.figures(gaps) == "Figures are shown from three participants on; fewer have reported."
    assert text.peers(gaps) == ["Peers’ answers are shown from five peers on; fewer have answered."]
    assert text.management(gaps) == [
        "On the ten indicators on the team and its tools, 48 to 68% of the points are reached."
    ]
    assert text.competitiveness(labels_only)[0].startswith(
        "Nothing can be said yet: that takes figures of at least three"
    )
    assert text.figures(labels_only) is None
    assert text.peers(labels_only) == []
    assert text.management(labels_only) == []


@pytest.mark.parametrize(
    ("krippendorff", "alpha", "said"),
    [
        (
            -0.2,
            -18.75,
            [
                "Between the peers there is no agreement beyond chance.",
                "The aspects do not go together: look at each by itself.",
            ],
        ),
        (
            0.32,
            0.71,
            [
                "Agreement between peers is 0.32 (0: as by chance, 1: all alike; Krippendorff’s alpha).",
                "The aspects go together by 0.71 (1: fully; Cronbach’s alpha).",
            ],
        ),
        (NAN, NAN, []),
    ],
)
def test_agreement_of_peers_in_plain_words(complete, krippendorff, alpha, said):
    table = complete.reliability.assign(krippendorff=krippendorff, alpha=alpha)
    assert text.peers(changed(complete, reliability=table))[1:] == said


def test_the_management_in_words(complete):
    assert text.management(complete) == [
        "On the ten indicators on the team and its tools, 74% of the points are reached; half of the others reach 62% "
        "or more.",
        "Compared with what country, area, size, type and year let expect, employment of participants grows 1.6 "
        "percentage points a year more (+0.4 to +2.8); turnover of participants shows no certain difference (−0.3 "
        "points a year, −2.1 to +1.5).",
        "What is left may come from the management, or from anything else that was not measured.",
    ]


def test_a_difference_too_small_to_write_has_no_sign(complete):
    small = complete.value_added.assign(effect=-0.01, low=-2.0, high=1.9)
    sentence = text.management(changed(complete, value_added=small))[1]
    assert "employment of participants shows no certain difference (±0 points a year, −2 to +1.9)" in sentence


def test_every_aspect_has_a_name(complete):
    assert [performance.aspect(complete, key) for key in FUNCTION["aspects"]][:2] == [
        "Geographical concentration",
        "Labour force",
    ]
