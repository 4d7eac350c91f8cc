"""A country in pictures: labels, what ends soon, areas, where it lags, whom instruments reach, what effort buys."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchlib.present import dates, drawing, theme, wording
from benchlib.present.charts import rows
from benchlib.present.charts.rows import Rows
from benchlib.present.country import profile, text
from benchlib.present.country.reading import CountryResults
from benchlib.present.drawing import THIN, Dot, Drawing, Line, Part, Picture, Scale, Shape, Text, quiet
from benchlib.present.results import each

HALF = 6.0  # pixels: half the height of a bar
KINDS = ("gold", "silver", "bronze", "none")
COLOURS: Mapping[str, str] = {**theme.LEVELS, "none": theme.MISSING}
NAME = 34  # letters of a name beside its value
MOST = 14  # labels that end soon in the picture; the table has all
PERCENT = (0.0, 25.0, 50.0, 75.0, 100.0)
CURVE, LEFT, RIGHT, TOP, BOTTOM = 220, 40, 16, 26, 40  # pixels: the curve's height, and what is around it
STEPS = 4  # marks on a scale at most


def levels(c: CountryResults) -> Picture | None:
    """A row a level: valid, cannot be told, expired, of all that were ever awarded it. None without any label."""
    found = {level: row for level, row in profile.levels(c).items() if row["ever"]}
    if not found:
        return None
    values = [f"{_valid(row)} valid of {wording.number(row['ever'])}" for row in found.values()]
    notes = ["Full: valid; hatched: cannot be told; empty: expired"]
    names = [level.capitalize() for level in found]
    chart = rows.ruled(names, values, (0.0, float(max(row["ever"] for row in found.values()))), (), notes)
    marks = [
        _states(chart, y, row, theme.LEVELS[level]) for y, (level, row) in zip(chart.y, found.items(), strict=True)
    ]
    told = [f"{row['valid']} valid, {row['open']} cannot be told, {row['expired']} expired" for row in found.values()]
    day = dates.day(c.as_of)
    alt = f"Organisations of {c.name} by label on {day}: {rows.told(names, told)}."
    return Picture(chart.drawn(*marks), f"Which labels hold on {day}?", alt)


def _valid(row: Mapping[str, int]) -> str:
    return wording.interval(row["valid"], row["valid"] + row["open"])


def _states(chart: Rows, y: float, row: Mapping[str, int], colour: str) -> Iterator[Part]:
    """Valid in full colour, then hatched what cannot be told, then empty what has expired."""
    valid, open_ = row["valid"], row["valid"] + row["open"]
    if row["open"]:
        yield from drawing.hatching(chart.x(valid), chart.x(open_), y - HALF, y + HALF, theme.MEDIAN)
    yield from _stacked(chart, y, [row["valid"], row["open"], row["expired"]], [colour, None, None])


def _stacked(chart: Rows, y: float, widths: Sequence[float], colours: Sequence[str | None]) -> Iterator[Shape]:
    """Parts of a whole one after the other."""
    left = 0.0
    for width, colour in zip(widths, colours, strict=True):
        if width:
            yield Shape(rows.bar(chart, y, left, left + width, HALF), colour, theme.MEDIAN, THIN)
        left += width


def ending(c: CountryResults) -> Picture | None:
    """When labels end in the months to come: a stroke for a day, a bar where only a span is known. None without any."""
    table = c.ending.head(MOST)
    if table.empty:
        return None
    months = int(c.country["expiring_within"])
    start = c.as_of.toordinal()
    last = (_month(c.as_of, months)).toordinal()
    marks = [_month(c.as_of, step).toordinal() for step in range(0, months + 1, max(1, months // 4))]
    names = [rows.shortened(wording.clean(row.name), NAME) for row in each(table)]
    values = [row.level for row in each(table)]
    labels = [_named(dt.date.fromordinal(mark), mark in (marks[0], marks[-1])) for mark in marks]
    more = len(c.ending) - len(table)
    notes = ["Stroke: the day is known; bar: some day within it", f"{more} more in the table" if more else ""]
    chart = rows.ruled(names, values, [float(mark) for mark in marks], labels, [note for note in notes if note])
    spans = [
        (max(row.until_from.toordinal(), start), min(row.until_to.toordinal(), last), theme.LEVELS[row.level])
        for row in each(table)
    ]
    drawn = chart.drawn(rows.tracks(chart, marks), _ends(chart, spans))
    told = [f"{row.level} {dates.when(row.until_from, row.until_to)}" for row in each(table)]
    further = f" {more} more end within these months." if more else ""
    full = [wording.clean(row.name) for row in each(table)]
    return Picture(drawn, "When do labels end?", f"Labels that end: {rows.told(full, told)}.{further}")


def _month(day: dt.date, months: int) -> dt.date:
    """The first of a month so many months on; for 0 the day itself."""
    place = day.year * 12 + day.month - 1 + months
    return day if months == 0 else dt.date(place // 12, place % 12 + 1, min(day.day, 28))


def _named(day: dt.date, with_year: bool) -> str:
    return f"{day:%b} {day.year}" if with_year else f"{day:%b}"


def _ends(chart: Rows, spans: Sequence[tuple[int, int, str]]) -> Iterator[Part]:
    for y, (first, last, colour) in zip(chart.y, spans, strict=True):
        if last - first > 1:
            yield Shape(rows.bar(chart, y, first, last), colour, theme.MEDIAN, THIN)
        else:
            x = chart.x(first)
            yield Line(((x, y - HALF - 2), (x, y + HALF + 2)), colour, 5)


def areas(c: CountryResults) -> Picture | None:
    """A row an area: its organisations by the highest label ever awarded to them. None with fewer than two areas."""
    table = c.areas[c.areas["area"] != wording.NOT_KNOWN]
    if len(table) < 2:
        return None
    names = [rows.shortened(str(name), NAME) for name in table["area"]]
    values = [wording.number(size) for size in table["organisations"]]
    notes = ["From the left: gold, silver, bronze, none on record,", "each organisation once, by its highest label"]
    chart = rows.ruled(names, values, (0.0, float(table["organisations"].max())), (), notes)
    colours = [COLOURS[kind] for kind in KINDS]
    parts = zip(chart.y, table[list(KINDS)].to_numpy(int).tolist(), strict=True)
    drawn = chart.drawn(*(_stacked(chart, y, widths, colours) for y, widths in parts))
    counts = [", ".join(f"{row[kind]} {kind}" for kind in KINDS if row[kind]) for row in table.to_dict("records")]
    full = [f"{name}:" for name in table["area"]]
    alt = f"Organisations of {c.name} by area and highest label: {rows.told(full, counts)}."
    return Picture(drawn, f"Most organisations: {table['area'].iloc[0]}", alt)


def groups(c: CountryResults) -> Picture | None:
    """Total and groups: the country's middle half and median, beside the median elsewhere. None where kept back."""
    table = profile.groups(c)
    if table.empty:
        return None
    names = [rows.shortened(str(name), 38) for name in table["name"]]
    values = [row.verdict if row.verdict != profile.LIKE else "" for row in each(table)]
    notes = [f"Grey bar and blue line: middle half and median of {c.name}", "Dark line: median of all other countries"]
    chart = rows.ruled(names, values, PERCENT, [f"{share:.0f}%" for share in PERCENT], notes)
    drawn = chart.drawn(
        rows.tracks(chart, PERCENT),
        rows.bands(chart, table["q25"], table["q75"]),
        rows.strokes(chart, table["others_median"], theme.MEDIAN, 9.5),
        rows.strokes(chart, table["median"], theme.OWN),
    )
    told = [f"median {row.median:.0f}%, elsewhere {row.others_median:.0f}%, {row.verdict}" for row in each(table)]
    return Picture(drawn, f"Where does {c.name} lag?", f"{rows.told(table['name'], told)}.")


def reach(c: CountryResults) -> Picture | None:
    """How many organisations each instrument would reach: a full bar for those certain, hatched for those possible."""
    table = profile.instruments(c)
    table = table[table["shown"].astype(bool) & (table["low"] > 0)].sort_values(
        ["high", "low"], ascending=False, kind="stable"
    )
    if len(table) < 2:
        return None
    names = [rows.shortened(row.name) for row in each(table)]
    values = [text.reach(vars(row)) for row in each(table)]
    notes = ["Full: reached; hatched: perhaps, not told more closely"] if (table["low"] < table["high"]).any() else []
    chart = rows.ruled(names, values, (0.0, float(table["high"].max())), (), notes)
    drawn = chart.drawn(*(_reached(chart, y, row) for y, row in zip(chart.y, table.to_dict("records"), strict=True)))
    told = [f"{value} organisations" if value != "1" else "1 organisation" for value in values]
    return Picture(drawn, "Whom would each instrument reach?", f"{rows.told(table['name'], told)}.")


def _reached(chart: Rows, y: float, row: Mapping[str, Any]) -> Iterator[Part]:
    if row["low"] < row["high"]:
        yield from drawing.hatching(chart.x(row["low"]), chart.x(row["high"]), y - HALF, y + HALF, theme.OTHERS_EDGE)
    yield from _stacked(chart, y, [row["low"], row["high"] - row["low"]], [theme.OWN, None])


def effort(c: CountryResults) -> Picture | None:
    """Labels added up against days of work: steep where they are cheap. None where it is kept back."""
    if c.effort.empty:
        return None
    days = [0.0, *c.effort["effort"].astype(float)]
    labels = [0.0, *c.effort["labels"].astype(float)]
    x = Scale(0, days[-1], LEFT, theme.WIDTH - RIGHT)
    y = Scale(0, labels[-1] * 1.05, CURVE - BOTTOM, TOP)
    points = tuple((x(day), y(label)) for day, label in zip(days, labels, strict=True))
    parts: list[Part] = [quiet(0, 8, "Labels")]
    for mark in _marks(labels[-1]):
        parts += [Line(((x.start, y(mark)), (x.end, y(mark))), theme.LINE)]
        parts += [quiet(x.start - 5, y(mark), wording.number(mark), "right")]
    for mark in _marks(days[-1]):
        side = "right" if mark > 0.93 * days[-1] else "center"
        parts += [quiet(x(mark), y.start + 11, wording.number(mark), side)]
    parts += [quiet(x.end, y.start + 26, "days of work, added up", "right")]
    parts += [Line(points, theme.OWN, 2.2), *(Dot(*point, 3, theme.OWN) for point in points[1:])]
    last = f"{wording.number(labels[-1])} labels for {wording.about_days(days[-1])}"
    parts += [Text(x.end, y(labels[-1]) - 10, last, "right", theme.OWN, theme.SMALL, bold=True)]
    told = [f"{label:.0f} labels for {day:.0f} days" for day, label in zip(days[1:], labels[1:], strict=True)]
    return Picture(Drawing(CURVE, tuple(parts)), "What does effort buy?", f"Added up: {wording.listing(told)}.")


def _marks(high: float) -> list[float]:
    """Round values from 0 to a number, STEPS or so of them.

    >>> _marks(6.0), _marks(93.0)
    ([0.0, 2.0, 4.0, 6.0], [0.0, 50.0])
    """
    size = next(step * 10.0**power for power in range(9) for step in (1, 2, 5) if high / (step * 10.0**power) <= STEPS)
    return [size * number for number in range(int(high // size) + 1)]
