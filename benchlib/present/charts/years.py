"""Values over years: where they stand in a frame of pixels, and the lines, bands and dots that show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from benchlib.present import theme, wording
from benchlib.present.drawing import Dashes, Dot, Line, Point, Scale, Shape, Text, quiet


@dataclass(frozen=True)
class Frame:
    """Where years and values stand."""

    x: Scale
    y: Scale

    def at(self, year: float, value: float) -> Point:
        """The place of a value, in pixels."""
        return self.x(year), self.y(value)


def line(
    frame: Frame, years: Iterable[float], values: Iterable[float], colour: str, width: float, dashes: Dashes = ()
) -> Iterator[Line]:
    """A line through the values, broken where one is not known."""
    for known, part in groupby(zip(years, values, strict=True), key=lambda pair: wording.known(pair[1])):
        points = tuple(frame.at(*pair) for pair in part) if known else ()
        if len(points) > 1:
            yield Line(points, colour, width, dashes)


def band(frame: Frame, years: Iterable[float], low: Iterable[float], high: Iterable[float], fill: str) -> Shape:
    """All between two lines."""
    ends = [(frame.at(year, up), frame.at(year, down)) for year, down, up in zip(years, low, high, strict=True)]
    return Shape((*(up for up, _ in ends), *(down for _, down in reversed(ends))), fill)


def dots(
    frame: Frame, years: Iterable[float], values: Iterable[float], fill: str, edge: str | None, radius: float
) -> Iterator[Dot]:
    """A dot at each value that is known."""
    for year, value in zip(years, values, strict=True):
        if wording.known(value):
            yield Dot(*frame.at(year, value), radius, fill, edge)


def marked(frame: Frame, values: Iterable[float], labels: Iterable[str]) -> Iterator[Line | Text]:
    """A quiet line at each of some values, named at its left."""
    values = list(values)
    for value in values:
        yield Line(((frame.x.start, frame.y(value)), (frame.x.end, frame.y(value))), theme.LINE)
    for value, label in zip(values, labels, strict=True):
        yield quiet(frame.x.start - 4, frame.y(value), label, "right")
