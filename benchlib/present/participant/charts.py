"""Small charts over the years: a participant's figures beside the typical others, its estimate with the interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchlib.present import theme, wording
from benchlib.present.participant import profile, text
from benchlib.present.participant.reading import ParticipantResults
from benchlib.present.theme import Picture

Floats = npt.NDArray[np.float64]

HEIGHT, TITLE = 170, 26  # pixels: a chart, and the line above it that says what it shows
LEFT, RIGHT, TOP, BOTTOM = 50, 92, 8, 24  # pixels around the years and values
LINE = 14  # pixels that two names at the right need
YEARS = 5  # years named below a chart at most
WAYS = {
    "own": (theme.OWN, "-", 2.2),
    "cluster": (theme.MEDIAN, "-", 1.2),
    "area": (theme.OTHERS_EDGE, (0, (4, 2)), 1.6),
}


@dataclass(frozen=True)
class Line:
    """Values of one thing by year, nan where not known; its name stands at its last value."""

    name: str
    kind: str
    years: Floats
    heights: Floats


def figures(p: ParticipantResults) -> Picture | None:
    """Indicators over the years, one below the other: own values, and those typical of the others.

    Only indicators with at least two own values that are more than yes or no; None where there is none.
    """
    rows = profile.figures(p)
    parts = [rows[rows["indicator"] == key] for key in p.settings["indicators"]]
    parts = [part.sort_values("year") for part in parts if part["value"].notna().sum() > 1]
    parts = [part for part in parts if not profile.yes_or_no(part["unit"].iloc[0])]
    if not parts:
        return None
    told = []
    with theme.applied():
        drawn = theme.blank(len(parts) * (TITLE + HEIGHT))
        for place, part in enumerate(parts):
            name, unit, lines = part["name"].iloc[0], part["unit"].iloc[0], _lines(part)
            axes = _canvas(drawn, place * (TITLE + HEIGHT) + TITLE, lines, unit)
            _titled(drawn, place * (TITLE + HEIGHT), f"{name}, {unit}")
            for line in lines:
                _draw(axes, line)
            _names(axes, lines, [_label(line, unit) for line in lines])
            told.append(f"{name}: {_told(lines, unit)}.")
    return Picture(drawn, "How do its figures move beside what is typical?", " ".join(told))


def _lines(part: pd.DataFrame) -> list[Line]:
    """Own and typical values of one indicator, those that have any."""
    columns = {"own": "value"} | {view: f"typical_{view}" for view in profile.VIEWS}
    lines = [_line(kind, kind, part["year"], part[column]) for kind, column in columns.items()]
    return [line for line in lines if not np.isnan(line.heights).all()]


def competitiveness(p: ParticipantResults) -> Picture | None:
    """The estimate with its interval over the years, and what is predicted. None with fewer than two estimates."""
    rows, ahead = profile.estimates(p), profile.forecast(p)
    if len(rows) < 2:
        return None
    years = rows["year"].to_numpy(float)
    low, high = rows["low"].to_numpy(float), rows["high"].to_numpy(float)
    lines = [_line("estimate", "own", rows["year"], rows["estimate"])]
    ends = [_line("", "own", rows["year"], rows[end]) for end in ("low", "high")]
    if ahead is not None:
        one, reach = np.array([float(ahead["year"])]), (float(ahead["predicted_low"]), float(ahead["predicted_high"]))
        next_ = Line("expected", "area", one, np.array([float(ahead["predicted"])]))
        lines, ends = [*lines, next_], [*ends, Line("", "area", one.repeat(2), np.array(reach))]
    with theme.applied():
        drawn = theme.blank(HEIGHT)
        axes = _canvas(drawn, 0, [*lines, *ends], "points")
        axes.fill_between(years, low, high, color=theme.OTHERS, linewidth=0, zorder=1)
        for line in lines:
            _draw(axes, line)
        for line in ends[2:]:
            axes.plot(line.years, line.heights, color=theme.OTHERS_EDGE, linewidth=2, zorder=2)
        _names(axes, lines, [f"{line.name} {wording.number(_last(line), 0)}" for line in lines])
    more = "" if ahead is None else f"; {ahead['year']:.0f} expected {text.expected(ahead)}"
    alt = "; ".join(f"{row['year']:.0f} {text.points(row)}" for row in rows.to_dict("records"))
    return Picture(drawn, "How does its competitiveness move?", f"Points with their interval by year: {alt}{more}.")


def _line(name: str, kind: str, years: Sequence[int], values: Sequence[float]) -> Line:
    """Every year from the first to the last, so that a line breaks where a year is missing."""
    whole = np.arange(min(years), max(years) + 1)
    filled = np.full(len(whole), np.nan)
    filled[np.asarray(years, dtype=int) - whole[0]] = np.asarray(values, dtype=float)
    return Line(name, kind, whole.astype(float), filled)


def _last(line: Line) -> float:
    return float(line.heights[~np.isnan(line.heights)][-1])


def _label(line: Line, unit: str) -> str:
    return f"{line.name} {profile.amount(_last(line), '' if unit == 'EUR' else unit)}".strip()


def _titled(figure: Figure, above: float, title: str) -> None:
    """What a chart of several shows; above: pixels from the top of the figure."""
    _, height = theme.size(figure)
    figure.text(0, 1 - (above + TITLE / 2) / height, title, va="center", fontweight="bold")


def _canvas(figure: Figure, above: float, lines: Sequence[Line], unit: str) -> Axes:
    """An empty chart for some lines, `above` pixels from the top of the figure; round values as quiet lines."""
    width, height = theme.size(figure)
    bottom = 1 - (above + HEIGHT - BOTTOM) / height
    axes = figure.add_axes((LEFT / width, bottom, 1 - (LEFT + RIGHT) / width, (HEIGHT - TOP - BOTTOM) / height))
    axes.set_axis_off()
    values = np.concatenate([line.heights for line in lines])
    years = np.concatenate([line.years for line in lines])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.08 * (high - low or abs(high) or 1.0)
    axes.set(xlim=(years.min() - 0.3, years.max() + 0.3), ylim=(low - room, high + room))
    quiet = {"fontsize": theme.SMALL, "color": theme.QUIET}
    for value in _scale(low, high):
        axes.axhline(value, color=theme.LINE, linewidth=1, zorder=0)
        text = profile.amount(value, "" if unit in ("EUR", "points") else unit).strip()
        axes.text(years.min() - 0.3, value, f"{text} ", va="center", ha="right", fontdict=quiet)
    step = -(-int(years.max() - years.min() + 1) // YEARS)
    for year in range(int(years.max()), int(years.min()) - 1, -step):
        axes.text(year, low - room, f"\n{year}", va="top", ha="center", linespacing=0.4, fontdict=quiet)
    return axes


def _scale(low: float, high: float) -> list[float]:
    """Two to four round values between the lowest and the highest.

    >>> _scale(3.0, 41.0), _scale(-4.0, 7.0)
    ([10.0, 20.0, 30.0, 40.0], [0.0, 5.0])
    """
    span = high - low or abs(high) or 1.0
    size = 10.0 ** np.floor(np.log10(span))
    step = next(size * part for part in (0.2, 0.5, 1.0, 2.0, 5.0) if span / (size * part) <= 4)
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [float(step * number) for number in range(first, last + 1)]


def _draw(axes: Axes, line: Line) -> None:
    colour, style, width = WAYS[line.kind]
    axes.plot(line.years, line.heights, color=colour, linestyle=style, linewidth=width, zorder=3)
    known = ~np.isnan(line.heights)
    alone = known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
    shown = known if line.kind == "own" else alone  # of the others only where no line would show the value
    axes.plot(line.years[shown], line.heights[shown], "o", color=colour, markersize=5, clip_on=False, zorder=4)


def _names(axes: Axes, lines: Sequence[Line], labels: Sequence[str]) -> None:
    """The name of each line beside its last value, moved apart where they would meet."""
    low, high = axes.get_ylim()
    pixel = (high - low) / (HEIGHT - TOP - BOTTOM)
    order = np.argsort([_last(line) for line in lines], kind="stable")
    heights = _apart(np.array([_last(lines[place]) for place in order]), LINE * pixel, low, high)
    for place, y in zip(order, heights, strict=True):
        colour, weight = (theme.OWN, "bold") if lines[place].kind == "own" else (theme.QUIET, "normal")
        style = {"fontsize": theme.SMALL, "color": colour, "fontweight": weight}
        axes.text(axes.get_xlim()[1], y, f" {labels[place]}", va="center", ha="left", fontdict=style)


def _apart(values: Floats, least: float, low: float, high: float) -> Floats:
    """Ascending values moved as little as needed to lie `least` apart within two ends.

    >>> _apart(np.array([1.0, 1.5, 9.0]), 2.0, 0.0, 10.0).tolist()
    [1.0, 3.0, 9.0]
    """
    steps = least * np.arange(len(values))
    up = np.maximum.accumulate(np.maximum(values, low) - steps) + steps
    over = up - (high - steps[::-1])
    return up - np.maximum(np.maximum.accumulate(over[::-1])[::-1], 0.0) if (over > 0).any() else up


def _told(lines: Sequence[Line], unit: str) -> str:
    """Every value in words."""
    kinds = {"own": "own", "cluster": "typical in the cluster", "area": "typical in the technology area"}
    return "; ".join(
        f"{kinds[line.kind]} "
        + ", ".join(
            f"{year:.0f} {profile.amount(value, unit)}"
            for year, value in zip(line.years, line.heights, strict=True)
            if not np.isnan(value)
        )
        for line in lines
    )
