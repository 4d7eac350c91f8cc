"""The page `assess` over the real desk and store."""

from pathlib import Path

import pytest

from benchlib.run.access import desks
from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.apps import assess
from benchlib.tables import store
from benchlib.tables.store import invitations, states, versions
from benchlib.tables.store.versions import Place

COUNT, RUBRIC = "1.1.2", "1.1.1"
TABLES = {
    "organisations": "cluster_id,name,country\nalpha,Alpha,RO\n",
    "assessments": """assessment_id,cluster_id,framework,kind,date,status
alpha-was,alpha,ecei-31,benchmark,2025-05-01,agreed
alpha-self,alpha,ecei-31,self,2026-03-01,draft
alpha-bench,alpha,ecei-31,benchmark,2026-04-01,draft
""",
    "answers": "assessment_id,indicator,value,answered_at\nalpha-was,1.1.2,20,2025-05-01\n",
}


@pytest.fixture
def address(tmp_path) -> str:
    for name, cells in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(cells)
    found = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with store.opened(found) as place:
        store.import_(place, tmp_path, "office")
    return found


@pytest.fixture
def place(address):
    with store.opened(address) as opened:
        yield opened


@pytest.fixture
def desk(address, place):
    """A function: the desk of somebody who has just been invited."""

    def opened(role: str, person: str, **limits: str):
        made = invitations.invite(place, role, person, 9, "office", cluster_id="alpha", **limits)
        return desks.open({"BENCHLIB_VISIT": made.id, "BENCHLIB_DATABASE": address})

    return opened


def kept(place, assessment: str, assessor: str = "") -> dict[str, str]:
    return {key: one.given.value for (key, who), one in versions.current(place, assessment).items() if who == assessor}


def test_a_manager_answers_undoes_submits_and_opens_again(desk, place):
    page = assess.Page(desk("manager", "Ana"))
    card = page.cards[COUNT]
    card.answer.value = "45"
    card.answer.value = "50"
    card.undone.click()
    assert kept(place, "alpha-self") == {COUNT: "45"}
    assert [one.given.value for one in versions.history(place, Place("alpha-self", COUNT))] == ["45", "50", "45"]
    assert "<strong>4 of 150 points</strong>" in page.line.value
    page.finish._take(assess.assess_finish.endings(page.desk, page._conclude)[0])
    assert [one.state for one in states.steps(place, "alpha-self")] == ["submitted"]
    assert page.cards[COUNT].answer.disabled
    page.cards[COUNT].answer.value = "99"
    assert kept(place, "alpha-self") == {COUNT: "45"}
    assert "Not saved." in page.cards[COUNT].note.value
    page.finish.prepared.click()
    assert "synthetic" not in page.finish.links.value


def test_text_that_cannot_be_kept_is_told_and_what_was_saved_stays(desk, place):
    card = assess.Page(desk("manager", "Ana")).cards[COUNT]
    card.answer.value = "45"
    card.comment.value = "x" * 40_000
    assert "Not saved." in card.note.value
    assert versions.current(place, "alpha-self")[COUNT, ""].given.comment == ""
    card.comment.value = "short"
    assert versions.current(place, "alpha-self")[COUNT, ""].given.comment == "short"


def test_two_assessors_disagree_and_agree(desk, place):
    one, two = (assess.Page(desk("assessor", who, assessment_id="alpha-bench")) for who in ("Ana Pop", "Bo Ion"))
    one.cards[COUNT].answer.value = "45"
    two.cards[COUNT].answer.value = "61"
    steps = assess.assess_finish.endings
    one.finish._take(steps(one.desk, one._conclude)[0])
    assert "finished" in one.finish.note.value
    two.finish._take(steps(two.desk, two._conclude)[0])
    one.look()
    assert "The assessors differ" in one.cards[COUNT].view.children[0].value
    one.finish._take(steps(one.desk, one._conclude)[1])
    assert "Please agree first on: 1.1.2." in one.finish.note.value
    one.cards[COUNT].answer.value = "50"
    assert kept(place, "alpha-bench", "consensus") == {COUNT: "50"}
    two.look()
    for page in (one, two):
        page.finish._take(steps(page.desk, page._conclude)[1])
    assert states.steps(place, "alpha-bench")[-1].state == "agreed"


def test_a_link_that_is_taken_back_changes_nothing_more(desk, place):
    page = assess.Page(desk("manager", "Ana"))
    page.cards[COUNT].answer.value = "45"
    invitations.revoke(place, page.desk.entrance.visit)
    page.cards[COUNT].answer.value = "50"
    assert kept(place, "alpha-self") == {COUNT: "45"}
    page.look()
    assert "does not hold any more" in page.alert.value


def test_without_a_link_there_is_no_desk(address):
    with pytest.raises(NotAdmitted, match="personal link"):
        desks.open({"BENCHLIB_DATABASE": address})


def test_the_notebook_is_one_call():
    source = (Path(__file__).parents[2] / "notebooks" / "apps" / "assess.ipynb").read_text(encoding="utf-8")
    assert "from benchlib.run.apps import assess" in source
    assert "assess.page()" in source
