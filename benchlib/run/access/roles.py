"""Who may see and do what, and when: one table, role x action, and the only place where this is decided."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person was invited as."""

    MANAGER = "manager"
    ASSESSOR = "assessor"
    PEER = "peer"
    POLICY = "policy"


class Action(StrEnum):
    """What a person may want to see or do."""

    READ = "read one's own answers"
    READ_BEFORE = "read what was agreed on the assessment before"
    READ_OTHERS = "read the other assessors' answers"
    READ_AGREED = "read the agreed answers"
    SCORE = "see points of what one may read"
    ANSWER = "answer, or undo an answer"
    SUBMIT = "submit"
    REOPEN = "open again"
    AGREE = "write an agreed answer"
    CONCLUDE = "conclude the agreement"
    READ_QUESTIONS = "read the questions of a wave"
    ANSWER_WAVE = "answer a wave"
    READ_COUNTS = "see aggregates of all organisations"


class Stage(StrEnum):
    """How far the matter of a link is."""

    OPEN = "open"  # the assessment is a draft or reopened, the wave is not answered
    FINISHED = "finished"  # one's own part is, not yet that of others; of a peer: answered
    UNFINISHED = "unfinished"  # submitted, but an assessor has not finished: invited afterwards
    SUBMITTED = "submitted"
    AGREED = "agreed"
    NONE = "none"  # no assessment or wave: of a policy maker


_ASSESSMENT = frozenset({Stage.OPEN, Stage.FINISHED, Stage.UNFINISHED, Stage.SUBMITTED, Stage.AGREED})
_OPEN = frozenset({Stage.OPEN})
_DONE = frozenset({Stage.SUBMITTED, Stage.AGREED})
_SUBMITTED = frozenset({Stage.SUBMITTED})
_ANY = frozenset({Stage.NONE})

MAY: Mapping[Role, Mapping[Action, frozenset[Stage]]] = {
    Role.MANAGER: {
        Action.READ: _ASSESSMENT,
        Action.READ_BEFORE: _ASSESSMENT,
        Action.SCORE: _ASSESSMENT,
        Action.ANSWER: _OPEN,
        Action.SUBMIT: _OPEN,
        Action.REOPEN: _SUBMITTED,
    },
    Role.ASSESSOR: {
        Action.READ: _ASSESSMENT,
        Action.READ_BEFORE: _ASSESSMENT,
        Action.SCORE: _ASSESSMENT,
        Action.ANSWER: _OPEN,
        Action.SUBMIT: frozenset({Stage.OPEN, Stage.FINISHED}),  # again, where the others' part has changed
        Action.REOPEN: frozenset({Stage.FINISHED, Stage.UNFINISHED, Stage.SUBMITTED}),
        Action.READ_OTHERS: _DONE,
        Action.READ_AGREED: _DONE,
        Action.AGREE: _SUBMITTED,
        Action.CONCLUDE: _SUBMITTED,
    },
    Role.PEER: {
        Action.READ_QUESTIONS: frozenset({Stage.OPEN, Stage.FINISHED}),
        Action.ANSWER_WAVE: _OPEN,
    },
    Role.POLICY: {Action.READ_COUNTS: _ANY},
}


def allowed(role: Role | str, action: Action, stage: Stage, own: bool) -> bool:
    """Whether a role may do something at a stage of its own or of another cluster, assessment or wave.

    own: whether the matter is the one that the invitation names; nothing else is ever allowed.

    >>> [allowed("manager", Action.ANSWER, Stage.OPEN, own) for own in (True, False)]
    [True, False]
    """
    return own and stage in MAY[Role(role)].get(action, frozenset())
