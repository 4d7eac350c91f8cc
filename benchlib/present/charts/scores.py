"""Points beside those of others: the five groups at a glance, and each indicator of a group."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

PERCENT = (0, 25, 50, 75, 100)
BAND = 0.26  # height of the others' band, in rows


@dataclass(frozen=True)
class Mark:
    """One row: the own value or, where an answer is missing, the interval it lies in; the others' quartiles."""

    own: float
    low: float
    high: float
    q25: float
    median: float
    q75: float


def groups(r: Results) -> Picture | None:
    """Total and groups in percent of their maximum, the others' middle half as a band. None without scores."""
    table = profile.groups(r)
    if table.empty:
        return None
    values = [wording.percent_between(row.percent, row.low, row.high) for row in table.itertuples()]
    others = table["median"].notna().any()
    with theme.applied():
        figure, axes = rows.ruled(
            list(table["name"]), values, PERCENT, [f"{x}%" for x in PERCENT], _notes(table["percent"], others)
        )
        for place, row in enumerate(table.itertuples()):
            mark = Mark(row.percent, row.low, row.high, row.q25, row.median, row.q75)
            _drawn(axes, len(table) - 1 - place + rows.MARK, mark, PERCENT)
    return Picture(
        figure, "Where does the organisation stand in each group?", f"Points in percent: {_described(table, values)}."
    )


def indicators(r: Results, group: str) -> Picture | None:
    """Points of a group's indicators, the others' middle half as a band. None without scores."""
    table = profile.indicators(r, group)
    table = table[table["scored"]]
    if table.empty:
        return None
    best = float(table["maximum"].max())
    names = [rows.shortened(f"{row.item}  {row.name}") for row in table.itertuples(index=False)]
    values = [
        f"{wording.number(row.points)} of {wording.number(row.maximum)}" if wording.known(row.points) else "no answer"
        for row in table.itertuples()
    ]
    scale = [float(x) for x in range(int(best) + 1)]
    with theme.applied():
        figure, axes = rows.ruled(
            names,
            values,
            scale,
            [wording.number(x) for x in scale],
            _notes(table["points"], table["median"].notna().any()),
        )
        for place, row in enumerate(table.itertuples()):
            mark = Mark(row.points, row.low, row.high, *(best / 100 * q for q in (row.q25, row.median, row.q75)))
            _drawn(axes, len(table) - 1 - place + rows.MARK, mark, scale)
    title = "Where are points left?"
    return Picture(figure, title, f"{r.edition['groups'][group]}: {_described(table, values)}.")


def _drawn(axes: Axes, y: float, mark: Mark, scale: Sequence[float]) -> None:
    rows.track(axes, y, scale)
    if wording.known(mark.median):
        box = Rectangle(
            (mark.q25, y - BAND / 2), mark.q75 - mark.q25, BAND, facecolor=theme.OTHERS, edgecolor=theme.OTHERS_EDGE
        )
        axes.add_patch(box)
        axes.plot([mark.median] * 2, [y - 0.18, y + 0.18], color=theme.MEDIAN, linewidth=2, zorder=3)
    if wording.known(mark.own):
        axes.plot(
            [mark.own], [y], marker="o", markersize=9, color=theme.OWN, markeredgecolor="white", clip_on=False, zorder=4
        )
    else:
        rows.between(axes, y, mark.low, mark.high)


def _notes(own: pd.Series, others: bool) -> list[str]:
    """What the marks mean."""
    dots = "Dot: this organisation" + ("; dotted line: answers are missing" if own.isna().any() else "")
    return [dots, "Grey bar: middle half of the others, line: median"] if others else [dots]


def _described(table: pd.DataFrame, values: list[str]) -> str:
    """The values in words, with the others' median where it is shown."""
    medians = [f", median of the others {wording.percent(m)}" if wording.known(m) else "" for m in table["median"]]
    parts = zip(table["name"], values, medians, strict=True)
    return "; ".join(f"{name} {value}{median}" for name, value, median in parts)
