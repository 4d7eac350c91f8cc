"""What pages say when something may not be or has to wait."""

from collections.abc import Mapping

from benchlib.run.access.refusals import Refused
from benchlib.run.access.roles import Action, Stage

NO_ASSESSMENT = "This link leads to no assessment. Please ask the office for a new one."
NO_WAVE = "This link leads to no survey. Please ask the office for a new one."
NOT_SAVED = "Not saved. {}"
NOTHING_TO_UNDO = "There is nothing to undo."
FINISHED = (
    "Thank you: your part is finished. When the other assessor has finished too, you will see each other's points."
)
TAKEN_UP = "You can change your answers again."
CONCLUDED = "Noted. The assessment is agreed when the other assessor confirms these answers too."
CHANGED = "Somebody has just changed an agreed answer. Please look at it, then conclude again."
DIFFERENT = "Please agree first on: {}."
MEANWHILE = "Somebody was faster: the assessment is now {}."
NOT_YOURS = "Your link is not made for this."
_AT: Mapping[Stage, str] = {
    Stage.OPEN: "That comes later: the answers are not submitted yet.",
    Stage.FINISHED: "You have finished your part. Open it again to change something.",
    Stage.UNFINISHED: "An assessor who was invited later has not answered yet. Open the assessment again first.",
    Stage.SUBMITTED: "The assessment is submitted. Open it again to change something.",
    Stage.AGREED: "The assessment is agreed and does not change any more.",
}


def refused(action: Action, stage: Stage) -> Refused:
    """Why something may not be done at a stage."""
    if stage is Stage.OPEN and action in (Action.READ, Action.ANSWER, Action.SUBMIT, Action.SCORE):
        return Refused(NOT_YOURS)  # everybody may do this at that stage, in what is theirs
    return Refused(_AT.get(stage, NOT_YOURS))
