"""Points beside those of others: the five groups at a glance, and each indicator of a group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Drawing, Picture
from benchlib.present.results import Results, each

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)


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
    values = [wording.percent_between(row.percent, row.low, row.high) for row in each(table)]
    marks = [Mark(row.percent, row.low, row.high, row.q25, row.median, row.q75) for row in each(table)]
    drawing = _drawn(list(table["name"]), values, marks, PERCENT, [f"{x:.0f}%" for x in PERCENT])
    medians = [wording.percent(mark.median) if wording.known(mark.median) else "" for mark in marks]
    alt = f"Points in percent of the maximum: {_told(table['name'], values, medians)}."
    return Picture(drawing, "Where does the organisation stand in each group?", alt)


def indicators(r: Results, group: str) -> Picture | None:
    """Points of a group's scored indicators, the others' middle half as a band. None without scores."""
    table = profile.indicators(r, group)
    table = table[table["scored"]]
    if table.empty:
        return None
    marks = [
        Mark(row.points, row.low, row.high, *(row.maximum / 100 * q for q in (row.q25, row.median, row.q75)))
        for row in each(table)
    ]
    values = [
        f"{wording.number(row.points)} of {wording.number(row.maximum)}" if wording.known(row.points) else "no answer"
        for row in each(table)
    ]
    names = [f"{row.item} {row.name}" for row in each(table)]
    scale = [float(x) for x in range(int(table["maximum"].max()) + 1)]
    short = [rows.shortened(name) for name in names]
    drawing = _drawn(short, values, marks, scale, [wording.number(x) for x in scale])
    medians = [wording.number(mark.median) if wording.known(mark.median) else "" for mark in marks]
    alt = f"{r.edition['groups'][group]}: {_told(names, values, medians)}."
    return Picture(drawing, "Where are points left?", alt)


def _drawn(
    names: Sequence[str], values: Sequence[str], marks: Sequence[Mark], scale: Sequence[float], labels: Sequence[str]
) -> Drawing:
    """The others' middle half as a band, their median as a stroke, the own value as a dot."""
    chart = rows.ruled(names, values, scale, labels, _notes(marks))
    highs = [mark.low if wording.known(mark.own) else mark.high for mark in marks]
    return chart.drawn(
        rows.tracks(chart, scale),
        rows.bands(chart, [mark.q25 for mark in marks], [mark.q75 for mark in marks]),
        rows.between(chart, [mark.low for mark in marks], highs),
        rows.strokes(chart, [mark.median for mark in marks], theme.MEDIAN),
        rows.dots(chart, [mark.own for mark in marks], theme.OWN, theme.PAPER),
    )


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
