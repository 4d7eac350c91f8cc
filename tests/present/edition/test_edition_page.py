"""The publication as a page: order, landmarks, what is absent, what cannot change it."""

import itertools
import re

import pytest
from bs4 import BeautifulSoup
from portfolios import BEFORE, about, earlier, invented, published, stored

from benchlib.present import page, record

LARGEST = 400_000
CHAPTERS = [
    "In short",
    "The state of the labels",
    "Areas and countries",
    "Labels over the years",
    "What changed",
    "How the organisations score",
    "Competitiveness",
    "Management teams",
    "How the function corrects itself",
    "Method and sources",
]
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><base href='//evil.example'>",
    "</span><span class='leaf'>9</span>",
    "\u202egnitset \u2066\u2067 {{7*7}} $x$",
)


def soup(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(params=["whole_page", "compared_page", "real_page"])
def any_page(request):
    return request.getfixturevalue(request.param)


def chapters(html):
    return [heading.get_text() for heading in soup(html).find_all("h2")]


def test_reading_order(whole_page, real_page):
    assert chapters(whole_page) == CHAPTERS
    assert chapters(real_page) == [CHAPTERS[place] for place in (0, 1, 2, 3, 4, 9)]


def test_a_page_is_small_and_its_headings_in_order(any_page):
    assert len(any_page.encode()) <= LARGEST
    levels = [int(heading.name[1]) for heading in soup(any_page).find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_contents_lead_to_every_chapter_and_leave_room_for_its_page(any_page):
    html = soup(any_page)
    entries = html.find("nav", class_="contents").find_all("li")
    identities = [heading["id"] for heading in html.find_all("h2")]
    assert [entry.a["href"][1:] for entry in entries] == identities
    assert [entry.find(class_="leaf")["data-page-of"] for entry in entries] == identities
    every = [element["id"] for element in html.find_all(id=True)]
    assert len(every) == len(set(every))


def test_the_contents_stand_right_after_the_title_page(any_page):
    cover = soup(any_page).find("header", class_="cover")
    assert cover.find_next_sibling()["class"] == ["contents"]


def test_every_picture_is_described_and_every_table_titled(any_page):
    html = soup(any_page)
    assert all(picture["role"] == "img" and len(picture["aria-label"]) > 20 for picture in html.find_all("svg"))
    for table in html.find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(cell["scope"] in ("col", "row") for cell in table.find_all("th"))


def test_pictures_as_many_as_the_facts_allow(whole_page, real_page):
    assert [len(soup(html).find_all("svg")) for html in (whole_page, real_page)] == [11, 4]


def test_title_page(compared_page):
    facts = {
        part.dt.get_text(): part.dd.get_text() for part in soup(compared_page).find(class_="cover").find_all("div")
    }
    assert facts == {
        "Edition": "synthetic-2026",
        "As of": "30 June 2026",
        "Data": "Synthetic: invented organisations",
        "Organisations": "22",
        "Countries": "3",
        "Compared with": "synthetic-2025, 30 June 2025",
    }


def test_synthetic_data_say_so_everywhere(whole_page):
    html = soup(whole_page)
    assert html.title.get_text() == "Synthetic data: synthetic-2026: Analysis of Cluster Competitiveness"
    assert html.find(class_="synthetic")
    assert '@top-center { content: "Synthetic data: invented organisations"' in whole_page
    assert "Synthetic data: invented organisations. Computed with" in html.get_text(" ")


def test_labels_alone_say_what_is_absent(real_page):
    text = soup(real_page).get_text(" ")
    assert "What this edition cannot show" in text
    assert "No assessment is public or was given to this project" in text
    assert "nothing is said of competitiveness" in text
    assert "The technology area of 13 of 22 organisations is not published." in text
    assert not soup(real_page).find(class_="synthetic")
    assert "invented organisations" not in text


def test_findings_carry_numbers(whole_page, real_page):
    whole, real = ([item.get_text() for item in soup(html).select(".findings li")] for html in (whole_page, real_page))
    assert len(whole) == 7
    assert len(real) == 5
    assert all(re.search(r"\d", one) for one in whole + real)
    assert whole[:2] == [
        "This edition covers 22 organisations in three countries; seven of them have been awarded a label of cluster "
        "management "
        "excellence at some time.",
        "On 30 June 2026, three organisations certainly hold three valid labels: 1 gold, 1 silver and 1 bronze. For "
        "two more "
        "organisations the published dates do not tell.",
    ]
    assert whole[5].endswith("rose from 54.5 points in 2024 to 56.5 in 2026.")


def test_no_score_of_a_single_organisation_is_on_the_page(compared_page):
    text = soup(compared_page).get_text(" ")
    named = set(re.findall(r"Synthetic cluster \d{4}", text))
    assert named == {"Synthetic cluster 0000", "Synthetic cluster 0021", "Synthetic cluster 9999"}
    for line in re.findall(r"Synthetic cluster \d{4}[^S]{0,40}", text):
        assert "%" not in line
        assert "points" not in line


def test_nothing_runs_and_nothing_is_loaded(any_page):
    html = soup(any_page)
    assert not html.find_all(["script", "link", "iframe", "object", "embed", "base", "form"])
    assert not [tag for tag in html.find_all(src=True) if not tag["src"].startswith("data:")]


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_texts_cannot_change_the_page(tmp_path, text, compared_page):
    now, before = invented(), earlier()
    for frames in (now, before):
        frames["organisations"] = frames["organisations"].assign(name=text, country_name=text, area=text, source=text)
        frames["timeline"] = frames["timeline"].assign(source=text)
    for name, column in (
        ("figures", "indicator"),
        ("peers", "aspect"),
        ("value_added", "outcome"),
        ("parameters", "name"),
    ):
        now[name] = now[name].assign(**{column: text})
    stored(
        tmp_path / "now", about(framework_title=text, sources=[{"title": text, "address": "javascript:alert(1)"}]), now
    )
    stored(tmp_path / "before", about(BEFORE, text, framework_title="other"), before)
    html = soup(page.export(published(tmp_path / "now", tmp_path / "before")))
    kinds = ["script", "style", "base", "title", "h1", "iframe"]
    assert [tag.name for tag in html.find_all(kinds)] == [tag.name for tag in soup(compared_page).find_all(kinds)]
    assert not html.find_all(lambda tag: any(name.startswith("on") for name in tag.attrs))
    assert not html.find_all("img")
    assert not [a for a in html.find_all("a") if a["href"].startswith("javascript")]
    assert len(html.find_all(class_="leaf")) == len(html.find_all("h2"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html.get_text())


def test_what_the_publication_recorded(place):
    kept = record.recorded(published(place / "now", place / "before"))
    assert kept["report"] == "Analysis of Cluster Competitiveness"
    assert kept["since"] == BEFORE
    assert kept["labels"]["gold"] == {"valid": 1, "open": 1, "expired": 1, "ever": 3, "countries": 1}
    assert kept["ending"] == {"bronze": [1, 1], "silver": [0, 0], "gold": [0, 0]}
    assert kept["first_awards"] == {"bronze": 0, "silver": 1, "gold": 0}
    assert (kept["assessed"], kept["median_total"], kept["panel"]) == (22, 60.0, 10)
    assert kept["competitiveness"] == [54.5, 55.5, 56.5]
