"""Labels in pictures: how many are valid, who holds what by area, and how it went over the years."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from benchlib.present import dates, theme, wording
from benchlib.present.charts import rows
from benchlib.present.edition import labels
from benchlib.present.edition.charts import lines
from benchlib.present.edition.reading import Portfolio
from benchlib.present.theme import Picture
from benchlib.tables.schemas import LEVELS

BAR = 0.3  # height of a bar, in rows
PANEL = 104  # pixels: height of one level's history
KINDS = (*reversed(LEVELS), labels.NONE)
COLOURS: Mapping[str, str] = {**theme.LEVELS, labels.NONE: theme.MISSING}


def levels(p: Portfolio) -> Picture | None:
    """A row a level: valid, cannot be told, expired, of all that were ever awarded it. None without any label."""
    table = labels.by_level(p)
    if not table["ever"].sum():
        return None
    names = [level.capitalize() for level in table.index]
    values = [f"{wording.number(row.valid)} valid of {wording.number(row.ever)}" for row in table.itertuples()]
    with theme.applied():
        notes = ["Full: valid; hatched: cannot be told; empty: expired"]
        figure, axes = rows.ruled(names, values, (0.0, float(table["ever"].max())), (), notes)
        for y, (level, row) in zip(rows.heights(len(table)), table.iterrows(), strict=True):
            parts = [int(row[part]) for part in ("valid", "open", "expired")]
            _stacked(axes, y, parts, [theme.LEVELS[str(level)], "white", "white"], ["", "//////", ""])
    told = [f"{row.valid} valid, {row.open} cannot be told, {row.expired} expired" for row in table.itertuples()]
    day = dates.day(p.as_of)
    return Picture(
        figure, f"Which labels hold on {day}?", f"Organisations by label on {day}: {rows.told(names, told)}."
    )


def areas(p: Portfolio) -> Picture | None:
    """A row an area: its organisations by the highest label ever awarded to them. None where no area is known."""
    table = labels.grouped(p, "area").drop(index=labels.UNKNOWN, errors="ignore")
    if table.empty:
        return None
    names = [rows.shortened(str(name), 34) for name in table.index]
    values = [f"{wording.number(row.organisations)} ({wording.number(row.gold)} gold)" for row in table.itertuples()]
    with theme.applied():
        notes = ["From the left: gold, silver, bronze, none on record,", "each organisation once, by its highest label"]
        figure, axes = rows.ruled(names, values, (0.0, float(table["organisations"].max())), (), notes)
        for y, (_, row) in zip(rows.heights(len(table)), table.iterrows(), strict=True):
            _stacked(axes, y, [int(row[kind]) for kind in KINDS], [COLOURS[kind] for kind in KINDS])
    counts = [", ".join(f"{row[kind]} {kind}" for kind in KINDS if row[kind]) for _, row in table.iterrows()]
    alt = f"Organisations by area and highest label: {rows.told((f'{name}:' for name in table.index), counts)}."
    return Picture(figure, f"Most organisations: {table.index[0]}", alt)


def _stacked(
    axes: Axes, y: float, widths: Sequence[float], colours: Sequence[str], hatches: Sequence[str] | None = None
) -> None:
    left = 0.0
    for place, width in enumerate(widths):
        hatch = hatches[place] if hatches else ""
        if width:
            axes.barh(
                y, width, BAR, left=left, color=colours[place], edgecolor=theme.MEDIAN, linewidth=0.8, hatch=hatch
            )
        left += width


def history(p: Portfolio) -> Picture | None:
    """A panel a level: labels valid at the end of each year, and ever awarded by then. None without dated awards."""
    table = labels.over_time(p)
    if table["day"].nunique() < 2:
        return None
    table = table.assign(year=_years(table["day"]))
    with theme.applied():
        notes = ["Area: valid at the end of the year", "Line: ever awarded by then"]
        if (table["high"] > table["low"]).any():
            notes.insert(1, "Hatched: may have been valid")
        figure = _panels(p, table, notes)
    last = table[table["day"] == table["day"].max()].set_index("level")
    told = [f"{row.low} valid and {row.ever} ever awarded" for row in last.itertuples()]
    start = int(table["year"].min())
    peaks = table.loc[table.groupby("level")["low"].idxmax()].set_index("level")
    most = [f"{peaks.at[level, 'low']} in {peaks.at[level, 'day'].year}" for level in last.index]
    alt = f"Labels since {start}. On {dates.day(p.as_of)}: {rows.told(last.index, told)}. "
    return Picture(figure, "How did labels go over the years?", f"{alt}Most valid: {rows.told(last.index, most)}.")


def _years(days: pd.Series) -> pd.Series:
    """The end of a year as that year, a day within one as the part of it that has passed since the year before."""
    return days.dt.year - 1 + days.dt.day_of_year / 365.25


def _panels(p: Portfolio, table: pd.DataFrame, notes: Sequence[str]) -> theme.Figure:
    shown = [level for level in reversed(LEVELS) if table.loc[table["level"] == level, "ever"].max() > 0]
    figure = theme.blank(PANEL * len(shown) + lines.LINE * len(notes) + lines.BOTTOM)
    width, height = theme.size(figure)
    quiet: dict[str, Any] = {"fontsize": theme.SMALL, "color": theme.QUIET}
    for line, text in enumerate(notes):
        figure.text(0.01, 1 - (lines.TOP + lines.LINE * (line - 0.1)) / height, text, va="center", fontdict=quiet)
    for place, level in enumerate(shown):
        bottom = lines.BOTTOM + PANEL * (len(shown) - 1 - place)
        box = (0.01, bottom / height, 1 - lines.RIGHT / width - 0.01, (PANEL - 18) / height)
        axes = figure.add_axes(box)
        _panel(axes, level, table[table["level"] == level])
    years = sorted(table["day"].dt.year.unique())
    first, last = table["year"].min(), table["year"].max()
    for year, text, side in ((first, str(years[0]), "left"), (last, dates.day(p.as_of), "right")):
        axes.annotate(
            text, (year, 0), (0, -12), textcoords="offset points", ha=side, va="center", annotation_clip=False, **quiet
        )
    return figure


def _panel(axes: Axes, level: str, rows_: pd.DataFrame) -> None:
    x, low, high, ever = (rows_[name].to_numpy(float) for name in ("year", "low", "high", "ever"))
    axes.set_axis_off()
    axes.set(xlim=(x[0], x[-1]), ylim=(0, max(ever.max(), high.max()) * 1.12))
    axes.fill_between(x, low, high, facecolor="white", edgecolor=theme.LEVELS[level], hatch="//////", linewidth=0.5)
    axes.fill_between(x, 0, low, facecolor=theme.LEVELS[level], edgecolor="none", zorder=2)
    axes.plot(x, ever, color=theme.MEDIAN, linewidth=1.5, zorder=3, clip_on=False)
    axes.hlines(0, x[0], x[-1], colors=theme.MEDIAN, linewidth=1)
    axes.text(x[0], axes.get_ylim()[1], level.capitalize(), fontweight="bold", va="top", ha="left")
    between = f" to {wording.number(high[-1])}" if high[-1] > low[-1] else ""
    texts = [f"{wording.number(low[-1])}{between} valid", f"{wording.number(ever[-1])} ever"]
    lines.ends(axes, x[-1], [low[-1], ever[-1]], texts, [theme.INK, theme.QUIET])
