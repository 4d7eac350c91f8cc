"""Whom a link lets in, for the server: asked at the entrance and, while somebody is there, again and again."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping

from benchlib.run.access import assignments, links
from benchlib.run.access.roles import Role
from benchlib.run.serving.visits import Admission, Visit
from benchlib.tables.store import Store, invitations, moments
from benchlib.tables.store.invitations import Invitation

PAGES: Mapping[str, tuple[str, ...]] = {
    Role.MANAGER: ("assess",),
    Role.ASSESSOR: ("assess",),
    Role.PEER: ("peers",),
    Role.POLICY: ("portfolio",),
}
ENTERED, EXPIRED, REVOKED, STRANGE = (
    "entered",
    "refused: expired",
    "refused: taken back",
    "refused: not of this cluster",
)
LOG = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


def admission(store: Store, secret: bytes, clock: Clock = moments.now) -> Admission:
    """Who decides whom a link lets in. secret: what links are signed with.

    Every use of a link whose signature is right stands in the store, also when it was refused; of one that is wrong the
    log says no more than that somebody tried it.
    """

    def admitted(token: str) -> Visit | None:
        named = links.named(secret, token)
        invitation = invitations.found(store, named.invitation_id) if named else None
        if named is None or invitation is None or invitation.expires_at != named.expires_at:
            LOG.warning("a link was refused: nobody was given it")
            return None
        action = _judged(store, invitation, clock())
        invitations.log(store, invitation.id, action, clock())
        return Visit(invitation.id, PAGES[invitation.role]) if action == ENTERED else None

    def still(visit: Visit) -> bool:
        invitation = invitations.found(store, visit.id)
        return invitation is not None and invitation.holds(clock()) and PAGES[invitation.role] == visit.pages

    return Admission(admitted, still)


def _judged(store: Store, invitation: Invitation, now: dt.datetime) -> str:
    """What came of a use, as the store logs it."""
    if invitation.revoked_at is not None:
        return REVOKED
    if not invitation.holds(now):
        return EXPIRED
    if invitation.assessment_id is not None:
        one = assignments.found(store, invitation.assessment_id)
        if one is None or not assignments.covered(invitation, one):
            return STRANGE
    return ENTERED
