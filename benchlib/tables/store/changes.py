"""What an import would change in the store, and what forbids it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from benchlib.tables.faults import BadInput, Fault
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import contents, merging, succession, validity
from benchlib.tables.store.columns import FACTS
from benchlib.tables.store.files import Read
from benchlib.tables.store.merging import Merges
from benchlib.tables.store.records import (
    ANSWERS,
    ASSESSMENTS,
    RECORDS,
    REPLACEMENTS,
    SUBMISSIONS,
    VERSIONS,
    status,
)
from benchlib.tables.store.succession import Continued, Row

DIFFERENT = "in the store this assessment is {status} ({state} by {by}, {at}); an import does not change that"
UNKNOWN = "expected an id that stands in assessments, column assessment_id"
NOTHING = Continued([], [], 0)

Records = Mapping[str, list[Row]]


@dataclass(frozen=True)
class Changes:
    """Tables of facts after the import, rows to add to the records, the records as they then are.

    same: by table, how many rows of the files are there already.
    """

    merges: Merges
    added: Records
    whole: Records
    same: Mapping[str, int]

    @property
    def new(self) -> Mapping[str, int]:
        """How many rows are added, by table; answers are versions."""
        facts = {name: len(one.added) for name, one in self.merges.items()}
        return facts | {name: len(rows) for name, rows in self.added.items()}

    @property
    def replaced(self) -> Mapping[str, int]:
        """In how many rows something is replaced, by table."""
        return {name: one.replaced_rows for name, one in self.merges.items()}


def plan(given: Read, facts: contents.Frames, records: contents.Frames, by: str, at: str) -> Changes:
    """What files change in a store that holds these facts and records. Raises BadInput with all that forbids it."""
    raws = {raw.name: raw for raw in given.facts}
    merges = {
        name: merging.merge(raws[name], facts[name]) if name in raws else merging.untouched(name, facts[name])
        for name in FACTS
    }
    going = {raw.name: succession.continued(raw, records[raw.name]) for raw in given.records}
    _refuse(fault for one in going.values() for fault in one.faults)
    added = {name: list(going.get(name, NOTHING).rows) for name in RECORDS}
    stored = {name: records[name].to_dict("records") for name in RECORDS}
    answers = NOTHING
    if ANSWERS in raws:
        answers = succession.answers(raws[ANSWERS], stored[VERSIONS] + added[VERSIONS], by, at)
    added[VERSIONS] += answers.rows
    added[REPLACEMENTS] += succession.replacements(merges, stored[REPLACEMENTS] + added[REPLACEMENTS], by, at)
    whole = {name: stored[name] + added[name] for name in RECORDS}
    _refuse(
        [
            *answers.faults,
            *_other_status(raws.get(ASSESSMENTS), whole[SUBMISSIONS]),
            *_unknown(given.records, merges[ASSESSMENTS].frame),
            *(fault for raw in given.records if raw.name == VERSIONS for fault in succession.backwards(raw)),
        ]
    )
    same = {name: one.same for name, one in {**merges, **going, ANSWERS: answers}.items()}
    return Changes(merges, added, whole, same)


def _refuse(faults: Iterable[Fault]) -> None:
    found = list(faults)
    if found:
        raise BadInput(found)


def refuse_wrong(changes: Changes, before: bool, today: dt.date | None) -> None:
    """Raise BadInput where the store as a whole would be wrong.

    before: whether there was anything in it; if not, the check of the files has said everything.
    """
    if not before:
        return
    versions = pd.DataFrame(changes.whole[VERSIONS], columns=RECORDS[VERSIONS].columns, dtype="str")
    frames = {name: one.frame for name, one in changes.merges.items()} | {ANSWERS: contents.answers(versions)}
    named = ((name, f"{name} in the store, after the import", frames[name]) for name in TABLES if len(frames[name]))
    _refuse(validity.facts([RawTable(*one) for one in named], today=today).errors)


def _other_status(raw: RawTable | None, submissions: Sequence[Row]) -> list[Fault]:
    """Assessments of a file whose status is not that of the last step that is known."""
    if raw is None or "status" not in raw.frame:
        return []
    last: dict[str, Row] = {}
    for row in sorted(submissions, key=lambda row: int(row["number"])):
        last[row["assessment_id"]] = row
    faults = []
    for place, id_, stated in zip(raw.frame.index, raw.frame["assessment_id"], raw.frame["status"], strict=True):
        step = last.get(id_)
        if step and status(step["state"]) != stated:
            text = DIFFERENT.format(
                status=status(step["state"]), state=step["state"], by=step["recorded_by"], at=step["recorded_at"]
            )
            faults.append(Fault(raw.source, int(place), "status", stated, text))
    return faults


def _unknown(records: Sequence[RawTable], assessments: pd.DataFrame) -> list[Fault]:
    known = set(assessments["assessment_id"])
    return [
        Fault(raw.source, int(row), "assessment_id", id_, UNKNOWN)
        for raw in records
        if "assessment_id" in raw.frame
        for row, id_ in raw.frame["assessment_id"].items()
        if id_ not in known
    ]
