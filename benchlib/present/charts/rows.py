"""The plain form most charts share: one row a thing, its name and its value in a line above its mark."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchlib.present import theme, wording
from benchlib.present.drawing import Dot, Drawing, Line, Part, Scale, Shape, Text, box, quiet

ROW, TOP, BOTTOM = 38, 6, 22  # pixels: a row, the space above all rows, the space for the scale below
LINE = 14  # pixels: a line of notes
TEXT, MARK = 13, 29  # pixels from the top of a row to the middle of its line of text and of its mark
SIDE = 7  # pixels on either side, so that marks at the ends of the scale are whole
LONGEST = 44  # letters of a name that fit beside its value
BAR = 10.0  # pixels: height of a bar or a band


@dataclass(frozen=True)
class Rows:
    """A chart of rows: how high it is, its scale, the middle of each row's mark in pixels, and what is drawn so far."""

    height: float
    x: Scale
    y: tuple[float, ...]
    parts: tuple[Part, ...]

    def drawn(self, *marks: Iterable[Part]) -> Drawing:
        """The chart with its marks, the last on top."""
        return Drawing(self.height, (*self.parts, *(part for more in marks for part in more)))


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name cut at a word so that it fits; the table beside the chart gives it whole.

    >>> shortened("Stability and continuity of human resources", 30)
    'Stability and continuity of …'
    """
    return name if len(name) <= longest else name[:longest].rsplit(" ", 1)[0].rstrip(" ,-") + " …"


def ruled(
    names: Sequence[str],
    values: Sequence[str],
    scale: Sequence[float],
    labels: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Rows:
    """An empty chart of rows: names left, values right.

    scale: values of x that matter, ascending, its ends those of the chart; labels: what they are called, below the
    rows. notes: lines above all rows.
    """
    top = TOP + LINE * len(notes)
    starts = [top + ROW * row for row in range(len(names))]
    end = top + ROW * len(names)
    x = Scale(scale[0], scale[-1], SIDE, theme.WIDTH - SIDE)
    parts = [*noted(notes), *_named(starts, names, values)]
    for place, (value, text) in enumerate(zip(scale, labels, strict=bool(labels))):
        side = "left" if place == 0 else "right" if place == len(labels) - 1 else "center"
        parts.append(quiet(x(value), end + 8, text, side))
    return Rows(end + (BOTTOM if labels else TOP), x, tuple(start + MARK for start in starts), tuple(parts))


def noted(notes: Sequence[str]) -> list[Text]:
    """Lines above all that is drawn."""
    return [quiet(SIDE, TOP + LINE * (line + 0.4), text) for line, text in enumerate(notes) if text]


def _named(starts: Sequence[float], names: Sequence[str], values: Sequence[str]) -> list[Text]:
    left = [Text(SIDE, y + TEXT, name, size=theme.SMALL) for y, name in zip(starts, names, strict=True)]
    end = theme.WIDTH - SIDE
    right = [Text(end, y + TEXT, value, "right", bold=True) for y, value in zip(starts, values, strict=True)]
    return [*left, *right]


def told(names: Iterable[str], values: Iterable[str]) -> str:
    """Rows in words, for those who do not see them.

    >>> told(["Bronze", "Silver"], ["expired", "valid"])
    'Bronze expired and Silver valid'
    """
    return wording.listing(f"{name} {value}" for name, value in zip(names, values, strict=True))


def tracks(chart: Rows, scale: Sequence[float] = ()) -> Iterator[Line]:
    """A thin line for the scale of each row, with a stroke at each value that matters."""
    yield from (Line(((chart.x.start, y), (chart.x.end, y)), theme.LINE, 2) for y in chart.y)
    places = [chart.x(value) for value in scale]
    yield from (Line(((x, y - 2.5), (x, y + 2.5)), theme.OTHERS_EDGE) for y in chart.y for x in places)


def strokes(chart: Rows, values: Iterable[float], colour: str, half: float = 7.5) -> Iterator[Line]:
    """A short upright stroke at a value of each row; none where it is not known."""
    for x, y in _known(chart, values):
        yield Line(((x, y - half), (x, y + half)), colour, 2)


def dots(chart: Rows, values: Iterable[float], fill: str, edge: str, radius: float = 4.5) -> Iterator[Dot]:
    """A dot at a value of each row; none where it is not known."""
    for x, y in _known(chart, values):
        yield Dot(x, y, radius, fill, edge)


def between(chart: Rows, low: Iterable[float], high: Iterable[float]) -> Iterator[Line]:
    """A dotted line where each value may lie while answers are missing; none where it is known."""
    for line in spans(chart, low, high, theme.OWN, 4):
        yield Line(line.points, line.colour, line.width, (4, 4))


def spans(chart: Rows, low: Iterable[float], high: Iterable[float], colour: str, width: float) -> Iterator[Line]:
    """A line from one value of each row to another; none where they are the same or not known."""
    for y, first, last in zip(chart.y, low, high, strict=True):
        if first < last:
            yield Line(((chart.x(first), y), (chart.x(last), y)), colour, width)


def bar(chart: Rows, y: float, first: float, last: float, half: float = BAR / 2) -> tuple[tuple[float, float], ...]:
    """The corners of a bar around y from one value to another."""
    return box(chart.x(first), chart.x(last), y - half, y + half)


def bands(chart: Rows, low: Iterable[float], high: Iterable[float]) -> Iterator[Shape]:
    """A grey bar from one value of each row to another: where others are; none where they are not known."""
    for y, first, last in zip(chart.y, low, high, strict=True):
        if first <= last:
            yield Shape(bar(chart, y, first, last), theme.OTHERS, theme.OTHERS_EDGE)


def _known(chart: Rows, values: Iterable[float]) -> Iterator[tuple[float, float]]:
    for y, value in zip(chart.y, values, strict=True):
        if wording.known(value):
            yield chart.x(value), y
