"""The page for peers in a browser: a minute on a phone, in two languages, once, by keyboard, in the dark."""

import itertools
import json
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from benchlib.rules import texts

pytestmark = pytest.mark.full
COVERED = """all => all.filter(one => {  // whose words reach below the top of their circle
  const range = document.createRange();
  range.selectNodeContents(one.firstChild);
  return range.getBoundingClientRect().bottom > one.querySelector("input").getBoundingClientRect().top;
}).map(one => one.innerText)"""
VISITORS = itertools.count(1)  # each has links of its own
PHONE = {"width": 360, "height": 640}
NAME = "Clusterul <script>alert(1)</script> & Știință"
SOURCE = """
import json, pathlib
from benchlib.rules import loading
from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.apps import peers

class Desk:
    cluster = CLUSTER
    cluster_id = "synthetic-alpha"
    questions = loading.competitiveness().qualitative.aspects
    place = pathlib.Path(PLACE)
    def answered(self):
        return self.place.exists()
    def submit(self, values, role):
        if (self.place.parent / "fail").exists():
            raise RuntimeError("the store is gone")
        if (self.place.parent / "revoked").exists():
            raise NotAdmitted("This link was taken back.")
        if self.answered():
            return "already answered"
        self.place.write_text(json.dumps([dict(values), role]))
        return "thanks"

peers.page(Desk())
"""


@pytest.fixture(scope="module")
def server(opened):
    return opened(sessions=12, linger=0.1, sweep=0.5, abandoned=30)


@pytest.fixture
def kept(server, tmp_path):
    """The file that the answers go to; the first page of a link becomes that of peers."""
    place = tmp_path / "answers.json"
    source = SOURCE.replace("CLUSTER", repr(NAME)).replace("PLACE", repr(str(place)))
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3"}, "title": "Peers"}
    nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=spec), server.folder / "counter.ipynb")
    return place


@pytest.fixture
def come(browser, server, kept):
    """A function: a phone that has come by the link."""
    contexts = []

    def enter(query: str = "", ready: str = "radio", **options):
        context = browser.new_context(**{"viewport": PHONE, "has_touch": True, **options})
        contexts.append(context)
        tab = context.new_page()
        tab.goto(f"{server.url}/enter/good-{next(VISITORS)}")
        tab.wait_for_url("**/counter")
        if query:
            tab.goto(f"{server.url}/counter{query}")
        (tab.get_by_role("radio").first if ready == "radio" else tab.get_by_role("heading", name=ready)).wait_for()
        return tab

    yield enter
    for context in contexts:
        context.close()


def groups(tab) -> list[list[str]]:
    return tab.locator(".widget-radio-box").evaluate_all("all => all.map(one => one.innerText.split(/\\n+/))")


def choose(tab, row: int, value: int) -> None:
    tab.locator(".widget-radio-box").nth(row).get_by_role("radio").nth(value - 1).click()


def violations(tab) -> dict:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found.response["violations"]}


def test_a_minute_on_a_phone_and_nothing_else_afterwards(come, kept):
    began = time.monotonic()
    tab = come()
    told = texts.texts("en").peers
    assert [one.inner_text() for one in tab.get_by_role("heading").all()] == [
        f"What do you think of {NAME}?",
        *(f"{number}. {one.name}" for number, one in enumerate(told.aspects.values(), 1)),
    ]
    assert tab.get_by_role("radio", checked=True).count() == 0
    for row, value in enumerate([5, 4, 3, 2, 1]):
        choose(tab, row, value)
    tab.get_by_role("button", name=told.send).click()
    tab.get_by_role("heading", name=told.thanks_title).wait_for()
    assert tab.locator("#rendered_cells").inner_text().split("\n\n") == [told.thanks_title, told.thanks]
    assert json.loads(kept.read_text()) == [dict(zip(told.aspects, "54321", strict=True)), ""]
    assert time.monotonic() - began < 30
    tab.reload()
    tab.get_by_role("heading", name=told.already_title).wait_for()
    assert tab.locator("#rendered_cells").inner_text().split("\n\n") == [told.already_title, told.already]
    assert violations(tab) == {}


def test_the_language_is_chosen_by_the_address_and_switched_on_the_page(come, server):
    told = texts.texts("ro").peers
    tab = come("?language=ro")
    assert tab.locator("html").get_attribute("lang") == "ro"
    assert tab.get_by_role("heading", level=1).inner_text() == f"Ce părere aveți despre {NAME}?"
    assert groups(tab)[0] == ["1", "deloc", "2", "puțin", "3", "parțial", "4", "în mare parte", "5", "pe deplin"]
    assert tab.get_by_role("button", name=told.send).is_visible()
    tab.get_by_role("link", name="English").click()
    tab.get_by_role("button", name="Send my answers").wait_for()
    assert tab.url == f"{server.url}/counter?language=en"
    assert tab.locator("html").get_attribute("lang") == "en"
    tab.goto(f"{server.url}/counter?language=xx")
    tab.get_by_role("button", name="Send my answers").wait_for()
    assert tab.locator("h1").evaluate("one => one.closest('[lang]').lang") == "en", "a language that is not there"


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ro", "dark")])
def test_large_enough_readable_and_without_faults_of_accessibility(come, tmp_path_factory, language, scheme):
    tab = come(f"?language={language}", color_scheme=scheme)
    choose(tab, 0, 4)
    choose(tab, 1, 1)
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sizes = tab.locator(".widget-radio-box label, button, nav a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({width, height}) => [width, height])"
    )
    assert min(width for width, _ in sizes) >= 44
    assert min(height for _, height in sizes) >= 44
    assert (
        tab.locator(".widget-radio-box label").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
        )
        == []
    ), "no word is wider than its field"
    assert tab.locator(".widget-radio-box label").evaluate_all(COVERED) == []
    assert violations(tab) == {}
    tab.screenshot(path=tmp_path_factory.getbasetemp() / f"peers-{language}-{scheme}.png", full_page=True)


def test_by_keyboard_alone(come, kept):
    tab = come()
    tab.locator("#rendered_cells").focus()
    reached = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        place = tab.evaluate("document.activeElement.closest('label')?.innerText ?? document.activeElement.innerText")
        reached.append(place.split("\n")[0])
        if reached[-1] == "3":
            tab.keyboard.press("Space")
        if reached[-1] == "Send my answers":
            break
    assert reached[0] == "Română"
    assert tab.get_by_role("radio", checked=True).count() == 5
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Thank you!").wait_for()
    assert set(json.loads(kept.read_text())[0].values()) == {"3"}


def test_what_is_missing_is_named_and_answers_stay_on_the_page_until_sent_or_the_link_is_taken_back(come, kept):
    tab, told = come("?language=ro"), texts.texts("ro").peers
    choose(tab, 0, 3)
    choose(tab, 2, 3)
    tab.get_by_role("button", name=told.send).click()
    alert = tab.locator("#rendered_cells").get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == "Mai lipsește răspunsul la: Forța de muncă; Internaționalizare; Cooperare."
    for row in range(5):
        choose(tab, row, 2)
    (kept.parent / "fail").touch()
    button = tab.get_by_role("button", name=told.send)
    button.click()
    tab.get_by_text(told.failed).wait_for()
    assert tab.get_by_role("radio", checked=True).count() == 5
    (kept.parent / "fail").unlink()
    (kept.parent / "revoked").touch()
    button.click()
    tab.get_by_role("heading", name=told.closed_title).wait_for()
    assert tab.get_by_role("radio").count() == 0
    assert not kept.exists()
