"""Small charts over the years: a participant's figures beside the typical others, its estimate with the interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.present import drawing, theme, wording
from benchlib.present.charts import years
from benchlib.present.charts.years import Frame
from benchlib.present.drawing import Drawing, Part, Picture, Scale, Text
from benchlib.present.participant import profile, text
from benchlib.present.participant.reading import ParticipantResults

Floats = npt.NDArray[np.float64]

HEIGHT, TITLE = 170, 26  # pixels: a chart, and the line above it that says what it shows
LEFT, RIGHT, TOP, BOTTOM = 50, 92, 8, 24  # pixels around the years and values
LINE = 14  # pixels that two names at the right need
SPARE = 0.3  # years before the first and after the last
YEARS = 5  # years named below a chart at most
WAYS: dict[str, tuple[str, float, tuple[float, ...]]] = {
    "own": (theme.OWN, 2.2, ()),
    "cluster": (theme.MEDIAN, 1.2, ()),
    "area": (theme.OTHERS_EDGE, 1.6, (6.4, 3.2)),
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
    parts_, told = [], []
    for place, part in enumerate(parts):
        name, unit, lines = part["name"].iloc[0], part["unit"].iloc[0], _lines(part)
        above = place * (TITLE + HEIGHT)
        frame = _framed(above + TITLE, lines)
        parts_ += [Text(0, above + TITLE / 2, f"{name}, {unit}", bold=True), *_marked(frame, lines, unit)]
        parts_ += [mark for line in lines for mark in _drawn(frame, line)]
        parts_ += _names(frame, lines, [_label(line, unit) for line in lines])
        told.append(f"{name}: {_told(lines, unit)}.")
    drawn = Drawing(len(parts) * (TITLE + HEIGHT), tuple(parts_))
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
    lines = [_line("estimate", "own", rows["year"], rows["estimate"])]
    ends = [_line("", "own", rows["year"], rows[end]) for end in ("low", "high")]
    if ahead is not None:
        one, reach = np.array([float(ahead["year"])]), (float(ahead["predicted_low"]), float(ahead["predicted_high"]))
        next_ = Line("expected", "area", one, np.array([float(ahead["predicted"])]))
        lines, ends = [*lines, next_], [*ends, Line("", "area", one.repeat(2), np.array(reach))]
    frame = _framed(0, [*lines, *ends])
    parts = [*_marked(frame, [*lines, *ends], "points")]
    parts += [years.band(frame, rows["year"], rows["low"], rows["high"], theme.OTHERS)]
    parts += [mark for end in ends[2:] for mark in years.line(frame, end.years, end.heights, theme.OTHERS_EDGE, 2)]
    parts += [mark for line in lines for mark in _drawn(frame, line)]
    parts += _names(frame, lines, [f"{line.name} {wording.number(_last(line), 0)}" for line in lines])
    drawn = Drawing(HEIGHT, tuple(parts))
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


def _framed(above: float, lines: Sequence[Line]) -> Frame:
    """Where some lines have room, `above` pixels from the top of the picture."""
    values = np.concatenate([line.heights for line in lines])
    over = np.concatenate([line.years for line in lines])
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    room = 0.08 * (high - low or abs(high) or 1.0)
    x = Scale(float(over.min()) - SPARE, float(over.max()) + SPARE, LEFT, theme.WIDTH - RIGHT)
    return Frame(x, Scale(low - room, high + room, above + HEIGHT - BOTTOM, above + TOP))


def _marked(frame: Frame, lines: Sequence[Line], unit: str) -> Iterator[Part]:
    """Round values as quiet lines, and years below, the last among them."""
    values = np.concatenate([line.heights for line in lines])
    scale = _scale(float(np.nanmin(values)), float(np.nanmax(values)))
    named = "" if unit in ("EUR", "points") else unit
    yield from years.marked(frame, scale, [profile.amount(value, named).strip() for value in scale])
    first, last = round(frame.x.low + SPARE), round(frame.x.high - SPARE)
    for year in range(last, first - 1, -max(1, -(-(last - first + 1) // YEARS))):
        yield drawing.quiet(frame.x(year), frame.y.start + 10, str(year), "center")


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


def _drawn(frame: Frame, line: Line) -> Iterator[Part]:
    colour, width, dashes = WAYS[line.kind]
    yield from years.line(frame, line.years, line.heights, colour, width, dashes)
    known = ~np.isnan(line.heights)
    alone = known & ~np.append(False, known[:-1]) & ~np.append(known[1:], False)
    shown = known if line.kind == "own" else alone  # of the others only where no line would show the value
    yield from years.dots(frame, line.years[shown], line.heights[shown], colour, None, 3)


def _names(frame: Frame, lines: Sequence[Line], labels: Sequence[str]) -> Iterator[Text]:
    """The name of each line beside its last value, moved apart where they would meet."""
    order = np.argsort([-_last(line) for line in lines], kind="stable")
    ideal = np.array([frame.y(_last(lines[place])) for place in order])
    for place, y in zip(order, _apart(ideal, LINE, frame.y.end, frame.y.start), strict=True):
        own = lines[place].kind == "own"
        colour = theme.OWN if own else theme.QUIET
        yield Text(frame.x.end + 4, float(y), labels[place], "left", colour, theme.SMALL, own)


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
