"""The cluster function over the years, the figures behind it, and what peers say."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchlib.present import performance, theme, wording
from benchlib.present.charts import rows
from benchlib.present.performance import HIGHEST, LOWEST
from benchlib.present.results import Results
from benchlib.present.theme import Picture

SCALE = (LOWEST, 25.0, 50.0, 75.0, HIGHEST)
HEIGHT, ABOVE, BELOW, LEFT, RIGHT = 190, 16, 24, 26, 14  # pixels: the lines and what surrounds them
STEP = 10.0  # points between two lines
NEAR = 0.13  # share of the height that a number takes
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
    with theme.applied():
        figure, axes = _framed(table, ahead, list(_notes(r, table, ahead)))
        axes.fill_between(table["year"], table["low"], table["high"], color=theme.OTHERS, linewidth=0, zorder=2)
        axes.plot(table["year"], table["estimate"], ".-", color=theme.OWN, linewidth=2.5, zorder=4)
        alone: dict[str, Any] = {"color": "white", "markeredgecolor": theme.MEDIAN, "clip_on": False, "zorder": 3}
        axes.plot(table["year"], table["q"], "o", markersize=5, **alone)
        axes.plot(table["year"], table["seen"], "D", markersize=4.5, **alone)
        _ahead(axes, table.iloc[-1], ahead)
        _named(axes, table.iloc[-1])
    return Picture(figure, "How competitive is the cluster?", _told(table, ahead))


def _notes(r: Results, table: pd.DataFrame, ahead: pd.Series | None) -> Iterator[str]:
    """What the marks mean; what is not drawn is not named."""
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    yield f"Line: estimate; grey: holds the truth in {cases} cases"
    parts = {"ring: figures alone": table["q"].notna().any(), "diamond: peers alone": table["seen"].notna().any()}
    if any(parts.values()):
        yield wording.capital("; ".join(text for text, drawn in parts.items() if drawn))
    if ahead is not None:
        yield f"Dashed: expected for {ahead['year']}"


def _framed(table: pd.DataFrame, ahead: pd.Series | None, notes: Sequence[str]) -> tuple[Figure, Axes]:
    """An empty chart with lines every few points and the years below."""
    ends = [table[name] for name in ("low", "high", "q", "seen")]
    if ahead is not None:
        ends.append(pd.Series([ahead["predicted_low"], ahead["predicted_high"]], dtype=float).clip(LOWEST, HIGHEST))
    values = pd.concat(ends).dropna()
    low, high = STEP * (values.min() // STEP), STEP * -(-values.max() // STEP)
    last = int(table["year"].iloc[-1]) + (ahead is not None)
    first = int(table["year"].iloc[0])
    figure = theme.blank(ABOVE + rows.LINE * len(notes) + HEIGHT + BELOW)
    width, height = theme.size(figure)
    axes = figure.add_axes((LEFT / width, BELOW / height, 1 - (LEFT + RIGHT) / width, HEIGHT / height))
    axes.set_axis_off()
    margin = 0.03 * (last - first)
    axes.set(xlim=(first - margin, last + margin), ylim=(low, max(high, low + STEP)))
    _lines(axes, first, last)
    for line, text in enumerate(notes):
        place = 1 - (rows.TOP + rows.LINE * (line + 0.4)) / height
        figure.text(rows.SIDE / width, place, text, va="center", fontsize=theme.SMALL, color=theme.QUIET)
    return figure, axes


def _lines(axes: Axes, first: int, last: int) -> None:
    """Lines with their points, and years, the last one among them."""
    (low, high), left = axes.get_ylim(), axes.get_xlim()[0]
    quiet: dict[str, Any] = {"fontsize": theme.SMALL, "color": theme.QUIET}
    apart = STEP * max(1, -(-(high - low) // (STEP * MOST)))
    marks = [low + apart * place for place in range(int((high - low) // apart) + 1)]
    axes.hlines(marks, *axes.get_xlim(), colors=theme.LINE, linewidth=1, zorder=1)
    for y in marks:
        axes.annotate(f"{y:.0f}", (left, y), (-4, 0), textcoords="offset points", ha="right", va="center", **quiet)
    for year in range(last, first - 1, -max(1, -(-(last - first) // MOST))):
        axes.annotate(str(year), (year, low), (0, -13), textcoords="offset points", ha="center", va="center", **quiet)


def _ahead(axes: Axes, now: pd.Series, ahead: pd.Series | None) -> None:
    """From the last estimate to next year's prediction, whose interval is open."""
    if ahead is None:
        return
    years = [now["year"], ahead["year"]]
    dashed = (0, (3, 2))
    axes.plot(years, [now["estimate"], ahead["predicted"]], color=theme.OWN, linewidth=2, linestyle=dashed, zorder=4)
    for end in ("low", "high"):
        edge = [now[end], performance.on_scale(ahead[f"predicted_{end}"])]
        axes.plot(years, edge, color=theme.OTHERS_EDGE, linewidth=1, linestyle=dashed, zorder=2)


def _named(axes: Axes, now: pd.Series) -> None:
    """The last estimate as a number, above its mark; below where figures or peers stand above it."""
    low, high = axes.get_ylim()
    near, at = NEAR * (high - low), now["estimate"]
    crowded = [any(0 < side * (now[mark] - at) < near for mark in ("q", "seen")) for side in (1, -1)]
    below = at - near > low and crowded[0] and not crowded[1]
    offset, side = ((0, -8), "top") if below else ((0, 8), "bottom")
    style: dict[str, Any] = {"fontweight": "bold", "color": theme.OWN, "zorder": 6, "va": side, "ha": "center"}
    axes.annotate(f"{at:.0f}", (now["year"], at), offset, textcoords="offset points", **style)


def _told(table: pd.DataFrame, ahead: pd.Series | None) -> str:
    told = [
        f"{row.year} {row.estimate:.0f} ({performance.between(row.low, row.high)})"
        for row in table.tail(TOLD).itertuples()
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
    values = [wording.figure(row.value, about[row.indicator]["unit"]) for row in table.itertuples()]
    y, year = rows.heights(len(table)), table["year"].iloc[0]
    ring = f"; ring: {year - 1}" if table["before"].notna().any() else ""
    with theme.applied():
        labels = [f"{x:.0f}" for x in SCALE]
        figure, axes = rows.ruled(names, values, SCALE, labels, [f"Dot: score of {year}, 0 to 100{ring}"])
        rows.tracks(axes, y, SCALE)
        _dots(axes, table["before"], y, color="white", markeredgecolor=theme.OWN, markersize=7)
        _dots(axes, table["score"], y, color=theme.OWN, markeredgecolor="white", markersize=9)
    told = [
        f"{name} {value}, score {performance.scored(score)}"
        for name, value, score in zip(names, values, table["score"], strict=True)
    ]
    return Picture(figure, "What do the figures say?", f"Figures of {year}: {'; '.join(told)}.")


def peers(r: Results) -> Picture | None:
    """What peers say on each aspect, with its interval, beside what is usual. None where too few answered."""
    table = performance.peers(r)
    if table.empty:
        return None
    names = [performance.aspect(r, key) for key in table["aspect"]]
    values = [performance.scored(value) for value in table["shrunk"]]
    y = rows.heights(len(table))
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    notes = [f"Dot: peers’ view; line: holds the truth in {cases} cases"]
    notes += ["Upright line: usual view of other clusters’ peers"] if table["usual"].notna().any() else []
    with theme.applied():
        figure, axes = rows.ruled(names, values, SCALE, [f"{x:.0f}" for x in SCALE], notes)
        rows.tracks(axes, y, SCALE)
        low, high = (table[end].clip(LOWEST, HIGHEST) for end in ("low", "high"))
        axes.hlines(y, low, high, colors=theme.OWN, linewidth=3, zorder=3)
        rows.strokes(axes, list(table["usual"]), y, theme.MEDIAN)
        _dots(axes, table["shrunk"], y, color=theme.OWN, markeredgecolor="white", markersize=9)
    usual = [f", usual {value:.0f}" if wording.known(value) else "" for value in table["usual"]]
    told = [f"{name} {value}{other}" for name, value, other in zip(names, values, usual, strict=True)]
    return Picture(figure, "What do peers say?", f"Peers’ view from 0 to 100: {'; '.join(told)}.")


def _dots(axes: Axes, x: pd.Series, y: Sequence[float], **style: Any) -> None:
    """Dots of a column, those beyond the scale at its end."""
    axes.plot(x.clip(LOWEST, HIGHEST), y, "o", clip_on=False, zorder=5, **style)
