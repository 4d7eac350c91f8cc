"""The strengths of a profile as bars, filled where a strength is shown."""

import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Picture, Shape
from benchlib.present.results import Results, each

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)


def strengths(r: Results) -> Picture | None:
    """Each strength in percent of the points of its indicators, with the line from which it counts as shown.

    Full: shown; outlined: not shown; dotted: where it may lie while answers are missing. None without scores.
    """
    table = r.strengths
    if table.empty:
        return None
    labels = [f"{x:.0f}%" for x in PERCENT]
    chart = rows.ruled(list(table["name"]), _values(table), PERCENT, labels, [_note(r, table)])
    bars = [
        Shape(rows.bar(chart, y, 0, percent), theme.OWN if shown == "shown" else theme.PAPER, theme.OWN, 1.5)
        for y, percent, shown in zip(chart.y, table["percent"], table["shown"], strict=True)
        if wording.known(percent)
    ]
    drawing = chart.drawn(
        rows.tracks(chart, PERCENT),
        bars,
        rows.between(chart, table["low"], table["high"]),
        rows.strokes(chart, [_shown_from(r, key) for key in table["strength"]], theme.INK, half=8.5),
    )
    return Picture(drawing, "Which of the strengths are shown?", f"{rows.told(table['name'], _values(table))}.")


def _note(r: Results, table: pd.DataFrame) -> str:
    lines = [_shown_from(r, key) for key in table["strength"]]
    return f"Dark line, {wording.interval(min(lines), max(lines), '%')}: from there a strength is shown"


def _shown_from(r: Results, strength: str) -> float:
    return 100 * float(r.edition["strengths"][strength]["shown_from"])


def _values(table: pd.DataFrame) -> list[str]:
    """What stands at the right of each row: the percentage or its interval, and whether the strength is shown."""
    return [f"{wording.percent_between(row.percent, row.low, row.high)}, {row.shown}" for row in each(table)]
