"""Peers answer a wave once, and nobody can tell from the store who answered what.

That an invitation has answered and what was answered stand in two tables without a common key or time. All rows of a
wave are written again, in a random order, with each peer who answers: neither the order of rows nor the transaction
that wrote them leads from one table to the other. Whoever compares copies of the database taken before and after can
still tell: keep copies as you keep the database.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Row, delete, func, insert, select

from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import cells, invitations, keys, moments
from benchlib.tables.store.columns import FACTS, INVITATIONS, PEER_SUBMISSIONS, PLACE, ROW_KEY
from benchlib.tables.store.connections import Store
from benchlib.tables.store.invitations import Invitation

PEER_ANSWERS = "peer_answers"
_ANSWERS = FACTS[PEER_ANSWERS]
RESPONDENT_BYTES = 8
PLACES = 1 << 31

Outcome = Literal["thanks", "already answered", "not valid"]


@dataclass(frozen=True)
class Wave:
    """A survey wave of a cluster."""

    cluster_id: str
    wave: str


def submit(
    store: Store, invitation_id: str, values: Mapping[str, str], role: str = "", at: dt.datetime | None = None
) -> Outcome:
    """Keep all answers of a peer, or none.

    values: by question, whole numbers from 1 to 5 as text. role: the respondent's, such as participant, or nothing.
    "not valid": no such invitation, or expired, taken back or not a peer's. Raises BadInput for answers that cannot be.
    """
    if not values:
        raise BadInput.of("answers of a peer", "expected at least one answer")
    for question, value in values.items():
        row = {"question": question, "value": value, "role": role}
        fields = [TABLES[PEER_ANSWERS][name] for name in row]
        cells.check(fields, row, "answers of a peer")
        _refuse_outside(value)
    with store.writing() as connection:
        asked = invitations.read(_locked(connection, invitation_id), invitation_id)
        if asked is None or asked.role != "peer" or not asked.holds(at or moments.now()):
            return "not valid"
        wave = Wave(str(asked.cluster_id), str(asked.wave))
        if invitation_id in _answered(connection, wave):
            return "already answered"
        _keep(connection, wave, asked, _new(wave, role, values))
    return "thanks"


def count(store: Store, wave: Wave) -> int:
    """How many peers have answered."""
    with store.reading() as connection:
        return len(_answered(connection, wave))


def _refuse_outside(value: str) -> None:
    field = TABLES[PEER_ANSWERS]["value"]
    if field.low is not None and field.high is not None and not field.low <= float(value) <= field.high:
        raise BadInput.of("answers of a peer", f"expected {field.low:g} to {field.high:g}", value)


def _locked(connection: Connection, id_: str) -> Connection:
    """The connection, with the wave of an invitation for itself: others of the wave wait."""
    if id_.isascii() and id_.isprintable():
        mine = select(INVITATIONS.c.cluster_id).where(INVITATIONS.c.id == id_)
        organisations = FACTS["organisations"]
        query = select(organisations.c.cluster_id).where(organisations.c.cluster_id.in_(mine))
        connection.execute(query.with_for_update(key_share=True)).all()
    return connection


def _answered(connection: Connection, wave: Wave) -> list[str]:
    query = select(PEER_SUBMISSIONS.c.invitation_id).where(
        PEER_SUBMISSIONS.c.cluster_id == wave.cluster_id, PEER_SUBMISSIONS.c.wave == wave.wave
    )
    return list(connection.execute(query).scalars())


def _new(wave: Wave, role: str, values: Mapping[str, str]) -> list[dict[str, object]]:
    """The rows of one respondent, whose id says nothing."""
    whose = {"cluster_id": wave.cluster_id, "participant_id": "", "wave": wave.wave, "role": role}
    respondent = f"r{secrets.token_hex(RESPONDENT_BYTES)}"
    return [{**whose, "respondent": respondent, "question": q, "value": v} for q, v in values.items()]


def _keep(connection: Connection, wave: Wave, asked: Invitation, new: list[dict[str, object]]) -> None:
    """Write the wave again with one peer more, in a random order."""
    answered = [*_answered(connection, wave), asked.id]
    mine = (_ANSWERS.c.cluster_id == wave.cluster_id) & (_ANSWERS.c.wave == wave.wave)
    rows = [_plain(row) for row in connection.execute(select(_ANSWERS).where(mine))] + new
    connection.execute(delete(_ANSWERS).where(mine))
    connection.execute(
        delete(PEER_SUBMISSIONS).where(
            PEER_SUBMISSIONS.c.cluster_id == wave.cluster_id, PEER_SUBMISSIONS.c.wave == wave.wave
        )
    )
    shuffle = secrets.SystemRandom().shuffle
    shuffle(rows)
    shuffle(answered)
    table = TABLES[PEER_ANSWERS]
    for row in rows:
        row[ROW_KEY] = keys.digest(tuple(str(row[name]) for name in table.key))
        row[PLACE] = secrets.randbelow(PLACES)
    connection.execute(insert(_ANSWERS), rows)
    connection.execute(
        insert(PEER_SUBMISSIONS),
        [{"cluster_id": wave.cluster_id, "wave": wave.wave, "invitation_id": id_} for id_ in answered],
    )


def _plain(row: Row) -> dict[str, object]:
    return {name: value for name, value in row._mapping.items() if name not in (ROW_KEY, PLACE)}


def waves(store: Store) -> Mapping[Wave, int]:
    """How many peers have answered, by wave."""
    columns = PEER_SUBMISSIONS.c.cluster_id, PEER_SUBMISSIONS.c.wave
    with store.reading() as connection:
        rows = connection.execute(select(*columns, func.count()).group_by(*columns))
        return {Wave(cluster, wave): number for cluster, wave, number in rows}
