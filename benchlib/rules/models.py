"""Rules as frozen, strict data: frameworks of indicators, label rules, profiles, comparative portfolios.

These models hold no number of their own; all stand in `data/frameworks/*.yaml`, read by `benchlib.rules.loading`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Dated, Marked, Number, Source, Strict

Level = Literal["bronze", "silver", "gold"]
Input = Literal["count", "share", "years", "rubric", "gate"]


class Points(Dated):
    """Thresholds of an indicator: the largest one that the answer reaches gives the points; below all of them, none.

    `described` tells in words what each number of points asks for.
    """

    at_least: Mapping[float, int] = Field(min_length=1)
    described: Mapping[int, str] = {}

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        steps = list(self.at_least.items())
        if steps != sorted(steps) or sorted(set(self.at_least.values())) != list(self.at_least.values()):
            raise ValueError("expected thresholds in ascending order, each with more points than the one before")
        return self


class Indicator(Strict):
    """A question whose answer gives points."""

    group: str
    name: str
    question: str
    evidence: str
    input: Input
    unit: str
    scored: bool = True
    management: bool = False
    silver_scope: bool | None = None
    reference: str | None = None
    points: Annotated[list[Points], Field(min_length=1)]


class Question(Strict):
    """A question that gives no points but that a label rule asks for."""

    name: str
    question: str
    evidence: str
    input: Input
    unit: str
    mark: Marked
    source: str


class Group(Strict):
    """A group of indicators, in the order of the file."""

    name: str


class _Condition(Dated):
    title: str
    only_strict: bool = False
    first_award_only: bool = False  # not asked of an organisation that has held the level before


class Assessed(_Condition):
    """An agreed assessment of this kind, at least the n-th, exists on the day asked about."""

    type: Literal["assessed"]
    at_least: int


class Share(_Condition):
    """The total reaches this share of the maximum."""

    type: Literal["share"]
    at_least: float


class Reaches(_Condition):
    """Each of these items reaches a number of points (an indicator) or a value (a question)."""

    type: Literal["reaches"]
    items: Annotated[list[str], Field(min_length=1)] | Literal["all", "silver_scope"]
    at_least: float


class Months(_Condition):
    """The assessment came so many months after the first of its kind."""

    type: Literal["months"]
    at_least: float
    at_most: float


class Held(_Condition):
    """The organisation has been awarded another label before."""

    type: Literal["held"]
    level: Level


Condition = Annotated[Assessed | Share | Reaches | Months | Held, Field(discriminator="type")]


class LabelRule(Strict):
    """What one level of label asks for and how long it lasts."""

    name: str
    assessment: Literal["benchmark", "audit"]
    assessors: str
    conditions: Mapping[str, Annotated[list[Condition], Field(min_length=1)]]
    first_months: Annotated[list[Number], Field(min_length=1)]
    renewal_months: Annotated[list[Number], Field(min_length=1)]


class Weights(Strict):
    """Weight of each indicator by its group; a group that is not named weighs 1."""

    by_group: Mapping[str, float]
    mark: Marked
    source: str


class Plausible(Strict):
    """What is not public, and the values that a reasonable reader could give it. All combinations are tried."""

    strict: list[bool]
    minimum_points: list[float]
    threshold_factors: list[float]
    weights: Mapping[str, Weights]
    mark: Marked
    source: str


class LabelRules(Strict):
    """Rules of all levels of a label."""

    id: str
    title: str
    version: dt.date
    strict: bool
    sources: Mapping[str, Source]
    questions: Mapping[str, Question]
    renewal_window_months: Annotated[list[Number], Field(min_length=1)]
    common: Mapping[str, Annotated[list[Condition], Field(min_length=1)]]  # asked for at every level
    levels: Mapping[str, LabelRule]
    plausible: Plausible

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        wrong = f"{list(self.levels)}; expected the levels {list(get_args(Level))} in this order"
        consistency.require(self, [] if tuple(self.levels) == get_args(Level) else [(("levels",), wrong)])
        return self

    @property
    def version_name(self) -> str:
        """How a verdict names the rules it rests on."""
        return f"{self.id} of {self.version}"


class Framework(Strict):
    """Indicators in groups, and the label rules that build on them."""

    id: str
    title: str
    status: Literal["open reconstruction"]
    version: dt.date
    note: str
    sources: Mapping[str, Source]
    maximum: Annotated[list[Number], Field(min_length=1)]
    groups: Mapping[str, Group]
    indicators: Mapping[str, Indicator]
    labels: LabelRules

    @property
    def scored(self) -> list[str]:
        """Ids of the indicators that give points, in order."""
        return [key for key, indicator in self.indicators.items() if indicator.scored]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, self._dangling())
        return self

    def _dangling(self) -> Iterator[consistency.Finding]:
        for key, indicator in self.indicators.items():
            if indicator.group not in self.groups:
                yield (
                    ("indicators", key, "group"),
                    f"{indicator.group!r}; expected one of the groups {list(self.groups)}",
                )
        known = {*self.indicators, *self.labels.questions}
        for level, rule in self.labels.levels.items():
            for name, entries in rule.conditions.items():
                for number, entry in enumerate(entries):
                    for item in entry.items if isinstance(entry, Reaches) and isinstance(entry.items, list) else []:
                        if item not in known:
                            path = ("labels", "levels", level, "conditions", name, number, "items")
                            yield path, f"{item!r}; expected an indicator or a question of the label rules"

    def with_changes(self, changes: Mapping[str, Any]) -> "Framework":
        """A changed copy; `changes` is nested as the YAML is, lists are replaced, null removes a key.

        Raises pydantic.ValidationError where the result is not a framework.
        """
        return Framework.model_validate(merged(self.model_dump(by_alias=True), changes))


class Strength(Strict):
    """One strength of a profile and the indicators that carry it."""

    name: str
    indicators: Annotated[list[str], Field(min_length=1)]
    mark: Marked
    source: str


class Profile(Strict):
    """Named strengths, each the mean share of points of its indicators; a strength is shown from `shown_from` on."""

    id: str
    title: str
    version: dt.date
    sources: Mapping[str, Source]
    shown_from: Number
    strengths: Mapping[str, Strength]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self)
        return self


class View(Strict):
    """A comparative portfolio."""

    title: str
    by: Literal["all", "area", "country", "label", "nearest"]
    level: Level | None = None
    size: int | None = None


class Standing(Strict):
    """How organisations are set beside others, and what is kept back."""

    id: str
    title: str
    version: dt.date
    sources: Mapping[str, Source]
    minimum_others: Number
    views: Mapping[
        str, View
    ]  # in order of precedence: of two views that together reveal too few, the later is kept back

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self)
        return self


Rule = Framework | LabelRules | Profile | Standing


def merged(data: Any, changes: Any) -> Any:
    """Nested mappings with changes laid over them; a null removes its key, anything but a mapping replaces.

    >>> merged({"a": {"b": 1, "c": 2}}, {"a": {"b": 3, "c": None}})
    {'a': {'b': 3}}
    """
    if not (isinstance(data, Mapping) and isinstance(changes, Mapping)):
        return changes
    result = {key: value for key, value in data.items() if not (key in changes and changes[key] is None)}
    return result | {key: merged(result.get(key), value) for key, value in changes.items() if value is not None}
