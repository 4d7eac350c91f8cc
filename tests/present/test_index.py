import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from editions import edition, invented

from benchlib.present import index

LARGEST = 600_000
COLUMNS = ["cluster_id", "name", "country_name", "area", "highest_valid", "highest_ever", "page", "state", "error"]
REPORTS = [
    ("synthetic-1", "Ștefan Cluster", "Romania", "ICT", "gold", "gold", "pages/synthetic-1.html", "done", None),
    (
        "synthetic-2",
        "Nordic Energy",
        "Norway",
        "Energy and environment",
        None,
        "silver",
        "pages/synthetic-2.html",
        "done",
        None,
    ),
    (
        "synthetic-3",
        "alpha <b>Bold</b>",
        "Romania",
        None,
        "bronze",
        "bronze",
        None,
        "failed",
        "cell 4: KeyError: '<i>x</i>'",
    ),
    ("synthetic-4", "Zeta", None, "ICT", None, None, None, "pending", None),
]


def reports(rows=REPORTS):
    return pd.DataFrame(rows, columns=COLUMNS)


def render(rows=REPORTS, synthetic=True):
    return index.render(reports(rows), edition(synthetic), invented()["statuses"])


def many(size=1226):
    name = "Synthetic organisation for maritime technologies {:04d}"
    row = ("Romania", "Maritime technologies, water resources", "bronze", "gold")
    return [
        (f"synthetic-{n:05d}", name.format(n), *row, f"pages/synthetic-{n:05d}.html", "done", None) for n in range(size)
    ]


@pytest.fixture(scope="module")
def soup():
    return BeautifulSoup(render(), "html.parser")


def test_the_page_shows_both_counts(soup):
    table = soup.find("caption", string="Organisations by label").parent
    assert [cell.get_text() for cell in table.thead.find_all("th")] == [
        "Label",
        "Ever awarded",
        "Valid on 30 June 2026",
        "Cannot tell from the dates",
    ]
    assert [cell.get_text() for cell in table.tbody.find_all("tr")[1].find_all(["th", "td"])] == [
        "Silver (Dedicated to Cluster Excellence)",
        "2",
        "2",
        "0",
    ]


def test_reports_are_listed_by_name_with_what_is_known(soup):
    rows = soup.select("#reports tbody tr")
    assert [[cell.get_text("|") for cell in row.find_all(["th", "td"])] for row in rows] == [
        ["alpha <b>Bold</b>|report failed", "Romania", "not known", "bronze", "bronze"],
        ["Nordic Energy", "Norway", "Energy and environment", "none", "silver"],
        ["Ștefan Cluster", "Romania", "ICT", "gold", "gold"],
        ["Zeta|report not made yet", "not known", "ICT", "none", "none"],
    ]
    assert [row.th.a and row.th.a["href"] for row in rows] == [
        None,
        "pages/synthetic-2.html",
        "pages/synthetic-1.html",
        None,
    ]


def test_failed_reports_stand_with_their_reason(soup):
    failed = soup.find("h2", string="Reports that failed").parent
    assert [item.get_text() for item in failed.find_all("li")] == ["alpha <b>Bold</b>: cell 4: KeyError: '<i>x</i>'"]
    assert soup.find("b") is None
    assert "Reports that failed" not in render(REPORTS[:2])


def test_other_reports_are_listed_by_kind():
    further = [
        index.Further("The publication"),
        index.Further("Countries", [("Côte <b>d'Or</b>", "pages/country/CI.html")], [("Romania", "cell 3: it broke")]),
    ]
    page = BeautifulSoup(index.render(reports(), edition(True), invented()["statuses"], further), "html.parser")
    titles = [heading.get_text() for heading in page.find_all("h2")]
    assert "Countries" in titles
    assert "The publication" not in titles
    link = page.find("a", href="pages/country/CI.html")
    assert link.get_text() == "Côte <b>d'Or</b>"
    failed = page.find("h2", string="Reports that failed").parent
    assert "Romania: cell 3: it broke" in failed.get_text()


def test_the_lead_tells_how_many(soup):
    assert (
        soup.main.p.find_next("p").get_text().startswith("Four organisations, 2 with their report, as of 30 June 2026.")
    )
    assert "Two organisations, each with its report" in render(REPORTS[:2])


def test_one_script_named_by_its_hash_and_nothing_else(soup):
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert index._hash(soup.script.string) in policy
    assert "script-src 'sha256-" in policy
    assert len(soup.find_all("script")) == 1
    assert not re.search(r"https?://", str(soup.head))


def test_controls_hide_until_the_script_runs(soup):
    form = soup.find("form", id="filter")
    assert form.has_attr("hidden")
    assert all(control.find_parent("label") for control in form.find_all(["input", "select"]))
    assert form.find(id="shown")["aria-live"] == "polite"


def test_synthetic_editions_say_so():
    assert 'class="synthetic"' in render()
    assert 'class="synthetic"' not in render(synthetic=False)


def test_an_edition_without_organisations():
    assert "This edition holds no organisation." in render([])


def test_1226_reports_stay_small():
    html = render(many())
    assert html.count("<tr>") == 1226 + 2 + 3
    assert len(html.encode()) < LARGEST


@pytest.fixture
def opened(browser_page, tmp_path):
    """The index in a browser, and what the browser complained of or asked for."""
    troubles = []
    browser_page.on("console", lambda message: troubles.append(message.text))
    browser_page.on("pageerror", lambda error: troubles.append(str(error)))
    browser_page.on("request", lambda request: request.url.startswith("file:") or troubles.append(request.url))

    def open_page(html: str):
        file: Path = tmp_path / "index.html"
        file.write_text(html, encoding="utf-8")
        browser_page.goto(file.as_uri())
        return browser_page

    yield open_page
    assert troubles == []


def seen(page):
    return page.locator("#reports tbody tr:visible th").all_inner_texts()


@pytest.mark.full
def test_search_ignores_case_and_accents(opened):
    page = opened(render())
    assert page.locator("#shown").inner_text() == "4 of 4 shown"
    page.get_by_label("Search").fill("STEFAN")
    assert seen(page) == ["Ștefan Cluster"]
    assert page.locator("#shown").inner_text() == "1 of 4 shown"
    page.get_by_label("Search").fill("energy norway")
    assert seen(page) == ["Nordic Energy"]
    page.get_by_label("Search").fill("nothing like this")
    assert seen(page) == []


@pytest.mark.full
def test_filters_narrow_and_clear(opened):
    page = opened(render())
    page.get_by_label("Country").select_option("Romania")
    assert len(seen(page)) == 2
    page.get_by_label("Label valid").select_option("gold")
    assert seen(page) == ["Ștefan Cluster"]
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("document.querySelector('#shown').textContent === '4 of 4 shown'")
    page.get_by_label("Label valid").select_option("none")
    assert seen(page) == ["Nordic Energy", "Zeta\nreport not made yet"]
    assert page.locator("select[name=valid] option").all_inner_texts() == ["all", "gold", "bronze", "none"]


@pytest.mark.full
def test_a_long_list_is_searched_at_once(opened):
    page = opened(render(many()))
    page.get_by_label("Search").fill("0777")
    assert page.locator("#shown").inner_text() == "1 of 1,226 shown"
    milliseconds = page.evaluate(
        "() => { const start = performance.now(); form.search.value = '9'; filter(); return performance.now() - start }"
    )
    assert milliseconds < 500


@pytest.mark.full
def test_everything_is_listed_without_script(browser, tmp_path):
    file = tmp_path / "index.html"
    file.write_text(render(), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert len(seen(page)) == 4
    assert not page.locator("#filter").is_visible()
    context.close()


@pytest.mark.full
@pytest.mark.parametrize("width", [360, 1200])
def test_the_index_never_scrolls_sideways(opened, width):
    page = opened(render())
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width
