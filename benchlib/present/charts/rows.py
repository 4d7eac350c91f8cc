"""The plain form most charts share: one row a thing, its name and its value in a line above its mark.

Without matplotlib's ticks and with one artist for all rows where that is possible: drawing is most of a report's time.
"""

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchlib.present import theme, wording

ROW, TOP, BOTTOM = 38, 6, 22  # pixels: a row, the space above all rows, the space for the scale below
LINE = 14  # pixels: a line of notes
MARK, TEXT = 0.24, 0.64  # heights within a row where the mark and the line of text stand
SIDE = 7  # pixels on either side, so that marks at the ends of the scale are whole
LONGEST = 44  # letters of a name that fit beside its value


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name cut at a word so that it fits; the table beside the chart gives it whole.

    >>> shortened("Stability and continuity of human resources", 30)
    'Stability and continuity of …'
    """
    return name if len(name) <= longest else name[:longest].rsplit(" ", 1)[0].rstrip(" ,-") + " …"


def heights(size: int) -> list[float]:
    """Where the marks of so many rows stand, the first at the top."""
    return [size - 1 - row + MARK for row in range(size)]


def ruled(
    names: Sequence[str],
    values: Sequence[str],
    scale: Sequence[float],
    labels: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> tuple[Figure, Axes]:
    """An empty chart of rows: names left, values right.

    scale: values of x that matter, ascending, its ends those of the chart; labels: what they are called, below the
    rows. notes: lines above all rows.
    """
    below = BOTTOM if labels else TOP
    figure = theme.blank(TOP + LINE * len(notes) + ROW * len(names) + below)
    width, height = theme.size(figure)
    axes = figure.add_axes((SIDE / width, below / height, 1 - 2 * SIDE / width, ROW * len(names) / height))
    axes.set_axis_off()
    axes.set(xlim=(scale[0], scale[-1]), ylim=(0, len(names)))
    quiet = {"fontsize": theme.SMALL, "color": theme.QUIET}
    for line, text in enumerate(notes):
        figure.text(SIDE / width, 1 - (TOP + LINE * (line + 0.4)) / height, text, va="center", fontdict=quiet)
    for y, name, value in zip(heights(len(names)), names, values, strict=True):
        axes.text(scale[0], y + TEXT - MARK, wording.visible(name), ha="left", va="center", fontsize=theme.SMALL)
        axes.text(scale[-1], y + TEXT - MARK, value, ha="right", va="center", fontweight="bold")
    for place, (x, text) in enumerate(zip(scale, labels, strict=bool(labels))):
        side = "left" if place == 0 else "right" if place == len(labels) - 1 else "center"
        axes.text(x, -8 / ROW, text, ha=side, va="center", fontdict=quiet)
    return figure, axes


def told(names: Iterable[str], values: Iterable[str]) -> str:
    """Rows in words, for those who do not see them.

    >>> told(["Bronze", "Silver"], ["expired", "valid"])
    'Bronze expired and Silver valid'
    """
    return wording.listing(f"{name} {value}" for name, value in zip(names, values, strict=True))


def tracks(axes: Axes, y: Sequence[float], scale: Sequence[float]) -> None:
    """A thin line for the scale of each row, with a stroke at each value that matters."""
    axes.hlines(y, scale[0], scale[-1], colors=theme.LINE, linewidth=2, zorder=1)
    x, places = [value for _ in y for value in scale], [place for place in y for _ in scale]
    axes.plot(x, places, "|", markersize=5, color=theme.OTHERS_EDGE, zorder=1)


def strokes(axes: Axes, x: Sequence[float], y: Sequence[float], colour: str, half: float = 0.2) -> None:
    """A short upright stroke at a value of each row."""
    axes.vlines(x, [place - half for place in y], [place + half for place in y], colors=colour, linewidth=2, zorder=4)


def between(axes: Axes, y: Sequence[float], low: Sequence[float], high: Sequence[float]) -> None:
    """A dotted line where each value may lie while answers are missing."""
    axes.hlines(y, low, high, colors=theme.OWN, linewidth=4, linestyles=(0, (1, 1)), zorder=3)
