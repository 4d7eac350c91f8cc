import dataclasses

import pytest
from bs4 import BeautifulSoup

from benchlib.present import tables
from benchlib.present.tables.grid import state, table


def cells(html):
    """Texts of a table, row by row; parts of a cell are divided by a bar."""
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    return [[cell.get_text("|") for cell in row.find_all(["th", "td"])] for row in rows]


def heads(html):
    return [cell.get_text() for cell in BeautifulSoup(html, "html.parser").select("thead th")]


def test_a_table_says_what_each_cell_belongs_to():
    soup = BeautifulSoup(table("Of <things>", ["A", "B"], [("x", "1")], numbers=(1,), cards=True), "html.parser")
    assert soup.caption.get_text() == "Of <things>"
    assert [cell["scope"] for cell in soup.find_all("th")] == ["col", "col", "row"]
    assert soup.td["data-label"] == "B"
    assert soup.td["class"] == ["number"]


def test_a_table_that_may_scroll_can_be_reached_by_keyboard():
    wide = BeautifulSoup(table("A", ["A"], [("x",)]), "html.parser").div
    assert (wide["role"], wide["tabindex"], wide["aria-label"]) == ("region", "0", "A")
    assert BeautifulSoup(table("A", ["A"], [("x",)], cards=True), "html.parser").div.attrs == {
        "class": ["wide", "short"]
    }


def test_a_table_without_rows_is_none():
    assert table("Nothing", ["A"], []) is None


def test_an_outcome_needs_no_colour():
    assert state("not met") == '<span class="state bad"><span aria-hidden="true">✗</span> not met</span>'
    assert state("never").endswith("none on record</span>")


def test_groups(complete, gaps, labels_only):
    html = tables.groups(complete)
    assert heads(html) == ["Group", "Points", "Share", "Others: median (middle half)", "Standing"]
    assert cells(html)[0] == ["All together", "110 of 150", "73%", "64% (52 to 76%)", "top 41%"]
    assert cells(html)[3] == ["Financing", "4 of 10", "40%", "63% (51 to 75%)", "better than 32%"]
    assert heads(tables.groups(gaps)) == ["Group", "Points", "Share"]
    assert cells(tables.groups(gaps))[3] == ["Financing", "3 to 8 of 10", "30 to 80%"]
    assert tables.groups(labels_only) is None


def test_standing_names_what_is_kept_back(complete, gaps, labels_only):
    rows = cells(tables.standing(complete))
    assert rows[0] == ["All organisations", "1,225", "64% (52 to 76%)", "top 41%"]
    assert rows[3] == ["Holders of gold", "–", "kept back: would show fewer than 5 others", "–"]
    assert {row[2] for row in cells(tables.standing(gaps))} == {"kept back: would show fewer than 5 others"}
    assert tables.standing(labels_only) is None


def test_indicators_tell_the_next_step(complete, gaps):
    rows = {row[0].split(" ")[0]: row for row in cells(tables.indicators(complete, "4"))}
    assert rows["4.1.2"] == [
        "4.1.2 Documentation of the cluster strategy|Now: Step 4 of the rubric|For 5 points: Step 5 of the rubric",
        "4 of 5|assessors 2 points apart",
        "✓| named",
        rows["4.1.2"][3],
    ]
    assert rows["4.5"][:3] == ["4.5 Working groups|Now: 24%|For 3 points: at least 36%", "2 of 5", "–| not named"]
    assert rows["4.3"][0].endswith("|Now: 60%")
    missing = {row[0].split(" ")[0]: row for row in cells(tables.indicators(gaps, "3"))}
    assert missing["3.2"] == ["3.2 Share of financial resources from private sources", "0 to 5", "?| no answer"]


def test_the_gate_gives_no_points(complete):
    assert cells(tables.indicators(complete, "1"))[0] == [
        "1.1.0 Committed cluster participation|Now: yes",
        "not scored",
        "✓| named",
        "–",
    ]


def test_a_rubric_below_its_first_step(complete):
    lowest = complete.items.assign(value=0.0, points=0.0, described=None)
    html = tables.indicators(dataclasses.replace(complete, items=lowest), "4")
    assert "Now: below the first step" in cells(html)[0][0]


def test_cards_of_labels(labels_only):
    soup = BeautifulSoup(tables.cards(labels_only), "html.parser")
    assert [item["class"] for item in soup.find_all("li")] == [["bronze"], ["silver"], ["gold"]]
    assert soup.find_all("li")[2].get_text("|") == (
        "Gold|Excel in Cluster Excellence|–| expired|Awarded in 2021 (day not published). Ended between 31 January and "
        "31 December 2023; no renewal is on record."
    )


def test_awards_say_where_their_end_is_from(complete, labels_only):
    assert cells(tables.awards(complete)) == [
        ["Bronze, 14 May 2019", "31 May 2021|by the rules", "first", "not published", "seed 7"],
        ["Silver, 10 March 2025", "31 March 2027|as published", "first", "not published", "seed 7"],
    ]
    undated = labels_only.timeline.head(1).assign(awarded=None, until_basis="unknown", score_percent=96.5)
    row = cells(tables.awards(dataclasses.replace(labels_only, timeline=undated)))[0]
    assert row[:4] == ["Bronze", "not known", "first", "96.5%"]


def test_conditions_with_margin_and_mark(complete, gaps, labels_only):
    rows = {row[0]: row for row in cells(tables.conditions(complete, "gold"))}
    assert rows["At least 80 % of the maximum"] == [
        "At least 80 % of the maximum",
        "73.3%",
        "80%",
        "−6.7%",
        "✗| not met",
        "verified|share from 2008-01-01",
    ]
    assert rows["2.6 Degree of cooperation within the cluster participants"][1:] == [
        "3 points",
        "3 points",
        "±0 points",
        "✓| met",
        "proposed",
    ]
    assert [name for name in rows if name.startswith("Every minimum requirement met|")] == [
        "Every minimum requirement met|2.2.2 Qualification of the cluster management team"
    ]
    silver = {row[0]: row for row in cells(tables.conditions(complete, "silver"))}
    assert silver["Bronze awarded before"][1:4] == ["yes", "yes", "–"]
    opened = {row[0]: row for row in cells(tables.conditions(gaps, "gold"))}
    assert opened["At least 80 % of the maximum"][1:5] == ["65% to 81%", "80%", "–", "?| cannot tell"]
    assert tables.conditions(labels_only, "gold") is None


def test_participants_and_what_contradicts_itself(labels_only, complete):
    rows = cells(tables.composition(labels_only))
    assert rows[0] == ["Small and medium firms", "46", "52%"]
    assert rows[-1] == ["Sum of the types", "88", "100%"]
    assert cells(tables.contradictions(labels_only)) == [
        ["The parts add up to 88, a difference of +4.", "84", "compositions"]
    ]
    assert tables.contradictions(complete) is None


def test_strengths(complete):
    assert cells(tables.profile(complete.strengths, "Strengths"))[4] == [
        "Financial sustainability",
        "40%",
        "✗| not shown",
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [(0, ["Bronze, minimum points: 2.0", "27", "0", "0"]), (-1, ["Gold, strict: yes", "0", "30", "0"])],
)
def test_readings(complete, labels_only, row, expected):
    assert cells(tables.readings(complete))[row] == expected
    assert tables.readings(labels_only) is None
