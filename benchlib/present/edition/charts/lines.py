"""Lines over years: a frame with few marks, direct labels at the right end, what is predicted dashed."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchlib.present import theme, wording

LEFT, RIGHT, TOP, BOTTOM = 32, 88, 10, 22  # pixels around the lines: the scale, the labels at the end, the years
LINE = 14  # pixels: a line of notes, and of labels that must keep apart
STEPS = 4  # marks on the scale at most


def framed(
    height: float, years: Sequence[float], scale: Sequence[float], notes: Sequence[str] = (), *, last: str = ""
) -> tuple[Figure, Axes]:
    """An empty frame: years on x, values on y with a quiet line at each value of `scale`, whose ends are those of y.

    last: what stands for the last year below it; by default the year.
    """
    figure = theme.blank(height + LINE * len(notes))
    width, full = theme.size(figure)
    top = TOP + LINE * len(notes)
    box = (LEFT / width, BOTTOM / full, 1 - (LEFT + RIGHT) / width, 1 - (BOTTOM + top) / full)
    axes = figure.add_axes(box)
    axes.set_axis_off()
    axes.set(xlim=(years[0], max(years[-1], years[0] + 1)), ylim=(scale[0], scale[-1]))
    quiet: dict[str, Any] = {"fontsize": theme.SMALL, "color": theme.QUIET}
    axes.hlines(scale, *axes.get_xlim(), colors=theme.LINE, linewidth=1, zorder=0)
    for value in scale:
        axes.annotate(
            wording.number(value),
            (years[0], value),
            (-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            **quiet,
        )
    for year, text in _marked(years, last):
        axes.annotate(text, (year, scale[0]), (0, -12), textcoords="offset points", ha="center", va="center", **quiet)
    for line, text in enumerate(notes):
        figure.text(0.01, 1 - (TOP + LINE * (line - 0.1)) / full, text, va="center", fontdict=quiet)
    return figure, axes


def _marked(years: Sequence[float], last: str) -> list[tuple[float, str]]:
    """Years to name: the first, the last, and some between that keep apart from it."""
    step = max(1, -(-len(years) // 4))
    chosen = [year for place, year in enumerate(years[:-1]) if place % step == 0 and len(years) - 1 - place >= step / 2]
    return [*((year, f"{year:.0f}") for year in chosen), (years[-1], last or f"{years[-1]:.0f}")]


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


def ends(axes: Axes, x: float, values: Sequence[float], texts: Sequence[str], colours: Sequence[str]) -> None:
    """A label beside the end of each line, moved apart where they would stand on each other."""
    if not values:
        return
    low, high = axes.get_ylim()
    pixel = (high - low) / (axes.get_position().height * theme.size(axes.figure)[1])  # type: ignore[arg-type]
    order = sorted(range(len(values)), key=lambda place: values[place])
    heights: list[float] = []
    for place in order:
        heights.append(max(values[place], heights[-1] + LINE * pixel) if heights else values[place])
    surplus = max(0.0, heights[-1] - high)
    for place, height in zip(order, heights, strict=True):
        axes.annotate(
            texts[place],
            (x, height - surplus),
            (6, 0),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=theme.SMALL,
            color=colours[place],
            annotation_clip=False,
        )
