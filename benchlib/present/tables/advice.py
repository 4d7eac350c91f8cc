"""The path to the next label step by step, other ways, what others did, and what to do next."""

import pandas as pd
from markupsafe import Markup

from benchlib.present import performance, wording
from benchlib.present.markup import element, joined, points
from benchlib.present.results import Results
from benchlib.present.tables.grid import stacked, table

WORTH = 5  # indicators listed by what a point saves
OTHERS = 6  # indicators listed by how often they rose in others


def recommendations(r: Results) -> Markup | None:
    """The recommendations of the first page, each with what it rests on."""
    first, _ = performance.advised(r)
    return _listed(first)


def more_recommendations(r: Results) -> Markup | None:
    """All other recommendations."""
    _, more = performance.advised(r)
    return _listed(more)


def _listed(rows: pd.DataFrame) -> Markup | None:
    """Each with its title, and with what it rests on in small letters."""
    return points(
        stacked(joined([element("strong", f"{row.title}. "), row.text]), f"Why: {row.reason}")
        for row in rows.itertuples()
    )


def path(r: Results) -> Markup | None:
    """The steps of the path of least effort."""
    rows = [
        (
            wording.clean(f"{row.item} {row.name}") if str(row.item)[:1].isdigit() else wording.clean(row.name),
            _points(row.from_points, row.to_points),
            wording.days(row.effort),
            wording.clean(row.needed_for),
        )
        for row in performance.steps(r).itertuples(index=False)
    ]
    return table("The path step by step", ["Step", "Points", "Work", "What it is for"], rows, numbers=(2,), cards=True)


def _points(before: float, after: float) -> str:
    return f"{wording.number(before)} → {wording.number(after)}" if wording.known(after) else "–"


def other_ways(r: Results) -> Markup | None:
    """The runners-up: what they cost and which indicators they raise."""
    rows = [
        (
            f"Way {wording.number(row.place)}",
            wording.days(row.effort),
            wording.listing(f"{step.item} to {wording.number(step.to_points)}" for step in _raised(r, row.place)),
        )
        for row in performance.other_ways(r).itertuples()
    ]
    return table("Other ways", ["Way", "Work", "Indicators raised"], rows, numbers=(1,), cards=True)


def _raised(r: Results, place: int) -> list:
    steps = performance.steps(r, place)
    return list(steps[steps["to_points"].notna()].itertuples())


def point_values(r: Results) -> Markup | None:
    """Where one point more would save the most work on the best path."""
    names = {item["id"]: item["name"] for item in r.edition["items"]}
    best = performance.point_values(r, WORTH)
    rows = [(f"{row.item} {names[row.item]}", wording.days(row.saving)) for row in best.itertuples()]
    return table("What one point more would save", ["Indicator", "Work saved"], rows, numbers=(1,), cards=True)


def others(r: Results) -> Markup | None:
    """Which indicators rose most often in organisations that took the same step."""
    mine = performance.same_step(r)
    names = {item["id"]: item["name"] for item in r.edition["items"]}
    rows = [
        (
            f"{row.item} {names[row.item]}",
            f"{wording.percent(100 * row.rose)} of {wording.number(row.organisations)}",
            f"{wording.signed(row.mean_rise)}",
        )
        for row in mine.nlargest(OTHERS, "mean_rise", keep="first").itertuples()
    ]
    headings = ["Indicator", "Rose in", "Mean rise in points"]
    return table("What others raised on the same step", headings, rows, numbers=(1, 2), cards=True)
