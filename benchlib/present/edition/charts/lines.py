"""Lines over years: a frame with few marks, direct labels at the right end, what is predicted dashed."""

from collections.abc import Iterator, Sequence

from benchlib.present import theme, wording
from benchlib.present.charts import rows, years
from benchlib.present.charts.years import Frame
from benchlib.present.drawing import Part, Scale, Text, quiet

LEFT, RIGHT, TOP, BOTTOM = 32, 88, 14, 22  # pixels around the lines: the scale, the labels at the end, the years
LINE = rows.LINE  # pixels: a line of notes, and of labels that must keep apart
STEPS = 4  # marks on the scale at most


def framed(height: float, over: Sequence[float], scale: Sequence[float], notes: Sequence[str] = ()) -> Frame:
    """Where years on x and values on y stand in a picture of so many pixels and some notes above.

    The ends of y are those of `scale`.
    """
    top = TOP + LINE * len(notes)
    x = Scale(over[0], max(over[-1], over[0] + 1), LEFT, theme.WIDTH - RIGHT)
    return Frame(x, Scale(scale[0], scale[-1], height + LINE * len(notes) - BOTTOM, top))


def ruled(frame: Frame, over: Sequence[float], scale: Sequence[float], notes: Sequence[str] = ()) -> Iterator[Part]:
    """What stands around lines: notes, a quiet line at each value of the scale, some of the years."""
    yield from rows.noted(notes)
    yield from years.marked(frame, scale, [wording.number(value) for value in scale])
    for year in _marked(over):
        yield quiet(frame.x(year), frame.y.start + 12, f"{year:.0f}", "center")


def _marked(over: Sequence[float]) -> list[float]:
    """Years to name: the first, the last, and some between that keep apart from it."""
    step = max(1, -(-len(over) // 4))
    last = len(over) - 1
    return [*(year for place, year in enumerate(over[:-1]) if place % step == 0 and last - place >= step / 2), over[-1]]


def scale(low: float, high: float, *, zero: bool = False) -> list[float]:
    """Round values around all that is drawn, STEPS or so of them.

    >>> scale(41.2, 48.9), scale(3, 157, zero=True)
    ([40.0, 42.0, 44.0, 46.0, 48.0, 50.0], [0.0, 50.0, 100.0, 150.0, 200.0])
    """
    low = min(low, 0.0) if zero else low
    width = (high - low) or 1.0
    size = next(
        step * 10.0**power for power in range(-3, 9) for step in (1, 2, 2.5, 5) if width / (step * 10.0**power) <= STEPS
    )
    first, last = low // size, -(-high // size)
    return [round(size * number, 6) for number in range(int(first), int(max(last, first + 1)) + 1)]


def ends(
    frame: Frame, x: float, values: Sequence[float], texts: Sequence[str], colours: Sequence[str]
) -> Iterator[Text]:
    """A label beside the end of each line, moved apart where they would stand on each other."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    heights: list[float] = []
    for place in order:
        y = frame.y(values[place])
        heights.append(min(y, heights[-1] - LINE) if heights else y)
    surplus = max(0.0, frame.y.end - heights[-1]) if heights else 0.0
    for place, y in zip(order, heights, strict=True):
        yield Text(frame.x(x) + 6, y + surplus, texts[place], "left", colours[place], theme.SMALL)
