"""How things stand with a link and its assessment at one moment, read from the store in one look."""

from dataclasses import dataclass

from benchlib.run.access import assessors, assignments, sentences
from benchlib.run.access.assignments import Assessment
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.access.roles import Action, Role, Stage, allowed
from benchlib.tables.store.invitations import Invitation


@dataclass(frozen=True)
class Standing:
    """How things stand at one moment: the invitation, the assessment, and who has finished."""

    invitation: Invitation
    assessment: Assessment
    stage: Stage
    own: bool
    progress: assessors.Progress

    def may(self, action: Action) -> bool:
        """Whether it is allowed now."""
        return allowed(self.invitation.role, action, self.stage, self.own)


def standing(entrance: Entrance, assessment_id: str, role: Role, assessor: str) -> Standing:
    """How things stand for a role at an assessment; assessor: the id of who asks.

    Raises NotAdmitted where the link does not hold any more, or the assessment is gone.
    """
    with entrance.store.reading() as connection:
        invitation = entrance.held(connection)
        one = assignments.read(connection, assessment_id)
        progress = assessors.progress(connection, assessment_id)
    if one is None:
        raise NotAdmitted(sentences.NO_ASSESSMENT)
    own = assignments.covered(invitation, one) and invitation.role == role
    if role is Role.MANAGER:
        return Standing(invitation, one, _stage(one.state), own, progress)
    stage = _stage(one.state, progress.finished.get(assessor, False), progress.all_finished)
    return Standing(invitation, one, stage, own, progress)


def _stage(state: str, mine: bool = False, everybody: bool = True) -> Stage:
    """The stage of an assessment for one person. mine: this person has finished; everybody: all assessors have."""
    if state == "agreed":
        return Stage.AGREED
    if state == "submitted":
        return Stage.SUBMITTED if everybody else Stage.UNFINISHED
    return Stage.FINISHED if mine else Stage.OPEN
