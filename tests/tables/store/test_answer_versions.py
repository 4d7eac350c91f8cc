"""Answers as versions: none is overwritten, none is lost."""

import datetime as dt
import os

import pytest
from children import DONE, codes, forked

from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import states, versions
from benchlib.tables.store.versions import Closed, Conflict, Given, Place, Saved, Version

PLACE = Place("a1", "strategy.plan", "ana")
NOON = dt.datetime(2026, 11, 1, 12, 0, 30, 250, tzinfo=dt.UTC)
LATER = NOON + dt.timedelta(hours=1)


def test_versions_follow_one_another_and_stay(filled):
    first, second = Given("3", "https://a.example", "soon"), Given("4")
    assert versions.save(filled, PLACE, first, 0, "ana", NOON) == Saved(
        Version(1, first, "2026-11-01T12:00:30Z", "ana", "2026-11-01T12:00:30.000250Z")
    )
    assert isinstance(versions.save(filled, PLACE, second, 1, "bo", LATER), Saved)
    assert [(v.number, v.given, v.recorded_by) for v in versions.history(filled, PLACE)] == [
        (1, first, "ana"),
        (2, second, "bo"),
    ]
    assert versions.current(filled, "a1")["strategy.plan", "ana"].given == second


def test_undo_is_a_version_like_another(filled):
    for number, value in enumerate(["3", "4", "3", ""]):
        versions.save(filled, PLACE, Given(value), number, "ana", NOON)
    assert [v.given.value for v in versions.history(filled, PLACE)] == ["3", "4", "3", ""]
    assert versions.current(filled, "a1")["strategy.plan", "ana"].given == Given("")


@pytest.mark.parametrize("expected", [0, 2, -1])
def test_who_saw_another_version_gets_both_and_nothing_is_written(filled, expected):
    versions.save(filled, PLACE, Given("3"), 0, "ana", NOON)
    found = versions.save(filled, PLACE, Given("5"), expected, "bo", LATER)
    assert found == Conflict(versions.history(filled, PLACE)[0], Given("5"))
    assert [v.given.value for v in versions.history(filled, PLACE)] == ["3"]


def test_a_version_is_expected_where_none_is(filled):
    assert versions.save(filled, PLACE, Given("5"), 1, "bo", NOON) == Conflict(None, Given("5"))
    assert versions.history(filled, PLACE) == []


def test_answers_of_others_are_other_answers(filled):
    for assessor, value in (("ana", "1"), ("bo", "2"), ("", "3")):
        versions.save(filled, Place("a1", "q", assessor), Given(value), 0, "x", NOON)
    found = versions.current(filled, "a1")
    assert {assessor: version.given.value for (_, assessor), version in found.items()} == {
        "ana": "1",
        "bo": "2",
        "": "3",
    }


def test_no_answer_is_dated_before_the_one_it_replaces(filled):
    versions.save(filled, PLACE, Given("3"), 0, "ana", LATER)
    saved = versions.save(filled, PLACE, Given("4"), 1, "bo", NOON)  # a clock that is slow
    assert saved.version.answered_at == "2026-11-01T13:00:30Z"
    assert saved.version.recorded_at == "2026-11-01T12:00:30.000250Z"


def test_what_is_submitted_does_not_change(filled):
    versions.save(filled, PLACE, Given("3"), 0, "ana", NOON)
    states.move(filled, "a1", "submitted", "ana", NOON)
    assert versions.save(filled, PLACE, Given("5"), 1, "ana", LATER) == Closed("submitted", Given("5"))
    both = frozenset({"submitted"})
    consensus = Place("a1", "strategy.plan", "consensus")
    assert isinstance(versions.save(filled, consensus, Given("4"), 0, "ana", LATER, states=both), Saved)
    states.move(filled, "a1", "reopened", "ana", LATER)
    assert isinstance(versions.save(filled, PLACE, Given("5"), 1, "ana", LATER), Saved)


@pytest.mark.parametrize(
    ("which", "given", "by", "said"),
    [
        (Place("a1", "q q"), Given("1"), "x", "column indicator"),
        (Place("a1", "q", "ana;drop"), Given("1"), "x", "column assessor"),
        (Place("a1", ""), Given("1"), "x", "column indicator: empty"),
        (PLACE, Given("many"), "x", "column value: 'many'"),
        (PLACE, Given("1e999"), "x", "column value"),
        (PLACE, Given("1", "nul\0"), "x", "column evidence"),
        (PLACE, Given("1", "", "\u202eright to left"), "x", "column comment"),
        (PLACE, Given("1", "", "   "), "x", "column comment"),
        (PLACE, Given("1", "", "\ud800"), "x", "column comment: expected text in Unicode"),
        (PLACE, Given("1", "", "#N/A"), "x", "column comment"),
        (PLACE, Given("1", "", "x" * 32_768), "x", "column comment.*at most 32767 characters"),
        (PLACE, Given("1", "", "x" * 10_000_000), "x", "column comment.*at most 32767 characters"),
        (PLACE, Given("1", "", "\U0001f600" * 16_384), "x", "column comment.*at most 32767 characters"),
        (PLACE, Given("1", "", None), "x", "column comment.*expected text"),
        (PLACE, Given("1"), "", "column recorded_by: empty"),
        (Place("a2", "q"), Given("1"), "x", "'a2'; there is no such assessment"),
        (Place("' OR 1=1 --", "q"), Given("1"), "x", "column assessment_id"),
    ],
)
def test_texts_that_cannot_be_kept(filled, which, given, by, said):
    with pytest.raises(BadInput, match=f"(?s){said}"):
        versions.save(filled, which, given, 0, by, NOON)
    assert versions.current(filled, "a1") == {}


TEXTS = (
    "=1+1", "+1", "-1", "@a", "'=x", "''", " lead and trail ", "a\nb\r\nc\rd\te", "_x000D_", "_x0041_x0042_",
    "ăîșț 漢 😀", "\uffff\ufffe", "<script>alert(1)</script>", "'; DROP TABLE organisations; --",
    "%s %(a)s :a {b}", "x" * 32_767,
)  # fmt: skip


def test_texts_come_back_as_they_were(filled, tmp_path):
    for number, text in enumerate(TEXTS):
        versions.save(filled, Place("a1", f"q{number}"), Given("1", text, text), 0, "ana", NOON)
    given = versions.current(filled, "a1")
    assert [given[f"q{number}", ""].given for number in range(len(TEXTS))] == [Given("1", text, text) for text in TEXTS]
    store.export(filled, tmp_path / "out.xlsx")
    store.export(filled, tmp_path / "out")
    for path in ("out", "out.xlsx"):
        with store.opened(f"sqlite:///{tmp_path / path}.sqlite") as copy:
            store.import_(copy, tmp_path / path, "office")
            assert versions.current(copy, "a1") == given


def test_a_moment_needs_a_zone(filled):
    with pytest.raises(ValueError, match="time zone"):
        versions.save(filled, PLACE, Given("1"), 0, "ana", dt.datetime(2026, 11, 1))


WRITERS, ROUNDS = 8, 6


def count_up(place: store.Store) -> None:
    """Add one to a common answer ROUNDS times, each time to what another one has left."""
    seen, done = None, 0
    while done < ROUNDS:
        value, number = (int(seen.given.value), seen.number) if seen else (0, 0)
        outcome = versions.save(place, Place("a1", "count"), Given(str(value + 1)), number, f"writer {os.getpid()}")
        done += isinstance(outcome, Saved)
        seen = outcome.version if isinstance(outcome, Saved) else outcome.current


def test_eight_writers_lose_no_update(filled):
    assert codes([forked(lambda: count_up(filled)) for _ in range(WRITERS)]) == [DONE] * WRITERS
    found = versions.history(filled, Place("a1", "count"))
    assert [(v.number, v.given.value) for v in found] == [(n, str(n)) for n in range(1, WRITERS * ROUNDS + 1)]
    assert len({v.recorded_by for v in found}) == WRITERS
