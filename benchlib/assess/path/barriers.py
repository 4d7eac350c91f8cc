"""Why no path leads to a label: the conditions that cannot be met by acting, each told with its value.

All conditions on points ask for at least some: raising everything as far as it can be raised is the best that can be
done for all of them at once. So where there is no path, some condition cannot be met even alone; all such are told.
"""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from benchlib.assess.labels import Finding
from benchlib.assess.path.again import Again, Window, in_words
from benchlib.assess.path.asked import Asked
from benchlib.assess.path.choices import SLACK, Choices, Floats, Ints, Scale
from benchlib.assess.path.steps import Way
from benchlib.rules import models
from benchlib.rules.efforts import Efforts
from benchlib.rules.models import Framework

Booleans = npt.NDArray[np.bool_]
Words = Callable[[int], str]  # what is told of one organisation, by its row
Barrier = tuple[Booleans, Words]  # where a condition cannot be met, (n,)


def reasons(way: Way, scale: Scale, rows: Ints) -> dict[int, list[str]]:
    """Why there is no path, for those of the rows of the evidence that have none."""
    every = [
        *_in_force(way.asked),
        *_held(way.asked),
        *_window(way.again, way.efforts),
        *_points(way.asked, way.choices, way.framework, way.efforts),
        *_share(way.asked, way.choices, scale, way.efforts),
    ]
    told: dict[int, list[str]] = {}
    for shut, text in every:
        for row in rows[shut[rows]]:
            told.setdefault(int(row), []).append(text(int(row)))
    return {row: list(dict.fromkeys(texts)) for row, texts in told.items()}


def _in_force(asked: Asked) -> Iterator[Barrier]:
    if not asked.findings:
        yield np.full(len(asked.points), True), _always(f"no rule for {asked.level} is in force on the day")


def _held(asked: Asked) -> Iterator[Barrier]:
    for finding in asked.findings:
        if isinstance(finding.rule, models.Held):
            text = f"{finding.rule.title}: {finding.rule.level} is not certain, and has to come first"
            yield finding.asked & ~asked.held[finding.rule.level], _always(text)


def _always(text: str) -> Words:
    return lambda row: text


def _window(again: Again, efforts: Efforts) -> Iterator[Barrier]:
    for window in again.windows:
        yield ~window.met, _closed(window, efforts)


def _closed(window: Window, efforts: Efforts) -> Words:
    def text(row: int) -> str:
        title, opens, closes = window.finding.rule.title, window.opens[row], window.closes[row]
        first = "" if np.isnat(window.first[row]) else f"the first was on {in_words(window.first[row])}, "
        if opens > closes:
            return f"{title}: {first}the last day for it was {in_words(closes)}"
        return (
            f"{title}: {first}it opens on {in_words(opens)}, more than {efforts.horizon_months.value:g} months from now"
        )

    return text


def _points(asked: Asked, choices: Choices, framework: Framework, efforts: Efforts) -> Iterator[Barrier]:
    places = {key: at for at, key in enumerate(framework.indicators)}
    for finding in asked.findings:
        if (at := places.get(str(finding.item))) is not None:
            short = finding.asked & (choices.highest[:, at] < finding.threshold)
            yield short, _short(finding, asked.points[:, at], framework, efforts)


def _short(finding: Finding, points: Floats, framework: Framework, efforts: Efforts) -> Words:
    item = str(finding.item)
    limit = efforts.raising(framework, item).most_raised
    within = f"within {efforts.horizon_months.value:g} months" + (f" ({limit.because})" if limit else "")

    def text(row: int) -> str:
        found = f"{points[row]:.3g} of the {finding.threshold:g} points asked for"
        title, name = finding.rule.title, framework.indicators[item].name
        return f"{title}: {item} {name} has {found}, and cannot be raised so far {within}"

    return text


def _share(asked: Asked, choices: Choices, scale: Scale, efforts: Efforts) -> Iterator[Barrier]:
    now, most = (points[:, scale.scored].sum(axis=1) for points in (asked.points, choices.highest))
    for finding in asked.findings:
        if isinstance(finding.rule, models.Share):
            yield finding.asked & (most < asked.total - SLACK), _least(finding, asked.total, now, most, efforts)


def _least(finding: Finding, total: Floats, now: Floats, most: Floats, efforts: Efforts) -> Words:
    def text(row: int) -> str:
        found = f"{now[row]:.4g} of the {total[row]:g} points asked for"
        within = f"at most {most[row]:.4g} within {efforts.horizon_months.value:g} months"
        return f"{finding.rule.title}: {found}, and {within}"

    return text
