"""Effort of the steps towards a label: by indicator and point, by question, by kind of assessment; all editable."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeFloat, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Marked, Number, Rule, Strict
from benchlib.rules.files import RuleError, suggestion
from benchlib.rules.label_rules import Input
from benchlib.rules.models import Framework

Days = Annotated[list[NonNegativeFloat], Field(min_length=1)]


class _Proposed(Strict):
    mark: Marked
    source: str
    note: str | None = None


class Limit(Strict):
    """How many points can be gained within the horizon, and why no more."""

    value: NonNegativeFloat
    because: str


class Raising(_Proposed):
    """Effort of the first, second, ... point of an indicator."""

    points: Days
    most_raised: Limit | None = None


class Answering(_Proposed):
    """Effort of the first, second, ... unit of a question's answer; the last holds for all further ones."""

    units: Days

    def effort(self, start: float, end: float) -> float:
        """Effort from one answer to a higher one.

        >>> Answering(units=[2.0, 1.0], mark="proposed", source="ours").effort(0.5, 4)
        4.0
        """
        bounds = [*range(len(self.units)), max(end, float(len(self.units)))]
        parts = zip(itertools.pairwise(bounds), self.units, strict=True)
        return sum(max(min(end, high) - max(start, low), 0.0) * days for (low, high), days in parts)


class Assessing(_Proposed):
    """Effort of being assessed."""

    name: str
    effort: NonNegativeFloat


class Efforts(Rule):
    """The whole of `efforts.yaml`; efforts are in `unit`."""

    unit: str
    horizon_months: Number
    places: Number
    answering: Number
    assessments: Mapping[Literal["benchmark", "audit"], Assessing]
    questions: Mapping[str, Answering]
    inputs: Mapping[Input, Raising]
    indicators: Mapping[str, Raising]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self)
        return self

    def raising(self, framework: Framework, indicator: str) -> Raising:
        """What one indicator's points take: its own numbers, or those of its kind of input."""
        own = self.indicators.get(indicator)
        return own or self.inputs[framework.indicators[indicator].input]

    def require_known(self, framework: Framework) -> None:
        """Raise RuleError with everything that does not fit a framework."""
        faults = [f"{self.id}.yaml, key {'.'.join(map(str, keys))}: {text}" for keys, text in self._misfits(framework)]
        if faults:
            raise RuleError(faults)

    def _misfits(self, framework: Framework) -> Iterator[consistency.Finding]:
        """Indicators and questions that the framework does not have, and those without an effort for every point."""
        asked = {"indicators": framework.indicators, "questions": framework.labels.questions}
        for part, known in asked.items():
            for key in getattr(self, part):
                if key not in known:
                    text = f"{key!r}; {framework.id} has no such {part[:-1]}{suggestion(key, known)}"
                    yield (part, key), text
        for key in framework.labels.questions:
            if key not in self.questions:
                yield ("questions", key), "expected this key, it is not there"
        yield from self._missing(framework)

    def _missing(self, framework: Framework) -> Iterator[consistency.Finding]:
        for key, indicator in framework.indicators.items():
            part = ("indicators", key) if key in self.indicators else ("inputs", indicator.input)
            if part[1] not in getattr(self, part[0]):
                yield part, f"expected this key, or {key!r} among the indicators"
                continue
            most = max(points for entry in indicator.points for points in entry.at_least.values())
            if len(self.raising(framework, key).points) < most:
                yield (*part, "points"), f"expected an effort for each of the {most} points of {key!r}"
        for level, rule in framework.labels.levels.items():
            if rule.assessment not in self.assessments:
                yield ("assessments", rule.assessment), f"expected this key, {level} asks for it"
