"""A country's page: its chapters, what it says, and what it keeps back."""

import dataclasses

import policies
import pytest
from bs4 import BeautifulSoup
from editions import written
from policies import GERMANY, MALTA, MEXICO, ROMANIA

from benchlib.present import page
from benchlib.present.country import output, profile, reading, tables, text

CHAPTERS = [
    "In short",
    "Labels",
    "Labels that end soon",
    "By technology area",
    "Where they lag",
    "Instruments",
    "What the next euro of effort buys",
    "The organisations",
    "Method and sources",
]
MOST = 250_000  # bytes of a page


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("countries")
    return {
        assessed: written(
            place / str(assessed), policies.edition(synthetic=assessed), policies.tables(assessed=assessed)
        )
        for assessed in (True, False)
    }


def shown(folders, code, *, assessed=True):
    return page.export(policies.ran("country", folders[assessed], {"country": code}, output))


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def rows(table):
    body = BeautifulSoup(str(table), "html.parser").tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in body]


def test_chapters_and_pictures_of_a_country_with_scores(folders):
    html = BeautifulSoup(shown(folders, ROMANIA), "html.parser")
    assert [heading.get_text() for heading in html.find_all("h2")] == CHAPTERS
    assert html.h1.get_text() == "Romania"
    assert html.title.get_text() == "Synthetic data: Romania: country report"
    assert html.find(class_="synthetic") is not None
    assert len(html.find_all("svg")) == 6
    assert all(len(picture["aria-label"]) > 20 for picture in html.find_all("svg"))


@pytest.mark.parametrize("code", [ROMANIA, GERMANY, MEXICO, MALTA])
@pytest.mark.parametrize("assessed", [True, False])
def test_every_page_is_small_and_names_no_missing_value(folders, code, assessed):
    html = shown(folders, code, assessed=assessed)
    assert len(html.encode()) < MOST
    told = words(html)
    assert not {"nan", "None", "NaT", "<NA>"}.intersection(told.split())


def test_headlines():
    assert text.headline(policies.country(ROMANIA)) == (
        "12 cluster organisations of Romania are on record; on 30 June 2026 three certainly hold a valid label, "
        "and for two "
        "more the published dates do not tell."
    )
    assert text.headline(policies.country(MALTA)) == "No cluster organisation of Malta is on record in this edition."
    assert text.headline(policies.country(MEXICO)) == (
        "Two cluster organisations of Mexico are on record; on 30 June 2026 none certainly hold a valid label."
    )


def test_findings_tell_where_it_lags_and_what_that_means():
    assert text.findings(policies.country(ROMANIA)) == [
        "Ever awarded: bronze to 3, silver to 2 and gold to 3.",
        "Labels that end within 12 months unless renewed: 1 to 2.",
        "Its organisations lag behind those of other countries in “Structure of the cluster” and “Typology, "
        "governance, cooperation”.",
        "First to look at: “Twinning with an experienced cluster”, which would reach at least 8 organisations.",
        "The first 6 labels would take about 21 days of work in all, 3.5 each.",
    ]
    assert list(profile.lagging(policies.country(ROMANIA))["item"]) == ["1", "2"]
    assert list(profile.lagging(policies.country(GERMANY))["item"]) == []
    assert set(profile.groups(policies.country(GERMANY))["verdict"]) == {"leads"}


def test_without_assessments_it_says_so_and_shows_what_labels_tell():
    c = policies.country(ROMANIA, assessed=False)
    assert text.absent(c).startswith("No assessment of these organisations is public or was given to this project")
    assert "The technology area of 9 of 12 organisations is not on record." in text.absent(c)
    assert text.effort(c)[0].startswith("No assessment is on record")
    assert [row[3].split(" of 12")[0] for row in rows(tables.instruments(c))] == ["7", "2", "1", "1"]
    assert len(rows(tables.further(c))) == 13
    assert tables.groups(c) is None
    assert tables.effort(c) is None


def test_too_few_are_kept_back():
    c = policies.country(MEXICO)
    assert profile.assessed(c) is None
    assert "fewer than 6 organisations have a score" in text.groups(c)[0]
    assert text.effort(c)[0].startswith("Fewer than 6 organisations have a path")
    assert profile.groups(c).empty
    shown = c.instruments[c.instruments["shown"].astype(bool)]
    assert set(shown["groups"]) == {""}


def test_tables_hold_the_numbers():
    c = policies.country(ROMANIA)
    assert [row[1:] for row in rows(tables.levels(c))] == [
        ["3", "1", "0", "2", "1"],
        ["2", "1", "1", "0", "0"],
        ["3", "1", "1", "1", "0"],
    ]
    assert rows(tables.ending(c)) == [
        ["Synthetic cluster 0006", "Silver", "some day between 31 January and 31 December 2026", "? cannot tell"],
        ["Synthetic cluster 0003", "Bronze", "31 January 2027", "✓ valid"],
    ]
    assert rows(tables.areas(c)) == [["ICT", "9", "3", "2", "2", "2", "3 to 5"], ["Food industry", "3", *"00030"]]
    assert rows(tables.effort(c)) == [
        ["1", "6", "3 bronze and 3 silver", "21", "3.5"],
        ["2", "12", "6 bronze and 6 silver", "78", "9.5"],
    ]
    assert rows(tables.groups(c))[1] == [
        rows(tables.groups(c))[1][0],
        "61% middle half 56 to 66%",
        "82%",
        "0.0 of 10 0.0 to 0.0",
        "lags",
    ]
    assert len(rows(tables.organisations(c))) == 12


def test_what_effort_costs_follows_the_price_of_a_day():
    assert text.effort(policies.country(ROMANIA))[2] == (
        "At 250 EUR a day (proposed, to be edited) that is 875 EUR a label at the start and 2,375 EUR at the end."
    )


def test_names_from_data_are_text_and_nothing_else(folders):
    c = policies.country(ROMANIA)
    hostile = "<script>alert(1)</script>\u202e"
    evil = dataclasses.replace(
        c, holders=c.holders.assign(name=hostile, area=hostile), ending=c.ending.assign(name=hostile)
    )
    for table in (tables.organisations(evil), tables.ending(evil)):
        assert "<script" not in table
        assert "\u202e" not in table


def test_reading_finds_one_country_only(folders):
    c = reading.read(folders[True], GERMANY, "2026-06-30")
    assert set(c.holders["country"]) == {GERMANY}
    assert (c.size, c.least) == (8, 6)
    with pytest.raises(reading.UnknownCountry, match="'US': no such country"):
        reading.read(folders[True], "US")
    with pytest.raises(ValueError, match="computed for 2026-06-30"):
        reading.read(folders[True], GERMANY, "2026-07-01")
    with pytest.raises(FileNotFoundError, match="no edition here"):
        reading.read(folders[True] / "nowhere", GERMANY)
