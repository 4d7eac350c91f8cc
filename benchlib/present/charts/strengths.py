"""The strengths of a profile as bars, filled where a strength is shown."""

import numpy as np
import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

PERCENT = (0, 25, 50, 75, 100)
BAR = 0.26  # height of a bar, in rows


def strengths(r: Results) -> Picture | None:
    """Each strength in percent of the points of its indicators, with the line from which it counts as shown.

    Full: shown; outlined: not shown; dotted: where it may lie while answers are missing. None without scores.
    """
    table = r.strengths
    if table.empty:
        return None
    y = len(table) - 1 - np.arange(len(table)) + rows.MARK
    with theme.applied():
        figure, axes = rows.ruled(
            list(table["name"]), _values(table), PERCENT, [f"{x}%" for x in PERCENT], [_note(r, table)]
        )
        for place, row in zip(y, table.itertuples(), strict=True):
            rows.track(axes, place, PERCENT)
            if wording.known(row.percent):
                rows.bar(axes, place, row.percent, BAR, filled=row.shown == "shown")
            else:
                rows.between(axes, place, row.low, row.high)
            line = _shown_from(r, row.strength)
            axes.plot([line, line], [place - 0.22, place + 0.22], color=theme.INK, linewidth=2, zorder=4)
    return Picture(figure, "Which of the strengths are shown?", f"{rows.told(table['name'], _values(table))}.")


def _note(r: Results, table: pd.DataFrame) -> str:
    lines = [_shown_from(r, key) for key in table["strength"]]
    return f"Dark line, {wording.interval(min(lines), max(lines), '%')}: from there a strength is shown"


def _shown_from(r: Results, strength: str) -> float:
    return 100 * float(r.edition["strengths"][strength]["shown_from"])


def _values(table: pd.DataFrame) -> list[str]:
    """What stands at the right of each row: the percentage or its interval, and whether the strength is shown."""
    return [f"{wording.percent_between(row.percent, row.low, row.high)}, {row.shown}" for row in table.itertuples()]
