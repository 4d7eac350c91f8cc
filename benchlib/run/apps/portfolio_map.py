"""Europe as tiles of one size, a country a tile, roughly where it lies: small countries are seen as large ones are."""

from collections.abc import Iterator, Mapping

from benchlib.present import theme, wording
from benchlib.present.drawing import Drawing, Part, Picture, Shape, Text, box, quiet

TILES = """
    .. IS .. .. .. NO SE FI .. ..
    .. .. .. .. .. .. .. EE .. ..
    IE GB .. .. DK .. .. LV .. ..
    .. .. .. NL DE PL .. LT BY ..
    .. .. BE LU CZ SK UA MD .. ..
    .. .. FR CH AT HU RO .. .. ..
    PT ES .. IT SI HR RS BG .. ..
    .. .. .. .. .. BA ME XK MK TR
    .. .. .. MT .. .. AL GR .. CY
"""
ROWS = tuple(tuple(line.split()) for line in TILES.split("\n") if line.strip())
PLACES: Mapping[str, tuple[int, int]] = {
    code: (column, row) for row, line in enumerate(ROWS) for column, code in enumerate(line) if code != ".."
}
SIDE, GAP, KEY = 34.0, 1.5, 22.0  # pixels: a tile with its gap; the gap; the line that explains the colours
SHADES = ("#dbe7f1", "#9fc3e0", "#38719f", theme.OWN)  # from few to many, in four classes of equal width
DARK = 2  # the first shade on which words are white


def europe(counts: Mapping[str, float], names: Mapping[str, str], least: int) -> Picture | None:
    """A map of organisations by country; a country that is not among the counts has fewer than `least`, or none.

    names: of countries. None where no country of the map is among them.
    """
    here = {code: count for code, count in counts.items() if code in PLACES}
    if not here:
        return None
    most = max(here.values())
    parts = [part for code in PLACES for part in _tile(code, here.get(code), most)]
    ordered = sorted(here, key=lambda code: (-here[code], code))
    told = "; ".join(f"{names.get(code, code)} {wording.number(here[code], 0)}" for code in ordered)
    alt = f"Organisations by country, the most first: {told}. Countries not named have fewer than {least}, or none."
    return Picture(
        Drawing(KEY + SIDE * len(ROWS), (*_key(min(here.values()), most, least), *parts)),
        "Where are the organisations?",
        alt,
    )


def elsewhere(counts: Mapping[str, float]) -> dict[str, float]:
    """Counts of countries that have no tile."""
    return {code: count for code, count in counts.items() if code not in PLACES}


def _tile(code: str, count: float | None, most: float) -> Iterator[Part]:
    """A square with the country's code and, where it is shown, its count."""
    column, row = PLACES[code]
    left, top = SIDE * column, KEY + SIDE * row
    corners = box(left + GAP, left + SIDE - GAP, top + GAP, top + SIDE - GAP)
    middle = left + SIDE / 2
    if count is None:
        yield Shape(corners, theme.PAPER, theme.LINE)
        yield Text(middle, top + SIDE / 2, code, "center", theme.QUIET, theme.SMALL)
        return
    shade = min(len(SHADES) - 1, int(len(SHADES) * count / most))
    ink = theme.PAPER if shade >= DARK else theme.INK
    yield Shape(corners, SHADES[shade])
    yield Text(middle, top + SIDE * 0.31, code, "center", ink, theme.SMALL)
    yield Text(middle, top + SIDE * 0.69, wording.number(count, 0), "center", ink, theme.NORMAL, bold=True)


def _key(fewest: float, most: float, least: int) -> Iterator[Part]:
    """What the colours mean."""
    y, size, start = 8.0, 12.0, 24.0
    yield quiet(start - 4, y, wording.number(fewest, 0), "right")
    for number, shade in enumerate(SHADES):
        left = start + size * number
        yield Shape(box(left, left + size, y - size / 2, y + size / 2), shade)
    yield quiet(start + size * len(SHADES) + 4, y, wording.number(most, 0))
    yield Shape(box(130.0, 130 + size, y - size / 2, y + size / 2), theme.PAPER, theme.OTHERS_EDGE)
    yield quiet(130 + size + 4, y, f"fewer than {least}, or none")
