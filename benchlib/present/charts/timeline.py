"""Which label was valid when, as closely as its dates are known."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from benchlib.present import dates, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

RENEWAL = "renewal"
BAR = 0.32  # height of a label's bar, in rows


@dataclass(frozen=True)
class Span:
    """A time in a row: from one day to another, as matplotlib counts days."""

    y: float
    first: float
    last: float
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
    scale = [float(date2num(dt.date(year, 1, 1))) for year in years]
    y = dict(zip(levels, rows.heights(len(levels)), strict=True))
    spans = [span for award in dated.itertuples() for span in _spans(award, y[award.level])]
    points = dated[dated["awarded_from"].isna() | dated["until_from"].isna()]
    names = [level.capitalize() for level in levels]
    with theme.applied():
        figure, axes = rows.ruled(names, _states(r, levels), scale, _labels(years), _notes(r, dated))
        axes.hlines(list(y.values()), scale[0], scale[-1], colors=theme.LINE, linewidth=2, zorder=1)
        _drawn(axes, [span for span in spans if span.certain], zorder=3)
        _drawn(axes, [span for span in spans if not span.certain], fill=False, hatch="/////", zorder=2)
        _drawn(axes, _renewals(r, y), fill=False, linestyle=(0, (3, 2)), zorder=2)
        for award in points.itertuples():
            _single(axes, award, y[award.level])
        _today(axes, r.as_of, list(y.values()))
    return Picture(figure, "Which label was valid when?", _described(r, levels))


def _spans(award: Any, y: float) -> list[Span]:
    """One award: certain from its last possible start to its first possible end, uncertain on either side.

    A renewal continues the label without a break, so it starts where the award before it ended.
    """
    colour = theme.LEVELS[award.level]
    days = (award.awarded_from, award.awarded_to, award.until_from, award.until_to)
    if not all(wording.known(day) for day in days):
        return []
    start, begun, end, over = (float(date2num(day)) for day in days)
    if award.kind == RENEWAL and wording.known(award.before):
        start, begun = (min(day, float(date2num(award.before))) for day in (start, begun))
    parts = ((start, begun, False), (begun, end, True), (max(begun, end), over, False))
    return [Span(y, first, last, colour, certain) for first, last, certain in parts if last > first]


def _renewals(r: Results, y: Mapping[str, float]) -> list[Span]:
    """The times in which a renewal still continues the last label."""
    table = r.statuses[r.statuses["level"].isin(list(y))].dropna(subset=["valid_until_to", "renew_until"])
    ends = [(y[row.level], date2num(row.valid_until_to), date2num(row.renew_until)) for row in table.itertuples()]
    return [Span(place, first, last, theme.QUIET, False) for place, first, last in ends if last > first]


def _drawn(axes: Axes, spans: Sequence[Span], **style: Any) -> None:
    if spans:
        places, left = [span.y for span in spans], [span.first for span in spans]
        width, colours = [span.last - span.first for span in spans], [span.colour for span in spans]
        axes.barh(places, width, BAR, left=left, color=colours, edgecolor=colours, **style)


def _single(axes: Axes, award: Any, y: float) -> None:
    """An award of which only the start or only the end is known."""
    day = award.until_from if wording.known(award.until_from) else award.awarded_from
    style: dict[str, Any] = {"markersize": 8, "color": theme.LEVELS[award.level], "markeredgecolor": theme.INK}
    axes.plot(date2num(day), y, "D", zorder=3, **style)


def _today(axes: Axes, as_of: dt.date, y: Sequence[float]) -> None:
    """The day of the report across all rows, named above them."""
    x = float(date2num(as_of))
    left, right = axes.get_xlim()
    side = "right" if x > left + 0.8 * (right - left) else "left" if x < left + 0.2 * (right - left) else "center"
    rows.strokes(axes, [x] * len(y), y, theme.OWN, half=0.22)
    axes.text(x, len(y), f"▾ {dates.day(as_of)}", ha=side, va="center", fontsize=theme.SMALL, color=theme.OWN)


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
