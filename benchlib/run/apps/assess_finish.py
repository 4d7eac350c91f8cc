"""The end of the page: what is still open, the step that comes next, and files to take home."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
from markupsafe import Markup

from benchlib.present.markup import Part, element
from benchlib.run.access.refusals import Refused, Waiting
from benchlib.run.access.roles import Action, Role
from benchlib.run.apps import assess_standing, widgets
from benchlib.run.apps.assess_card import REFUSALS
from benchlib.run.apps.assess_standing import Standing
from benchlib.tables.store.states import Step

MOST_NAMED = 12  # of open questions


@dataclass(frozen=True)
class Ending:
    """A step that ends a stage. asked: what the person is asked before it is done."""

    action: Action
    words: str
    asked: str
    done: Callable[[], Any]


@dataclass
class Finish:
    """The last tab. moved: what to do after a step; files: links to what can be taken home; conclude: see `Ending`."""

    desk: Any
    moved: Callable[[], None]
    files: Callable[[], Markup]
    conclude: Callable[[], Any]
    view: ipywidgets.VBox = field(init=False)

    def __post_init__(self) -> None:
        self.standing, self.note, self.links = widgets.html(), widgets.html(), widgets.html()
        self.steps = widgets.row()
        self.prepared = widgets.button("Prepare the files", self._prepare)
        heads = [widgets.html(element("h2", title)) for title in ("Where you stand", "The next step", "Take it home")]
        told = widgets.html(element("p", "The report and the answers as files, as they are now."))
        first, second, third = heads
        parts = (first, self.standing, second, self.steps, self.note, third, told, self.prepared, self.links)
        self.view = widgets.column(*parts, classes=["finish"])

    def tell(self, standing: Standing, unanswered: Sequence[str]) -> None:
        """Show how far it is."""
        widgets.show(
            self.standing,
            assess_standing.sentences(standing),
            assess_standing.bars(standing),
            element("p", _unanswered(unanswered, standing.word)),
        )

    def offer(self) -> None:
        """Show the steps that the person may take now."""
        open_now = [one for one in endings(self.desk, self.conclude) if self.desk.may(one.action)]
        self.steps.children = [_asking(self, one, number == 0) for number, one in enumerate(open_now)]
        if not open_now:
            widgets.show(self.note, element("p", "There is nothing to do here now."))

    def ask(self, ending: Ending) -> None:
        """Before a step is taken: is it meant?"""
        self.steps.children = [
            widgets.html(element("p", ending.asked)),
            widgets.button(f"Yes, {ending.words[0].lower()}{ending.words[1:]}", lambda: self._take(ending), first=True),
            widgets.button("Not yet", self.offer),
        ]

    def _take(self, ending: Ending) -> None:
        try:
            came = ending.done()
        except REFUSALS as error:
            came = Refused(str(error))
        match came:
            case Step(state=state):
                self._say(f"Done: the assessment is now {STATES.get(state, state)}.", widgets.GOOD)
            case Waiting(sentence):
                self._say(sentence, widgets.OPEN)
            case Refused(sentence):
                self._say(sentence, widgets.BAD)
        self.moved()

    def _say(self, text: str, kind: str) -> None:
        widgets.show(self.note, widgets.said(text, kind))

    def _prepare(self) -> None:
        widgets.show(self.links, widgets.said("The files are being made …", widgets.OPEN))
        try:
            widgets.show(self.links, self.files())
        except REFUSALS as error:
            widgets.show(self.links, widgets.said(str(error), widgets.BAD))


STATES = {
    "draft": "open: answers can be given and changed",
    "reopened": "open again: answers can be given and changed",
    "submitted": "submitted",
    "agreed": "agreed",
}


def endings(desk: Any, conclude: Callable[[], Any]) -> list[Ending]:
    """The steps that there are, by role; whether one may be taken now is asked of the desk."""
    assessor = desk.role == Role.ASSESSOR
    submit = "I have finished" if assessor else "Submit"
    asked = (
        "When all assessors have finished, each sees the others' answers. Your own do not change any more then."
        if assessor
        else "After this the answers do not change any more, unless you open the assessment again."
    )
    sure = "When all assessors have concluded the same answers, these become the result of the assessment."
    again = "Answers can be changed again, and it has to be submitted anew."
    return [
        Ending(Action.SUBMIT, submit, asked, desk.submit),
        Ending(Action.CONCLUDE, "Conclude the agreement", sure, conclude),
        Ending(Action.REOPEN, "Open again", again, desk.reopen),
    ]


def _asking(finish: Finish, ending: Ending, first: bool) -> ipywidgets.Button:
    return widgets.button(ending.words, lambda: finish.ask(ending), first=first)


def _unanswered(keys: Sequence[str], word: str) -> Part:
    if not keys:
        return f"Every question is {word}."
    named = keys[:MOST_NAMED]
    more = len(keys) - len(named)
    return f"Not yet {word}: {', '.join(named)} and {more} more." if more else f"Not yet {word}: {', '.join(named)}."
