"""Points beside those of others: the five groups at a glance, and each indicator of a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
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


Placed = Sequence[tuple[float, Mark]]  # marks with the heights they stand at


def groups(r: Results) -> Picture | None:
    """Total and groups in percent of their maximum, the others' middle half as a band. None without scores."""
    table = profile.groups(r)
    if table.empty:
        return None
    values = [wording.percent_between(row.percent, row.low, row.high) for row in table.itertuples()]
    marks = [Mark(row.percent, row.low, row.high, row.q25, row.median, row.q75) for row in table.itertuples()]
    figure = _drawn(list(table["name"]), values, marks, PERCENT, [f"{x:.0f}%" for x in PERCENT])
    medians = [wording.percent(mark.median) if wording.known(mark.median) else "" for mark in marks]
    alt = f"Points in percent of the maximum: {_told(table['name'], values, medians)}."
    return Picture(figure, "Where does the organisation stand in each group?", alt)


def indicators(r: Results, group: str) -> Picture | None:
    """Points of a group's scored indicators, the others' middle half as a band. None without scores."""
    table = profile.indicators(r, group)
    table = table[table["scored"]]
    if table.empty:
        return None
    marks = [
        Mark(row.points, row.low, row.high, *(row.maximum / 100 * q for q in (row.q25, row.median, row.q75)))
        for row in table.itertuples()
    ]
    values = [
        f"{wording.number(row.points)} of {wording.number(row.maximum)}" if wording.known(row.points) else "no answer"
        for row in table.itertuples()
    ]
    names = [f"{row.item} {row.name}" for row in table.itertuples(index=False)]
    scale = [float(x) for x in range(int(table["maximum"].max()) + 1)]
    short = [rows.shortened(name) for name in names]
    figure = _drawn(short, values, marks, scale, [wording.number(x) for x in scale])
    medians = [wording.number(mark.median) if wording.known(mark.median) else "" for mark in marks]
    alt = f"{r.edition['groups'][group]}: {_told(names, values, medians)}."
    return Picture(figure, "Where are points left?", alt)


def _drawn(
    names: Sequence[str], values: Sequence[str], marks: Sequence[Mark], scale: Sequence[float], labels: Sequence[str]
) -> Figure:
    y = rows.heights(len(marks))
    with theme.applied():
        figure, axes = rows.ruled(names, values, scale, labels, _notes(marks))
        rows.tracks(axes, y, scale)
        _others(axes, [(place, mark) for place, mark in zip(y, marks, strict=True) if wording.known(mark.median)])
        _own(axes, [(place, mark) for place, mark in zip(y, marks, strict=True) if wording.known(mark.own)])
        unknown = [(place, mark) for place, mark in zip(y, marks, strict=True) if not wording.known(mark.own)]
        if unknown:
            rows.between(axes, [p for p, _ in unknown], [m.low for _, m in unknown], [m.high for _, m in unknown])
    return figure


def _others(axes: Axes, placed: Placed) -> None:
    """The others' middle half as a band, their median as a stroke."""
    if placed:
        bands = [Rectangle((mark.q25, y - BAND / 2), mark.q75 - mark.q25, BAND) for y, mark in placed]
        style: dict[str, Any] = {"facecolor": theme.OTHERS, "edgecolor": theme.OTHERS_EDGE}
        axes.add_collection(PatchCollection(bands, zorder=2, **style), autolim=False)
        rows.strokes(axes, [mark.median for _, mark in placed], [y for y, _ in placed], theme.MEDIAN)


def _own(axes: Axes, placed: Placed) -> None:
    x, y = [mark.own for _, mark in placed], [place for place, _ in placed]
    axes.plot(x, y, "o", markersize=9, color=theme.OWN, markeredgecolor="white", clip_on=False, zorder=5)


def _notes(marks: Sequence[Mark]) -> list[str]:
    """What the marks mean, as far as they occur."""
    missing = any(not wording.known(mark.own) for mark in marks)
    notes = ["Dot: this organisation" + ("; dotted line: answers are missing" if missing else "")]
    if any(wording.known(mark.median) for mark in marks):
        notes.append("Grey bar: middle half of the others, line: median")
    return notes


def _told(names: Iterable[str], values: Iterable[str], medians: Iterable[str]) -> str:
    """The values in words, with the others' median where it is shown."""
    others = [f", median of the others {median}" if median else "" for median in medians]
    return "; ".join(f"{name} {value}{other}" for name, value, other in zip(names, values, others, strict=True))
