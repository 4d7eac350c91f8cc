"""How probable each label is, given what is not certain: assessors, missing answers, and what is not public."""

from collections.abc import Iterator, Mapping

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.charts.rows import Rows
from benchlib.present.drawing import Part, Picture, Shape, Text
from benchlib.present.results import Results

HALF = 6.0  # pixels: half the height of a bar
NAMED_FROM = 0.25  # share of the width that a name needs
FILLS = {"awarded": theme.OWN, "cannot tell": theme.PAPER, "not awarded": theme.OTHERS}


def certainty(r: Results) -> Picture | None:
    """A row a label: the share of draws that award it, leave it open or do not award it. None without any."""
    table = profile.ordered(r, r.odds)
    if table.empty:
        return None
    odds = table.to_dict("records")
    names = [row["label"].capitalize() for row in odds]
    values = [f"awarded in {wording.tenths(row['awarded'])}" for row in odds]
    chart = rows.ruled(names, values, (0.0, 1.0))
    shares = [{outcome: row[outcome.replace(" ", "_")] for outcome in FILLS} for row in odds]
    drawing = chart.drawn(*(_stacked(chart, y, parts) for y, parts in zip(chart.y, shares, strict=True)))
    alt = f"Verdicts over all draws of what is not certain: {rows.told(names, values)}."
    return Picture(drawing, "How probable is each label?", alt)


def _stacked(chart: Rows, y: float, parts: Mapping[str, float]) -> Iterator[Part]:
    """Parts of a whole one after the other, each named where there is room."""
    left = 0.0
    for outcome, width in parts.items():
        if width > 0:
            yield Shape(rows.bar(chart, y, left, left + width, HALF), FILLS[outcome], theme.MEDIAN)
        if width > NAMED_FROM:
            ink = theme.PAPER if FILLS[outcome] == theme.OWN else theme.INK
            yield Text(chart.x(left + width / 2), y, outcome, "center", ink, theme.SMALL)
        left += width
