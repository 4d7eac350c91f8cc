"""What a manager and assessors may see and do, through their desks."""

import os
from dataclasses import replace
from functools import partial

import pytest

from benchlib.run.access import desks
from benchlib.run.access.desks import Action, NotAdmitted, Refused, Stage, Waiting
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.roles import allowed
from benchlib.tables.faults import BadInput
from benchlib.tables.store import invitations, states, versions
from benchlib.tables.store.states import Step
from benchlib.tables.store.versions import Closed, Conflict, Given, Place, Saved

BOTH = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
THREE = Given("3", "list of members", "as agreed")


def numbers(desk) -> dict[str, tuple[int, str]]:
    return {indicator: (one.number, one.given.value) for indicator, one in desk.answers().items()}


def finish(*desks_: object) -> None:
    for one in desks_:
        one.submit()


# a manager


@BOTH
def test_a_manager_answers_submits_and_opens_again(desk, filled):
    mine = desk("manager")
    assert (mine.cluster, mine.cluster_id, mine.assessment_id, mine.role, mine.person, mine.framework.id) == (
        "Alpha", "alpha", "alpha-self", "manager", "Ana", "ecei-31",
    )  # fmt: skip
    assert (mine.state(), mine.answers()) == ("draft", {})
    saved = mine.answer("1.1.1", THREE, 0)
    assert isinstance(saved, Saved)
    assert (saved.version.given, saved.version.recorded_by) == (THREE, "Ana")
    assert isinstance(mine.submit(), Step)
    assert (mine.state(), mine.stage()) == ("submitted", Stage.SUBMITTED)
    assert mine.answer("1.1.1", Given("5"), 1) == Closed("submitted", Given("5"))
    assert isinstance(mine.submit(), Refused)
    assert mine.reopen().state == "reopened"
    assert mine.answer("1.1.1", Given("5"), 1).version.number == 2
    assert [step.state for step in states.steps(filled, "alpha-self")] == ["submitted", "reopened"]
    assert numbers(mine) == {"1.1.1": (2, "5")}


def test_two_people_see_that_they_edit_the_same_answer(desk):
    one, two = desk("manager"), desk("manager", "Bo")
    first = one.answer("1.1.1", THREE, 0).version
    assert two.answer("1.1.1", Given("1"), 0) == Conflict(first, Given("1"))
    assert two.answer("1.1.1", Given("1"), 1).version.recorded_by == "Bo"
    assert numbers(one) == {"1.1.1": (2, "1")}


def test_undo_writes_the_version_before_as_the_next(desk):
    mine = desk("manager")
    assert mine.undo("1.1.1", 0) == Refused("There is nothing to undo.")
    mine.answer("1.1.1", THREE, 0)
    mine.answer("1.1.1", Given("1"), 1)
    assert isinstance(mine.undo("1.1.1", 1), Conflict)
    assert mine.undo("1.1.1", 2).version.given == THREE
    other = desk("manager", "Bo")
    other.answer("1.1.2", THREE, 0)
    assert other.undo("1.1.2", 1).version.given == Given()
    mine.submit()
    assert isinstance(mine.undo("1.1.1", 3), Closed)


@pytest.mark.parametrize(
    ("indicator", "given", "said"),
    [
        ("1.1.1", Given("many"), "value: expected a number, or yes or no"),
        ("1.1.1", Given("-1"), "from 0 to"),
        ("9.9.9", Given("1"), "expected an indicator of ecei-31"),
        ("1 1", Given("1"), "indicator: expected"),
        ("1.1.1", Given("1", "a\0b"), "evidence: expected text"),
        ("1.1.1", Given("1", "", "x" * 10_000_000), "comment: expected at most 32767"),
        ("1.1.1", Given("nan"), "value: expected"),
        ("1.1.1", Given("1e999"), "value: expected"),
        ("1.1.1", Given(5), "value: expected text"),
    ],
)
def test_answers_that_cannot_be(desk, indicator, given, said):
    mine = desk("manager")
    refused = mine.answer(indicator, given, 0)
    assert isinstance(refused, Refused)
    assert said in refused.sentence
    assert len(refused.sentence) < 300
    assert mine.answers() == {}


def test_script_and_formulas_are_kept_as_they_are(desk):
    mine, text = desk("manager"), Given("3", "=cmd|' /C calc'!A0", "<script>alert(1)</script>")
    mine.answer("1.1.1", text, 0)
    assert mine.answers()["1.1.1"].given == text


def test_a_manager_sees_and_does_nothing_of_assessors(desk, pair):
    one, two = pair
    one.answer("1.1.1", THREE, 0)
    finish(one, two)
    mine = desk("manager")
    assert (mine.answers(), mine.others(), mine.agreed(), mine.differences()) == ({}, {}, {}, [])
    for refused in (mine.agree("1.1.1", THREE, 0), mine.conclude(), mine.reopen()):
        assert isinstance(refused, Refused)
    mine.submit()
    assert mine.agree("1.1.1", THREE, 0) == Refused("The assessment is submitted. Open it again to change something.")
    assert isinstance(mine.conclude(), Refused)
    assert mine.state() == "submitted"


def test_last_year_shows_what_was_agreed_and_nothing_still_open(desk):
    assert desk("manager").last_year() == {"1.1.1": Given("4", "agreed in May"), "1.1.2": Given("20")}
    assert desk("assessor", assessment_id="alpha-bench").last_year() == desk("manager").last_year()
    assert desk("manager", cluster_id="beta").last_year() == {}


def test_a_submitted_self_assessment_counts_as_last_year(desk, filled):
    desk("manager", assessment_id="alpha-self").submit()
    begun = {"assessment_id": "alpha-new", "cluster_id": "alpha", "framework": "ecei-31", "kind": "self"}
    states.begin(filled, {**begun, "date": "2026-10-01"}, "office")
    versions.save(filled, Place("alpha-self", "1.1.1"), Given("1"), 0, "Ana", states=frozenset({"submitted"}))
    assert desk("manager").assessment_id == "alpha-new"
    assert desk("manager").last_year() == {"1.1.1": Given("1")}


def test_where_there_is_none_a_self_assessment_begins(desk, filled, clock):
    states_before = states.steps(filled, "beta-self")
    mine = desk("manager", cluster_id="beta", assessment_id="beta-self")
    assert mine.assessment_id == "beta-self"
    assert states.steps(filled, "beta-self") == states_before


def test_a_self_assessment_from_a_file_keeps_its_assessor(desk, filled):
    versions.save(filled, Place("alpha-self", "1.1.1", "organisation"), Given("2"), 0, "office")
    mine = desk("manager")
    assert mine.answer("1.1.1", THREE, 1).version.number == 2
    assert set(versions.current(filled, "alpha-self")) == {("1.1.1", "organisation")}


# two assessors


@BOTH
def test_assessors_do_not_see_each_other_before_both_have_finished(pair):
    one, two = pair
    one.answer("1.1.1", Given("3"), 0)
    two.answer("1.1.1", Given("5"), 0)
    for number, step in enumerate((lambda: None, one.submit)):
        step()
        assert (one.others(), two.others(), one.agreed(), two.differences()) == ({}, {}, {}, []), number
        assert (numbers(one), numbers(two)) == ({"1.1.1": (1, "3")}, {"1.1.1": (1, "5")})
        assert (
            one.score().scores.set_index("item").at["1.1.1", "points"]
            != (two.score().scores.set_index("item").at["1.1.1", "points"])
        )
    assert isinstance(two.submit(), Step)
    assert {key: seen.given.value for key, seen in one.others().items()} == {("1.1.1", "bogdan-ion"): "5"}
    assert {key: seen.given.value for key, seen in two.others().items()} == {("1.1.1", "ana-pop"): "3"}
    assert one.differences() == two.differences() == ["1.1.1"]


def test_who_has_finished_can_go_on_until_the_other_has(pair):
    one, two = pair
    assert isinstance(one.submit(), Waiting)
    assert (one.state(), one.stage(), two.stage()) == ("draft", Stage.FINISHED, Stage.OPEN)
    assert isinstance(one.answer("1.1.1", THREE, 0), Refused)
    assert isinstance(one.reopen(), Waiting)
    assert isinstance(one.answer("1.1.1", THREE, 0), Saved)
    assert isinstance(two.submit(), Waiting)
    assert two.others() == {}
    assert isinstance(one.submit(), Step)
    assert one.state() == "submitted"


@BOTH
def test_they_agree_and_both_conclude(pair, filled):
    one, two = pair
    one.answer("1.1.1", Given("3"), 0)
    two.answer("1.1.1", Given("5"), 0)
    for mine, text in ((one, "20"), (two, "20.0")):
        mine.answer("1.1.2", Given(text), 0)
    assert one.agree("1.1.1", Given("4"), 0) == Refused("That comes later: the answers are not submitted yet.")
    finish(one, two)
    assert one.conclude() == Refused("Please agree first on: 1.1.1.")
    agreed = one.agree("1.1.1", Given("4", "seen together"), 0)
    assert two.agree("1.1.1", Given("5"), 0) == Conflict(agreed.version, Given("5"))
    assert two.agreed() == {"1.1.1": agreed.version}
    assert isinstance(one.conclude(one.agreed()), Waiting)
    assert one.state() == "submitted"
    assert two.conclude(two.agreed()).state == "agreed"
    assert (one.state(), one.stage()) == ("agreed", Stage.AGREED)
    for refused in (one.reopen(), one.submit(), one.conclude()):
        assert isinstance(refused, Refused)
    assert isinstance(one.agree("1.1.1", Given("1"), 1), Closed)
    assert [step.recorded_by for step in states.steps(filled, "alpha-bench")] == ["Bogdan Ion", "Bogdan Ion"]


def test_nobody_concludes_what_was_changed_meanwhile(pair):
    one, two = pair
    one.answer("1.1.1", Given("3"), 0)
    finish(one, two)
    one.agree("1.1.1", Given("4"), 0)
    shown = one.agreed()
    assert isinstance(one.conclude(shown), Waiting)
    two.agree("1.1.1", Given("5"), 1)
    assert one.conclude(shown) == Refused(
        "Somebody has just changed an agreed answer. Please look at it, then conclude again."
    )
    assert isinstance(two.conclude(), Waiting)  # what Ana concluded was another answer
    assert two.state() == "submitted"
    assert one.conclude(one.agreed()).state == "agreed"


@BOTH
def test_opened_again_they_are_apart_again(pair):
    one, two = pair
    one.answer("1.1.1", Given("3"), 0)
    finish(one, two)
    assert two.reopen().state == "reopened"
    assert (two.others(), two.stage(), one.stage()) == ({}, Stage.OPEN, Stage.OPEN)
    assert isinstance(one.submit(), Waiting)
    assert isinstance(two.submit(), Step)
    assert set(two.others()) == {("1.1.1", "ana-pop")}


def test_an_assessor_invited_afterwards_sees_nothing_before_answering(pair, desk):
    one, two = pair
    one.answer("1.1.1", Given("3"), 0)
    finish(one, two)
    third = desk("assessor", "Cristina", assessment_id="alpha-bench")
    assert (third.stage(), third.others(), third.differences()) == (Stage.UNFINISHED, {}, [])
    assert (one.stage(), one.others(), two.others()) == (Stage.UNFINISHED, {}, {})
    third.reopen()
    assert isinstance(third.answer("1.1.1", Given("1"), 0), Saved)
    assert isinstance(third.submit(), Waiting)
    finish(one, two)
    assert set(third.others()) == {("1.1.1", "ana-pop")}


def test_answers_from_a_file_are_hidden_from_an_assessor_who_has_not_answered(desk):
    """alpha-hid was imported as submitted, with the answers of another assessor."""
    mine = desk("assessor", assessment_id="alpha-hid")
    assert (mine.state(), mine.stage(), mine.others(), mine.differences()) == ("submitted", Stage.UNFINISHED, {}, [])
    assert mine.score().total["low"] == 0.0
    mine.reopen()
    assert isinstance(mine.submit(), Step)
    assert {key: one.given.value for key, one in mine.others().items()} == {("1.1.2", "expert-9"): "99"}


def test_a_second_link_of_the_same_person_is_the_same_person(pair, desk):
    one, two = pair
    one.answer("1.1.1", THREE, 0)
    again = desk("assessor", "Ana Pop", assessment_id="alpha-bench")
    assert numbers(again) == {"1.1.1": (1, "3")}
    assert isinstance(again.submit(), Waiting)
    assert one.stage() is Stage.FINISHED
    assert isinstance(two.submit(), Step)


def test_an_assessor_whose_link_was_taken_back_is_not_waited_for(pair, filled, clock):
    one, two = pair
    one.submit()
    invitations.revoke(filled, two.entrance.visit, clock())
    assert isinstance(one.submit(), Step)
    with pytest.raises(NotAdmitted):
        two.others()


# links that hold no more, or are meant for something else


def all_of(desk) -> list:
    return [
        desk.state, desk.stage, desk.answers, desk.others, desk.agreed, desk.last_year, desk.differences, desk.score,
        desk.submit, desk.reopen, desk.conclude, partial(desk.may, Action.READ), partial(desk.undo, "1.1.1", 0),
        partial(desk.answer, "1.1.1", THREE, 0), partial(desk.agree, "1.1.1", THREE, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["expired", "taken back"])
@pytest.mark.parametrize("role", ["manager", "assessor"])
def test_a_link_that_ends_while_the_page_is_open(desk, filled, clock, role, how):
    mine = desk(role, assessment_id="alpha-self" if role == "manager" else "alpha-bench")
    if how == "expired":
        clock.time = clock.time.replace(day=11)
    else:
        invitations.revoke(filled, mine.entrance.visit, clock())
    for call in all_of(mine):
        with pytest.raises(NotAdmitted, match="does not hold any more"):
            call()
    with pytest.raises(NotAdmitted):
        desks.at(mine.entrance)
    assert versions.current(filled, mine.assessment_id) == {}


@pytest.mark.parametrize(
    ("role", "assessment"),
    [("manager", "beta-self"), ("manager", "alpha-bench"), ("assessor", "beta-bench"), ("assessor", "alpha-self"),
     ("assessor", None)],
)  # fmt: skip
def test_a_link_to_an_assessment_that_is_not_its_own_opens_nothing(desk, role, assessment):
    with pytest.raises(NotAdmitted, match="leads to no assessment"):
        desk(role, assessment_id=assessment)


@pytest.mark.parametrize("stage", ["draft", "submitted"])
@pytest.mark.parametrize("role", ["manager", "assessor"])
def test_a_desk_turned_to_another_cluster_shows_and_changes_nothing(desk, filled, role, stage):
    """Even if a page could be made to hold another assessment."""
    kind, other = {"manager": ("alpha-self", "beta-self"), "assessor": ("alpha-bench", "beta-bench")}[role]
    mine = desk(role, assessment_id=kind)
    versions.save(filled, Place(other, "1.1.1", mine.assessor), Given("5"), 0, "Eve")
    if stage == "submitted":
        states.move(filled, other, stage, "Eve")
    turned = replace(mine, assessment_id=other, cluster_id="beta")
    assert not any(turned.may(action) for action in Action)
    for call in (turned.answers, turned.last_year, turned.score):
        with pytest.raises(desks.NotAllowed):
            call()
    assert (turned.others(), turned.agreed(), turned.differences()) == ({}, {}, [])
    for call in (partial(turned.answer, "1.1.1", THREE, 1), partial(turned.agree, "1.1.1", THREE, 0), turned.submit,
                 turned.reopen, turned.conclude):  # fmt: skip
        assert isinstance(call(), Refused)
    assert [one.given.value for one in versions.current(filled, other).values()] == ["5"]
    assert not allowed(role, Action.READ, Stage.OPEN, own=False)


@pytest.mark.parametrize("visit", ["", "nobody", "a\0b", "../x"])
def test_no_visit(filled, clock, visit):
    with pytest.raises(NotAdmitted, match="open your personal link"):
        desks.at(Entrance(filled, visit, clock))


def test_from_the_environment_of_a_kernel(tmp_path, rows):
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with pytest.raises(NotAdmitted):
        desks.open({"BENCHLIB_DATABASE": address})
    with pytest.raises(BadInput, match="there is no such store"):
        desks.open({"BENCHLIB_DATABASE": address, "BENCHLIB_VISIT": "x"})


# points


def test_points_of_ones_own_answers(desk):
    mine = desk("manager")
    empty = mine.score()
    assert (empty.total["low"], empty.total["points"] > 0) == (0.0, False)
    mine.answer("1.1.1", Given("4"), 0)
    one = mine.score()
    points = one.scores.set_index("item").at["1.1.1", "points"]
    assert points > 0
    assert one.total["low"] == points
    assert one.total["high"] < empty.total["high"] or points == one.total["maximum"]
    assert set(one.groups["item"]) == set(mine.framework.groups)


# at once


def at_once(*calls) -> list[int]:
    """Exit codes of processes that each make one call: 0 where it returns what is true."""
    children = []
    for call in calls:
        child = os.fork()
        if not child:
            try:
                os._exit(0 if call() else 3)
            finally:
                os._exit(1)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


@BOTH
def test_two_assessors_finish_at_once(pair, filled):
    """Whichever comes last submits, and none of them is left waiting for ever."""
    one, two = pair
    codes = at_once(*(lambda mine=mine: isinstance(mine.submit(), Step | Waiting) for mine in pair))
    assert codes == [0, 0]
    assert (one.state(), one.stage(), two.stage()) == ("submitted", Stage.SUBMITTED, Stage.SUBMITTED)
    assert [step.state for step in states.steps(filled, "alpha-bench")] == ["submitted"]


def test_of_several_first_answers_at_once_one_is_saved(desk):
    mine = [desk("manager", f"Ana {number}") for number in range(4)]
    codes = at_once(*(lambda one=one: isinstance(one.answer("1.1.1", THREE, 0), Saved) for one in mine))
    assert sorted(codes) == [0, 3, 3, 3]
    assert numbers(mine[0]) == {"1.1.1": (1, "3")}
