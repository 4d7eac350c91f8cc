"""Points of groups and indicators, and standing among others."""

from typing import Any

from markupsafe import Markup

from benchlib.present import profile, wording
from benchlib.present.markup import element
from benchlib.present.results import Results
from benchlib.present.tables.grid import stacked, state, table

RUBRIC = "rubric"


def groups(r: Results) -> Markup | None:
    """Total and groups: points, percent, and how others stand."""
    data = profile.groups(r)
    rows = [
        (
            row.name,
            f"{_points(row)} of {wording.number(row.maximum)}",
            wording.percent_between(row.percent, row.low, row.high),
            _others(row.q25, row.median, row.q75),
            wording.top(row.percentile) if wording.known(row.percentile) else "not shown",
        )
        for row in data.itertuples()
    ]
    headings = ["Group", "Points", "Share", "Others: median (middle half)", "Standing"]
    return table("Points by group of indicators", headings, rows, numbers=(1, 2), cards=True)


def _points(row: Any) -> str:
    points, low, high, most = row.points, row.low, row.high, row.maximum
    return wording.number(points) if wording.known(points) else wording.interval(low * most / 100, high * most / 100)


def _others(q25: float, median: float, q75: float) -> str:
    return f"{wording.percent(median)} ({q25:.0f} to {q75:.0f}%)" if wording.known(median) else "not shown"


def standing(r: Results) -> Markup | None:
    """The total among the others of each comparative portfolio."""
    total = r.standing[r.standing["item"] == profile.TOTAL].set_index("view")
    rows = []
    for key, title in r.edition["views"].items():
        row = r.among(profile.TOTAL, key)
        if row is not None:
            standing = wording.top(row["percentile"])
            rows.append(
                (title, wording.number(row["others"]), _others(row["q25"], row["median"], row["q75"]), standing)
            )
        elif key in total.index:
            rows.append(
                (
                    title,
                    "–",
                    f"kept back: fewer than {wording.number(r.edition['minimum_others'])} could be told apart",
                    "–",
                )
            )
    headings = ["Compared with", "Others", "Their median (middle half)", "Standing"]
    return table("The total among others", headings, rows, numbers=(1,), cards=True)


def indicators(r: Results, group: str) -> Markup | None:
    """A group's indicators: points, what the next step asks for, evidence and standing."""
    data = profile.indicators(r, group)
    rows = [
        (
            stacked(f"{row.item} {row.name}", _present(row), _next(row)),
            _score(row),
            state(row.evidence),
            _standing(row),
        )
        for row in data.itertuples(index=False)
    ]
    title = r.edition["groups"][group]
    return table(f"Indicators: {title}", ["Indicator", "Points", "Evidence", "Others"], rows, cards=True)


def _present(row: Any) -> str | None:
    """The answer in words: the step of a rubric, or the value with its unit."""
    described, value, unit = row.described, row.value, row.unit
    if not wording.known(value):
        return None
    if row.input != RUBRIC:
        return f"Now: {wording.quantity(value, unit)}"
    return f"Now: {wording.clean(described)}" if wording.known(described) else "Now: below the first step"


def _next(row: Any) -> str | None:
    threshold, points, described = row.next_threshold, row.next_points, row.next_described
    if not wording.known(points):
        return None
    asked = (
        wording.clean(described) if wording.known(described) else f"at least {wording.quantity(threshold, row.unit)}"
    )
    return f"For {wording.quantity(points, 'points')}: {asked}"


def _score(row: Any) -> Markup | str:
    points, most, spread = row.points, row.maximum, row.spread
    if not row.scored:
        return "not scored"
    if not wording.known(points):
        return f"0 to {wording.number(most)}"
    apart = f"assessors {wording.quantity(spread, 'points')} apart" if wording.known(spread) and spread > 0 else None
    return stacked(element("strong", f"{wording.number(points)} of {wording.number(most)}"), apart)


def _standing(row: Any) -> Markup | str:
    median, percentile = row.median, row.percentile
    if not row.scored:
        return "–"
    if not wording.known(median):
        return "not shown"
    half = median * row.maximum / 100
    return stacked(f"median {wording.number(half)}", wording.top(percentile) if wording.known(percentile) else None)
