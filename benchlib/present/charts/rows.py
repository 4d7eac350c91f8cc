"""The plain form most charts share: one row a thing, its name and its value in a line above its mark."""

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


def ruled(
    names: Sequence[str],
    values: Sequence[str],
    scale: Sequence[float],
    labels: Sequence[str],
    notes: Sequence[str] = (),
) -> tuple[Figure, Axes]:
    """An empty chart of rows, the first at the top at y = n - 1: names left, values right, marks at y + MARK.

    scale: values of x to mark with a line, ascending; labels: what they are called. notes: lines above all rows.
    """
    figure = theme.blank(TOP + LINE * len(notes) + ROW * len(names) + (BOTTOM if labels else TOP))
    width, height = theme.size(figure)
    bottom = (BOTTOM if labels else TOP) / height
    axes = figure.add_axes((SIDE / width, bottom, 1 - 2 * SIDE / width, ROW * len(names) / height))
    axes.set_xlim(scale[0], scale[-1])
    axes.set_ylim(0, len(names))
    axes.set_yticks([])
    axes.set_xticks(list(scale) if labels else [], list(labels))
    axes.tick_params(axis="x", length=0, labelsize=theme.SMALL, labelcolor=theme.QUIET, pad=4)
    if labels:
        for tick in (axes.get_xticklabels()[0], axes.get_xticklabels()[-1]):
            tick.set_horizontalalignment("left" if tick is axes.get_xticklabels()[0] else "right")
    for line, text in enumerate(notes):
        figure.text(
            SIDE / width,
            1 - (TOP + LINE * (line + 0.4)) / height,
            text,
            fontsize=theme.SMALL,
            color=theme.QUIET,
            va="center",
        )
    for row, (name, value) in enumerate(zip(names, values, strict=True)):
        y = len(names) - 1 - row + TEXT
        axes.text(scale[0], y, name, ha="left", va="center", fontsize=theme.SMALL)
        axes.text(scale[-1], y, value, ha="right", va="center", fontsize=theme.NORMAL, fontweight="bold")
    return figure, axes


def told(names: Iterable[str], values: Iterable[str]) -> str:
    """Rows in words, for those who do not see them.

    >>> told(["Bronze", "Silver"], ["expired", "valid"])
    'Bronze expired and Silver valid'
    """
    return wording.listing(f"{name} {value}" for name, value in zip(names, values, strict=True))


def track(axes: Axes, y: float, scale: Sequence[float]) -> None:
    """A thin line for the scale of a row, with a dot at each of its marks."""
    axes.plot([scale[0], scale[-1]], [y, y], color=theme.LINE, linewidth=2, solid_capstyle="round", zorder=1)
    axes.plot(list(scale), [y] * len(scale), linestyle="", marker="|", markersize=5, color=theme.OTHERS_EDGE, zorder=1)


def bar(axes: Axes, y: float, length: float, height: float, *, filled: bool = True) -> None:
    """A bar from the start of the scale; only its outline where it is not filled."""
    axes.barh(y, length, height, color=theme.OWN if filled else "white", edgecolor=theme.OWN, linewidth=1.5, zorder=3)


def between(axes: Axes, y: float, low: float, high: float) -> None:
    """A dotted line where a value may lie while answers are missing."""
    axes.plot([low, high], [y, y], color=theme.OWN, linewidth=4, linestyle=(0, (1, 1)), zorder=3)
