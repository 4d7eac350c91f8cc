"""The page `assess`: a cluster manager fills in the self-assessment; assessors score independently, then agree.

    from benchlib.run.apps import assess; assess.page()

Whatever a browser shows or sends, `access.desks` decides what is read and kept.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
from IPython.display import display
from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.markup import element, name
from benchlib.run.access.refusals import NotAdmitted
from benchlib.run.access.roles import Action
from benchlib.run.apps import (
    assess_answers,
    assess_downloads,
    assess_finish,
    assess_marks,
    assess_standing,
    assess_words,
    widgets,
)
from benchlib.run.apps.assess_card import REFUSALS, Card
from benchlib.run.apps.assess_finish import Finish
from benchlib.run.apps.assess_standing import Standing
from benchlib.run.apps.assess_words import Matter, Writing
from benchlib.tables.schemas import SYNTHETIC_PREFIX
from benchlib.tables.store.versions import Version

LOG = logging.getLogger(__name__)
STYLE = "assess.css"
LAST = "Finish"
TOP = "assess-top"  # the place in the page that the groups begin after
FOR_LABEL = "For the label"
SECONDS = 10.0  # between looks for what others have changed


def page(desk: Any = None, seconds: float = SECONDS) -> None:
    """Show the page to whoever the environment names, or for a desk."""
    try:
        shown = Page(desk or _desk())
    except NotAdmitted as error:
        display(widgets.html(widgets.said(str(error), widgets.BAD)))
        return
    display(shown.view)
    shown.watching = _watched(shown.look, seconds)


def _desk() -> Any:
    """The desk of whoever the environment names. Raises NotAdmitted."""
    from benchlib.run.access import desks

    desk = desks.open()
    if not isinstance(desk, desks.AssessmentDesk):
        raise NotAdmitted("This link leads to another page.")
    return desk


@dataclass
class Page:
    """Tabs of cards, and the line that says where it stands. A tab is filled when it is first opened."""

    desk: Any
    on: dt.date = field(default_factory=dt.date.today)
    cards: dict[str, Card] = field(default_factory=dict)
    told: Mapping[str, Version] = field(default_factory=dict)
    watching: Any = None
    view: ipywidgets.VBox = field(init=False)

    def __post_init__(self) -> None:
        self.items = assess_answers.items(self.desk.framework)
        self.groups = _groups(self.desk)
        self.head, self.line, self.alert = widgets.html(), widgets.html(classes=["sticky"]), widgets.html()
        self.finish = Finish(self.desk, lambda: self._guarded(self.renew), self._files, self._conclude)
        self.places = [widgets.column() for _ in self.groups]
        self.tabs = widgets.classed(ipywidgets.Tab([*self.places, self.finish.view]), "groups")
        self.tabs.selected_index = 0
        self.tabs.observe(lambda _: self._guarded(self._turned), "selected_index")
        parts = (widgets.html(widgets.style(STYLE)), self.head, self.alert, self.line, self.tabs)
        self.view = widgets.column(*parts, classes=["assess"])
        self.renew()

    @property
    def agreeing(self) -> bool:
        """Whether the cards are about the answers that assessors agree on, instead of one's own."""
        return bool(self.desk.may(Action.READ_AGREED))

    def renew(self) -> None:
        """Make everything anew, after a step; what could not be kept before it is still told."""
        self._settle()
        lost = [f"{card.matter.short}: {card.lost}" for card in self.cards.values() if card.lost]
        if lost:
            told = f"Not saved, because the assessment was moved on meanwhile. You wrote: {'; '.join(lost)}"
            widgets.show(self.alert, widgets.said(told, widgets.BAD))
        self.cards.clear()
        for place in self.places:
            place.children = ()
        self.stage = self.desk.stage()
        self._guarded(self._fill)
        self._guarded(self.tell)
        self.finish.offer()

    def _settle(self) -> None:
        """Save what is still being written."""
        for card in list(self.cards.values()):
            if card.waiting:
                card.settle()

    def _turned(self) -> None:
        """Another tab is open: what was written in the one before is saved first, and before any step is taken."""
        self._settle()
        self._fill()

    def look(self) -> None:
        """See what has been changed elsewhere."""
        self._guarded(self._looked)

    def _looked(self) -> None:
        if self.desk.stage() != self.stage:
            self.renew()
            return
        answers = self._answers()
        for key, card in self.cards.items():
            card.meet(answers.get(key))
        if answers != self.told:
            self.tell()

    def tell(self) -> None:
        """Show where it stands."""
        if self.desk.stage() != self.stage:
            self.renew()
            return
        self.told = self._answers()
        open_ = self._open()
        standing = self._standing(open_)
        widgets.show(self.head, *_head(self.desk))
        widgets.show(self.line, assess_standing.line(standing))
        counted = [f"{wording.clean(group.name)} {group.answered}/{len(group.keys)}" for group in standing.groups]
        self.tabs.titles = [*counted, LAST]
        self.finish.tell(standing, open_)

    def _answers(self) -> Mapping[str, Version]:
        return dict(self.desk.agreed() if self.agreeing else self.desk.answers())

    def _open(self) -> list[str]:
        """Questions that nobody has answered, or on which assessors still differ."""
        held = self._held()
        return [key for key in self.items if not _answered(held.get(key))]

    def _held(self) -> Mapping[str, Version]:
        """What holds: one's own answers; of assessors, what they agreed on or all answered alike."""
        if not self.agreeing:
            return self._answers()
        agreed, differing = self.desk.agreed(), set(self.desk.differences())
        single = {key: one for (key, _), one in self.desk.others().items()} | dict(self.desk.answers())
        return {key: one for key, one in {**single, **agreed}.items() if key not in differing}

    def _standing(self, open_: Sequence[str]) -> Standing:
        done = set(self.items) - set(open_)
        return assess_marks.standing(self.desk, self.groups, done, "agreed" if self.agreeing else "answered")

    def _conclude(self) -> Any:
        """Agree to what is in sight, and to nothing that has come since."""
        return self.desk.conclude(self.told)

    def _fill(self) -> None:
        """Make the cards of the tab that is open."""
        chosen = self.tabs.selected_index
        if chosen is None or chosen >= len(self.places) or self.places[chosen].children:
            return
        keys = self.groups[list(self.groups)[chosen]]
        answers, before = self._answers(), self.desk.last_year()
        others, own = (self.desk.others(), self.desk.answers()) if self.agreeing else ({}, {})
        writing = Writing(self.desk.agree) if self.agreeing else Writing(self.desk.answer, self.desk.undo)
        may = self.desk.may(Action.AGREE if self.agreeing else Action.ANSWER)
        for key in keys:
            beside = assess_words.beside(key, self.items[key], own, others) if self.agreeing else None
            matter = Matter(
                key, self.items[key], self.desk.framework, self.on, writing, self._changed, before.get(key), beside
            )
            self.cards[key] = Card(matter, answers.get(key), may)
        title = widgets.html(element("h2", list(self.groups)[chosen]))
        back = widgets.html(element("p", element("a", "Back to the groups", href=f"#{TOP}")))
        self.places[chosen].children = (title, *(self.cards[key].view for key in keys), back)

    def _changed(self) -> None:
        self._guarded(self.tell)

    def _files(self) -> Markup:
        desk = self.desk
        sheet = assess_downloads.Sheet(
            *(desk.cluster, desk.cluster_id, desk.assessment_id, desk.state(), desk.person),
            *(self.items, self._held(), self._standing(self._open()), self.on),
        )
        return assess_downloads.links(sheet)

    def _guarded(self, what: Callable[[], None]) -> None:
        """Do something that the desk may refuse."""
        try:
            what()
        except REFUSALS as error:
            widgets.show(self.alert, widgets.said(str(error), widgets.BAD))


def _groups(desk: Any) -> dict[str, tuple[str, ...]]:
    """Questions by the name of their group, in the order of the framework."""
    framework = desk.framework
    found = {
        group.name: tuple(key for key, one in framework.indicators.items() if one.group == id_)
        for id_, group in framework.groups.items()
    }
    return {**found, FOR_LABEL: tuple(framework.labels.questions)}


def _head(desk: Any) -> list[Markup]:
    state = assess_finish.STATES.get(desk.state(), desk.state())
    synthetic = desk.cluster_id.startswith(SYNTHETIC_PREFIX)
    warning = element("p", "Synthetic data: an invented organisation.", class_="synthetic", role="note")
    return [
        *([warning] if synthetic else []),
        element("h1", name(desk.cluster), id=TOP),
        element("p", "You are ", name(desk.person), f", {desk.role}. The assessment is {state}.", class_="lead"),
        element("p", "Every answer is saved as soon as you give it. You can close this page and come back later."),
    ]


def _answered(version: Version | None) -> bool:
    return version is not None and version.given.value != ""


def _watched(look: Callable[[], None], seconds: float) -> asyncio.Task[None] | None:
    """Look again and again while the page is open, where something runs that can."""

    async def watch() -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                look()
            except Exception:  # such as a database that is away for a moment
                LOG.exception("the page could not look for changes")

    try:
        return asyncio.get_running_loop().create_task(watch())
    except RuntimeError:  # no notebook
        return None
