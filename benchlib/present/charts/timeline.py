"""Which label was valid when, as closely as its dates are known."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from benchlib.present import dates, theme, wording
from benchlib.present.charts import rows
from benchlib.present.charts.rows import Rows
from benchlib.present.drawing import Drawing, Part, Picture, Shape, Text, diamond, hatching
from benchlib.present.results import Results, each

RENEWAL = "renewal"
HALF = 6.0  # pixels: half the height of a label's bar
EDGE = 0.2  # share of the width from which on a day near an end is named towards the middle


@dataclass(frozen=True)
class Span:
    """A time in a level's row: from one day to another, days as ordinals."""

    level: str
    first: int
    last: int
    colour: str
    certain: bool


def timeline(r: Results) -> Picture | None:
    """A row a level: full colour where the label held for certain, hatched where it may have held, dashed: renewal.

    None where no award has a date.
    """
    awards = r.timeline.assign(before=r.timeline.groupby("level")["until_to"].shift())
    dated = awards[awards["until_from"].notna() | awards["awarded_from"].notna()]
    if dated.empty:
        return None
    levels = [level for level in reversed(r.edition["levels"]) if (dated["level"] == level).any()]
    years = _years(r, dated)
    scale = [float(dt.date(year, 1, 1).toordinal()) for year in years]
    names = [level.capitalize() for level in levels]
    chart = rows.ruled(names, _states(r, levels), scale, _labels(years), _notes(r, dated))
    return Picture(_drawn(r, chart, levels, dated), "Which label was valid when?", _described(r, levels))


def _drawn(r: Results, chart: Rows, levels: Sequence[str], dated: pd.DataFrame) -> Drawing:
    y = dict(zip(levels, chart.y, strict=True))
    spans = [span for award in each(dated) for span in _spans(award)]
    single = dated[dated["awarded_from"].isna() | dated["until_from"].isna()]
    return chart.drawn(
        rows.tracks(chart),
        (part for span in spans if not span.certain for part in _hatched(chart, span, y[span.level])),
        (_bar(chart, span, y[span.level], dashes=(3, 2)) for span in _renewals(r, levels)),
        (_bar(chart, span, y[span.level], fill=span.colour) for span in spans if span.certain),
        (_single(chart, award, y[award.level]) for award in each(single)),
        _today(chart, r.as_of),
    )


def _spans(award: Any) -> list[Span]:
    """One award: certain from its last possible start to its first possible end, uncertain on either side.

    A renewal continues the label without a break, so it starts where the award before it ended.
    """
    colour = theme.LEVELS[award.level]
    days = (award.awarded_from, award.awarded_to, award.until_from, award.until_to)
    if not all(wording.known(day) for day in days):
        return []
    start, begun, end, over = (day.toordinal() for day in days)
    if award.kind == RENEWAL and wording.known(award.before):
        start, begun = (min(day, award.before.toordinal()) for day in (start, begun))
    parts = ((start, begun, False), (begun, end, True), (max(begun, end), over, False))
    return [Span(award.level, first, last, colour, certain) for first, last, certain in parts if last > first]


def _renewals(r: Results, levels: Sequence[str]) -> list[Span]:
    """The times in which a renewal still continues the last label."""
    table = r.statuses[r.statuses["level"].isin(levels)].dropna(subset=["valid_until_to", "renew_until"])
    ends = [(row.level, row.valid_until_to.toordinal(), row.renew_until.toordinal()) for row in each(table)]
    return [Span(level, first, last, theme.QUIET, False) for level, first, last in ends if last > first]


def _bar(chart: Rows, span: Span, y: float, fill: str | None = None, dashes: tuple[float, ...] = ()) -> Shape:
    return Shape(rows.bar(chart, y, span.first, span.last, HALF), fill, span.colour, 1, dashes)


def _hatched(chart: Rows, span: Span, y: float) -> Iterator[Part]:
    yield from hatching(chart.x(span.first), chart.x(span.last), y - HALF, y + HALF, span.colour)
    yield _bar(chart, span, y)


def _single(chart: Rows, award: Any, y: float) -> Shape:
    """An award of which only the start or only the end is known."""
    day = award.until_from if wording.known(award.until_from) else award.awarded_from
    return Shape(diamond(chart.x(day.toordinal()), y, 5.7), theme.LEVELS[award.level], theme.INK)


def _today(chart: Rows, as_of: dt.date) -> Iterator[Part]:
    """The day of the report across all rows, named above them."""
    x = chart.x(as_of.toordinal())
    share = (x - chart.x.start) / (chart.x.end - chart.x.start)
    side = "right" if share > 1 - EDGE else "left" if share < EDGE else "center"
    yield from rows.strokes(chart, [as_of.toordinal()] * len(chart.y), theme.OWN, half=8.5)
    yield Text(x, chart.y[0] - rows.MARK, f"▾ {dates.day(as_of)}", side, theme.OWN, theme.SMALL)


def _notes(r: Results, dated: pd.DataFrame) -> list[str]:
    """What the marks mean, as far as they occur; the last line leaves room for the day of the report."""
    open_dates = (dated["awarded_from"] < dated["awarded_to"]) | (dated["until_from"] < dated["until_to"])
    single = dated["awarded_from"].isna() | dated["until_from"].isna()
    notes = ["Hatched: may have held, exact day not published"] if open_dates.any() else []
    notes += ["Diamond: the only date that is known"] if single.any() else []
    notes += ["Dashed: a renewal continues the label"] if r.statuses["renew_until"].notna().any() else []
    return [*notes, ""]


def _described(r: Results, levels: list[str]) -> str:
    return f"On {dates.day(r.as_of)}: {rows.told(levels, _states(r, levels))}."


def _years(r: Results, dated: pd.DataFrame) -> list[int]:
    days = pd.concat([dated["awarded_from"], dated["until_from"], dated["until_to"], r.statuses["renew_until"]])
    days = pd.concat([days, pd.Series([pd.Timestamp(r.as_of)])]).dropna()
    return list(range(days.min().year, days.max().year + 2))


def _labels(years: list[int]) -> list[str]:
    step = max(1, -(-len(years) // 7))
    return [str(year) if place % step == 0 and place < len(years) - 1 else "" for place, year in enumerate(years)]


def _states(r: Results, levels: list[str]) -> list[str]:
    state = r.statuses.set_index("level")["state"]
    return [str(state[level]) for level in levels]
