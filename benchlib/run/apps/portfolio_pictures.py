"""Bars and years of the page `portfolio`. A count that is kept back is hatched up to what it stays below."""

import math
from collections.abc import Iterable, Iterator, Mapping

from benchlib.present import drawing, theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Drawing, Line, Part, Picture, Scale, Shape, Text, box, quiet

PANEL, ABOVE, LEFT, LABELS = 74.0, 30.0, 4.0, 20.0  # pixels: a panel, the part of it above its columns, left, years
LETTERS = 28.0  # pixels of a year's number
DIGIT = 6.5  # pixels of one of its digits
NAME = 34  # letters of a name that fit beside a count
FILL = 0.84  # share of a column's room that it fills


def told(count: float, least: int) -> str:
    """A count in words.

    >>> told(15.0, 5), told(float("nan"), 5)
    ('15', 'under 5')
    """
    return f"under {least}" if math.isnan(count) else wording.number(count, 0)


def bars(title: str, counts: Mapping[str, float], least: int) -> Picture | None:
    """A bar a name, in the order given; nan where a count is kept back. None where there is nothing to draw."""
    if not counts:
        return None
    most = _most(counts.values(), least)
    words = [told(count, least) for count in counts.values()]
    chart = rows.ruled([rows.shortened(name, NAME) for name in counts], words, (0.0, most))
    marks = [_bar(chart, y, count, least) for y, count in zip(chart.y, counts.values(), strict=True)]
    alt = "; ".join(f"{name}: {word}" for name, word in zip(counts, words, strict=True))
    return Picture(chart.drawn(*marks), title, f"{alt}.")


def _bar(chart: rows.Rows, y: float, count: float, least: int) -> Iterator[Part]:
    half = rows.BAR / 2
    if math.isnan(count):
        yield from _hatched(chart.x(0), chart.x(least), y - half, y + half)
    else:
        yield Shape(rows.bar(chart, y, 0, count), theme.OWN)


def years(title: str, counts: Mapping[str, Mapping[int, float]], least: int) -> Picture | None:
    """A panel a level, a column a year, all on one scale. counts: by level and year; nan where one is kept back.

    None where there is no year.
    """
    every = [year for one in counts.values() for year in one]
    if not every:
        return None
    first, last = min(every), max(every)
    most = _most((count for one in counts.values() for count in one.values()), least)
    x = Scale(first, last + 1, LEFT, theme.WIDTH - LEFT)
    parts: list[Part] = []
    for place, (level, one) in enumerate(counts.items()):
        y = Scale(0, most, PANEL * (place + 1), PANEL * place + ABOVE)
        parts += _panel(x, y, level, one, least)
    end = PANEL * len(counts)
    alt = "; ".join(_told(level, one, least) for level, one in counts.items())
    return Picture(Drawing(end + LABELS, (*parts, *_named(x, first, last, end))), title, f"{alt}.")


def _most(counts: Iterable[float], least: int) -> float:
    """The end of a scale: whatever is hatched takes no more than half of it."""
    return max(2.0 * least, *(count for count in counts if count > 0), 0.0)


def _panel(x: Scale, y: Scale, level: str, one: Mapping[int, float], least: int) -> Iterator[Part]:
    yield Text(LEFT, y.end - 20, wording.capital(level), bold=True)
    for year, count in one.items():
        room = x(year + 1) - x(year)
        left = x(year) + room * (1 - FILL) / 2
        if math.isnan(count):
            yield from _hatched(left, left + room * FILL, y(least), y(0))
            continue
        yield Shape(box(left, left + room * FILL, y(count), y(0)), theme.LEVELS.get(level, theme.OWN))
        words = wording.number(count, 0)
        if room > DIGIT * len(words):
            yield Text(x(year) + room / 2, y(count) - 7, words, "center", size=theme.SMALL)
    yield Line(((LEFT, y(0)), (theme.WIDTH - LEFT, y(0))), theme.QUIET)


def _named(x: Scale, first: int, last: int, bottom: float) -> Iterator[Text]:
    """Years below their columns, as many as there is room for, the last one among them."""
    step = max(1, math.ceil(LETTERS / (x(first + 1) - x(first))))
    for year in range(last, first - 1, -step):
        middle = (x(year) + x(year + 1)) / 2
        side = LETTERS / 2
        yield quiet(min(max(middle, side), theme.WIDTH - side), bottom + LABELS / 2, str(year), "center")


def _told(level: str, one: Mapping[int, float], least: int) -> str:
    listed = ", ".join(f"{year} {told(count, least)}" for year, count in one.items())
    return f"{wording.capital(level)}: {listed or f'no year with {least} or more'}"


def _hatched(left: float, right: float, top: float, bottom: float) -> Iterator[Part]:
    yield Shape(box(left, right, top, bottom), theme.PAPER, theme.OTHERS_EDGE)
    yield from drawing.hatching(left, right, top, bottom, theme.OTHERS_EDGE)
