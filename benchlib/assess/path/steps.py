"""The steps of a path as rows: answers to find, indicators to raise, questions to act on, assessments to go through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from benchlib.assess.labels import Finding
from benchlib.assess.path.again import Again
from benchlib.assess.path.asked import Asked
from benchlib.assess.path.choices import HUNDREDTHS, Choices, Ints
from benchlib.rules import models
from benchlib.rules.efforts import Efforts
from benchlib.rules.models import Framework

ANSWER, INDICATOR, QUESTION, ASSESSMENT = "answer", "indicator", "question", "assessment"


class Step(NamedTuple):
    """One step; points are those of an indicator, or the answer to a question; nan for an assessment."""

    kind: str
    item: str
    name: str
    before: float
    after: float
    effort: float
    needed_for: str


@dataclass(frozen=True)
class Way:
    """All that steps to one level are made of."""

    asked: Asked
    again: Again
    choices: Choices
    framework: Framework
    efforts: Efforts


def steps(way: Way, row: int, chosen: Ints) -> list[Step]:
    """The steps of one organisation's path, in the order in which they are told; assessments come last."""
    return [*_answers(way, row), *_raised(way, row, chosen), *_questions(way, row), *_assessments(way, row)]


def _titles(findings: Sequence[Finding]) -> str:
    return "; ".join(dict.fromkeys(finding.rule.title for finding in findings))


def _short(way: Way, row: int, item: str, points: float) -> list[Finding]:
    """Conditions not yet met on the day that points on an item serve."""
    counts = item in way.framework.scored and way.choices.needed[row] > 0
    return [
        finding
        for finding in way.asked.findings
        if finding.asked[row]
        and (
            (finding.item == item and points < finding.threshold) or (counts and isinstance(finding.rule, models.Share))
        )
    ]


def _answers(way: Way, row: int) -> Iterator[Step]:
    """Answers that are missing, where a condition looks at them."""
    names = {key: one.name for key, one in way.framework.indicators.items()}
    names |= {key: one.name for key, one in way.framework.labels.questions.items()}
    for key, name in names.items():
        if not way.asked.answered[key][row] and (serves := _short(way, row, key, 0.0)):
            effort = way.efforts.answering.value
            yield Step(ANSWER, key, f"Answer the question: {name}", 0.0, 0.0, effort, _titles(serves))


def _raised(way: Way, row: int, chosen: Ints) -> Iterator[Step]:
    for at, (key, indicator) in enumerate(way.framework.indicators.items()):
        if choice := chosen[at]:
            before, after = way.choices.target[row, at, 0], way.choices.target[row, at, choice]
            effort = way.choices.effort[row, at, choice] / HUNDREDTHS
            yield Step(INDICATOR, key, indicator.name, before, after, effort, _titles(_short(way, row, key, before)))


def _questions(way: Way, row: int) -> Iterator[Step]:
    for key, question in way.framework.labels.questions.items():
        short = [
            one for one in way.asked.findings if one.item == key and one.asked[row] and one.low[row] < one.threshold
        ]
        if short:
            before, after = short[0].low[row], max(one.threshold for one in short)
            effort = way.efforts.questions[key].effort(before, after)
            yield Step(QUESTION, key, question.name, before, after, effort, _titles(short))


def _assessments(way: Way, row: int) -> Iterator[Step]:
    again, one = way.again, way.efforts.assessments[way.again.kind]
    kinds = (models.Assessed, models.Months)
    serves = [finding for finding in way.asked.findings if finding.asked[row] and isinstance(finding.rule, kinds)]
    when = [window.between(row) for window in again.windows if window.finding.asked[row]]
    for number in range(1, again.number[row] + 1):
        name = ", ".join([one.name, *(when if number == again.number[row] else [])])
        yield Step(ASSESSMENT, again.kind, name, np.nan, np.nan, one.effort, _titles(serves))
