"""The page for policy makers in a browser: filters, pictures, what-ifs, files; on a phone, by keyboard, in the dark."""

import csv
import io
import itertools
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from openpyxl import load_workbook

from benchlib.run import facts
from benchlib.run.facts import PORTFOLIO
from benchlib.tables import store
from benchlib.tables.store import invitations

pytestmark = pytest.mark.full
PHONE, LAPTOP = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
TABLES = ["summary", "by_country", "by_area", "by_year", "expiring", "totals"]
COUNTS = ["organisations", "assessed", "bronze", "silver", "gold", "awarded", "labels"]
MOVED = [  # two dozen invented organisations: fewer than five hold each label
    ["Label", "Today", "Then", "Gain it", "Lose it"],
    *([label, *["under 5"] * 4] for label in ("Bronze", "Silver", "Gold")),
]
FOCUSED = "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText"
VISITORS = itertools.count(1)
SOURCE = """
import os
os.environ.update(BENCHLIB_VISIT=VISIT, BENCHLIB_DATABASE=DATABASE)
from benchlib.run.apps import portfolio
portfolio.page()
"""


@pytest.fixture(scope="module")
def server(opened):
    return opened(sessions=12, linger=0.1, sweep=0.5, abandoned=30)


@pytest.fixture(scope="module")
def places(server, tmp_path_factory):
    """Two pages by name: the shipped portfolio and an invented one, each with its store and invitation."""
    made = {}
    sample = PORTFOLIO.parent / "synthetic" / "sample"
    for name, folder in {"counter": PORTFOLIO, "curious": sample}.items():
        file = tmp_path_factory.mktemp("stores") / f"{name}.sqlite"
        place = store.opened(f"sqlite:///{file}")
        store.import_(place, folder, "office", facts.judged)
        one = invitations.invite(place, "policy", "Ana", 30, "office")
        source = SOURCE.replace("VISIT)", f"{one.id!r})").replace("=VISIT,", f"={one.id!r},")
        source = source.replace("=DATABASE)", f"={f'sqlite:///{file}'!r})")
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "title": "Portfolio"}
        nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=spec), server.folder / f"{name}.ipynb")
        made[name] = place, one.id
    yield made
    for place, _ in made.values():
        place.close()


@pytest.fixture
def come(browser, server, places):
    """A function: a tab that has come by a link and opened a page."""
    contexts = []

    def enter(name: str, **options):
        context = browser.new_context(**{"viewport": LAPTOP, **options})
        contexts.append(context)
        tab = context.new_page()
        tab.goto(f"{server.url}/enter/good-{next(VISITORS)}")
        tab.wait_for_url("**/counter")
        if name != "counter":
            tab.goto(f"{server.url}/{name}")
        tab.get_by_role("button", name="Make the files").wait_for()
        return tab

    yield enter
    for context in contexts:
        context.close()


def choose(tab, label: str, option: str) -> None:
    tab.get_by_label(label, exact=True).select_option(option)


def exports(place, invitation) -> int:
    return [use.action for use in invitations.uses(place, invitation)].count("exported")


def violations(tab) -> dict:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found.response["violations"]}


def test_the_shipped_portfolio_of_labels_alone_says_what_is_not_there(come, places, tmp_path_factory):
    tab = come("counter", viewport=PHONE)
    told = tab.locator("#rendered_cells").inner_text()
    assert "260 organisations: All countries; All areas; Any or none; Today" in told
    assert "There are fewer than 5 agreed assessments here, or none" in told
    assert "invented" not in told
    described = tab.get_by_role("img", name="Organisations by country").get_attribute("aria-label")
    assert described.startswith("Organisations by country, the most first: Germany 45; Spain 30; France 25;")
    assert "Iceland" not in described, "one organisation is too few"
    assert "Beyond this map: Mexico 10." in told
    choose(tab, "Country", "Germany")
    tab.get_by_text("45 organisations: Germany; All areas").wait_for()
    choose(tab, "Holds the label", "Gold")
    choose(tab, "As of", "end of 2018")
    tab.get_by_text("organisations: Germany; All areas; Gold; end of 2018").wait_for()
    tab.get_by_role("button", name="Show all").click()
    tab.get_by_text("260 organisations: All countries; All areas; Any or none; Today").wait_for()
    assert tab.get_by_label("Country", exact=True).input_value() == "All countries"
    choose(tab, "Share of the points it asks for", "70%")
    tab.get_by_role("button", name="Which labels would move?").click()
    tab.get_by_role("status").filter(has_text="There are fewer than 5 agreed assessments").wait_for()
    assert violations(tab) == {}
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.screenshot(path=tmp_path_factory.getbasetemp() / "portfolio-phone-light.png", full_page=True)


def test_filters_pictures_and_files_show_the_same(come, places):
    place, invitation = places["counter"]
    before = exports(place, invitation)
    tab = come("counter")
    choose(tab, "Country", "Germany")
    tab.get_by_text("45 organisations: Germany").wait_for()
    tab.get_by_role("button", name="Make the files").click()
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Save as CSV").click()
    assert saved.value.suggested_filename == "portfolio.csv"
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {"about", "summary", "by_country"} <= {row["table"] for row in rows} <= {"about", *TABLES}
    assert [row["text"] for row in rows if row["item"] == "Country"] == ["Germany"]
    assert [(row["country"], row["organisations"]) for row in rows if row["table"] == "by_country"] == [("DE", "45.0")]
    numbers = [float(row[name]) for row in rows for name in COUNTS if row[name]]
    assert {number % 5 for number in numbers} == {0.0}
    assert min(numbers) >= 5
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Save as Excel workbook").click()
    book = load_workbook(io.BytesIO(Path(saved.value.path()).read_bytes()))
    assert book.sheetnames == ["about", *TABLES]
    assert [cell.value for cell in book["by_country"][2]][:2] == ["DE", 45]
    assert exports(place, invitation) == before + 1
    choose(tab, "Country", "All countries")
    tab.get_by_role("link", name="Save as CSV").wait_for(state="detached")


def test_another_threshold_moves_labels_and_a_link_taken_back_shows_nothing_more(come, places, tmp_path_factory):
    tab = come("curious", color_scheme="dark")
    tab.get_by_role("button", name="Which labels would move?").click()
    tab.get_by_role("alert").filter(has_text="Choose another share or another weight first.").wait_for()
    choose(tab, "Share of the points it asks for", "100%")
    choose(tab, "Its weight", "3")
    tab.get_by_role("button", name="Which labels would move?").click()
    tab.get_by_role("table", name="Organisations that meet the rules").wait_for()
    rows = tab.get_by_role("table", name="Organisations that meet the rules").locator("tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == MOVED
    assert tab.get_by_role("img", name="60 to 70%").is_visible()
    assert violations(tab) == {}
    tab.screenshot(path=tmp_path_factory.getbasetemp() / "portfolio-laptop-dark.png", full_page=True)
    place, invitation = places["curious"]
    invitations.revoke(place, invitation)
    tab.get_by_label("As of", exact=True).select_option(index=1)
    tab.get_by_role("alert").filter(has_text="link").first.wait_for()
    assert tab.get_by_role("img").count() == 0


def test_by_keyboard_alone(come):
    tab = come("counter", viewport=PHONE)
    tab.locator("#rendered_cells").focus()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.labels[0].innerText") == "Country"
    tab.keyboard.type("Spa")
    tab.get_by_text("30 organisations: Spain").wait_for()
    reached = []
    while "Make the files" not in reached and len(reached) < 30:
        tab.keyboard.press("Tab")
        reached.append(
            tab.evaluate("document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText")
        )
    assert reached[:4] == ["Technology area", "Holds the label", "As of", "Show all"]
    assert "The numbers" in reached
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="Save as CSV").wait_for()
