"""Countries as tiles of equal size where they roughly lie: small ones are seen as well as large ones."""

from collections.abc import Iterator, Mapping

import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.drawing import THIN, Drawing, Part, Picture, Shape, Text, box, quiet
from benchlib.present.edition import labels
from benchlib.present.edition.reading import Portfolio

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
COLUMNS, TILE, GAP = 11, 34, 0.08  # a tile's height in pixels; the space around it in parts of it
COLUMN = theme.WIDTH / COLUMNS
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
    parts = [part for code, place in known.items() for part in _tile(*place, code, counts.get(code))]
    for place, code in enumerate(others):
        parts += _tile(place % COLUMNS, len(PLACES) + 1 + place // COLUMNS, code, counts[code])
    if others:
        parts.append(quiet(GAP * COLUMN, TILE * (len(PLACES) + 0.7), ELSEWHERE))
    drawing = Drawing(TILE * (lines + 1), (*parts, *_key(TILE * lines)))
    names = labels.grouped(p, "country_name")["organisations"]
    told = wording.listing(f"{name} {number}" for name, number in names.items())
    return Picture(drawing, f"Most organisations: {_first(table, p)}", f"Organisations by country: {told}.")


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


def _tile(column: float, line: float, code: str, count: int | None) -> Iterator[Part]:
    """A tile with its code and number; without organisations its outline and code."""
    colour = theme.MISSING if not count else [shade for least, shade in STEPS if count >= least][-1]
    edge = theme.LINE if not count else theme.OTHERS_EDGE
    sides = (COLUMN * (column + GAP), COLUMN * (column + 1 - GAP), TILE * (line + GAP), TILE * (line + 1 - GAP))
    yield Shape(box(*sides), colour, edge, THIN)
    ink = theme.QUIET if not count else theme.PAPER if colour == theme.OWN else theme.INK
    x = COLUMN * (column + 0.5)
    yield Text(x, TILE * (line + (0.32 if count else 0.5)), code, "center", ink, theme.SMALL)
    if count:
        yield Text(x, TILE * (line + 0.68), wording.number(count), "center", ink, theme.SMALL, bold=True)


def _key(top: float) -> Iterator[Part]:
    """What the shades mean."""
    highs = [least - 1 for least, _ in STEPS[1:]]
    texts = [f"{least} to {high}" for (least, _), high in zip(STEPS, highs, strict=False)] + [f"{STEPS[-1][0]} or more"]
    for place, ((_, shade), text) in enumerate(zip(STEPS, texts, strict=True)):
        x = COLUMN * (GAP + place * 2.7)
        yield Shape(box(x, x + 0.4 * COLUMN, top + 0.4 * TILE, top + 0.8 * TILE), shade, theme.OTHERS_EDGE, THIN)
        yield quiet(x + 0.55 * COLUMN, top + 0.62 * TILE, text)
