"""Scores in pictures: the middle half and the median of many, never one organisation's own."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from benchlib.present import theme, wording
from benchlib.present.charts import rows
from benchlib.present.edition import scores
from benchlib.present.edition.reading import Portfolio
from benchlib.present.theme import Picture

PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
BAND = 0.26  # height of a band, in rows
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
    y = rows.heights(len(table))
    values = [f"{median:.0f}{unit}" for median in table["median"]]
    notes = ["Grey bar: middle half of the organisations, line: median"]
    with theme.applied():
        labels = [f"{wording.number(x)}{unit}" for x in scale]
        figure, axes = rows.ruled(names, values, scale, labels, notes)
        rows.tracks(axes, y, scale)
        for place, row in zip(y, table.itertuples(), strict=True):
            size = (row.q75 - row.q25, BAND)
            box = Rectangle((row.q25, place - BAND / 2), *size, facecolor=theme.OTHERS, edgecolor=theme.OTHERS_EDGE)
            axes.add_patch(box).set_zorder(2)
        rows.strokes(axes, list(table["median"]), y, theme.OWN)
    told = [
        f"median {row.median:.0f}{unit}, middle half {row.q25:.0f} to {row.q75:.0f}{unit}" for row in table.itertuples()
    ]
    return Picture(figure, title, f"{'; '.join(f'{name} {text}' for name, text in zip(names, told, strict=True))}.")


def distribution(p: Portfolio) -> Picture | None:
    """Organisations by their total, in bands that hold enough of them; None where too few have one.

    Bars as high as their organisations by ten points, so that a wide band does not look fuller than it is.
    """
    bands = scores.bands(p)
    if not bands:
        return None
    heights = [10 * size / (high - low) for low, high, size in bands]
    figure = theme.blank(HEIGHT + BOTTOM + TOP)
    width, height = theme.size(figure)
    with theme.applied():
        axes = figure.add_axes((rows.SIDE / width, BOTTOM / height, 1 - 2 * rows.SIDE / width, HEIGHT / height))
        axes.set_axis_off()
        axes.set(xlim=(0, 100), ylim=(0, max(heights) * 1.02))
        for (low, high, size), top in zip(bands, heights, strict=True):
            axes.bar((low + high) / 2, top, high - low, color=theme.OTHERS, edgecolor=theme.OTHERS_EDGE)
            axes.annotate(
                wording.number(size),
                ((low + high) / 2, top),
                (0, 7),
                textcoords="offset points",
                ha="center",
                va="center",
            )
        quiet: dict[str, Any] = {"fontsize": theme.SMALL, "color": theme.QUIET}
        for x in range(0, 101, 20):
            side = "left" if x == 0 else "right" if x == 100 else "center"
            axes.annotate(f"{x}%", (x, 0), (0, -11), textcoords="offset points", ha=side, va="center", **quiet)
    told = [f"{size} from {wording.number(low)} to {wording.number(high)}%" for low, high, size in bands]
    return Picture(figure, "How are the totals spread?", f"Organisations by total: {wording.listing(told)}.")
