"""Cases of the rules as tables: small situations and what must come out of them. The same cases run as tests."""

from collections.abc import Sequence
from functools import singledispatch

from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.markup import folded
from benchlib.present.tables.grid import Row, stacked, table
from benchlib.rules.cases import Assessed, Awarded, Held, HistoryCase, HistoryCases, LabelCase, LabelCases, PointCases


@singledispatch
def printed(cases: object, framework: str) -> Markup | None:
    """Cases as a table that opens on request. framework: whose cases of points to print."""
    raise TypeError(f"{type(cases).__name__}: no cases that can be printed")


@printed.register
def _(cases: PointCases, framework: str) -> Markup | None:
    given: dict[str, list[str]] = {}
    for item, answer, points in cases.of(framework) if framework in cases.frameworks else []:
        shown = (
            "no answer: no points given"
            if answer is None
            else f"{wording.number(answer)}: {wording.number(points or 0)}"
        )
        given.setdefault(item, []).append(shown)
    rows = [(item, "; ".join(answers)) for item, answers in given.items()]
    return folded(cases.title, table(cases.title, ["Indicator", "Answer: points"], rows, cards=True))


@printed.register
def _(cases: LabelCases, framework: str) -> Markup | None:
    rows = [_label(case) for case in cases.cases]
    headings = ["Case", "On record", "Day", "Must come out"]
    return folded(cases.title, table(cases.title, headings, rows, cards=True))


@printed.register
def _(cases: HistoryCases, framework: str) -> Markup | None:
    rows = [_history(case) for case in cases.cases]
    headings = ["Case", "Labels on record", "Day", "Must come out"]
    return folded(cases.title, table(cases.title, headings, rows, cards=True))


def _label(case: LabelCase) -> Row:
    expected = f"{case.expect.label}: {case.expect.verdict}"
    until = f"until {dates.day(case.expect.valid_until)}" if case.expect.valid_until else None
    conditions = [f"{key.replace('_', ' ')}: {outcome}" for key, outcome in case.expect.conditions.items()]
    record = [*(_assessment(one) for one in case.assessments), *(_award(one) for one in case.labels)]
    return case.title, stacked(*(record or ["nothing"])), dates.day(case.as_of), stacked(expected, until, *conditions)


def _assessment(one: Assessed) -> str:
    points = ", ".join(f"{key} {'missing' if value is None else value}" for key, value in one.points.items())
    answers = ", ".join(
        f"{key} {'missing' if value is None else wording.number(value)}" for key, value in one.answers.items()
    )
    return f"{one.kind} of {dates.date(one.date)}, {one.status}; points: {points}" + (f"; {answers}" if answers else "")


def _award(one: Awarded) -> str:
    until = f", valid until {dates.date(one.valid_until)}" if one.valid_until else ""
    return f"{one.level}, {dates.date(one.awarded) if one.awarded else 'undated'}{until}"


def _history(case: HistoryCase) -> Row:
    record: Sequence[str] = [_award(one) for one in case.labels] or ["nothing"]
    expected = [f"{level}: {_held(held)}" for level, held in case.expect.items()]
    return case.title, stacked(*record), dates.day(case.as_of), stacked(*expected)


def _held(held: Held) -> str:
    parts: list[str] = [held.state]
    if held.until_from and held.until_to:
        parts.append(f"ends {dates.when(held.until_from, held.until_to)}")
    if held.kind:
        parts.append(f"kind: {held.kind}")
    return ", ".join(parts)
