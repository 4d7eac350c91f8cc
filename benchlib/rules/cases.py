"""Cases beside the rules: small situations with the points, verdicts and labels that must come out.

They stand in `data/frameworks/cases`, each file with its format at its head, run as tests, and are printed as a page of
the method. Dates of facts may be partial ("2021", "2021-03"), as in the tables of facts.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from benchlib.rules.dated import Strict, in_force
from benchlib.rules.files import model, parsed
from benchlib.rules.loading import RULES
from benchlib.rules.models import Framework, Indicator, Level

FOLDER = RULES / "cases"
DEFAULT, MISSING, GATE = "default", "missing", "gate"

Outcome = Literal["met", "not met", "cannot tell", "not asked"]
Verdict = Literal["awarded", "not awarded", "cannot tell"]
State = Literal["valid", "expired", "never", "cannot tell"]
Kind = Literal["first", "renewal", "new start", "cannot tell"]


def _as_text(value: Any) -> Any:
    """A day or a year as YAML reads it, as the text that a table of facts holds."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    return value.isoformat() if isinstance(value, dt.date) else value


PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), BeforeValidator(_as_text)]


class PointCases(Strict):
    """Answers to each indicator of each framework and the points they give; None is a missing answer or no points."""

    title: str
    frameworks: Mapping[str, Mapping[str, Mapping[float | Literal["missing"], int | None]]]

    @model_validator(mode="after")
    def _missing_gives_none(self) -> Self:
        for framework in self.frameworks:
            for item, answer, points in self.of(framework):
                if (answer is None) != (points is None):
                    raise ValueError(f"{framework}, {item}: expected no points for a missing answer and for no other")
        return self

    def of(self, framework: str) -> Iterator[tuple[str, float | None, int | None]]:
        """Indicator, answer and points of every case of a framework."""
        for item, answers in self.frameworks[framework].items():
            for answer, points in answers.items():
                yield item, None if isinstance(answer, str) else answer, points


class Assessed(Strict):
    """An assessment by the points it gives: those named, `default` for all other scored indicators; None is missing."""

    kind: Literal["self", "benchmark", "audit"]
    date: PartialDate
    status: Literal["draft", "submitted", "agreed"] = "agreed"
    points: Mapping[str, int | None]
    answers: Mapping[str, float | None] = {}  # to the questions of the label rules

    def values(self, framework: Framework, on: dt.date) -> dict[str, float | None]:
        """An answer for each indicator that gives its points on a day, and the answers to the label rules' questions.

        A gate that is not named gets its full points. Raises ValueError where no answer gives the points.
        """
        points = {key: self._points(key, indicator) for key, indicator in framework.indicators.items()}
        known = {key: _answer(framework.indicators[key], number, on) for key, number in points.items()}
        return {**known, **self.answers}

    def _points(self, key: str, indicator: Indicator) -> int | None:
        full = max(indicator.points[-1].at_least.values())
        return self.points.get(key, full if indicator.input == GATE else self.points[DEFAULT])


def _answer(indicator: Indicator, points: int | None, on: dt.date) -> float | None:
    if points is None:
        return None
    entry = in_force(indicator.points, on) or indicator.points[0]
    answers = {0: 0.0} | {given: threshold for threshold, given in entry.at_least.items()}
    if points not in answers:
        raise ValueError(f"{indicator.name}: no answer gives {points} points; expected one of {list(answers)}")
    return answers[points]


class Awarded(Strict):
    """A label on record."""

    level: Level
    awarded: PartialDate | None = None
    valid_until: PartialDate | None = None


class Judged(Strict):
    """What must come out for one label; `valid_until` is asserted where given, and so are the conditions named."""

    label: Level
    verdict: Verdict
    valid_until: dt.date | None = None
    conditions: Mapping[str, Outcome] = {}

    @model_validator(mode="after")
    def _end_only_if_awarded(self) -> Self:
        if self.valid_until and self.verdict != "awarded":
            raise ValueError("expected valid_until only where the label is awarded")
        return self


class LabelCase(Strict):
    """One organisation on one day, judged by a framework with changes laid over it."""

    title: str
    framework: str = "ecei-31"
    changes: Mapping[str, Any] = {}
    as_of: dt.date
    assessments: Sequence[Assessed] = ()
    labels: Sequence[Awarded] = ()
    expect: Judged


class Held(Strict):
    """State of a level on a day; the end (as an interval) and kind are those of its last award begun by then."""

    state: State
    until_from: dt.date | None = None
    until_to: dt.date | None = None
    kind: Kind | None = None


class HistoryCase(Strict):
    """Labels on record and what is held on a day."""

    title: str
    labels: Sequence[Awarded]
    as_of: dt.date
    expect: Mapping[Level, Held]


def _titled_once(cases: Sequence[LabelCase] | Sequence[HistoryCase]) -> None:
    titles = [case.title for case in cases]
    if twice := sorted({title for title in titles if titles.count(title) > 1}):
        raise ValueError(f"{twice}; expected each title once")


class LabelCases(Strict):
    """Cases for the verdicts on labels."""

    title: str
    cases: Annotated[list[LabelCase], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _titled_once(self.cases)
        return self


class HistoryCases(Strict):
    """Cases for renewal and expiry."""

    title: str
    cases: Annotated[list[HistoryCase], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _titled_once(self.cases)
        return self


def points(file: Path = FOLDER / "points.yaml") -> PointCases:
    """Cases for points. Raises RuleError."""
    return model(PointCases, file, parsed(file))


def labels(file: Path = FOLDER / "labels.yaml") -> LabelCases:
    """Cases for the verdicts on labels. Raises RuleError."""
    return model(LabelCases, file, parsed(file))


def history(file: Path = FOLDER / "history.yaml") -> HistoryCases:
    """Cases for renewal and expiry. Raises RuleError."""
    return model(HistoryCases, file, parsed(file))
