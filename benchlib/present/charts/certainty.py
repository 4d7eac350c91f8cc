"""How probable each label is, given what is not certain: assessors, missing answers, and what is not public."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

BAR = 0.3  # height of a bar, in rows
NAMED_FROM = 0.25  # share of the width that a name needs
FILLS = {"awarded": theme.OWN, "cannot tell": "white", "not awarded": theme.OTHERS}


def certainty(r: Results) -> Picture | None:
    """A row a label: the share of draws that award it, leave it open or do not award it. None without any."""
    table = profile.ordered(r, r.odds)
    if table.empty:
        return None
    names = [row.label.capitalize() for row in table.itertuples()]
    values = [f"awarded in {wording.tenths(row.awarded)}" for row in table.itertuples()]
    with theme.applied():
        figure, axes = rows.ruled(names, values, (0.0, 1.0))
        for place, row in enumerate(table.to_dict("records")):
            parts = {outcome: row[outcome.replace(" ", "_")] for outcome in FILLS}
            _stacked(axes, len(table) - 1 - place + rows.MARK, parts)
    alt = f"Verdicts over all draws of what is not certain: {rows.told(names, values)}."
    return Picture(figure, "How probable is each label?", alt)


def _stacked(axes: Axes, y: float, parts: Mapping[str, float]) -> None:
    """Parts of a whole one after the other, each named where there is room."""
    left = 0.0
    for outcome, width in parts.items():
        axes.barh(y, width, BAR, left=left, color=FILLS[outcome], edgecolor=theme.MEDIAN)
        if width > NAMED_FROM:
            ink = "white" if FILLS[outcome] == theme.OWN else theme.INK
            axes.text(left + width / 2, y, outcome, ha="center", va="center", fontsize=theme.SMALL, color=ink)
        left += width
