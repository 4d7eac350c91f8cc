"""The cluster function over the years, the figures behind it, and what peers say."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchlib.present import performance, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

SCORES = (0.0, 25.0, 50.0, 75.0, 100.0)
HEIGHT, ABOVE, BELOW, LEFT, RIGHT = 190, 44, 24, 26, 34  # pixels: the chart and what surrounds its lines
STEP = 10.0  # points between two lines


def trend(r: Results) -> Picture | None:
    """The estimate of every year with its interval, the figures as dots, and next year's prediction. None without."""
    table = performance.states(r)
    if table.empty:
        return None
    with theme.applied():
        cases = wording.tenths(r.edition["competitiveness"]["interval"])
        notes = (
            f"Line: estimate; grey: where it is in {cases} cases",
            "Ring: the figures alone; dashed: the year ahead",
        )
        figure, axes = _framed(table, performance.forecast(r), notes)
        axes.fill_between(table["year"], table["low"], table["high"], color=theme.OTHERS, linewidth=0, zorder=2)
        axes.plot(table["year"], table["estimate"], color=theme.OWN, linewidth=2.5, zorder=4)
        axes.plot(table["year"], table["q"], "o", markersize=5, color="white", markeredgecolor=theme.MEDIAN, zorder=3)
        _ahead(axes, table.iloc[-1], performance.forecast(r))
        _named(axes, table)
    return Picture(figure, "How competitive is the cluster, and how sure is that?", _told(table))


def _framed(table: pd.DataFrame, ahead: pd.Series | None, notes: Sequence[str]) -> tuple[Figure, Axes]:
    """An empty chart with lines every few points and the years below."""
    ends = [table["low"], table["high"], table["q"]]
    if ahead is not None:
        ends.append(pd.Series([ahead["predicted_low"], ahead["predicted_high"]]))
    values = pd.concat(ends).dropna()
    low, high = STEP * (values.min() // STEP), STEP * -(-values.max() // STEP)
    last = int(table["year"].iloc[-1]) + (ahead is not None)
    first = min(int(table["year"].iloc[0]), last - 1)
    figure = theme.blank(ABOVE + HEIGHT + BELOW)
    width, height = theme.size(figure)
    size = (1 - (LEFT + RIGHT) / width, HEIGHT / height)
    axes = figure.add_axes((LEFT / width, BELOW / height, *size))
    axes.set_axis_off()
    axes.set(xlim=(first, last), ylim=(low, max(high, low + STEP)))
    _lines(axes, first, last)
    for line, text in enumerate(notes):
        place = 1 - (rows.TOP + rows.LINE * (line + 0.4)) / height
        figure.text(rows.SIDE / width, place, text, va="center", fontsize=theme.SMALL, color=theme.QUIET)
    return figure, axes


def _lines(axes: Axes, first: int, last: int) -> None:
    low, high = axes.get_ylim()
    quiet = {"fontsize": theme.SMALL, "color": theme.QUIET}
    marks = [low + STEP * place for place in range(int((high - low) / STEP) + 1)]
    every = max(1, -(-len(marks) // 6))
    for y in marks[::every]:
        axes.axhline(y, color=theme.LINE, linewidth=1, zorder=1)
        axes.annotate(f"{y:.0f}", (first, y), (-4, 0), textcoords="offset points", ha="right", va="center", **quiet)
    apart = max(1, -(-(last - first) // 6))
    for year in range(first, last + 1, apart):
        axes.annotate(str(year), (year, low), (0, -12), textcoords="offset points", ha="center", va="center", **quiet)


def _ahead(axes: Axes, now: pd.Series, ahead: pd.Series | None) -> None:
    """From the last estimate to next year's prediction, whose interval is open."""
    if ahead is None:
        return
    years = [now["year"], ahead["year"]]
    dashed = (0, (3, 2))
    axes.plot(years, [now["estimate"], ahead["predicted"]], color=theme.OWN, linewidth=2, linestyle=dashed, zorder=4)
    for end in ("low", "high"):
        edge = [now[end], ahead[f"predicted_{end}"]]
        axes.plot(years, edge, color=theme.OTHERS_EDGE, linewidth=1, linestyle=dashed, zorder=2)


def _named(axes: Axes, table: pd.DataFrame) -> None:
    now = table.iloc[-1]
    at = (now["year"], now["estimate"])
    style = {"fontweight": "bold", "color": theme.OWN}
    axes.annotate(f"{now['estimate']:.0f}", at, (4, 7), textcoords="offset points", ha="left", va="bottom", **style)


def _told(table: pd.DataFrame) -> str:
    told = [
        f"{row.year} {row.estimate:.0f} ({row.low:.0f} to {row.high:.0f})"
        for row in table.tail(6).itertuples()  # the table below the picture has them all
    ]
    return f"Estimate with its interval, 0 to 100: {wording.listing(told)}."


def figures(r: Results) -> Picture | None:
    """The last year's figures on their goalposts, with the year before as a ring. None where none is shown."""
    table = performance.figures(r)
    if table.empty:
        return None
    about = r.edition["competitiveness"]["indicators"]
    names = [about[key]["name"] for key in table["indicator"]]
    values = [wording.figure(row.value, about[row.indicator]["unit"]) for row in table.itertuples()]
    y = rows.heights(len(table))
    notes = [f"Dot: {table['year'].iloc[0]}" + ("; ring: the year before" if table["before"].notna().any() else "")]
    with theme.applied():
        figure, axes = rows.ruled(names, values, SCORES, [f"{x:.0f}" for x in SCORES], notes)
        rows.tracks(axes, y, SCORES)
        _dots(axes, table["before"], y, color="white", markeredgecolor=theme.OWN, markersize=7)
        _dots(axes, table["score"], y, color=theme.OWN, markeredgecolor="white", markersize=9)
    alt = f"Scores from 0 to 100 for {rows.told(names, values)}: {wording.listing(f'{x:.0f}' for x in table['score'])}."
    return Picture(figure, "What do the figures say?", alt)


def peers(r: Results) -> Picture | None:
    """What peers say on each aspect, with its interval, beside what is usual. None where too few answered."""
    table = performance.peers(r)
    if table.empty:
        return None
    names = [performance.aspect(r, key) for key in table["aspect"]]
    values = [f"{value:.0f}" for value in table["shrunk"]]
    y = rows.heights(len(table))
    notes = [f"Dot, line: peers in {table['year'].iloc[0]}, interval", "Upright line: what is usual for the aspect"]
    with theme.applied():
        figure, axes = rows.ruled(names, values, SCORES, [f"{x:.0f}" for x in SCORES], notes)
        rows.tracks(axes, y, SCORES)
        axes.hlines(y, table["low"].clip(0, 100), table["high"].clip(0, 100), colors=theme.OWN, linewidth=3, zorder=3)
        rows.strokes(axes, list(table["usual"]), y, theme.MEDIAN)
        _dots(axes, table["shrunk"], y, color=theme.OWN, markeredgecolor="white", markersize=9)
    usual = [f"usual {value:.0f}" for value in table["usual"]]
    told = [f"{name} {value}, {other}" for name, value, other in zip(names, values, usual, strict=True)]
    return Picture(figure, "What do peers say?", f"Peers' view from 0 to 100: {'; '.join(told)}.")


def _dots(axes: Axes, x: pd.Series, y: Sequence[float], **style: object) -> None:
    """Dots of a column, those beyond the scale at its end."""
    axes.plot(x.clip(SCORES[0], SCORES[-1]), y, "o", clip_on=False, zorder=5, **style)
