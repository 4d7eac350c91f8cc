"""What may vary, declared in YAML: every factor optional, unknown keys and methods refused with the nearest known.

    draws: 2000                                  # or full: every combination once
    seed: 1
    noise: {uniform: 0.25}                       # or {1: 0.1, 2: 0.25} by level; or {dirichlet: 50}
    weights: [given, equal]
    normalise: [minmax, zscore, prank]           # as in the configuration of the chain, with options or without
    aggregate: [amean, {genmean: {p: 0.5}}]
    treat: [null, {skew: 2, kurtosis: 3.5}]
    impute: {method: hot_deck, group: group_x, draws: 20}

A factor that is left out stays as the configuration has it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from benchlib.compare.index.configuration import (
    NORMALISE,
    WEIGHTS,
    Aggregate,
    Level,
    Normalise,
    Seed,
    Share,
    Treat,
    options,
)
from benchlib.compare.index.configuration import Weights as WeightMethod
from benchlib.rules import files
from benchlib.rules.consistency import Inconsistent
from benchlib.rules.dated import Strict

FULL = "full"
MOST_CASES = 100_000  # of a full factorial: METHODS, section 4

Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class Noise(Strict):
    """Weights that move: each times 1 +- up to `uniform`, or siblings drawn from a Dirichlet distribution around them.

    A number for every level, or one a level of the nodes that are weighed; levels not named do not move. The standard
    deviation of a share s under `dirichlet: c` is sqrt(s (1 - s) / (c + 1)).
    """

    uniform: Share | dict[Level, Share] | None = None
    dirichlet: Positive | dict[Level, Positive] | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_shorter(cls, content: Any) -> Any:
        if isinstance(content, Mapping) and not {"uniform", "dirichlet"} & set(content):
            return {"uniform": dict(content)} if all(isinstance(key, int) for key in content) and content else content
        return {"uniform": content} if isinstance(content, (int, float)) else content

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.uniform is None) == (self.dirichlet is None):
            raise Inconsistent([((), "expected either uniform or dirichlet")])
        return self

    @property
    def size(self) -> float | dict[int, float]:
        """The number, or the numbers by level, of the one that is there."""
        return self.uniform if self.dirichlet is None else self.dirichlet  # type: ignore[return-value]


class Imputations(Strict):
    """Several draws of what is missing; `group` is a `group_*` column of DATA."""

    method: Literal["hot_deck", "normal"]
    draws: Count
    group: str | None = None
    per_year: bool = False


Scalings = Annotated[Normalise, options(NORMALISE, "minmax")]
Weighings = Annotated[WeightMethod, options(WEIGHTS, "given")]


def _a_list(content: Any) -> Any:
    return content if isinstance(content, list) else [content]


OneOrMore = BeforeValidator(_a_list)


class Design(Strict):
    """The factors of an uncertainty analysis."""

    draws: Count | Literal["full"]
    seed: Seed = 1
    noise: Noise | None = None
    weights: Annotated[list[Weighings], OneOrMore, Field(min_length=1)] | None = None
    normalise: Annotated[list[Scalings], OneOrMore, Field(min_length=1)] | None = None
    aggregate: Annotated[list[Aggregate], OneOrMore, Field(min_length=1)] | None = None
    treat: Annotated[list[Treat | None], Field(min_length=1)] | None = None
    impute: Imputations | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        findings = [*self._twice(), *self._misfits()]
        if findings:
            raise Inconsistent(findings)
        return self

    def _twice(self) -> list[tuple[tuple[str | int, ...], str]]:
        lists = {name: getattr(self, name) for name in ("weights", "normalise", "aggregate", "treat")}
        return [
            ((name, place), "this stands twice; expected each alternative once")
            for name, entries in lists.items()
            for place, entry in enumerate(entries or ())
            if entry in entries[:place]
        ]

    def _misfits(self) -> list[tuple[tuple[str | int, ...], str]]:
        methods = [weighing.method for weighing in self.weights or ()]
        found: list[tuple[tuple[str | int, ...], str]] = []
        if "noise" in methods:
            found.append((("weights", methods.index("noise")), "noise on weights is a key of its own here: noise"))
        if self.noise is not None and "bod" in methods:
            text = "bod gives each unit weights of its own, which noise cannot move; expected other methods"
            found.append((("weights", methods.index("bod")), text))
        if self.noise is not None and self.draws == FULL:
            found.append((("draws",), "full; expected a number, since noise has no end of values"))
        return found


def load(file: Path) -> Design:
    """The design in a YAML file. Raises RuleError with every fault: line, key, what was expected."""
    return files.model(Design, file, files.parsed(file))
