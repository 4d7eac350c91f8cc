"""A region in pictures: what it is strong in, GDP per head, competitiveness."""

import math
from collections.abc import Sequence

import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.charts import rows, years
from benchlib.present.charts.years import Frame
from benchlib.present.drawing import Drawing, Part, Picture, Scale, quiet
from benchlib.present.edition.charts import lines
from benchlib.present.region.reading import RegionResults
from benchlib.present.results import each

MOST = 12  # divisions in the picture; the table has all
TICKS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 220, 32, 118, 28, 24  # pixels: line charts, and what is around their lines
LONGEST = 14  # letters of a name at the end of a line
TEN, THOUSAND = 10, 1000
DASHES = (5.0, 3.0)


def strong(g: RegionResults) -> Picture | None:
    """Location quotients with their intervals, on a scale on which twice as much is always as far. None without any."""
    table = g.industries.head(MOST)
    if table.empty:
        return None
    high = max(table["lq_high"].max(), table["lq"].max())
    ticks = [tick for tick in TICKS if 1.0 <= tick <= high]
    end = next((tick for tick in TICKS if tick > high), high)
    scale = [math.log(tick) for tick in [*ticks, end]]
    labels = [wording.number(tick) for tick in [*ticks, end]]
    names = [rows.shortened(row.name, 38) for row in each(table)]
    values = [f"{'★' * int(row.stars)} {wording.number(row.lq)}" for row in each(table)]
    more = len(g.industries) - len(table)
    notes = ["Location quotient; 1: as much as everywhere", f"{more} more in the table" if more else ""]
    chart = rows.ruled(names, values, scale, labels, [note for note in notes if note])
    low, top, middle = ([math.log(max(value, 1.0)) for value in table[end]] for end in ("lq_low", "lq_high", "lq"))
    drawn = chart.drawn(
        rows.tracks(chart, scale),
        rows.spans(chart, low, top, theme.OWN, 4),
        rows.dots(chart, middle, theme.OWN, theme.PAPER),
    )
    told = [
        f"{wording.number(row.lq)} ({wording.number(row.lq_low, 2)} to {wording.number(row.lq_high, 2)}), "
        f"{wording.count(int(row.stars), 'star')}"
        for row in each(table)
    ]
    alt = f"Location quotients with their intervals: {rows.told(table['name'], told)}."
    return Picture(drawn, f"What is {g.name} strong in?", alt)


def wealth(g: RegionResults) -> Picture | None:
    """GDP per head over the years, beside the country and the median of all regions. None with fewer than two years."""
    table = g.wealth.sort_values("year")
    parts = ["pps_per_head", "country_pps", "middle"]
    table = table.assign(**{name: table[name] / THOUSAND for name in parts})
    called = {"pps_per_head": g.name, "country_pps": str(g.region["country_name"]), "middle": "all regions"}
    return _lines(table, called, "How does GDP per head move?", "GDP per head in thousand PPS")


def competitiveness(g: RegionResults) -> Picture | None:
    """The index by edition, beside the country. None with fewer than two editions."""
    table = g.competitiveness.sort_values("year")
    called = {"score": g.name, "country_score": str(g.region["country_name"])}
    return _lines(table, called, "How competitive is the region?", "Score; 0: mean of the European Union's regions")


def _lines(table: pd.DataFrame, called: dict[str, str], title: str, note: str) -> Picture | None:
    """A line each, the region's own first and full, the others quiet; named at their ends."""
    called = {column: words for column, words in called.items() if table[column].notna().any()}
    if len(table) < 2:
        return None
    over = table["year"].astype(float).tolist()
    values = table[list(called)].to_numpy(float)
    known = values[~pd.isna(values)]
    scale = lines.scale(min(float(known.min()), 0.0), max(float(known.max()), 0.0))
    x = Scale(over[0], over[-1], LEFT, theme.WIDTH - RIGHT)
    frame = Frame(x, Scale(scale[0], scale[-1], HEIGHT - BOTTOM, TOP))
    parts: list[Part] = [*rows.noted([note]), *years.marked(frame, scale, [_short(value) for value in scale])]
    parts += [quiet(frame.x(year), frame.y.start + 12, f"{year:.0f}", "center") for year in (over[0], over[-1])]
    looks = [(theme.OWN, 2.2, ()), (theme.MEDIAN, 1.5, ()), (theme.OTHERS_EDGE, 1.5, DASHES)]
    for column, (colour, width, dashes) in reversed(list(zip(called, looks, strict=False))):
        parts += years.line(frame, over, table[column], colour, width, dashes)
    own = next(iter(called))
    parts += years.dots(frame, over, table[own], theme.OWN, None, 2.5)
    last = {column: table[column].dropna().iloc[-1] for column in called}
    names = [f"{_cut(words)} {_short(last[column])}" for column, words in called.items()]
    colours = [theme.OWN, theme.MEDIAN, theme.QUIET][: len(called)]
    parts += lines.ends(frame, over[-1], list(last.values()), names, colours)
    return Picture(Drawing(HEIGHT, tuple(parts)), title, _told(table, called))


def _short(value: float) -> str:
    return wording.number(value, 1 if abs(value) >= TEN else 2).replace("-", "−")


def _cut(name: str) -> str:
    """A name that fits beside the end of a line."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip(' -,')}…"


def _told(table: pd.DataFrame, called: dict[str, str]) -> str:
    """Every value in words."""
    parts: Sequence[str] = [
        f"{words}: "
        + ", ".join(
            f"{row['year']} {wording.number(row[column], 2)}"
            for row in table.to_dict("records")
            if wording.known(row[column])
        )
        for column, words in called.items()
    ]
    return f"{'; '.join(parts)}."
