"""Pictures as plain marks in pixels, written as SVG that stands in the page: its words can be selected and searched.

Nothing is laid out here: whoever draws says where a mark stands. The same marks give the same text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from benchlib.present import theme, wording

Point = tuple[float, float]
Dashes = tuple[float, ...]

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
BASELINE = 0.36  # of the size of letters: from the middle of a line of text down to what they stand on
APART = 4.0  # pixels between two lines of a hatching
THIN = 0.8


@dataclass(frozen=True)
class Text:
    """Words whose line has its middle at y; `side` is where x stands in them: left, center or right."""

    x: float
    y: float
    words: str
    side: str = "left"
    colour: str = theme.INK
    size: float = theme.NORMAL
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """Points joined one after the other."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashes: Dashes = ()


@dataclass(frozen=True)
class Shape:
    """Points joined round."""

    points: tuple[Point, ...]
    fill: str | None
    edge: str | None = None
    width: float = 1.0
    dashes: Dashes = ()


@dataclass(frozen=True)
class Dot:
    """A round mark."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str | None = None
    width: float = 1.0


Part = Text | Line | Shape | Dot


@dataclass(frozen=True)
class Drawing:
    """Marks on a ground as wide as a phone's text column; later ones lie above earlier ones."""

    height: float
    parts: tuple[Part, ...]
    width: float = theme.WIDTH


@dataclass(frozen=True)
class Picture:
    """A drawing, the title that asks or answers its question, and what it shows in words."""

    drawing: Drawing
    title: str
    alt: str


@dataclass(frozen=True)
class Scale:
    """Values from low to high on the pixels from start to end.

    >>> Scale(0, 50, 10, 110)(25)
    60.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value stands, in pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def quiet(x: float, y: float, words: str, side: str = "left") -> Text:
    """Words that stand back: notes and scales."""
    return Text(x, y, words, side, theme.QUIET, theme.SMALL)


def box(left: float, right: float, top: float, bottom: float) -> tuple[Point, ...]:
    """The corners of an upright rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def diamond(x: float, y: float, half: float) -> tuple[Point, ...]:
    """The corners of a square that stands on one of them."""
    return ((x, y - half), (x + half, y), (x, y + half), (x - half, y))


def hatching(left: float, right: float, top: float, bottom: float, colour: str) -> Iterator[Line]:
    """Thin slanted lines within an upright rectangle."""
    for step in range(1, int((right - left + bottom - top) // APART) + 1):
        both = left + top + APART * step  # x + y along the line
        x, y = max(left, both - bottom), max(top, both - right)
        yield Line(((x, both - x), (both - y, y)), colour, THIN)


def svg(drawing: Drawing, alt: str) -> Markup:
    """A drawing as SVG with its description, coordinates to a tenth of a pixel; words are escaped."""
    size = f"{_number(drawing.width)} {_number(drawing.height)}".split(" ")
    head = f'<svg viewBox="0 0 {" ".join(size)}" width="{size[0]}" height="{size[1]}" role="img"'
    parts = "".join(_group(style, list(same)) for style, same in groupby(drawing.parts, key=_style))
    return Markup(f'{head} aria-label="{escape(wording.visible(alt))}">{parts}</svg>')  # noqa: S704 - words are escaped


def _style(part: Part) -> str:
    """What several marks have in common, as a tag and its attributes."""
    match part:
        case Text():
            side = "" if part.side == "left" else f' text-anchor="{ANCHORS[part.side]}"'
            weight = ' font-weight="700"' if part.bold else ""
            return f'g fill="{part.colour}" font-size="{_number(part.size)}"{side}{weight}'
        case Line():
            return f'path fill="none"{_stroke(part.colour, part.width, part.dashes)}'
        case Shape():
            return f'path fill="{part.fill or "none"}"{_stroke(part.edge, part.width, part.dashes)}'
        case Dot():
            return f'g fill="{part.fill}"{_stroke(part.edge, part.width)}'


def _stroke(colour: str | None, width: float, dashes: Dashes = ()) -> str:
    if colour is None:
        return ""
    pattern = f' stroke-dasharray="{" ".join(map(_number, dashes))}"' if dashes else ""
    return f' stroke="{colour}" stroke-width="{_number(width)}"{pattern}'


def _group(style: str, parts: Sequence[Part]) -> str:
    """Marks of one style as one element."""
    written = "".join(map(_written, parts))
    return f'<{style} d="{written}"/>' if style.startswith("path") else f"<{style}>{written}</g>"


def _written(part: Part) -> str:
    match part:
        case Text():
            y = part.y + BASELINE * part.size
            return f'<text x="{_number(part.x)}" y="{_number(y)}">{escape(wording.visible(part.words))}</text>'
        case Line():
            return _path(part.points)
        case Shape():
            return f"{_path(part.points)}Z"
        case Dot():
            return f'<circle cx="{_number(part.x)}" cy="{_number(part.y)}" r="{_number(part.radius)}"/>'


def _path(points: Iterable[Point]) -> str:
    """A way from point to point; those after the first need no letter of their own."""
    return "M" + " ".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """To a tenth.

    >>> _number(12.04), _number(-0.01), _number(7.25)
    ('12', '0', '7.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
