"""What a card says: title, question, scale, last year's answer, and what an answer is worth."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from benchlib.assess import scoring
from benchlib.present import wording
from benchlib.present.markup import element, folded, joined, name
from benchlib.rules.models import Framework, Indicator
from benchlib.run.apps import assess_answers
from benchlib.run.apps.assess_answers import Item
from benchlib.tables.store.versions import Given, Version

ELSEWHERE = "was changed in another window or by another person"


@dataclass(frozen=True)
class Writing:
    """How answers are kept: one's own, or those that assessors agree on. undo: None where there is none."""

    keep: Callable[[str, Given, int], Any]
    undo: Callable[[str, int], Any] | None = None


@dataclass(frozen=True)
class Matter:
    """What a card is about. before: last year's answer; beside: what others answered, to show above the fields."""

    key: str
    item: Item
    framework: Framework
    on: dt.date
    writing: Writing
    changed: Callable[[], None]
    before: Given | None = None
    beside: Markup | None = None

    @property
    def short(self) -> str:
        """The id as people read it."""
        return assess_answers.short(self.key)

    @property
    def best(self) -> float:
        """The most points of an indicator."""
        return scoring.maximum(self.framework, self.on)


def author(version: Version | None) -> Markup:
    """Who made a version, and when."""
    if version is None:
        return joined(["The other one"])
    return joined([name(version.recorded_by), f", at {assess_answers.clock(version.recorded_at)}"])


def told(version: Version | None, item: Item) -> str:
    """A version in words."""
    return words(version.given, item) if version else "no answer"


def words(given: Given, item: Item) -> str:
    """An answer in words, with evidence and note where there are any."""
    more = [f"{title}: {text}" for title, text in (("evidence", given.evidence), ("note", given.comment)) if text]
    return "; ".join([assess_answers.told(given.value, item), *more])


def both(current: Version | None, offered: Given | None, item: Item) -> Markup:
    """Two versions of an answer, for the person to decide between."""
    rows = [element("dt", author(current)), element("dd", told(current, item))]
    rows += [] if offered is None else [element("dt", "Yours"), element("dd", words(offered, item))]
    question = element("p", f"This answer {ELSEWHERE} while you had it open. Which one shall stand?")
    return joined([question, element("dl", *rows)])


def head(matter: Matter) -> Markup:
    """Title, question, scale, last year's answer; on request what counts as evidence and how others compare."""
    item = matter.item
    before = matter.before and f"Last time: {words(matter.before, item)}."
    return joined(
        [
            element("h3", element("span", matter.short, class_="key"), " ", item.name),
            element("p", item.question),
            _scale(matter),
            element("p", before, class_="before") if before else None,
            matter.beside,
            folded("What counts as evidence?", *_details(item)),
        ]
    )


def _scale(matter: Matter) -> Markup | None:
    """From which number on an answer gives how many points; a choice shows its scale itself."""
    steps = assess_answers.steps(matter.item, matter.on)
    if matter.item.input in assess_answers.CHOSEN or not steps:
        return None
    named = [f"{wording.quantity(points, 'points')} from {wording.number(least)}" for least, points, _ in steps]
    return element("p", f"The scale, in {matter.item.unit}: {'; '.join(named)}.", class_="scale")


def _details(item: Item) -> list[Markup | None]:
    reference = item.reference if isinstance(item, Indicator) else None
    return [element("p", wording.sentence(item.evidence)), element("p", reference) if reference else None]


def worth(matter: Matter, given: Given) -> Markup:
    """Points of the answer, and what the next step asks for."""
    value = assess_answers.number(given.value)
    if not isinstance(matter.item, Indicator) or math.isnan(value):
        return joined([])
    points = assess_answers.points(value, matter.key, matter.framework, matter.on)
    whole = f"{wording.number(points)} of {wording.number(matter.best)} points"
    reached = whole if matter.item.scored else "met" if points else "not met"
    return element("p", element("strong", reached), f".{_next(matter, points)}", class_="worth")


def _next(matter: Matter, points: float) -> str:
    ahead = next((one for one in assess_answers.steps(matter.item, matter.on) if one[1] > points), None)
    if ahead is None or matter.item.input == "gate":
        return ""
    least, more, asked = ahead
    return f" {wording.capital(wording.quantity(more, 'points'))}: {asked or f'{wording.number(least)} or more'}."


def beside(key: str, item: Item, own: Mapping[str, Version], others: Mapping[tuple[str, str], Version]) -> Markup:
    """What each assessor answered."""
    given = {"You": own.get(key), **{who: version for (asked, who), version in others.items() if asked == key}}
    rows = [
        part
        for who, version in given.items()
        for part in (element("dt", name(who)), element("dd", told(version, item)))
    ]
    values = [version.given.value for version in given.values() if version and version.given.value]
    said = "The assessors differ: please agree on an answer." if len(set(values)) > 1 else None
    if len(values) > 1 and len(set(values)) == 1:
        said = "All gave the same answer: there is nothing to agree on, unless you want to change it."
    head = element("p", said, class_="differ") if said else None
    return element("div", head, element("dl", *rows), class_="beside-each-other")
