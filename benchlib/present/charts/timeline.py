"""Which label was valid when, as closely as its dates are known."""

import datetime as dt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num

from benchlib.present import dates, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

BAR = 0.32  # height of a label's bar, in rows


def timeline(r: Results) -> Picture | None:
    """A row a level: full colour where the label held for certain, hatched where it may have held, dashed: renewal.

    None where no award has a date.
    """
    dated = r.timeline[r.timeline["until_from"].notna() | r.timeline["awarded_from"].notna()]
    if dated.empty:
        return None
    levels = [level for level in reversed(r.edition["levels"]) if (dated["level"] == level).any()]
    years = _years(r, dated)
    scale = [date2num(dt.date(year, 1, 1)) for year in years]
    with theme.applied():
        figure, axes = rows.ruled(
            [level.capitalize() for level in levels], _states(r, levels), scale, _labels(years), _notes(r, dated)
        )
        for place, level in enumerate(levels):
            y = len(levels) - 1 - place + rows.MARK
            axes.plot([scale[0], scale[-1]], [y, y], color=theme.LINE, linewidth=2, zorder=1)
            for award in dated[dated["level"] == level].itertuples():
                _award(axes, y, award, theme.LEVELS[level])
            _renewal(axes, y, r.statuses[r.statuses["level"] == level])
            axes.plot([date2num(r.as_of)] * 2, [y - 0.22, y + 0.22], color=theme.OWN, linewidth=2, zorder=5)
        _today(axes, r.as_of, len(levels))
    return Picture(figure, "Which label was valid when?", _described(r, levels))


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


def _award(axes: Axes, y: float, award: Any, colour: str) -> None:
    """One award: certain from its last possible start to its first possible end."""
    start, begun = award.awarded_from, award.awarded_to
    end, over = award.until_from, award.until_to
    if not wording.known(start) or not wording.known(end):
        only = end if wording.known(end) else start
        axes.plot([date2num(only)], [y], marker="D", markersize=8, color=colour, markeredgecolor=theme.INK, zorder=3)
        return
    for first, last, certain in ((start, begun, False), (begun, end, True), (end, over, False)):
        if last > first:
            _bar(axes, y, date2num(first), date2num(last), colour, certain)


def _bar(axes: Axes, y: float, first: float, last: float, colour: str, certain: bool) -> None:
    if certain:
        axes.barh(y, last - first, BAR, left=first, color=colour, zorder=3)
    else:
        axes.barh(y, last - first, BAR, left=first, color="white", edgecolor=colour, hatch="/////", zorder=2)


def _renewal(axes: Axes, y: float, status: pd.DataFrame) -> None:
    """The time in which a renewal still continues the last label."""
    for row in status.dropna(subset=["valid_until_to", "renew_until"]).itertuples():
        first, last = date2num(row.valid_until_to), date2num(row.renew_until)
        if last > first:
            axes.barh(
                y, last - first, BAR, left=first, fill=False, edgecolor=theme.QUIET, linestyle=(0, (3, 2)), zorder=2
            )


def _today(axes: Axes, as_of: dt.date, height: int) -> None:
    x = date2num(as_of)
    left, right = axes.get_xlim()
    side = "right" if x > left + 0.8 * (right - left) else "left" if x < left + 0.2 * (right - left) else "center"
    axes.text(x, height, f"▾ {dates.day(as_of)}", ha=side, va="center", fontsize=theme.SMALL, color=theme.OWN)
