"""Label rules of regional clusters as frozen, strict data: conditions on employment, establishments and quotients."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency, loading
from benchlib.rules.consistency import Finding, Inconsistent
from benchlib.rules.dated import Dated, Marked, Number, Rule, Strict

Measure = Literal["employment", "establishments", "lq", "share"]
Sign = Literal[">", ">="]
QuantileType = Literal["linear", "hazen", "weibull", "median_unbiased", "normal_unbiased"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
TAKEN = ("cluster_code", "region_code", "employment", "establishments", "lq", "lq_low", "lq_high")


class Population(Dated):
    """The regional clusters that quantiles are taken over: those whose measure is above a value."""

    measure: Measure
    sign: Sign
    value: float


class Quantiles(Dated):
    """How a quantile is interpolated, by the name that numpy gives the type."""

    type: QuantileType


class Condition(Strict):
    """A measure compared with a value, or with its quantile among the regional clusters of a category, or of all."""

    measure: Measure
    sign: Sign
    value: float | None = None
    quantile: Annotated[float, Field(ge=0, le=1)] | None = None
    among: Literal["category", "all"] | None = None
    mark: Marked
    source: str
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.value is None) == (self.quantile is None):
            raise Inconsistent([((), "expected either a value or a quantile")])
        if (self.quantile is None) != (self.among is None):
            raise Inconsistent([(("among",), "expected category or all with a quantile, nothing with a value")])
        return self


class Flag(Dated):
    """What a regional cluster is called where all conditions hold, and those of the base."""

    title: str
    all_of: Annotated[tuple[Condition, ...], Field(min_length=1, strict=False)]


class Published(Strict):
    """How many regional clusters had one, two and three stars, as published."""

    date: int
    one: int
    two: int
    three: int
    mark: Marked
    source: str
    note: str | None = None


class Regional(Rule):
    """A rule for regional clusters; `count` names a column with the number of flags that hold, where there is one.

    least_known: of tables with gaps, the share that must be published for a region to have a total; None: any.
    """

    note: str
    population: Population
    quantiles: Quantiles
    interval: Number
    least_known: Number | None = None
    base: Annotated[tuple[Condition, ...], Field(strict=False)] = ()
    flags: Annotated[Mapping[Name, Flag], Field(min_length=1)]
    count: Name | None = None
    published: Annotated[tuple[Published, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        findings: list[Finding] = [
            (("flags", name), "expected a name that no other column has")
            for name in self.flags
            if name in (*TAKEN, self.count)
        ]
        if not 0 < self.interval.value < 1:
            findings.append((("interval", "value"), f"{self.interval.value:g}; expected a share between 0 and 1"))
        consistency.require(self, findings)
        return self

    @property
    def measures(self) -> frozenset[str]:
        """The measures that the rule compares."""
        compared = [condition for flag in self.flags.values() for condition in flag.all_of]
        return frozenset({condition.measure for condition in (*self.base, *compared)} | {self.population.measure})

    @property
    def columns(self) -> list[str]:
        """The columns that the rule adds: its flags, then what counts them."""
        return [*self.flags, *([self.count] if self.count else [])]


def load(name: str) -> Regional:
    """A rule by id (a file in `data/frameworks`) or by the path of a YAML file. Raises RuleError."""
    return loading.read(Regional, name)


def known() -> list[str]:
    """Ids of the rules for regional clusters in `data/frameworks`."""
    files = sorted(loading.RULES.glob("*.yaml"))
    return [file.stem for file in files if "\nflags:" in file.read_text(encoding="utf-8-sig")]
