"""The desk of a peer, who answers a wave once; nobody can tell from the store who answered what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from benchlib.rules import loading
from benchlib.rules.competitiveness import Aspect
from benchlib.run.access import assignments, sentences
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.access.roles import Action, Role, Stage, allowed
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import peers
from benchlib.tables.store.columns import PEER_SUBMISSIONS
from benchlib.tables.store.peers import Outcome

_FIELDS = TABLES["peer_answers"]


@dataclass(frozen=True)
class PeerDesk:
    """A wave of questions on one cluster."""

    entrance: Entrance = field(repr=False)
    cluster: str
    cluster_id: str
    wave: str
    questions: Mapping[str, Aspect] = field(repr=False)

    @classmethod
    def of(cls, entrance: Entrance) -> "PeerDesk":
        """The desk of a visit. Raises NotAdmitted."""
        invitation = entrance.invitation()
        if not (invitation.cluster_id and invitation.wave):
            raise NotAdmitted(sentences.NO_WAVE)
        name = assignments.name_of(entrance.store, invitation.cluster_id)
        asked = loading.competitiveness().qualitative.aspects
        return cls(entrance, name, invitation.cluster_id, invitation.wave, asked)

    def answered(self) -> bool:
        """Whether this link has answered. Raises NotAdmitted."""
        self.entrance.invitation()
        mine = PEER_SUBMISSIONS.c.invitation_id == self.entrance.visit
        with self.entrance.store.reading() as connection:
            return connection.execute(select(PEER_SUBMISSIONS.c.wave).where(mine)).first() is not None

    def may(self, action: Action) -> bool:
        """Whether this person may do something now."""
        invitation = self.entrance.invitation()
        own = (invitation.role, invitation.cluster_id, invitation.wave) == (Role.PEER, self.cluster_id, self.wave)
        return allowed(invitation.role, action, Stage.FINISHED if self.answered() else Stage.OPEN, own)

    def submit(self, values: Mapping[str, int | str], role: str = "") -> Outcome:
        """Keep all answers or none. values: 1 to 5 by question; role: the respondent's, one word, or nothing."""
        try:
            if not self.may(Action.ANSWER_WAVE):
                return "already answered" if self.may(Action.READ_QUESTIONS) else "not valid"
        except NotAdmitted:
            return "not valid"
        if not self._fit(values, role):
            return "not valid"
        texts = {question: str(int(value)) for question, value in values.items()}
        return peers.submit(self.entrance.store, self.entrance.visit, texts, role, self.entrance.clock())

    def _fit(self, values: Mapping[str, int | str], role: str) -> bool:
        """Whether these are answers: a page sends no others, but a browser may."""
        low, high = _FIELDS["value"].low, _FIELDS["value"].high
        possible = {str(number) for number in range(int(low or 0), int(high or 0) + 1)}
        asked = bool(values) and set(values) <= set(self.questions)
        known = isinstance(role, str) and (role == "" or bool(re.fullmatch(str(_FIELDS["role"].pattern), role)))
        return asked and known and all(str(value) in possible for value in values.values())
