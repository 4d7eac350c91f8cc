"""The path to a label step by step, other ways, what others did, and what to do next."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.present import advice, wording
from benchlib.present.markup import element, joined, points
from benchlib.present.results import Results, each
from benchlib.present.tables.grid import stacked, table

WORTH = 5  # indicators listed by what a point saves
OTHERS = 6  # indicators listed by how much more often they rose in those who took the step


def recommendations(r: Results) -> Markup | None:
    """The recommendations of the first page, each with what it rests on."""
    first, _ = advice.advised(r)
    return _listed(first)


def more_recommendations(r: Results) -> Markup | None:
    """All other recommendations."""
    _, more = advice.advised(r)
    return _listed(more)


def _listed(rows: pd.DataFrame) -> Markup | None:
    """Each with its title, and with what it rests on in small letters."""
    return points(
        (
            stacked(
                joined([element("strong", f"{wording.clean(row.title)}."), " ", wording.clean(row.text)]),
                f"Why: {wording.clean(row.reason)}",
            )
            for row in each(rows)
        ),
        "findings",
    )


def path(r: Results, label: str) -> Markup | None:
    """The steps of the best path to a label; a condition that all indicators serve is named once, above them."""
    raised = advice.raised(r, label)
    common = _common(raised)
    rows = [
        (
            stacked(_step(row), _further(row, common)),
            *([_points(row)] if len(raised) else []),
            wording.days(row.effort),
        )
        for row in each(advice.steps(r, label))
    ]
    headings = ["Step", *(["Points"] if len(raised) else []), "Work"]
    title = f"The way to {label}, step by step"
    if common:
        title += f"; all points count for “{wording.listing(common, '” and “')}”"
    return table(title, headings, rows, numbers=range(1, len(headings)), cards=True)


def _served(row: Any) -> list[str]:
    """Titles of the conditions that a step serves."""
    return [wording.clean(part) for part in str(row.needed_for).split("; ") if wording.known(row.needed_for) and part]


def _common(raised: pd.DataFrame) -> list[str]:
    """Conditions that every indicator serves."""
    served = [_served(row) for row in each(raised)]
    return [title for title in served[0] if all(title in other for other in served)] if served else []


def _further(row: Any, common: list[str]) -> str | None:
    """What a step serves beside that, unless its name says so already."""
    titles = [title for title in _served(row) if title not in common and title.lower() not in row.name.lower()]
    if not titles:
        return None
    return f"{'also for' if common and row.kind == advice.INDICATOR else 'for'} “{wording.listing(titles, '” and “')}”"


def _step(row: Any) -> str:
    """The name of a step, with the number of an indicator, and how far a question has to rise."""
    if row.kind == advice.INDICATOR:
        return wording.clean(f"{row.item} {row.name}")
    counted = row.kind == advice.QUESTION and row.to_points > 1
    rise = f": from {wording.number(row.from_points)} to {wording.number(row.to_points)}" if counted else ""
    return f"{wording.clean(row.name)}{rise}"


def _points(row: Any) -> str:
    if row.kind != advice.INDICATOR:
        return "–"
    return f"{wording.number(row.from_points)} → {wording.number(row.to_points)}"


def other_ways(r: Results) -> Markup | None:
    """The runners-up on the way to the goal: how much more they take, and in what they differ from the shortest."""
    about = advice.goal(r)
    if about is None:
        return None
    best = _targets(r, about["label"], 1)
    rows = [
        (
            f"Way\u00a0{wording.number(row.place)}",
            _more(row.effort - about["effort"]),
            _instead(_targets(r, about["label"], row.place), best),
        )
        for row in each(advice.other_ways(r))
    ]
    return table(
        f"Other ways to {about['label']}", ["Way", "Work", "What is different"], rows, numbers=(1,), cards=True
    )


def _more(effort: float) -> str:
    return f"{wording.days(effort)} more" if effort > 0 else "as much"


def _targets(r: Results, label: str, place: int) -> dict[str, float]:
    """The points wanted, by name of the indicator."""
    rows = each(advice.raised(r, label, place))
    return {wording.clean(f"{row.item} {row.name}"): float(row.to_points) for row in rows}


def _instead(mine: dict[str, float], best: dict[str, float]) -> str:
    """In what one way differs from the shortest: what it raises otherwise or besides, and what not."""
    points = {
        key: wording.number(to) + (f" (not {wording.number(best[key])})" if key in best else "")
        for key, to in mine.items()
    }
    told = [f"{key} to {points[key]}" for key, to in mine.items() if best.get(key) != to]
    return "; ".join([*told, *(f"without {key}" for key in best if key not in mine)])


def point_values(r: Results) -> Markup | None:
    """Where one point more would save the most work on the best path."""
    names = _names(r)
    best = advice.point_values(r, WORTH)
    if len(best) < 2:  # of one alone the path says the same
        return None
    rows = [(f"{row.item} {names[row.item]}", wording.days(row.saving)) for row in each(best)]
    return table("Where one point more saves most work", ["Indicator", "Work saved"], rows, numbers=(1,), cards=True)


def others(r: Results) -> Markup | None:
    """Which indicators rose in organisations that took the same step, and how often in those that stayed."""
    names = _names(r)
    rows = [
        (
            f"{row.item} {names[row.item]}",
            wording.percent(100 * row.rose),
            wording.percent(100 * row.stayed_rose),
        )
        for row in each(advice.same_step(r).head(OTHERS))
    ]
    headings = ["Indicator", "Those who went on", "Those who stayed"]
    return table("Share in which an indicator rose", headings, rows, numbers=(1, 2), cards=True)


def _names(r: Results) -> dict[str, str]:
    return {item["id"]: item["name"] for item in r.edition["items"]}
