"""The page `assess` without a browser, over a desk without a store."""

import asyncio
import io
import sys
from pathlib import Path

import ipywidgets
import openpyxl
import pytest
from bs4 import BeautifulSoup

from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.access.roles import Role
from benchlib.run.apps import assess, assess_card, assess_downloads
from benchlib.tables.store.versions import Given

sys.path.insert(0, str(Path(__file__).parent))
from assess_fake import Desk, Kept

COUNT, RUBRIC, GATE = "1.1.2", "1.1.1", "1.1.0"
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def values(desk: Desk) -> dict[str, str]:
    return {key: version.given.value for key, version in desk.answers().items()}


def told(card) -> str:
    return BeautifulSoup(card.note.value, "html.parser").get_text()


def buttons(widget) -> dict[str, ipywidgets.Button]:
    found = {}
    for child in getattr(widget, "children", ()):
        if isinstance(child, ipywidgets.Button):
            found[child.description] = child
        found |= buttons(child)
    return found


def html(widget) -> str:
    own = widget.value if isinstance(widget, ipywidgets.HTML) else ""
    return own + "".join(html(child) for child in getattr(widget, "children", ()))


def test_an_answer_is_saved_at_once_and_its_points_are_shown(desk):
    page = assess.Page(desk)
    card = page.cards[COUNT]
    card.answer.value = " 45 "
    assert values(desk) == {COUNT: "45"}
    assert told(card).startswith("Saved at ")
    assert "<strong>4 of 5 points</strong>. 5 points: 60 participants or more." in card.worth.value
    assert (
        "<strong>4 of 150 points</strong> (3%) · 1 of 33 answered · to bronze: more on five questions"
        in page.line.value
    )
    assert page.tabs.titles[0] == "Structure of the cluster 1/4"
    card.evidence.value = "https://example.org/list"
    card.comment.value = "as of May"
    assert desk.answers()[COUNT].given == Given("45", "https://example.org/list", "as of May")
    assert desk.answers()[COUNT].number == 3
    assert 'href="https://example.org/list"' in card.source.value


def test_the_same_again_is_no_new_version(desk):
    card = assess.Page(desk).cards[COUNT]
    card.answer.value = "45"
    card.answer.value = "45.0"
    assert desk.answers()[COUNT].number == 1


def test_what_is_no_answer_is_not_saved_and_says_so(desk):
    card = assess.Page(desk).cards[COUNT]
    card.answer.value = "45"
    card.answer.value = "many"
    assert values(desk) == {COUNT: "45"}
    assert told(card) == (
        "Not saved. Please write a whole number that is not below 0, in digits only. What is saved: 45 participants."
    )
    card.comment.value = "a note"
    assert desk.answers()[COUNT].given == Given("45", "", "a note"), "the rest is saved all the same"


def test_undo_goes_back_to_the_answer_before(desk):
    card = assess.Page(desk).cards[RUBRIC]
    assert card.undone.disabled
    card.answer.value = "3"
    card.answer.value = "4"
    card.undone.click()
    assert (card.answer.value, values(desk)) == ("3", {RUBRIC: "3"})
    assert desk.answers()[RUBRIC].number == 3, "nothing is overwritten"
    card.undone.click()
    assert (card.answer.value, values(desk)) == (None, {RUBRIC: ""})


def test_undo_of_the_first_answer_takes_it_back(desk):
    card = assess.Page(desk).cards[RUBRIC]
    card.answer.value = "3"
    card.undone.click()
    assert card.answer.value is None
    assert values(desk) == {RUBRIC: ""}


def test_one_undo_takes_back_a_text_that_was_saved_in_pieces(desk):
    card = assess.Page(desk).cards[COUNT]
    card.answer.value = "45"
    for text in ("a", "a no", "a note"):
        card.comment.value = text
    card.undone.click()
    assert desk.answers()[COUNT].given == Given("45")
    assert card.comment.value == ""


def test_a_text_is_saved_after_a_pause_and_when_the_loop_goes_on(desk, monkeypatch):
    monkeypatch.setattr(assess_card, "PAUSE", 0.01)
    card = assess.Page(desk).cards[COUNT]

    async def typed():
        card.answer.value = "4"
        card.answer.value = "45"
        before = dict(desk.answers()), told(card)
        await asyncio.sleep(0.1)
        return before

    assert asyncio.run(typed()) == ({}, "Saving …")
    assert [one.given.value for one in desk.kept.versions[COUNT, ""]] == ["45"]


def test_what_was_written_last_is_saved_before_another_tab_opens(desk):
    page = assess.Page(desk)

    async def typed():
        page.cards[COUNT].answer.value = "45"
        page.tabs.selected_index = len(page.groups)
        return values(desk)

    assert asyncio.run(typed()) == {COUNT: "45"}


def test_what_was_written_while_another_submitted_is_still_told(desk):
    page = assess.Page(desk)
    desk.submit()
    page.cards[COUNT].comment.value = "my long note"
    assert values(desk) == {}
    page.look()
    assert "1.1.2: no answer; note: my long note" in page.alert.value


def test_whoever_returns_finds_everything_and_last_years_answers(desk):
    desk.before = {COUNT: Given("30")}
    assess.Page(desk).cards[COUNT].answer.value = "45"
    page = assess.Page(desk)
    assert page.cards[COUNT].answer.value == "45"
    assert told(page.cards[COUNT]).startswith("Saved at ")
    assert "Last time: 30 participants." in html(page.cards[COUNT].view)
    assert "Last time" not in html(page.cards[RUBRIC].view)


def two(desk: Desk):
    """The same question, open before two people."""
    other = Desk(memory=desk.memory, person="Bo")
    first, second = assess.Page(desk), assess.Page(other)
    first.cards[COUNT].answer.value = "45"
    return first.cards[COUNT], second


def test_of_two_who_change_the_same_answer_the_second_sees_both_and_decides(desk):
    _, page = two(desk)
    card = page.cards[COUNT]
    card.answer.value = "50"
    assert values(desk) == {COUNT: "45"}, "the first word is not lost"
    seen = html(card.decision)
    assert "Ana" in seen
    assert "45 participants" in seen
    assert "50 participants" in seen
    buttons(card.decision)["Save mine"].click()
    assert values(desk) == {COUNT: "50"}
    assert [one.given.value for one in desk.kept.versions[COUNT, ""]] == ["45", "50"]
    assert card.decision.children == ()


def test_who_keeps_the_other_answer_goes_on_from_there(desk):
    _, page = two(desk)
    card = page.cards[COUNT]
    card.answer.value = "50"
    buttons(card.decision)["Keep theirs"].click()
    assert (card.answer.value, values(desk)) == ("45", {COUNT: "45"})
    card.answer.value = "55"
    assert values(desk) == {COUNT: "55"}


def test_a_third_word_in_between_is_asked_about_again(desk):
    first, page = two(desk)
    card = page.cards[COUNT]
    card.answer.value = "50"
    first.answer.value = "47"
    buttons(card.decision)["Save mine"].click()
    assert values(desk) == {COUNT: "47"}
    assert "47 participants" in html(card.decision)


def test_what_another_has_changed_is_told_without_touching_what_is_being_written(desk):
    _, page = two(desk)
    card = page.cards[COUNT]
    page.look()
    assert card.answer.value == ""
    assert "(Ana): 45 participants." in html(card.decision)
    buttons(card.decision)["Show it here"].click()
    assert card.answer.value == "45"


def test_a_step_is_taken_only_after_a_question_and_closes_all_fields(desk):
    page = assess.Page(desk)
    page.cards[COUNT].answer.value = "45"
    buttons(page.finish.steps)["Submit"].click()
    assert desk.state() == "draft"
    buttons(page.finish.steps)["Yes, submit"].click()
    assert desk.state() == "submitted"
    assert page.cards[COUNT].answer.disabled
    assert "is now submitted" in page.finish.note.value
    buttons(page.finish.steps)["Open again"].click()
    buttons(page.finish.steps)["Yes, open again"].click()
    assert desk.state() == "reopened"
    assert not page.cards[COUNT].answer.disabled


def test_a_hostile_browser_changes_nothing_that_is_closed(desk):
    page = assess.Page(desk)
    card = page.cards[COUNT]
    card.answer.value = "45"
    desk.submit()
    page.look()
    card = page.cards[COUNT]
    before = {key: list(all_) for key, all_ in desk.kept.versions.items()}
    card.answer.disabled = False  # as a browser may set any state
    card.answer.value = "99"
    card.evidence.value = "forged"
    card.undone.click()
    page.cards[RUBRIC].answer.index = 5
    assert desk.kept.versions == before
    assert (card.answer.value, card.evidence.value, page.cards[RUBRIC].answer.value) == ("45", "", None)
    assert told(card).startswith("Not saved.")
    page.finish._take(assess.assess_finish.endings(desk, page._conclude)[1])
    assert desk.state() == "submitted", "a manager does not conclude"


def test_scripts_stay_text_everywhere(desk):
    desk.person = desk.cluster = SCRIPT
    desk.before = {COUNT: Given("30", SCRIPT, SCRIPT)}
    page = assess.Page(desk)
    card = page.cards[COUNT]
    card.answer.value, card.evidence.value, card.comment.value = "45", SCRIPT, SCRIPT
    other = assess.Page(Desk(memory=desk.memory, person=SCRIPT))
    card.comment.value = f"{SCRIPT} 2"
    other.cards[COUNT].comment.value = f"{SCRIPT} 3"
    assert "Yours" in html(other.cards[COUNT].decision)
    page.finish.prepared.click()
    for shown in (html(page.view), html(other.view), assess_downloads.report(sheet(page))):
        parsed = BeautifulSoup(shown, "html.parser")
        assert parsed.find_all(["script", "img"]) == []
        assert "alert(2)" in parsed.get_text()


def test_an_address_that_is_no_web_address_is_no_link(desk):
    card = assess.Page(desk).cards[COUNT]
    card.evidence.value = "javascript:alert(1)"
    assert card.source.value == ""


def sheet(page: assess.Page) -> assess_downloads.Sheet:
    desk, answers = page.desk, page._answers()
    standing = page._standing(page._open())
    known = (desk.cluster, desk.cluster_id, desk.assessment_id, desk.state(), desk.person, page.items)
    return assess_downloads.Sheet(*known, answers, standing, page.on)


def test_the_report_shows_the_points(desk):
    page = assess.Page(desk)
    page.cards[COUNT].answer.value = "45"
    text = assess_downloads.report(sheet(page))
    parsed = BeautifulSoup(text, "html.parser")
    row = next(one for one in parsed.find_all("tr") if COUNT in one.get_text())
    assert [cell.get_text() for cell in row.find_all("td")] == ["45 participants", "4", ""]
    assert "So far the answers give 4 of 150 points." in parsed.get_text()
    assert "Synthetic data" in parsed.title.get_text()


def test_in_the_workbook_a_formula_is_text(desk):
    page = assess.Page(desk)
    page.cards[COUNT].answer.value = "45"
    page.cards[COUNT].evidence.value = '=HYPERLINK("http://evil.example","x")'
    book = openpyxl.load_workbook(io.BytesIO(assess_downloads.workbook(sheet(page))))
    head, row = book["answers"].iter_rows()
    told = dict(zip([cell.value for cell in head], row, strict=True))
    assert told["value"].value == "45"
    assert told["evidence"].value == '=HYPERLINK("http://evil.example","x")'
    assert told["evidence"].data_type == "s"


def test_where_nothing_can_print_the_page_says_so(desk, monkeypatch):
    monkeypatch.setattr(assess_downloads, "printed", lambda _: None)
    page = assess.Page(desk)
    page.finish.prepared.click()
    parsed = BeautifulSoup(page.finish.links.value, "html.parser")
    assert [one["download"] for one in parsed.find_all("a")] == [
        "synthetic-alpha-2026.html",
        "synthetic-alpha-2026.xlsx",
    ]
    assert assess_downloads.NO_PDF in parsed.get_text()


def test_assessors_see_each_other_after_both_have_finished_and_agree():
    kept = Kept()
    first, second = (Desk(memory=kept, role=Role.ASSESSOR, person=who) for who in ("ana", "bo"))
    one, two = assess.Page(first), assess.Page(second)
    one.cards[COUNT].answer.value = "45"
    two.cards[COUNT].answer.value = "77"
    for card in (one.cards[COUNT], two.cards[COUNT]):
        assert "assessors" not in html(card.view)
    assert "77" not in html(one.view)
    first.submit()
    one.look()
    card = one.cards[COUNT]
    assert "The assessors differ" in html(card.view)
    assert "The assessors differ" not in html(one.cards[RUBRIC].view)
    assert "77 participants" in html(card.view)
    card.answer.value = "50"
    assert first.agreed()[COUNT].given.value == "50"
    assert values(first) == {COUNT: "45"}, "one's own answer stays as it was"
    two.look()
    two.cards[COUNT].answer.value = "55"
    assert first.agreed()[COUNT].given.value == "55"
    one.look()
    assert "(bo): 55 participants" in html(card.decision)
    card.decision.children[1].click()
    for page in (one, two):
        assert {key: version.given.value for key, version in page._held().items()} == {COUNT: "55"}
    buttons(one.finish.steps)["Conclude the agreement"].click()
    buttons(one.finish.steps)["Yes, conclude the agreement"].click()
    assert first.state() == "agreed"
    assert one.cards[COUNT].answer.disabled


def test_who_is_not_admitted_reads_why(desk, capsys, monkeypatch):
    def refused():
        raise NotAdmitted("This link has expired <b>.")

    shown = []
    monkeypatch.setattr(assess, "_desk", refused)
    monkeypatch.setattr(assess, "display", shown.append)
    assess.page()
    assert "This link has expired &lt;b&gt;." in shown[0].value


def test_a_link_that_ends_while_the_page_is_open_is_told(desk, monkeypatch):
    page = assess.Page(desk)

    def gone(*_):
        raise NotAdmitted("Your link was taken back.")

    monkeypatch.setattr(Desk, "stage", gone)
    page.cards[COUNT].answer.value = "45"
    page.look()
    assert "Your link was taken back." in page.alert.value
