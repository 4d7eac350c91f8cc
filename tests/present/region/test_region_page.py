"""A region's page: what it is strong in, who is there, what is missing; and nothing invented beside what is real."""

import policies
import pytest
from bs4 import BeautifulSoup
from editions import written
from policies import BARE, CAPITAL, NORTH

from benchlib.present import page
from benchlib.present.region import output, reading, tables, text

CHAPTERS = [
    "In short",
    "What it is strong in",
    "Cluster organisations",
    "Gaps",
    "Wealth",
    "Competitiveness",
    "Method and sources",
]
MOST = 250_000  # bytes of a page


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("regions")
    return {
        invented: written(
            place / str(invented), policies.edition(synthetic=invented), policies.region_tables(invented=invented)
        )
        for invented in (True, False)
    }


def shown(folders, code, *, invented=False):
    return page.export(policies.ran("region", folders[invented], {"nuts2": code}, output))


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def rows(table):
    body = BeautifulSoup(str(table), "html.parser").tbody.find_all("tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in body]


def test_chapters_and_pictures(folders):
    html = BeautifulSoup(shown(folders, CAPITAL), "html.parser")
    assert [heading.get_text() for heading in html.find_all("h2")] == CHAPTERS
    assert html.h1.get_text() == "București - Ilfov"
    assert html.title.get_text() == "București - Ilfov: region report"
    assert len(html.find_all("svg")) == 3
    assert {span["aria-label"] for span in html.find_all("span", role="img")} == {"2 stars"}


@pytest.mark.parametrize("code", [NORTH, CAPITAL, BARE])
@pytest.mark.parametrize("invented", [True, False])
def test_every_page_is_small_and_names_no_missing_value(folders, code, invented):
    html = shown(folders, code, invented=invented)
    assert len(html.encode()) < MOST
    assert not {"nan", "None", "NaT", "<NA>"}.intersection(words(html).split())


def test_headline_and_findings():
    g = policies.region(NORTH)
    assert text.headline(g) == ("Nord-Vest is strong in two divisions of industry; most stars, three, go to furniture.")
    assert text.findings(g) == [
        "GDP per head in 2014: 12,000 PPS, 95% of the country’s.",
        "No cluster organisation is known to be in this region.",
        "Strong, and no organisation of a tied area is known here: furniture.",
    ]
    assert text.findings(policies.region(CAPITAL)) == [
        "GDP per head in 2014: 32,000 PPS, 254% of the country’s.",
        "Regional Competitiveness Index 2019: rank 151 of 267 regions.",
        "One cluster organisation is known to be here; none certainly hold a valid label, one may hold one.",
    ]


def test_it_says_how_many_have_no_region_on_record():
    told = "14 of 15 cluster organisations of Romania have no region on record; any of them may be here."
    assert told in text.absent(policies.region(NORTH))
    assert told in text.organisations(policies.region(CAPITAL))


def test_a_division_without_a_tied_area_is_no_gap():
    assert [row[0] for row in rows(tables.gaps(policies.region(NORTH)))] == ["Furniture ★★★"]
    assert rows(tables.covered(policies.region(CAPITAL))) == [["Research ★★", "Biotechnology", "1"]]
    assert tables.gaps(policies.region(CAPITAL)) is None
    assert text.lacking(policies.region(NORTH))[0].startswith("One of two strong divisions has no cluster organisation")


def test_tables_hold_the_numbers():
    assert rows(tables.strong(policies.region(NORTH)))[0] == [
        "Furniture C31",
        "★★★ size, specialisation, focus",
        "6.8 6.78 to 6.92",
        "25,253 4.7% of all",
    ]
    assert rows(tables.strong(policies.region(CAPITAL)))[0][0] == "Research M72, figure flagged d"
    assert rows(tables.wealth(policies.region(NORTH)))[0] == ["2014 (estimated)", "12,000", "12,600", "22,900"]
    assert rows(tables.competitiveness(policies.region(CAPITAL)))[0] == ["2019", "−0.10", "151 of 267", "−1.13"]
    assert rows(tables.organisations(policies.region(CAPITAL))) == [
        ["ROHEALTH", "Biotechnology", "gold", "gold cannot tell"]
    ]


def test_invented_organisations_are_left_out_and_the_page_says_so(folders):
    html = shown(folders, CAPITAL, invented=True)
    told = words(html)
    assert "This edition is on invented organisations. They are left out of this page" in told
    assert "Cluster organisations left out" in told
    assert "ynthetic cluster" not in told
    assert BeautifulSoup(html, "html.parser").find(class_="synthetic") is None
    assert tables.gaps(policies.region(NORTH, invented=True)) is None
    assert output.summary(policies.region(NORTH, invented=True))["gaps"] == []


def test_a_region_of_which_nothing_is_published_says_so():
    g = policies.region(BARE)
    assert g.name == "RO41"
    assert text.headline(g) == "For RO41 the published statistics do not tell what its economy is strong in."
    told = text.absent(g)
    assert "No GDP per head" in told
    assert "The Regional Competitiveness Index has no region that is this one." in told
    assert "Too little of its employment is published" in told


def test_reading_finds_one_region_only(folders):
    assert set(reading.read(folders[False], NORTH).industries["nuts2"]) == {NORTH}
    with pytest.raises(reading.UnknownRegion, match="'RO99': no such NUTS 2 region"):
        reading.read(folders[False], "RO99")
