"""States of an assessment: which steps there are, and who made them."""

import datetime as dt
from itertools import product

import pytest

from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import states
from benchlib.tables.store.states import Refused, Step

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
AT = "2026-11-01T12:00:00.000000Z"
NEW = {"assessment_id": "b1", "cluster_id": "beta", "framework": "ecei-31", "kind": "self", "date": "2026-11"}
WAYS = {
    "draft": [], "submitted": ["submitted"], "reopened": ["submitted", "reopened"], "agreed": ["submitted", "agreed"],
}  # fmt: skip
POSSIBLE = {
    ("draft", "submitted"), ("reopened", "submitted"), ("submitted", "reopened"), ("submitted", "agreed"),
    ("agreed", "reopened"),
}  # fmt: skip


def status(place) -> dict[str, str]:
    frame = next(raw.frame for raw in store.load(place) if raw.name == "assessments")
    return dict(zip(frame["assessment_id"], frame["status"], strict=True))


def test_from_draft_to_agreed(filled):
    assert states.move(filled, "a1", "submitted", "ana", NOON) == Step(1, "submitted", "ana", AT)
    assert status(filled) == {"a1": "submitted"}
    assert states.move(filled, "a1", "reopened", "bo", NOON) == Step(2, "reopened", "bo", AT)
    assert status(filled) == {"a1": "draft"}
    states.move(filled, "a1", "submitted", "ana", NOON)
    states.move(filled, "a1", "agreed", "bo", NOON)
    assert status(filled) == {"a1": "agreed"}
    assert [(step.number, step.state, step.recorded_by) for step in states.steps(filled, "a1")] == [
        (1, "submitted", "ana"), (2, "reopened", "bo"), (3, "submitted", "ana"), (4, "agreed", "bo"),
    ]  # fmt: skip


def test_every_step_that_there_is_and_no_other(filled):
    found = set()
    for number, (state, to) in enumerate(product(WAYS, WAYS)):
        id_ = f"n{number}"
        states.begin(filled, NEW | {"assessment_id": id_}, "ana", NOON)
        for step in WAYS[state]:
            states.move(filled, id_, step, "ana", NOON)
        outcome = states.move(filled, id_, to, "bo", NOON)
        if isinstance(outcome, Step):
            found.add((state, to))
        else:
            assert outcome == Refused(state)
            assert len(states.steps(filled, id_)) == len(WAYS[state]) + 1
    assert found == POSSIBLE


def test_an_assessment_begins_as_a_draft(filled):
    assert states.begin(filled, NEW, "ana", NOON) == Step(1, "draft", "ana", AT)
    assert status(filled) == {"a1": "draft", "b1": "draft"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"assessment_id": "a1"}, "'a1'; this assessment is in the store already"),
        ({"cluster_id": "gamma"}, "'gamma'; there is no such organisation"),
        ({"assessment_id": "a b"}, "column assessment_id"),
        ({"kind": "guess"}, "column kind"),
        ({"date": "soon"}, "column date"),
        ({"framework": ""}, "column framework: empty"),
    ],
)
def test_assessments_that_cannot_begin(filled, change, said):
    with pytest.raises(BadInput, match=said):
        states.begin(filled, NEW | change, "ana", NOON)
    assert status(filled) == {"a1": "draft"}


def test_no_such_state_or_assessment(filled):
    with pytest.raises(BadInput, match="'done'; expected one of: draft, reopened, submitted, agreed"):
        states.move(filled, "a1", "done", "ana", NOON)
    with pytest.raises(BadInput, match="'a2'; there is no such assessment"):
        states.move(filled, "a2", "submitted", "ana", NOON)
