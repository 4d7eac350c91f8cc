"""The cluster function over the years, the figures behind it, and what peers say."""

import math
from collections.abc import Iterator

import pandas as pd

from benchlib.present import performance, theme, wording
from benchlib.present.charts import rows, years
from benchlib.present.charts.years import Frame
from benchlib.present.drawing import Drawing, Line, Part, Picture, Scale, Shape, Text, diamond, quiet
from benchlib.present.performance import HIGHEST, LOWEST
from benchlib.present.results import Results, each

SCALE = (LOWEST, 25.0, 50.0, 75.0, HIGHEST)
HEIGHT, ABOVE, BELOW, LEFT, RIGHT = 190, 16, 24, 26, 14  # pixels: the lines and what surrounds them
STEP = 10.0  # points between two lines
NEAR = 25  # pixels that a number and the mark beside it take
DASHES = (6.0, 4.0)
MOST = 6  # lines and years that are named
TOLD = 6  # years in the description; the table beside it has more


def trend(r: Results) -> Picture | None:
    """The estimate of every year with its interval, figures and peers alone, and next year's prediction.

    What lies beyond the scale is drawn at its end. None for fewer than two years.
    """
    table, ahead = performance.states(r), performance.forecast(r)
    if len(table) < 2:
        return None
    columns = ["estimate", "low", "high", "q", "seen"]
    table = table.assign(**{name: table[name].astype(float).clip(LOWEST, HIGHEST) for name in columns})
    notes = list(_notes(r, table, ahead))
    frame = _framed(table, ahead, len(notes))
    parts = [*rows.noted(notes), *_lines(frame), *_drawn(frame, table), *_ahead(frame, table.iloc[-1], ahead)]
    drawing = Drawing(frame.y.start + BELOW, (*parts, _named(frame, table.iloc[-1])))
    return Picture(drawing, "How competitive is the cluster?", _told(table, ahead))


def _notes(r: Results, table: pd.DataFrame, ahead: pd.Series | None) -> Iterator[str]:
    """What the marks mean; what is not drawn is not named."""
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    yield f"Line: estimate; grey: holds the truth in {cases} cases"
    parts = {"ring: figures alone": table["q"].notna().any(), "diamond: peers alone": table["seen"].notna().any()}
    if any(parts.values()):
        yield wording.capital("; ".join(text for text, drawn in parts.items() if drawn))
    if ahead is not None:
        yield f"Dashed: expected for {ahead['year']}"


def _framed(table: pd.DataFrame, ahead: pd.Series | None, notes: int) -> Frame:
    """Where all that is drawn has room, below so many notes; the ends of the scale are multiples of STEP."""
    ends = [table[name] for name in ("low", "high", "q", "seen")]
    if ahead is not None:
        ends.append(pd.Series([ahead["predicted_low"], ahead["predicted_high"]], dtype=float).clip(LOWEST, HIGHEST))
    values = pd.concat(ends).dropna()
    low, high = STEP * (values.min() // STEP), STEP * -(-values.max() // STEP)
    first, last = int(table["year"].iloc[0]), int(table["year"].iloc[-1]) + (ahead is not None)
    margin, top = 0.03 * (last - first), ABOVE + rows.LINE * notes
    x = Scale(first - margin, last + margin, LEFT, theme.WIDTH - RIGHT)
    return Frame(x, Scale(low, max(high, low + STEP), top + HEIGHT, top))


def _lines(frame: Frame) -> Iterator[Part]:
    """Lines with their points, and years, the last one among them."""
    low, high, bottom = frame.y.low, frame.y.high, frame.y.start
    apart = STEP * max(1, -(-(high - low) // (STEP * MOST)))
    marks = [low + apart * place for place in range(int((high - low) // apart) + 1)]
    yield from years.marked(frame, marks, [f"{y:.0f}" for y in marks])
    first, last = math.ceil(frame.x.low), math.floor(frame.x.high)
    for year in range(last, first - 1, -max(1, -(-(last - first) // MOST))):
        yield quiet(frame.x(year), bottom + 13, str(year), "center")


def _drawn(frame: Frame, table: pd.DataFrame) -> Iterator[Part]:
    """The interval as a band, the estimate as a line, figures alone as rings, peers alone as diamonds."""
    year, estimate = table["year"].tolist(), table["estimate"].tolist()
    yield years.band(frame, year, table["low"].tolist(), table["high"].tolist(), theme.OTHERS)
    yield from years.dots(frame, year, table["q"], theme.PAPER, theme.MEDIAN, 2.5)
    for one, seen in zip(year, table["seen"], strict=True):
        if wording.known(seen):
            yield Shape(diamond(*frame.at(one, seen), 3.2), theme.PAPER, theme.MEDIAN)
    yield from years.line(frame, year, estimate, theme.OWN, 2.5)
    yield from years.dots(frame, year, estimate, theme.OWN, None, 2.2)


def _ahead(frame: Frame, now: pd.Series, ahead: pd.Series | None) -> Iterator[Line]:
    """From the last estimate to next year's prediction, whose interval is open."""
    if ahead is None:
        return
    both = (now["year"], ahead["year"])
    for end in ("low", "high"):
        edge = (now[end], performance.on_scale(ahead[f"predicted_{end}"]))
        yield from years.line(frame, both, edge, theme.OTHERS_EDGE, 1, (3, 2))
    yield from years.line(frame, both, (now["estimate"], ahead["predicted"]), theme.OWN, 2, DASHES)


def _named(frame: Frame, now: pd.Series) -> Text:
    """The last estimate as a number, above its mark; below where figures or peers stand above it."""
    x, y = frame.at(now["year"], now["estimate"])
    crowded = [any(0 < side * (y - frame.y(now[mark])) < NEAR for mark in ("q", "seen")) for side in (1, -1)]
    below = y + NEAR < frame.y.start and crowded[0] and not crowded[1]
    return Text(x, y + (14 if below else -14), f"{now['estimate']:.0f}", "center", theme.OWN, bold=True)


def _told(table: pd.DataFrame, ahead: pd.Series | None) -> str:
    told = [
        f"{row.year} {row.estimate:.0f} ({performance.between(row.low, row.high)})" for row in each(table.tail(TOLD))
    ]
    if ahead is not None:
        span = performance.between(ahead["predicted_low"], ahead["predicted_high"])
        told.append(f"expected for {ahead['year']} {performance.on_scale(ahead['predicted']):.0f} ({span})")
    return f"Estimate with its interval, 0 to 100: {wording.listing(told)}."


def figures(r: Results) -> Picture | None:
    """The last year's figures on their goalposts, with the year before as a ring. None where none is shown."""
    table = performance.figures(r)
    if table.empty:
        return None
    about = r.edition["competitiveness"]["indicators"]
    names = [about[key]["name"] for key in table["indicator"]]
    values = [wording.figure(row.value, about[row.indicator]["unit"]) for row in each(table)]
    year = table["year"].iloc[0]
    ring = f"; ring: {year - 1}" if table["before"].notna().any() else ""
    labels = [f"{x:.0f}" for x in SCALE]
    chart = rows.ruled(names, values, SCALE, labels, [f"Dot: score of {year}, 0 to 100{ring}"])
    drawing = chart.drawn(
        rows.tracks(chart, SCALE),
        rows.dots(chart, _within(table["before"]), theme.PAPER, theme.OWN, 3.5),
        rows.dots(chart, _within(table["score"]), theme.OWN, theme.PAPER),
    )
    told = [
        f"{name} {value}, score {performance.scored(score)}"
        for name, value, score in zip(names, values, table["score"], strict=True)
    ]
    return Picture(drawing, "What do the figures say?", f"Figures of {year}: {'; '.join(told)}.")


def peers(r: Results) -> Picture | None:
    """What peers say on each aspect, with its interval, beside what is usual. None where too few answered."""
    table = performance.peers(r)
    if table.empty:
        return None
    names = [performance.aspect(r, key) for key in table["aspect"]]
    values = [performance.scored(value) for value in table["shrunk"]]
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    notes = [f"Dot: peers’ view; line: holds the truth in {cases} cases"]
    notes += ["Upright line: usual view of other clusters’ peers"] if table["usual"].notna().any() else []
    chart = rows.ruled(names, values, SCALE, [f"{x:.0f}" for x in SCALE], notes)
    drawing = chart.drawn(
        rows.tracks(chart, SCALE),
        rows.spans(chart, _within(table["low"]), _within(table["high"]), theme.OWN, 3),
        rows.strokes(chart, table["usual"], theme.MEDIAN),
        rows.dots(chart, _within(table["shrunk"]), theme.OWN, theme.PAPER),
    )
    usual = [f", usual {value:.0f}" if wording.known(value) else "" for value in table["usual"]]
    told = [f"{name} {value}{other}" for name, value, other in zip(names, values, usual, strict=True)]
    return Picture(drawing, "What do peers say?", f"Peers’ view from 0 to 100: {'; '.join(told)}.")


def _within(values: pd.Series) -> list[float]:
    """Values of a column, those beyond the scale at its end."""
    return [performance.on_scale(value) if wording.known(value) else value for value in values]
