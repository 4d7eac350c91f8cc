"""Label rules as frozen, strict data: questions, conditions and months of each level, and what of it is not public."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Dated, Marked, Number, Rule, Strict

Level = Literal["bronze", "silver", "gold"]
Input = Literal["count", "share", "years", "rubric", "gate"]


class Question(Strict):
    """A question that gives no points but that a label rule asks for."""

    name: str
    question: str
    evidence: str
    input: Input
    unit: str
    mark: Marked
    source: str


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


class LabelRules(Rule):
    """Rules of all levels of a label."""

    strict: bool
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

    def all_conditions(self) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
        """Every condition with its path of keys: those of all levels first, then level by level."""
        named: list[tuple[tuple[str, ...], Mapping[str, list[Condition]]]] = [(("common",), self.common)]
        named += [(("levels", level, "conditions"), rule.conditions) for level, rule in self.levels.items()]
        for path, conditions in named:
            for name, entries in conditions.items():
                for number, entry in enumerate(entries):
                    yield (*path, name, number), entry
