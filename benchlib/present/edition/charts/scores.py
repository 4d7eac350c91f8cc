"""Scores in pictures: the middle half and the median of many, never one organisation's own."""

from collections.abc import Sequence

import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Drawing, Picture, Scale, Shape, Text, box, quiet
from benchlib.present.edition import scores
from benchlib.present.edition.reading import Portfolio

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
HEIGHT, BOTTOM, TOP = 150, 34, 20  # pixels: bars, the scale below, the numbers above


def groups(p: Portfolio) -> Picture | None:
    """Total and groups in percent of their maximum. None where too few have them."""
    table = scores.by_group(p)
    return quartiles(table, list(table["name"]), "Where are points reached, and where are they left?")


def by_area(p: Portfolio) -> Picture | None:
    """Totals by area, those kept back left out. None where all are."""
    table = scores.by_place(p, "area")
    table = table[table["shown"].astype(bool)].sort_values("median", ascending=False, kind="stable")
    names = [rows.shortened(str(name), 34) for name in table.index]
    return quartiles(table, names, "How far apart are the areas?")


def quartiles(
    table: pd.DataFrame, names: Sequence[str], title: str, scale: Sequence[float] = PERCENT, unit: str = "%"
) -> Picture | None:
    """A row each: band from the lower to the upper quartile, stroke at the median, which stands as number. None: empty.

    table: q25, median, q75 and organisations, one row a name.
    """
    if table.empty:
        return None
    values = [f"{median:.0f}{unit}" for median in table["median"]]
    labels = [f"{wording.number(x)}{unit}" for x in scale]
    chart = rows.ruled(names, values, scale, labels, ["Grey bar: middle half of the organisations, line: median"])
    drawing = chart.drawn(
        rows.tracks(chart, scale),
        rows.bands(chart, table["q25"], table["q75"]),
        rows.strokes(chart, table["median"], theme.OWN),
    )
    told = [
        f"median {row.median:.0f}{unit}, middle half {row.q25:.0f} to {row.q75:.0f}{unit}" for row in table.itertuples()
    ]
    return Picture(drawing, title, f"{'; '.join(f'{name} {text}' for name, text in zip(names, told, strict=True))}.")


def distribution(p: Portfolio) -> Picture | None:
    """Organisations by their total, in bands that hold enough of them; None where too few have one.

    Bars as high as their organisations by ten points, so that a wide band does not look fuller than it is.
    """
    bands = scores.bands(p)
    if not bands:
        return None
    heights = [10 * size / (high - low) for low, high, size in bands]
    x = Scale(0, 100, rows.SIDE, theme.WIDTH - rows.SIDE)
    y = Scale(0, max(heights) * 1.02, TOP + HEIGHT, TOP)
    bars = [
        Shape(box(x(low), x(high), y(top), y(0)), theme.OTHERS, theme.OTHERS_EDGE)
        for (low, high, _), top in zip(bands, heights, strict=True)
    ]
    counts = [
        Text(x((low + high) / 2), y(top) - 8, wording.number(size), "center")
        for (low, high, size), top in zip(bands, heights, strict=True)
    ]
    sides = {0: "left", 100: "right"}
    scale = [quiet(x(share), y(0) + 11, f"{share}%", sides.get(share, "center")) for share in range(0, 101, 20)]
    drawing = Drawing(TOP + HEIGHT + BOTTOM, (*bars, *counts, *scale))
    told = [f"{size} from {wording.number(low)} to {wording.number(high)}%" for low, high, size in bands]
    return Picture(drawing, "How are the totals spread?", f"Organisations by total: {wording.listing(told)}.")
