"""Answers as versions: each one says who, when and what; none is ever overwritten, the last one holds.

Whoever answers says which version they saw. If another one has come meanwhile, nothing is written and both are
returned, so that a person decides.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd
from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.sql import ColumnElement

from benchlib.tables.faults import BadInput
from benchlib.tables.store import cells, keys, moments
from benchlib.tables.store.columns import FACTS, KEPT, PLACE
from benchlib.tables.store.connections import Store
from benchlib.tables.store.records import ANSWER_KEY, ASSESSMENTS, OPEN, RECORDS, SUBMISSIONS, VERSIONS

_VERSIONS, _ASSESSMENTS, _SUBMISSIONS = KEPT[VERSIONS], FACTS[ASSESSMENTS], KEPT[SUBMISSIONS]
_FIELDS = RECORDS[VERSIONS].fields
NOT_YET = 0  # the version that is expected where nothing has been answered


@dataclass(frozen=True)
class Place:
    """Which answer: of an assessment, to a question, by an assessor ("" where there is one only)."""

    assessment_id: str
    indicator: str
    assessor: str = ""


@dataclass(frozen=True)
class Given:
    """What is answered, as the text that a file would hold; all empty: taken back."""

    value: str = ""
    evidence: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Version:
    """One version of an answer, numbered from 1; moments in UTC."""

    number: int
    given: Given
    answered_at: str
    recorded_by: str
    recorded_at: str


@dataclass(frozen=True)
class Saved:
    """The answer is on disk as this version."""

    version: Version


@dataclass(frozen=True)
class Conflict:
    """Nothing was written: another version came first (None: none is there, though one was expected)."""

    current: Version | None
    offered: Given


@dataclass(frozen=True)
class Closed:
    """Nothing was written: the assessment is in a state in which this answer cannot change."""

    state: str
    offered: Given


def save(
    store: Store,
    place: Place,
    given: Given,
    expected: int,
    by: str,
    at: dt.datetime | None = None,
    states: frozenset[str] = OPEN,
) -> Saved | Conflict | Closed:
    """Write the next version of an answer, if the last one is the one that was seen.

    expected: number of the version that the person saw, NOT_YET for none. by: who answers. at: when, with a zone; now
    by default. states: those of the assessment in which it may be answered; checked in the same transaction, so that
    nothing changes behind a submission. Raises BadInput: text that cannot be kept, no such assessment.
    """
    now = at or moments.now()
    row = asdict(place) | asdict(given) | {"recorded_by": by}
    recorded = moments.written(now)
    cells.check([field for field in _FIELDS if field.name in row], row, f"answer to {place.indicator!r}"[:80])
    with store.writing() as connection:
        state = locked(connection, place.assessment_id)
        if state not in states:
            return Closed(state, given)
        before = _last(connection, place)
        if (before.number if before else NOT_YET) != expected:
            return Conflict(before, given)
        answered = _not_before(moments.to_the_second(now), before)
        version = Version(expected + 1, given, answered, by, recorded)
        connection.execute(insert(_VERSIONS).values(_row(place, version) | {PLACE: _next_place()}))
    return Saved(version)


def history(store: Store, place: Place) -> list[Version]:
    """Every version of an answer, the first one first."""
    with store.reading() as connection:
        rows = connection.execute(select(_VERSIONS).where(_at(place)).order_by(_VERSIONS.c.version))
        return [_version(row) for row in rows]


def current(store: Store, assessment_id: str) -> Mapping[tuple[str, str], Version]:
    """The last version of each answer of an assessment, by (indicator, assessor)."""
    query = select(_VERSIONS).where(_VERSIONS.c.assessment_id == assessment_id).order_by(_VERSIONS.c.version)
    with store.reading() as connection:
        return {(row.indicator, row.assessor): _version(row) for row in connection.execute(query)}


def locked(connection: Connection, assessment_id: str) -> str:
    """The state of an assessment, which no other writer changes until the transaction ends. Raises BadInput."""
    query = (
        select(_ASSESSMENTS.c.status)
        .where(_ASSESSMENTS.c.assessment_id == assessment_id)
        .with_for_update(key_share=True)
    )
    status = connection.execute(query).scalar_one_or_none()
    if status is None:
        raise BadInput.of("assessment", "there is no such assessment in the store", assessment_id)
    return last_state(connection, assessment_id) or str(status)


def last_state(connection: Connection, assessment_id: str) -> str | None:
    """The state after the last step of an assessment, None where no step is known."""
    steps = select(_SUBMISSIONS.c.state).where(_SUBMISSIONS.c.assessment_id == assessment_id)
    return connection.execute(steps.order_by(_SUBMISSIONS.c.number.desc()).limit(1)).scalar_one_or_none()


def _not_before(answered: str, before: Version | None) -> str:
    """An answer is never dated before the one it replaces, so that the last one holds wherever it is read."""
    if before is None or not before.answered_at:
        return answered
    earlier = before.answered_at
    if not moments.of_the_store(earlier):  # from a file, which may spell it otherwise
        (earlier,) = keys.canonical(pd.Series([earlier], dtype="str"), RECORDS[VERSIONS]["answered_at"])
        earlier += "Z"
    return before.answered_at if earlier > answered else answered


def _next_place() -> ColumnElement[int]:
    return select(func.coalesce(func.max(_VERSIONS.c[PLACE]), 0) + 1).scalar_subquery()


def _at(place: Place) -> ColumnElement[bool]:
    assessment, indicator, assessor = (_VERSIONS.c[name] for name in ANSWER_KEY)
    return (assessment == place.assessment_id) & (indicator == place.indicator) & (assessor == place.assessor)


def _last(connection: Connection, place: Place) -> Version | None:
    query = select(_VERSIONS).where(_at(place)).order_by(_VERSIONS.c.version.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def _version(row: Row) -> Version:
    given = Given(row.value, row.evidence, row.comment)
    return Version(row.version, given, row.answered_at, row.recorded_by, row.recorded_at)


def _row(place: Place, version: Version) -> dict[str, object]:
    rest = {"answered_at": version.answered_at, "version": version.number}
    who = {"recorded_by": version.recorded_by, "recorded_at": version.recorded_at}
    return asdict(place) | asdict(version.given) | rest | who
