import itertools
import re

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from editions import COMPLETE, GAPS, REAL, ran

from benchlib.present import page, record

LARGEST = 250_000
GAPS_ADVICE = "Know what stands in the way."
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "$\\frac{1}{0}$ {{7*7}} {% raw %}",
    "\u202egnitset \u2066\u2067",
    "W" * 3000,
    "</style></title><base href='//evil.example'>",
    "الكتلة العنقودية",
)


def soup(html):
    return BeautifulSoup(html, "html.parser")


def notebook(*outputs):
    cells = [nbformat.v4.new_code_cell("1 + 1", outputs=[output]) for output in outputs]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(params=["complete_page", "gaps_page", "labels_page"])
def any_page(request):
    return request.getfixturevalue(request.param)


def test_a_page_is_small(any_page):
    assert len(any_page.encode()) <= LARGEST


def test_headings_stand_in_order(any_page):
    levels = [int(heading.name[1]) for heading in soup(any_page).find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_landmarks_language_and_a_way_past_the_links(any_page):
    html = soup(any_page)
    assert html.html["lang"] == "en"
    assert html.body.find("a")["href"] == "#main"
    assert html.main["id"] == "main"
    assert html.footer.get_text(strip=True) == "Open reconstruction from public sources; not an official label."
    assert {nav["aria-label"] for nav in html.find_all("nav")} == {"Pages", "Contents"}


def test_contents_lead_to_every_chapter(any_page):
    html = soup(any_page)
    links = [link["href"][1:] for link in html.find("nav", class_="contents").find_all("a")]
    assert links == [heading["id"] for heading in html.find_all("h2")]
    identities = [element["id"] for element in html.find_all(id=True)]
    assert len(identities) == len(set(identities))


def test_every_picture_is_described(any_page):
    pictures = soup(any_page).find_all("svg")
    assert pictures
    assert all(picture["role"] == "img" and len(picture["aria-label"]) > 20 for picture in pictures)
    assert all(picture.find_parent("figure").figcaption.get_text(strip=True) for picture in pictures)


def test_every_table_has_caption_and_scopes(any_page):
    for table in soup(any_page).find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(cell["scope"] in ("col", "row") for cell in table.find_all("th"))


def test_nothing_runs_and_nothing_is_loaded(any_page):
    html = soup(any_page)
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    assert not html.find_all(["script", "link", "iframe", "object", "embed", "base", "form"])
    assert not re.search(r"""\bon\w+\s*=|url\(\s*['"]?(?!%23)[a-z]+:|@import""", any_page)
    assert not [a for a in html.find_all(src=True) if not a["src"].startswith("data:")]


def test_links_leave_only_by_hand_and_without_a_trace(any_page):
    for link in soup(any_page).find_all("a"):
        address = link["href"]
        if address.startswith("http"):
            assert link["rel"] == ["noopener", "noreferrer"]
        else:
            assert address.startswith(("#", "../"))


def test_no_code_is_shown(any_page):
    assert "from benchlib" not in any_page
    assert "step-0" not in any_page
    assert "In [" not in any_page


def test_reading_order(complete_page, labels_page):
    assert [heading.get_text() for heading in soup(complete_page).find_all("h2")] == [
        "The verdict",
        "The five groups at a glance",
        "The indicators one by one",
        "The way to the next label",
        "Competitiveness",
        "The management team",
        "Labels over time",
        "Strengths and weaknesses",
        "Further recommendations",
        "Who takes part",
        "How sure is this?",
        "Method and sources",
    ]
    assert [heading.get_text() for heading in soup(labels_page).find_all("h2")] == [
        "The verdict",
        "Competitiveness",
        "Labels over time",
        "Who takes part",
        "How sure is this?",
        "Method and sources",
    ]


def test_of_labels_alone_one_sentence_tells_what_competitiveness_takes(labels_page):
    chapter = soup(labels_page).find("section", attrs={"aria-labelledby": "competitiveness"})
    assert chapter.get_text("|") == (
        "Competitiveness|Nothing can be said yet: that takes figures of at least three participants or answers of at "
        "least five peers, and there are none on record."
    )


def test_the_first_page_gives_no_more_advice_than_the_rules_allow(complete_page, gaps_page):
    for html, titles in ((complete_page, ["Title 1.", "Title 2.", "Title 3."]), (gaps_page, [GAPS_ADVICE])):
        chapter = soup(html).find("section", attrs={"aria-labelledby": "what-to-do-next"})
        assert [item.strong.get_text() for item in chapter.find_all("li")] == titles
    further = soup(complete_page).find("section", attrs={"aria-labelledby": "further-recommendations"})
    assert [item.strong.get_text() for item in further.find_all("li")] == ["Title 4.", "Title 5."]
    assert not soup(gaps_page).find(id="further-recommendations")


def test_every_indicator_is_on_the_page(complete_page):
    rows = soup(complete_page).select("table tbody th")
    numbers = {match[0] for row in rows if (match := re.match(r"\d(\.\d)+(?= )", row.get_text()))}
    assert len(numbers) == 31


def test_pictures_as_many_as_the_facts_allow(complete_page, gaps_page, labels_page):
    assert [len(soup(html).find_all("svg")) for html in (complete_page, gaps_page, labels_page)] == [15, 10, 2]


def test_real_labels_without_assessment_say_what_is_absent(labels_page):
    text = soup(labels_page).get_text(" ")
    assert "What this report cannot show" in text
    assert "stated 84 participants in 2021 (day not published); its types add up to 88, 4 more" in text
    assert "Synthetic" not in text
    for year in ("2017", "2019", "2021"):
        assert f"Awarded in {year} (day not published)" in text


def test_synthetic_data_say_so_on_every_screen_and_sheet(complete_page):
    html = soup(complete_page)
    banner = html.body.find_all(recursive=False)[1]
    assert banner.get_text() == ("Synthetic data: invented organisations. Nothing on this page describes a real one.")
    assert html.title.get_text() == "Synthetic data: Synthetic organisation 0001: cluster report"
    assert '@top-center { content: "Synthetic data: invented organisations"' in complete_page
    assert ".synthetic { position: sticky" in complete_page


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_texts_cannot_change_the_page(render, complete_page, text):
    def change(frames):
        frames["organisations"][["name", "aliases", "area", "source"]] = text
        frames["organisations"]["website"] = "javascript:alert(1)"
        frames["timeline"]["source"] = text
        frames["items"][["name", "described", "next_described"]] = text
        frames["conditions"][["title", "item_name", "note", "source"]] = text
        frames["strengths"]["name"] = text
        frames["compositions"][["type_name", "source"]] = text
        frames["robustness_by"]["choice"] = text
        frames["recommendations"][["title", "text", "reason"]] = text
        frames["paths"]["reason"] = text
        frames["path_steps"][["name", "needed_for"]] = text
        both = pd.DataFrame(
            {"cluster_id": [COMPLETE], "name": [text], "what": [text], "value": [text], "source": [text]}
        )
        frames["working_groups"], frames["contradictions"] = both, both

    def shape(html):
        tags = ["script", "img", "svg", "style", "base", "title", "h1", "figure"]
        return [element.name for element in html.find_all(tags)]

    changed = soup(render(change))
    assert shape(changed) == shape(soup(complete_page))
    assert not changed.find_all(lambda element: any(name.startswith("on") for name in element.attrs))
    assert {address[:5] for address in (a["href"] for a in changed.find_all("a"))} <= {
        "#main",
        "../in",
        "../me",
        "https",
    } | {link["href"][:5] for link in soup(complete_page).find_all("a")}
    seen = " ".join(re.sub(r"[\u202a-\u202e\u2066-\u2069]", " ", text).split())
    assert changed.h1.get_text() == seen
    assert changed.h1.bdi is not None
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", changed.get_text())


def test_a_long_name_is_cut_in_the_title_only(render):
    html = soup(render(lambda frames: frames["organisations"].update(pd.DataFrame({"name": ["x" * 3000] * 2}))))
    assert len(html.title.get_text()) < 150
    assert len(html.h1.get_text()) == 3000


def test_title_and_banner_come_from_what_the_report_recorded(complete_page):
    assert soup(complete_page).title.get_text().startswith("Synthetic data: ")
    html = nbformat.v4.new_output("display_data", {"text/html": "<h1>A</h1>"})
    with pytest.raises(LookupError, match="keeps no values"):
        page.export(notebook(html))
    given = soup(page.export(notebook(html), "A & B", synthetic=False, home=None))
    assert given.title.get_text() == "A & B"
    assert not given.find(class_="synthetic")
    assert [link.get_text() for link in given.find("nav").find_all("a")] == ["The method"]


def test_a_failed_notebook_has_no_page():
    failure = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[])
    with pytest.raises(page.FailedNotebook, match="KeyError: 'x'"):
        page.export(notebook(failure), "t", synthetic=False)


def test_warnings_and_printed_text_stay_out():
    stream = nbformat.v4.new_output("stream", name="stderr", text="UserWarning: /elsewhere/someone")
    plain = nbformat.v4.new_output("execute_result", {"text/plain": "only plain"}, execution_count=1)
    html = page.export(notebook(stream, plain), "t", synthetic=False)
    assert "someone" not in html
    assert "only plain" not in html


def test_what_a_report_recorded(folder):
    kept = record.recorded(ran(folder, GAPS))
    assert kept["cluster_id"] == GAPS
    assert kept["total"] == [97.0, 122.0]
    assert kept["verdicts"] == {"bronze": "awarded", "silver": "awarded", "gold": "cannot tell"}
    assert kept["labels"] == {"bronze": "expired", "silver": "valid", "gold": "never"}
    assert kept["synthetic"] is True
    assert REAL not in str(kept)
