"""Points of groups and indicators, and standing among others."""

from typing import Any

from markupsafe import Markup

from benchlib.present import profile, wording
from benchlib.present.markup import element
from benchlib.present.results import Results, each
from benchlib.present.tables.grid import Row, stacked, state, table

RUBRIC = "rubric"


def groups(r: Results) -> Markup | None:
    """Total and groups: points and percent; how others stand, where that is shown."""
    data = profile.groups(r)
    compared = bool(data["median"].notna().any())
    rows = [(*_sum(row), *(_place(row) if compared else ())) for row in each(data)]
    headings = ["Group", "Points", "Share", *(["Others: median (middle half)", "Standing"] if compared else [])]
    return table("Points by group of indicators", headings, rows, numbers=(1, 2), cards=True)


def _sum(row: Any) -> Row:
    most = row.maximum
    low, high = row.low * most / 100, row.high * most / 100
    points = wording.number(row.points) if wording.known(row.points) else wording.interval(low, high)
    return row.name, f"{points} of {wording.number(most)}", wording.percent_between(row.percent, row.low, row.high)


def _place(row: Any) -> Row:
    return _others(row.q25, row.median, row.q75), _top(row.percentile)


def _others(q25: float, median: float, q75: float) -> str:
    return f"{wording.percent(median)} ({q25:.0f} to {q75:.0f}%)" if wording.known(median) else "kept back"


def _top(percentile: float) -> str:
    return wording.top(percentile) if wording.known(percentile) else "–"


def standing(r: Results) -> Markup | None:
    """The total among the others of each comparative portfolio."""
    kept = set(r.standing.loc[r.standing["item"] == profile.TOTAL, "view"])
    rows = [_view(r, key, title) for key, title in r.edition["views"].items() if key in kept]
    headings = ["Compared with", "Others", "Their median (middle half)", "Standing"]
    return table("The total among others", headings, rows, numbers=(1,), cards=True)


def _view(r: Results, key: str, title: str) -> Row:
    row = r.among(profile.TOTAL, key)
    if row is None:
        return title, "–", f"kept back: would show fewer than {wording.number(r.edition['minimum_others'])} others", "–"
    return title, wording.number(row["others"]), _others(row["q25"], row["median"], row["q75"]), _top(row["percentile"])


def indicators(r: Results, group: str) -> Markup | None:
    """A group's indicators: points, what the next step asks for, evidence; standing, where that is shown."""
    data = profile.indicators(r, group)
    compared = bool(data["median"].notna().any())
    rows = [
        (
            stacked(f"{row.item} {row.name}", _present(row), _next(row)),
            _score(row),
            state(row.evidence),
            *((_standing(row),) if compared else ()),
        )
        for row in each(data)
    ]
    headings = ["Indicator", "Points", "Evidence", *(["Others’ median"] if compared else [])]
    return table(f"Indicators: {r.edition['groups'][group]}", headings, rows, cards=True)


def _present(row: Any) -> str | None:
    """The answer in words: the step of a rubric, or the value with its unit."""
    if not wording.known(row.value):
        return None
    if row.input != RUBRIC:
        return f"Now: {wording.quantity(row.value, row.unit)}"
    return f"Now: {row.described}" if wording.known(row.described) else "Now: below the first step"


def _next(row: Any) -> str | None:
    if not wording.known(row.next_points):
        return None
    at = f"at least {wording.quantity(row.next_threshold, row.unit)}"
    asked = str(row.next_described) if wording.known(row.next_described) else at
    return f"For {wording.quantity(row.next_points, 'points')}: {asked}"


def _score(row: Any) -> Markup | str:
    if not row.scored:
        return "not scored"
    if not wording.known(row.points):
        return f"0 to {wording.number(row.maximum)}"
    apart = wording.known(row.spread) and row.spread > 0
    return stacked(
        element("strong", f"{wording.number(row.points)} of {wording.number(row.maximum)}"),
        f"assessors {wording.quantity(row.spread, 'points')} apart" if apart else None,
    )


def _standing(row: Any) -> Markup | str:
    if not row.scored:
        return "–"
    if not wording.known(row.median):
        return "kept back"
    return stacked(wording.number(row.median * row.maximum / 100), _top(row.percentile))
