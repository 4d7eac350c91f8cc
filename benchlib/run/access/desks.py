"""What a person may see and do: the only way from a page to the store.

    from benchlib.run.access import desks
    desk = desks.open()                # AssessmentDesk, PeerDesk or PolicyDesk; raises NotAdmitted with a sentence

The person is known by the visit that the server put into the kernel's environment. Every method asks `roles.allowed`
anew, with the invitation and the assessment as they then stand in the store: what a browser shows or sends does not
matter. What may not be changed comes back as Refused with a sentence; what may not be seen raises NotAllowed, or is
empty where its docstring says so; NotAdmitted is raised at any time once the link has expired or was taken back.

    AssessmentDesk (manager, assessor)
        cluster, cluster_id, framework, assessment_id, role, person, assessor (id in the answers)
        state() -> "draft" | "submitted" | "reopened" | "agreed"
        stage() -> roles.Stage             state and who has finished: what buttons to show
        may(action: roles.Action) -> bool
        answers() -> {indicator: Version}                     one's own
        others() -> {(indicator, assessor): Version}          empty before all have finished
        agreed() -> {indicator: Version}                      agreed answers; empty before all have finished
        last_year() -> {indicator: Given}
        answer(indicator, Given, expected) -> Saved | Conflict | Closed | Refused
        undo(indicator, expected) -> the same
        submit() -> Step | Waiting | Refused                  an assessor: "I have finished"; a Step when all have
        reopen() -> Step | Refused
        agree(indicator, Given, expected) -> Saved | Conflict | Closed | Refused
        conclude(seen=None) -> Step | Waiting | Refused       a Step when all assessors have concluded the same answers
        differences() -> [indicator, ...]                     where assessors differ and nothing is agreed yet
        score(on=None) -> marks.Score
    PeerDesk (peer)
        cluster, cluster_id, wave, questions: {question: Aspect}
        answered() -> bool
        submit({question: 1..5}, role="") -> "thanks" | "already answered" | "not valid"
    PolicyDesk (policy)
        choices() -> {"country": {code: name}, "area": [...], "label": [...], "year": [...]}   what filters may be
        facts(country=None, area=None, label=None, year=None) -> {name: frame}   see census.Census.frames
        what_if(share={level: 0..1}, weights={group: number}) -> frame           label, before, after, gained, lost
        log(action)                        such as "exported"

`Version`, `Given`, `Saved`, `Conflict`, `Closed` are those of `tables.store.versions`, `Step` of `tables.store.states`.
"""

import os
from collections.abc import Mapping

from benchlib.run.access.assessment_desk import AssessmentDesk
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.peer_desk import PeerDesk
from benchlib.run.access.policy_desk import PolicyDesk
from benchlib.run.access.refusals import NotAdmitted, NotAllowed, Refused, Waiting
from benchlib.run.access.roles import Action, Role, Stage

__all__ = [
    "Action",
    "AssessmentDesk",
    "NotAdmitted",
    "NotAllowed",
    "PeerDesk",
    "PolicyDesk",
    "Refused",
    "Role",
    "Stage",
    "Waiting",
    "at",
    "open",
]

VISIT = "BENCHLIB_VISIT"


def open(environment: Mapping[str, str] = os.environ) -> AssessmentDesk | PeerDesk | PolicyDesk:
    """The desk of whoever the environment names. Raises NotAdmitted."""
    return at(Entrance.of(environment.get(VISIT, ""), environment))


def at(entrance: Entrance) -> AssessmentDesk | PeerDesk | PolicyDesk:
    """The desk of a visit. Raises NotAdmitted."""
    match entrance.invitation().role:
        case Role.PEER:
            return PeerDesk.of(entrance)
        case Role.POLICY:
            return PolicyDesk.of(entrance)
        case _:
            return AssessmentDesk.of(entrance)
