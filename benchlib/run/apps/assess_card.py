"""One question on the page: fields for the answer, and what became of it."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ipywidgets  # type: ignore[import-untyped]

from benchlib.present import wording
from benchlib.present.markup import element, link
from benchlib.run.access.refusals import NotAdmitted, NotAllowed, Refused
from benchlib.run.apps import assess_answers, assess_words, widgets
from benchlib.run.apps.assess_answers import NoAnswer
from benchlib.run.apps.assess_words import Matter
from benchlib.tables.faults import BadInput
from benchlib.tables.store.versions import NOT_YET, Closed, Conflict, Given, Saved, Version

REFUSALS = (NotAdmitted, NotAllowed, BadInput)
PAUSE = 1.0  # seconds without a key after which a text is saved; the server ends a closed page later than that
BURST = 60.0  # seconds in which pieces of a text count as one change
BROKEN = "Not saved: something went wrong here. Please try again in a moment."


@dataclass
class Card:
    """Fields, and the version of the answer that the person has in sight. Whether it may change, the desk decides.

    before: what undo goes back to, the latest last; lost: what was written and could not be kept; touched: the field
    that was changed; last: the one that was saved, and when.
    """

    matter: Matter
    seen: Version | None
    open: bool
    before: list[Given] = field(default_factory=list)
    lost: str = ""
    filling: bool = False
    touched: Any = None
    last: tuple[Any, float] | None = None
    waiting: asyncio.TimerHandle | None = None
    view: ipywidgets.VBox = field(init=False)

    def __post_init__(self) -> None:
        matter, given, short = self.matter, self._given_then(), self.matter.short
        self.options = assess_answers.choices(matter.item, matter.on)
        self.answer = (
            widgets.choice(self.options, _step(given))
            if self.options
            else widgets.field(f"Answer to {short}, in {matter.item.unit}", given.value)
        )
        self.evidence = widgets.field(f"Evidence for {short}: a link or a document", given.evidence)
        self.comment = widgets.field(f"Note on {short}", given.comment, lines=2)
        self.worth, self.note, self.source = widgets.html(), widgets.html(), widgets.html()
        self.undone = widgets.button("Undo", self._undo, hint=f"Go back to the answer before on {short}")
        self.decision = widgets.column(classes=["decision"])
        for place in self._fields:
            place.observe(self._written, "value")
        head, more = widgets.html(assess_words.head(matter)), [self.undone] if matter.writing.undo else []
        parts = (head, self.answer, self.note, self.decision, self.worth, self.evidence, self.source, self.comment)
        self.view = widgets.column(*parts, *more, classes=["question"])
        if self.seen:
            self._say(f"Saved at {assess_answers.clock(self.seen.recorded_at)}")
        self._tell()

    @property
    def _fields(self) -> tuple[Any, ...]:
        return self.answer, self.evidence, self.comment

    def meet(self, latest: Version | None) -> None:
        """Another version has come from elsewhere: say so, and leave alone what is being written."""
        if _number(latest) == _number(self.seen) or self.decision.children or self.waiting:
            return
        who = f" ({wording.clean(latest.recorded_by)})" if latest else ""
        text = f"This answer {assess_words.ELSEWHERE}{who}: {assess_words.told(latest, self.matter.item)}."
        shown = widgets.button("Show it here", lambda: self._take(latest), first=True)
        self.decision.children = (widgets.html(widgets.said(text, widgets.OPEN)), shown)

    def settle(self) -> None:
        """Save now what was written."""
        if self.waiting:
            self.waiting.cancel()
            self.waiting = None
        try:
            given, wrong = self._given_now()
            if given != self._given_then():
                self._keep(given, _number(self.seen))
            elif self.note.value:
                self._say(f"Saved at {assess_answers.clock(self.seen.recorded_at)}" if self.seen else "")
            if wrong:
                stays = assess_words.told(self.seen, self.matter.item)
                self._say(f"Not saved. {wrong} What is saved: {stays}.", widgets.BAD)
        except Exception:
            self._say(BROKEN, widgets.BAD)
            raise

    def _given_then(self) -> Given:
        return self.seen.given if self.seen else Given()

    def _given_now(self) -> tuple[Given, str]:
        """What the fields hold, and what is wrong with the answer; then the one that is saved stays."""
        kept, wrong = self._given_then().value, ""
        text = self.answer.value or ""
        try:
            kept = text if text == kept else assess_answers.written(text, self.matter.item, self.matter.best)
        except NoAnswer as error:
            wrong = str(error)
        return Given(kept, self.evidence.value.strip(), self.comment.value.strip()), wrong

    def _written(self, change: Any) -> None:
        """A choice is saved at once, a text after a pause."""
        if self.filling:
            return
        self.touched = change["owner"]
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no notebook: nobody types
            loop = None
        if (change["owner"] is self.answer and self.options) or loop is None:
            self.settle()
            return
        if self.waiting:
            self.waiting.cancel()
        self._say("Saving …", widgets.OPEN)
        self.waiting = loop.call_later(PAUSE, self.settle)

    def _keep(self, given: Given, expected: int) -> None:
        before = self._given_then()
        version = self._do(lambda: self.matter.writing.keep(self.matter.key, given, expected), given)
        if version is None:
            return
        if not self._goes_on():
            self.before.append(before)
        self.last = (self.touched, time.monotonic())
        self._saved(version, fill=bool(self.decision.children))

    def _goes_on(self) -> bool:
        """Whether the same text was saved a moment ago: one undo takes back all of it."""
        if self.last is None or self.touched is self.answer:
            return False
        return self.last[0] is self.touched and time.monotonic() - self.last[1] < BURST

    def _undo(self) -> None:
        undo, seen = self.matter.writing.undo, _number(self.seen)
        if undo is None:
            return
        self.last = None
        key, before = self.matter.key, self.before[-1] if self.before else None
        again = (lambda: undo(key, seen)) if before is None else (lambda: self.matter.writing.keep(key, before, seen))
        version = self._do(again, None)
        if version is not None:
            del self.before[-1:]
            self._saved(version, fill=True)

    def _do(self, what: Callable[[], Any], given: Given | None) -> Version | None:
        """Ask the desk; the version that it has kept, if it has."""
        try:
            came = what()
        except REFUSALS as error:
            came = Refused(str(error))
        match came:
            case Saved(version):
                return version
            case Conflict(current, offered):
                self._ask(current, offered if given is not None else None)
            case Closed(state, _):
                self._refused(f"The assessment is {state}: answers do not change now.", given)
            case Refused(sentence):
                self._refused(sentence, given)
        return None

    def _saved(self, version: Version, *, fill: bool) -> None:
        """A version is kept. fill: show it in the fields; while somebody types, they stay as they are."""
        if fill:
            self._take(version)
        self.seen, self.lost, self.decision.children = version, "", ()
        self._tell()
        self._say(f"Saved at {assess_answers.clock(version.recorded_at)}")
        self.matter.changed()

    def _take(self, version: Version | None) -> None:
        """Show a version, and count it as seen."""
        self.seen, self.lost, self.decision.children = version, "", ()
        given, self.filling = self._given_then(), True
        try:
            self.answer.value = self._choice(given) if self.options else given.value
            self.evidence.value, self.comment.value = given.evidence, given.comment
        finally:
            self.filling = False
        self._say(f"Saved at {assess_answers.clock(version.recorded_at)}" if version else "")
        self._tell()

    def _choice(self, given: Given) -> str | None:
        step = _step(given)
        return step if step in [value for _, value in self.options] else None

    def _refused(self, sentence: str, given: Given | None) -> None:
        """Go back to what is stored; what was written stays in sight."""
        self._take(self.seen)
        self.lost = assess_words.words(given, self.matter.item) if given else ""
        wrote = f" You wrote: {self.lost}." if given else ""
        self._say(f"Not saved. {sentence.removeprefix('Not saved. ')}{wrote}", widgets.BAD)

    def _ask(self, current: Version | None, offered: Given | None) -> None:
        """Two people have changed the same answer: show both, and let the person decide."""
        self._say("Not saved yet: please decide.", widgets.BAD)
        buttons = [widgets.button("Keep theirs", lambda: self._keep_theirs(current))]
        if offered is not None:
            buttons.append(widgets.button("Save mine", lambda: self._keep(offered, _number(current)), first=True))
        both = widgets.html(assess_words.both(current, offered, self.matter.item))
        self.decision.children = (both, widgets.row(*buttons))

    def _keep_theirs(self, current: Version | None) -> None:
        self._take(current)
        self.matter.changed()

    def _say(self, text: str, kind: str = widgets.GOOD) -> None:
        widgets.show(self.note, *([widgets.said(text, kind)] if text else []))

    def _tell(self) -> None:
        """What the saved answer is worth, its link, and what can be done."""
        given = self._given_then()
        widgets.show(self.worth, assess_words.worth(self.matter, given))
        shown = link(given.evidence)
        widgets.show(self.source, *([element("p", "Open ", shown, class_="source")] if "<a" in shown else []))
        for place in self._fields:
            place.disabled = not self.open
        self.undone.disabled = not self.open or self.seen is None


def _number(version: Version | None) -> int:
    return version.number if version else NOT_YET


def _step(given: Given) -> str | None:
    """The stored answer as a choice spells it."""
    value = assess_answers.number(given.value)
    return None if math.isnan(value) else f"{value:g}"
