"""States of an assessment: draft, submitted, reopened, agreed. Each step says who and when; the last one holds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import cells, keys, moments
from benchlib.tables.store.columns import FACTS, KEPT, PLACE, ROW_KEY
from benchlib.tables.store.connections import Store
from benchlib.tables.store.records import ASSESSMENTS, RECORDS, SUBMISSIONS, status
from benchlib.tables.store.versions import locked

_SUBMISSIONS, _ASSESSMENTS, _ORGANISATIONS = KEPT[SUBMISSIONS], FACTS[ASSESSMENTS], FACTS["organisations"]
STEPS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"submitted"}),
    "reopened": frozenset({"submitted"}),
    "submitted": frozenset({"reopened", "agreed"}),
    "agreed": frozenset({"reopened"}),
}


@dataclass(frozen=True)
class Step:
    """What happened to an assessment, numbered from 1; the moment in UTC."""

    number: int
    state: str
    recorded_by: str
    recorded_at: str


@dataclass(frozen=True)
class Refused:
    """Nothing was written: from the state in which the assessment is there is no such step."""

    state: str


def begin(store: Store, assessment: Mapping[str, str], by: str, at: dt.datetime | None = None) -> Step:
    """Begin an assessment as a draft.

    assessment: assessment_id, cluster_id, framework, kind and date, as a file would hold them. Raises BadInput: text
    that cannot be kept, no such organisation, assessment that is there already.
    """
    table = TABLES[ASSESSMENTS]
    row = {name: assessment.get(name, "") for name in table.columns} | {"status": "draft"}
    cells.check(table.fields, row, "new assessment")
    key = keys.digest((row["assessment_id"],))
    with store.writing() as connection:
        known = select(_ORGANISATIONS.c[ROW_KEY]).where(_ORGANISATIONS.c.cluster_id == row["cluster_id"])
        if connection.execute(known).one_or_none() is None:
            raise BadInput.of("new assessment", "there is no such organisation in the store", row["cluster_id"])
        if connection.execute(select(_ASSESSMENTS.c[PLACE]).where(_ASSESSMENTS.c[ROW_KEY] == key)).one_or_none():
            raise BadInput.of("new assessment", "this assessment is in the store already", row["assessment_id"])
        place = select(func.coalesce(func.max(_ASSESSMENTS.c[PLACE]), 0) + 1).scalar_subquery()
        connection.execute(insert(_ASSESSMENTS).values(row | {ROW_KEY: key, PLACE: place}))
        return _add(connection, row["assessment_id"], "draft", by, at)


def move(store: Store, assessment_id: str, state: str, by: str, at: dt.datetime | None = None) -> Step | Refused:
    """Submit, reopen or agree an assessment. Raises BadInput: no such state or assessment."""
    if state not in STEPS:
        raise BadInput.of("state", f"expected one of: {', '.join(STEPS)}", state)
    with store.writing() as connection:
        before = locked(connection, assessment_id)
        if state not in STEPS[before]:
            return Refused(before)
        mine = _ASSESSMENTS.c.assessment_id == assessment_id
        connection.execute(update(_ASSESSMENTS).where(mine).values(status=status(state)))
        return _add(connection, assessment_id, state, by, at)


def steps(store: Store, assessment_id: str) -> list[Step]:
    """What happened to an assessment, the first step first."""
    query = select(_SUBMISSIONS).where(_SUBMISSIONS.c.assessment_id == assessment_id).order_by(_SUBMISSIONS.c.number)
    with store.reading() as connection:
        return [Step(row.number, row.state, row.recorded_by, row.recorded_at) for row in connection.execute(query)]


def _add(connection: Connection, assessment_id: str, state: str, by: str, at: dt.datetime | None) -> Step:
    row = {"assessment_id": assessment_id, "state": state, "recorded_by": by}
    cells.check([field for field in RECORDS[SUBMISSIONS].fields if field.name in row], row, "step of an assessment")
    row["recorded_at"] = moments.written(at or moments.now())
    last = select(func.max(_SUBMISSIONS.c.number)).where(_SUBMISSIONS.c.assessment_id == assessment_id)
    number = (connection.execute(last).scalar_one() or 0) + 1
    place = select(func.coalesce(func.max(_SUBMISSIONS.c[PLACE]), 0) + 1).scalar_subquery()
    connection.execute(insert(_SUBMISSIONS).values(row | {"number": number, PLACE: place}))
    return Step(number, state, by, row["recorded_at"])
