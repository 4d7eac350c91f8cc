"""Invitations: who may enter as what, until when; each use is logged. Links that name them are signed elsewhere."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Row, insert, select, update

from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES, Field
from benchlib.tables.store import cells, moments
from benchlib.tables.store.columns import FACTS, INVITATIONS, ROLES, USES
from benchlib.tables.store.connections import Store
from benchlib.tables.store.records import ASSESSMENTS

ID_BYTES = 16
_FIELDS = (
    Field("role", "code", "what the person may do", required=True, codes=ROLES),
    Field("person", "text", "who is invited", required=True),
    Field("created_by", "text", "who invites", required=True),
    TABLES["peer_answers"]["wave"],
)
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "manager": ("cluster_id",),
    "assessor": ("cluster_id",),
    "peer": ("cluster_id", "wave"),
    "policy": (),
}


@dataclass(frozen=True)
class Invitation:
    """An invitation; moments in UTC, None where it is not limited to a cluster, an assessment or a wave."""

    id: str
    role: str
    cluster_id: str | None
    assessment_id: str | None
    wave: str | None
    person: str
    created_by: str
    created_at: str
    expires_at: str
    revoked_at: str | None = None

    def holds(self, at: dt.datetime) -> bool:
        """Whether it may be used at a moment."""
        return self.revoked_at is None and moments.written(at) < self.expires_at


@dataclass(frozen=True)
class Use:
    """One use of an invitation."""

    invitation_id: str
    used_at: str
    action: str


def invite(
    store: Store,
    role: str,
    person: str,
    days: int,
    by: str,
    cluster_id: str | None = None,
    assessment_id: str | None = None,
    wave: str | None = None,
    at: dt.datetime | None = None,
) -> Invitation:
    """A new invitation that expires after a number of days. Raises BadInput with what is wrong or lacking."""
    now = at or moments.now()
    limits = {"cluster_id": cluster_id, "assessment_id": assessment_id, "wave": wave}
    _check(role, person, days, by, limits)
    created, expires = moments.written(now), moments.written(now + dt.timedelta(days=days))
    made = Invitation(
        secrets.token_urlsafe(ID_BYTES), role, cluster_id, assessment_id, wave, person, by, created, expires
    )
    with store.writing() as connection:
        _refuse_unknown(connection, made)
        connection.execute(insert(INVITATIONS).values(asdict(made)))
    return made


def found(store: Store, id_: str) -> Invitation | None:
    """The invitation with an id, whether or not it still holds."""
    with store.reading() as connection:
        return read(connection, id_)


def listed(store: Store) -> Sequence[Invitation]:
    """All invitations, the oldest first."""
    with store.reading() as connection:
        rows = connection.execute(select(INVITATIONS).order_by(INVITATIONS.c.created_at, INVITATIONS.c.id))
        return [_invitation(row) for row in rows]


def revoke(store: Store, id_: str, at: dt.datetime | None = None) -> bool:
    """Take an invitation back; whether there was one that had not been taken back."""
    mine = (INVITATIONS.c.id == id_) & INVITATIONS.c.revoked_at.is_(None)
    with store.writing() as connection:
        changed = connection.execute(
            update(INVITATIONS).where(mine).values(revoked_at=moments.written(at or moments.now()))
        )
        return changed.rowcount == 1


def log(store: Store, id_: str, action: str, at: dt.datetime | None = None) -> None:
    """Keep that an invitation was used, and for what. Raises BadInput: no such invitation."""
    cells.check([Field("action", "text", "what was done", required=True)], {"action": action}, "use of an invitation")
    with store.writing() as connection:
        if read(connection, id_) is None:
            raise BadInput.of("use of an invitation", "there is no such invitation")
        row = {"invitation_id": id_, "used_at": moments.written(at or moments.now()), "action": action}
        connection.execute(insert(USES).values(row))


def uses(store: Store, id_: str) -> Sequence[Use]:
    """How an invitation was used, the first use first."""
    query = select(USES).where(USES.c.invitation_id == id_).order_by(USES.c.number)
    with store.reading() as connection:
        return [Use(row.invitation_id, row.used_at, row.action) for row in connection.execute(query)]


def read(connection: Connection, id_: str) -> Invitation | None:
    """The invitation with an id, inside a transaction."""
    if not (id_.isascii() and id_.isprintable()):
        return None
    row = connection.execute(select(INVITATIONS).where(INVITATIONS.c.id == id_)).one_or_none()
    return None if row is None else _invitation(row)


def _invitation(row: Row) -> Invitation:
    return Invitation(**row._mapping)


def _check(role: str, person: str, days: int, by: str, limits: Mapping[str, str | None]) -> None:
    if days < 1:
        raise BadInput.of("days", "expected at least 1", days)
    given = {"role": role, "person": person, "created_by": by}
    cells.check([field for field in _FIELDS if field.name in given], given, "invitation")
    asked = [field for field in _FIELDS if field.name == "wave" and limits["wave"] is not None]
    cells.check(asked, {"wave": limits["wave"] or ""}, "invitation")
    lacking = [name for name in _NEEDED[role] if not limits[name]]
    if lacking:
        raise BadInput.of("invitation", f"an invitation as {role} needs: {', '.join(lacking)}")


def _refuse_unknown(connection: Connection, made: Invitation) -> None:
    wanted = [
        (made.cluster_id, FACTS["organisations"].c.cluster_id),
        (made.assessment_id, FACTS[ASSESSMENTS].c.assessment_id),
    ]
    for value, column in wanted:
        if value is not None and connection.execute(select(column).where(column == value)).one_or_none() is None:
            raise BadInput.of("invitation", f"expected an id that stands in {column.table.name}", value)
