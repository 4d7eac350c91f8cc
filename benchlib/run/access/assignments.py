"""Which assessment an invitation is for, and the one before it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select

from benchlib.run.access.roles import Role
from benchlib.run.rulebook import DEFAULT_FRAMEWORK
from benchlib.tables.faults import BadInput
from benchlib.tables.store import Store, states
from benchlib.tables.store.columns import FACTS
from benchlib.tables.store.invitations import Invitation
from benchlib.tables.store.records import ASSESSMENTS
from benchlib.tables.store.versions import last_state

SELF, BENCHMARK = "self", "benchmark"
KINDS: Mapping[str, tuple[str, ...]] = {Role.MANAGER: (SELF,), Role.ASSESSOR: (BENCHMARK, "audit")}
AGREED, SUBMITTED = "agreed", "submitted"
LONGEST = 40  # letters of a cluster's id that go into the id of its assessment
MOST = 100  # assessments of a kind that begin on one day
_ASSESSMENTS, _ORGANISATIONS = FACTS[ASSESSMENTS], FACTS["organisations"]


@dataclass(frozen=True)
class Assessment:
    """An assessment as it stands in the store; date as it was given, perhaps a year only."""

    id: str
    cluster_id: str
    framework: str
    kind: str
    date: str
    state: str


def covered(invitation: Invitation, one: Assessment) -> bool:
    """Whether an assessment is the invitation's own: of its cluster, of its role's kind, and the one it names."""
    return (
        one.cluster_id == invitation.cluster_id
        and one.kind in KINDS.get(invitation.role, ())
        and (invitation.assessment_id or one.id) == one.id
    )


def read(connection: Connection, assessment_id: str) -> Assessment | None:
    """An assessment by its id, inside a transaction."""
    query = select(_ASSESSMENTS).where(_ASSESSMENTS.c.assessment_id == assessment_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _assessment(connection, row)


def found(store: Store, assessment_id: str) -> Assessment | None:
    """An assessment by its id."""
    with store.reading() as connection:
        return read(connection, assessment_id)


def of_cluster(store: Store, cluster_id: str) -> list[Assessment]:
    """The assessments of a cluster, the oldest first."""
    query = select(_ASSESSMENTS).where(_ASSESSMENTS.c.cluster_id == cluster_id)
    with store.reading() as connection:
        rows = [_assessment(connection, row) for row in connection.execute(query)]
    return sorted(rows, key=lambda one: (one.date, one.id))


def assigned(store: Store, invitation: Invitation, by: str, day: dt.date) -> Assessment | None:
    """The assessment that an invitation is for, None where there is none that fits it.

    A manager who is invited to no certain one gets the cluster's last self-assessment; where there is none, one begins.
    An assessor is always invited to a certain one.
    """
    if invitation.assessment_id is not None:
        one = found(store, invitation.assessment_id)
        return one if one and covered(invitation, one) else None
    if invitation.role != Role.MANAGER:
        return None
    mine = [one for one in of_cluster(store, str(invitation.cluster_id)) if covered(invitation, one)]
    return mine[-1] if mine else begin(store, str(invitation.cluster_id), SELF, by, day)


def begin(
    store: Store, cluster_id: str, kind: str, by: str, day: dt.date, framework: str = DEFAULT_FRAMEWORK
) -> Assessment:
    """A new assessment, as a draft of a day. Raises BadInput where it cannot be."""
    taken = {one.id for one in of_cluster(store, cluster_id)}
    stem = f"{cluster_id[:LONGEST]}-{kind}-{day}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, MOST))]
    id_ = next((name for name in names if name not in taken), None)
    if id_ is None:
        raise BadInput.of("new assessment", "so many have begun on this day already", stem)
    row = {"assessment_id": id_, "cluster_id": cluster_id, "framework": framework, "kind": kind, "date": str(day)}
    states.begin(store, row, by)
    return Assessment(id_, cluster_id, framework, kind, str(day), "draft")


def before(store: Store, one: Assessment) -> Assessment | None:
    """The last assessment of the same cluster by the same framework before this one, as far as all may see it.

    That is one that was agreed; before a self-assessment also one of these that was submitted.
    """
    earlier = [
        other
        for other in of_cluster(store, one.cluster_id)
        if other.framework == one.framework
        and (other.date, other.id) < (one.date, one.id)
        and (other.state == AGREED or (other.kind == one.kind == SELF and other.state == SUBMITTED))
    ]
    return earlier[-1] if earlier else None


def name_of(store: Store, cluster_id: str) -> str:
    """The name of an organisation."""
    with store.reading() as connection:
        query = select(_ORGANISATIONS.c.name).where(_ORGANISATIONS.c.cluster_id == cluster_id)
        return str(connection.execute(query).scalar_one())


def _assessment(connection: Connection, row: Row) -> Assessment:
    state = last_state(connection, row.assessment_id) or row.status
    return Assessment(row.assessment_id, row.cluster_id, row.framework, row.kind, row.date, state)
