"""Points beside those of others: the five groups at a glance, and each indicator of a group."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results

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


def groups(r: Results) -> Figure | None:
    """Total and groups in percent of their maximum, the others' middle half as a band. None without scores."""
    table = profile.groups(r)
    if table.empty:
        return None
    values = [wording.percent_between(row.percent, row.low, row.high) for row in table.itertuples()]
    others = table["median"].notna().any()
    note = 30 if others else 16
    with theme.applied():
        figure, axes = rows.ruled(list(table["name"]), values, PERCENT, [f"{x}%" for x in PERCENT], extra=note)
        _explained(figure, others, table["percent"].isna().any())
        for place, row in enumerate(table.itertuples()):
            mark = Mark(row.percent, row.low, row.high, row.q25, row.median, row.q75)
            _drawn(axes, len(table) - 1 - place + rows.MARK, mark, PERCENT)
    return figure


def indicators(r: Results, group: str) -> Figure | None:
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
        figure, axes = rows.ruled(names, values, scale, [wording.number(x) for x in scale])
        for place, row in enumerate(table.itertuples()):
            mark = Mark(row.points, row.low, row.high, *(best / 100 * q for q in (row.q25, row.median, row.q75)))
            _drawn(axes, len(table) - 1 - place + rows.MARK, mark, scale)
    return figure


def _drawn(axes: Axes, y: float, mark: Mark, scale: Sequence[float]) -> None:
    rows.track(axes, y, scale)
    if wording.known(mark.median):
        box = Rectangle(
            (mark.q25, y - BAND / 2), mark.q75 - mark.q25, BAND, facecolor=theme.OTHERS, edgecolor=theme.OTHERS_EDGE
        )
        axes.add_patch(box)
        axes.plot([mark.median] * 2, [y - 0.18, y + 0.18], color=theme.MEDIAN, linewidth=2, zorder=3)
    if wording.known(mark.own):
        axes.plot([mark.own], [y], marker="o", markersize=9, color=theme.OWN, markeredgecolor="white", clip_on=False, zorder=4)
    else:
        rows.between(axes, y, mark.low, mark.high)


def _explained(figure: Figure, others: bool, missing: bool) -> None:
    """What the marks mean, above the first row."""
    _, height = theme.size(figure)
    own = "Dots: this organisation" + ("; dotted: where it may lie, answers missing" if missing else "")
    lines = [own, *(["Grey bars: the middle half of the others; dark line: their median"] if others else [])]
    for number, line in enumerate(lines):
        y = 1 - (9 + 14 * number) / height
        figure.text(rows.SIDE / theme.WIDTH, y, line, fontsize=theme.SMALL, color=theme.QUIET, va="center")
