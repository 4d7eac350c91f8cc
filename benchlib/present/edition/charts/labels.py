"""Labels in pictures: how many are valid, who holds what by area, and how it went over the years."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from benchlib.present import dates, theme, wording
from benchlib.present.charts import rows, years
from benchlib.present.charts.rows import Rows
from benchlib.present.charts.years import Frame
from benchlib.present.drawing import THIN, Drawing, Line, Part, Picture, Scale, Shape, Text, hatching, quiet
from benchlib.present.edition import labels
from benchlib.present.edition.charts import lines
from benchlib.present.edition.reading import Portfolio
from benchlib.tables.schemas import LEVELS

HALF = 6.0  # pixels: half the height of a bar
PANEL, BETWEEN = 104, 18  # pixels: one level's history, and the space above it
SIDE = 4  # pixels left of all years
APART = 4.0  # pixels between two lines of a hatching
KINDS = (*reversed(LEVELS), labels.NONE)
COLOURS: Mapping[str, str] = {**theme.LEVELS, labels.NONE: theme.MISSING}


def levels(p: Portfolio) -> Picture | None:
    """A row a level: valid, cannot be told, expired, of all that were ever awarded it. None without any label."""
    table = labels.by_level(p)
    if not table["ever"].sum():
        return None
    names = [level.capitalize() for level in table.index]
    values = [f"{wording.number(row.valid)} valid of {wording.number(row.ever)}" for row in table.itertuples()]
    notes = ["Full: valid; hatched: cannot be told; empty: expired"]
    chart = rows.ruled(names, values, (0.0, float(table["ever"].max())), (), notes)
    drawing = chart.drawn(
        *(_states(chart, y, row, theme.LEVELS[row["level"]]) for y, row in zip(chart.y, _rows(table), strict=True))
    )
    told = [f"{row.valid} valid, {row.open} cannot be told, {row.expired} expired" for row in table.itertuples()]
    day = dates.day(p.as_of)
    alt = f"Organisations by label on {day}: {rows.told(names, told)}."
    return Picture(drawing, f"Which labels hold on {day}?", alt)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.rename_axis("level").reset_index().to_dict("records")


def _states(chart: Rows, y: float, row: Mapping[str, Any], colour: str) -> Iterator[Part]:
    """Valid in full colour, then hatched what cannot be told, then empty what has expired."""
    valid, open_ = row["valid"], row["valid"] + row["open"]
    if row["open"]:
        yield from hatching(chart.x(valid), chart.x(open_), y - HALF, y + HALF, theme.MEDIAN)
    yield from _stacked(chart, y, [valid, row["open"], row["expired"]], [colour, None, None])


def areas(p: Portfolio) -> Picture | None:
    """A row an area: its organisations by the highest label ever awarded to them. None where no area is known."""
    table = labels.grouped(p, "area").drop(index=labels.UNKNOWN, errors="ignore")
    if table.empty:
        return None
    names = [rows.shortened(str(name), 34) for name in table.index]
    values = [f"{wording.number(row.organisations)} ({wording.number(row.gold)} gold)" for row in table.itertuples()]
    notes = ["From the left: gold, silver, bronze, none on record,", "each organisation once, by its highest label"]
    chart = rows.ruled(names, values, (0.0, float(table["organisations"].max())), (), notes)
    colours = [COLOURS[kind] for kind in KINDS]
    parts = zip(chart.y, table[list(KINDS)].to_numpy(int).tolist(), strict=True)
    drawing = chart.drawn(*(_stacked(chart, y, widths, colours) for y, widths in parts))
    counts = [", ".join(f"{row[kind]} {kind}" for kind in KINDS if row[kind]) for _, row in table.iterrows()]
    alt = f"Organisations by area and highest label: {rows.told((f'{name}:' for name in table.index), counts)}."
    return Picture(drawing, f"Most organisations: {table.index[0]}", alt)


def _stacked(chart: Rows, y: float, widths: Sequence[float], colours: Sequence[str | None]) -> Iterator[Shape]:
    """Parts of a whole one after the other."""
    left = 0.0
    for width, colour in zip(widths, colours, strict=True):
        if width:
            yield Shape(rows.bar(chart, y, left, left + width, HALF), colour, theme.MEDIAN, THIN)
        left += width


def history(p: Portfolio) -> Picture | None:
    """A panel a level: labels valid at the end of each year, and ever awarded by then. None without dated awards."""
    table = labels.over_time(p)
    if table["day"].nunique() < 2:
        return None
    table = table.assign(year=_years(table["day"]))
    notes = ["Area: valid at the end of the year", "Line: ever awarded by then"]
    if (table["high"] > table["low"]).any():
        notes.insert(1, "Hatched: may have been valid")
    last = table[table["day"] == table["day"].max()].set_index("level")
    told = [f"{row.low} valid and {row.ever} ever awarded" for row in last.itertuples()]
    start = int(table["year"].min())
    peaks = table.loc[table.groupby("level")["low"].idxmax()].set_index("level")
    most = [f"{peaks.at[level, 'low']} in {peaks.at[level, 'day'].year}" for level in last.index]
    alt = f"Labels since {start}. On {dates.day(p.as_of)}: {rows.told(last.index, told)}. "
    return Picture(
        _panels(p, table, notes),
        "How did labels go over the years?",
        f"{alt}Most valid: {rows.told(last.index, most)}.",
    )


def _years(days: pd.Series) -> pd.Series:
    """The end of a year as that year, a day within one as the part of it that has passed since the year before."""
    return days.dt.year - 1 + days.dt.day_of_year / 365.25


def _panels(p: Portfolio, table: pd.DataFrame, notes: Sequence[str]) -> Drawing:
    shown = [level for level in reversed(LEVELS) if table.loc[table["level"] == level, "ever"].max() > 0]
    x = Scale(table["year"].min(), table["year"].max(), SIDE, theme.WIDTH - lines.RIGHT)
    parts: list[Part] = [*rows.noted(notes)]
    bottom = float(lines.LINE * len(notes))
    for level in shown:
        bottom += PANEL
        parts += _panel(x, bottom, level, table[table["level"] == level])
    first, last = str(table["day"].dt.year.min()), dates.day(p.as_of)
    parts += [quiet(x.start, bottom + 12, first), quiet(x.end, bottom + 12, last, "right")]
    return Drawing(bottom + lines.BOTTOM, tuple(parts))


def _panel(x: Scale, bottom: float, level: str, table: pd.DataFrame) -> Iterator[Part]:
    """One level: an area for what was valid, hatched above it for what may have been, a line for all ever awarded."""
    year, low, high, ever = (table[name].tolist() for name in ("year", "low", "high", "ever"))
    top, colour = bottom - PANEL + BETWEEN, theme.LEVELS[level]
    frame = Frame(x, Scale(0, max(*ever, *high) * 1.12, bottom, top))
    yield from _between(frame, table, colour)
    yield years.band(frame, year, [0] * len(year), low, colour)
    yield from years.line(frame, year, ever, theme.MEDIAN, 1.5)
    yield Line(((x.start, bottom), (x.end, bottom)), theme.MEDIAN)
    yield Text(x.start, top + 6, level.capitalize(), bold=True)
    between = f" to {wording.number(high[-1])}" if high[-1] > low[-1] else ""
    texts = [f"{wording.number(low[-1])}{between} valid", f"{wording.number(ever[-1])} ever"]
    yield from lines.ends(frame, year[-1], [low[-1], ever[-1]], texts, [theme.INK, theme.QUIET])


def _between(frame: Frame, table: pd.DataFrame, colour: str) -> Iterator[Line]:
    """Upright lines from the fewest that were valid to the most that may have been, and a line along these."""
    year, low, high = (table[name].to_numpy(float) for name in ("year", "low", "high"))
    x = np.arange(frame.x.start, frame.x.end, APART)
    over = np.interp(x, frame.x.start + (year - year[0]) * (frame.x.end - frame.x.start) / (year[-1] - year[0]), year)
    ends = zip(x.tolist(), np.interp(over, year, low).tolist(), np.interp(over, year, high).tolist(), strict=True)
    for place, first, last in ends:
        if first < last:
            yield Line(((place, frame.y(first)), (place, frame.y(last))), colour, THIN)
    yield from years.line(frame, year.tolist(), high.tolist(), colour, THIN)
