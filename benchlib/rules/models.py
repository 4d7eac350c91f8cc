"""Rules as frozen, strict data: frameworks of indicators, profiles, comparative portfolios; label rules beside.

These models hold no number of their own; all stand in `data/frameworks/*.yaml`, read by `benchlib.rules.loading`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from benchlib.rules import consistency
from benchlib.rules.changes import merged
from benchlib.rules.dated import Dated, Marked, Number, Rule, Strict, in_force
from benchlib.rules.label_rules import (
    Assessed,
    Condition,
    Held,
    Input,
    LabelRule,
    LabelRules,
    Level,
    Months,
    Plausible,
    Question,
    Reaches,
    Share,
    Weights,
)

__all__ = [
    "Assessed",
    "Condition",
    "Framework",
    "Group",
    "Held",
    "Indicator",
    "Input",
    "LabelRule",
    "LabelRules",
    "Level",
    "Months",
    "Plausible",
    "Points",
    "Profile",
    "Question",
    "Reaches",
    "Share",
    "Standing",
    "Strength",
    "View",
    "Weights",
]


class Points(Dated):
    """Thresholds of an indicator: the largest one that the answer reaches gives the points; below all of them, none.

    `described` tells in words what each number of points asks for.
    """

    at_least: Mapping[float, PositiveInt] = Field(min_length=1)
    described: Mapping[int, str] = {}

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        steps = list(self.at_least.items())
        if steps != sorted(steps) or sorted(set(self.at_least.values())) != list(self.at_least.values()):
            raise ValueError("expected thresholds in ascending order, each with more points than the one before")
        if strange := sorted({*self.described} - {*self.at_least.values()}):
            raise ValueError(f"described {strange}; expected only points that a threshold gives")
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


class Group(Strict):
    """A group of indicators, in the order of the file."""

    name: str


class Framework(Rule):
    """Indicators in groups, and the label rules that build on them."""

    status: Literal["open reconstruction"]
    note: str
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
        consistency.require(self, [*self._strange_indicators(), *self._strange_items(), *self._strange_weights()])
        return self

    def _strange_indicators(self) -> Iterator[consistency.Finding]:
        """Indicators of a group that there is not, or with more points than the maximum in force."""
        for key, indicator in self.indicators.items():
            if indicator.group not in self.groups:
                expected = f"expected one of the groups {list(self.groups)}"
                yield ("indicators", key, "group"), f"{indicator.group!r}; {expected}"
            for number, entry in enumerate(indicator.points):
                most, highest = max(entry.at_least.values()), in_force(self.maximum, entry.from_)
                if highest is None or most > highest.value:
                    path = ("indicators", key, "points", number, "at_least")
                    limit = f"{highest.value:g}" if highest else "which is not set on that day"
                    yield path, f"{most} points; expected at most the maximum, {limit}"

    def _strange_items(self) -> Iterator[consistency.Finding]:
        """Conditions on items that neither the framework nor the label rules ask for."""
        known = {*self.indicators, *self.labels.questions}
        for path, entry in self.labels.all_conditions():
            for item in entry.items if isinstance(entry, Reaches) and isinstance(entry.items, list) else []:
                if item not in known:
                    text = f"{item!r}; expected an indicator or a question of the label rules"
                    yield ("labels", *path, "items"), text

    def _strange_weights(self) -> Iterator[consistency.Finding]:
        for name, weights in self.labels.plausible.weights.items():
            for group in weights.by_group:
                if group not in self.groups:
                    path = ("labels", "plausible", "weights", name, "by_group", group)
                    yield path, f"{group!r}; expected one of the groups {list(self.groups)}"

    def with_changes(self, changes: Mapping[str, Any]) -> "Framework":
        """A changed copy; `changes` is nested as the YAML is, lists are replaced, null removes a key.

        Raises pydantic.ValidationError where the result is not a framework, Inconsistent where null removes nothing.
        """
        return Framework.model_validate(merged(self.model_dump(by_alias=True), changes))


class Strength(Strict):
    """One strength of a profile and the indicators that carry it."""

    name: str
    indicators: Annotated[list[str], Field(min_length=1)]
    mark: Marked
    source: str


class Profile(Rule):
    """Named strengths, each the mean share of points of its indicators; a strength is shown from `shown_from` on."""

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
    mark: Marked
    source: str


class Standing(Rule):
    """How organisations are set beside others, and what is kept back."""

    minimum_others: Number
    views: Mapping[
        str, View
    ]  # in order of precedence: of two views that together reveal too few, the later is kept back

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self)
        return self
