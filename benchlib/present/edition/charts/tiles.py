"""Countries as tiles of equal size where they roughly lie: small ones are seen as well as large ones."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from benchlib.present import theme, wording
from benchlib.present.edition import labels
from benchlib.present.edition.reading import Portfolio
from benchlib.present.theme import Picture

PLACES = (  # ours, roughly as the countries lie
    "IS .. .. .. NO SE FI .. .. .. ..",
    "IE GB .. .. DK .. .. EE .. .. ..",
    ".. .. .. NL DE PL LT LV BY .. ..",
    ".. .. BE LU CZ SK UA .. .. .. ..",
    ".. FR CH LI AT HU RO MD .. .. ..",
    "PT ES MC IT SI HR RS BG .. GE ..",
    ".. AD .. SM BA ME XK MK TR AM AZ",
    ".. .. .. MT .. AL GR .. CY IL ..",
)
COLUMNS, TILE, GAP = 11, 34, 0.08  # pixels are those of a row; a column is as wide as the page allows
ELSEWHERE = "Elsewhere"
STEPS = ((1, "#e6edf4"), (5, "#b5cde3"), (20, "#7fabd2"), (50, theme.OWN))  # from so many on: the colour


def countries(p: Portfolio) -> Picture | None:
    """A tile a country with how many organisations it has; None where no country is known."""
    table = labels.grouped(p, "country").drop(index=labels.UNKNOWN, errors="ignore")
    if table.empty:
        return None
    counts = {str(code): int(number) for code, number in table["organisations"].items()}
    known = _places()
    others = sorted(counts.keys() - known.keys())
    lines = len(PLACES) + -(-len(others) // COLUMNS) + bool(others)
    with theme.applied():
        figure = theme.blank(TILE * lines + TILE)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, COLUMNS), ylim=(lines + 1, 0))
        for code, (column, line) in known.items():
            _tile(axes, column, line, code, counts.get(code))
        for place, code in enumerate(others):
            _tile(axes, place % COLUMNS, len(PLACES) + 1 + place // COLUMNS, code, counts[code])
        if others:
            axes.text(GAP, len(PLACES) + 0.7, ELSEWHERE, va="center", fontsize=theme.SMALL, color=theme.QUIET)
        _key(axes, lines)
    names = labels.grouped(p, "country_name")["organisations"]
    told = wording.listing(f"{name} {number}" for name, number in names.items())
    return Picture(figure, f"Most organisations: {_first(table, p)}", f"Organisations by country: {told}.")


def _first(table: pd.DataFrame, p: Portfolio) -> str:
    names = dict(zip(p.organisations["country"], p.organisations["country_name"], strict=True))
    return str(names[table.index[0]])


def _places() -> Mapping[str, tuple[int, int]]:
    return {
        code: (column, line)
        for line, text in enumerate(PLACES)
        for column, code in enumerate(text.split())
        if code != ".."
    }


def _tile(axes: Axes, column: int, line: int, code: str, count: int | None) -> None:
    """A tile with its code and number; without organisations its outline and code."""
    colour = theme.MISSING if not count else [shade for least, shade in STEPS if count >= least][-1]
    edge = theme.LINE if not count else theme.OTHERS_EDGE
    size = 1 - 2 * GAP
    axes.add_patch(Rectangle((column + GAP, line + GAP), size, size, facecolor=colour, edgecolor=edge, linewidth=0.8))
    ink = theme.QUIET if not count else "white" if colour == theme.OWN else theme.INK
    style: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "fontsize": theme.SMALL}
    axes.text(column + 0.5, line + (0.32 if count else 0.5), code, **style)
    if count:
        axes.text(column + 0.5, line + 0.68, wording.number(count), fontweight="bold", **style)


def _key(axes: Axes, line: float) -> None:
    """What the shades mean."""
    highs = [least - 1 for least, _ in STEPS[1:]]
    texts = [f"{least} to {high}" for (least, _), high in zip(STEPS, highs, strict=False)] + [f"{STEPS[-1][0]} or more"]
    for place, ((_, shade), text) in enumerate(zip(STEPS, texts, strict=True)):
        x = GAP + place * 2.7
        axes.add_patch(
            Rectangle((x, line + 0.4), 0.4, 0.4, facecolor=shade, edgecolor=theme.OTHERS_EDGE, linewidth=0.8)
        )
        axes.text(x + 0.55, line + 0.62, text, va="center", fontsize=theme.SMALL, color=theme.QUIET)
