"""Competitiveness in pictures: the same clusters over the years, areas then and now, and errors of predictions."""

import pandas as pd

from benchlib.present import theme, wording
from benchlib.present.charts import rows, years
from benchlib.present.drawing import Drawing, Picture
from benchlib.present.edition import learning, names, trends
from benchlib.present.edition.charts import lines, scores
from benchlib.present.edition.reading import Portfolio

HEIGHT = 190  # pixels of a picture of lines
SPAN = 10.0  # points that a scale shows at least
POINTS = (0.0, 25.0, 50.0, 75.0, 100.0)
STYLES: dict[str, tuple[tuple[float, ...], str]] = {
    learning.FUNCTION: ((), theme.OWN),
    "same as last year": ((7.4, 3.2), theme.MEDIAN),
    "mean of all": ((2.0, 3.3), theme.INK),
}
SHORT = {learning.FUNCTION: "function", "same as last year": "last year", "mean of all": "mean of all"}


def competitiveness(p: Portfolio) -> Picture | None:
    """The mean of the panel's clusters by year with its interval, and the year ahead. None without a panel."""
    panel = trends.panel(p)
    table = trends.means(panel.rows) if panel else pd.DataFrame()
    if panel is None or len(table) < 2:
        return None
    ahead = trends.means(panel.ahead)
    whole = pd.concat([table, ahead], ignore_index=True)
    scale = lines.scale(*_apart(float(whole["low"].min()), float(whole["high"].max())))
    notes = [f"Mean of the same {wording.number(panel.clusters)} clusters, points from 0 to 100;"]
    notes.append(f"band: its {names.interval(p)}" + ("; dashed: predicted" if len(ahead) else ""))
    over, last = whole["year"].tolist(), whole.iloc[-1]
    frame = lines.framed(HEIGHT, over, scale, notes)
    parts = [*lines.ruled(frame, over, scale, notes)]
    parts.append(years.band(frame, table["year"], table["low"], table["high"], theme.OTHERS))
    parts += years.line(frame, table["year"], table["mean"], theme.OWN, 2)
    parts += years.dots(frame, table["year"], table["mean"], theme.OWN, None, 2.5)
    if len(ahead):
        row = ahead.iloc[0]
        parts += years.line(frame, [row["year"]] * 2, [row["low"], row["high"]], theme.OTHERS_EDGE, 3)
        parts += years.line(frame, whole["year"].tail(2), whole["mean"].tail(2), theme.OWN, 1.5, (5.6, 2.4))
    parts += lines.ends(frame, last["year"], [last["mean"]], [_ahead(len(ahead), last["mean"])], [theme.OWN])
    drawing = Drawing(frame.y.start + lines.BOTTOM, tuple(parts))
    told = [f"{row.year} {wording.number(row.mean)}" for row in table.itertuples()]
    more = [f"{row.year} {wording.number(row.mean)} as predicted" for row in ahead.itertuples()]
    title = "Did competitiveness rise?"
    return Picture(drawing, title, f"Mean of the same {panel.clusters} clusters: {wording.listing([*told, *more])}.")


def _apart(low: float, high: float) -> tuple[float, float]:
    """The ends of the scale, at least SPAN apart, so that a small move does not look large."""
    more = max(0.0, SPAN - (high - low)) / 2
    return low - more, high + more


def _ahead(predicted: int, value: float) -> str:
    return f"{wording.number(value)}{' predicted' if predicted else ''}"


def area_trends(p: Portfolio) -> Picture | None:
    """Each area's mean in the panel's first and last year; areas kept back are left out. None where all are."""
    panel = trends.panel(p)
    table = trends.by_area(p, panel) if panel else pd.DataFrame({"shown": []})
    table = table[table["shown"].astype(bool)]
    if panel is None or table.empty:
        return None
    table = table.sort_values("mean", ascending=False, kind="stable")
    first, last = int(panel.rows["year"].min()), int(panel.rows["year"].max())
    scale = lines.scale(float(table[["first", "low"]].min().min()), float(table[["first", "high"]].max().max()))
    values = [f"{row.mean:.0f} ({_change(row.mean - row.first)})" for row in table.itertuples()]
    short = [rows.shortened(str(name), 34) for name in table.index]
    notes = [f"Ring: mean in {first}, dot: in {last},", f"bar: {names.interval(p)}; in brackets: change"]
    chart = rows.ruled(short, values, scale, [wording.number(x) for x in scale], notes)
    drawing = chart.drawn(
        rows.tracks(chart, scale),
        rows.spans(chart, table["low"], table["high"], theme.OTHERS_EDGE, 4),
        rows.dots(chart, table["first"], theme.PAPER, theme.OWN, 3.5),
        rows.dots(chart, table["mean"], theme.OWN, theme.OWN, 4),
    )
    told = [f"{row.first:.0f} in {first}, {row.mean:.0f} in {last}" for row in table.itertuples()]
    return Picture(drawing, "Which areas moved?", f"Mean of the same clusters by area: {rows.told(table.index, told)}.")


def _change(value: float) -> str:
    text = f"{abs(value):.0f}"
    return "±0" if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def aspects(p: Portfolio) -> Picture | None:
    """The aspects that peers answer on, over clusters; None without answers."""
    table = trends.latest(p.peers, "aspect", "shrunk", p.least)
    titles = [names.aspect(p, str(key)) for key in table.index]
    return scores.quartiles(table, titles, "What do peers see?", POINTS, "")


def figures(p: Portfolio) -> Picture | None:
    """The indicators of the figures on their goalposts, over clusters; None without figures."""
    table = trends.latest(p.figures, "indicator", "score", p.least)
    table = table.assign(**{name: table[name].clip(0, 100) for name in ("q25", "median", "q75")})
    titles = [names.indicator(p, str(key)) for key in table.index]
    return scores.quartiles(table, titles, "What do the figures say?", POINTS, "")


def errors(p: Portfolio) -> Picture | None:
    """Errors of the predictions of each wave from all waves before it, by method. None for fewer than two waves."""
    table = learning.errors(p)
    if len(table) < 2:
        return None
    methods = [name for name in learning.METHODS if table[name].notna().any()]
    scale = lines.scale(0.0, float(table[methods].max().max()), zero=True)
    notes = ["Root mean squared error in points, lower is better"]
    waves, last = table["wave"].tolist(), table.iloc[-1]
    frame = lines.framed(HEIGHT, waves, scale, notes)
    parts = [*lines.ruled(frame, waves, scale, notes)]
    for name in methods:
        dashes, colour = STYLES[name]
        parts += years.line(frame, waves, table[name], colour, 2, dashes)
    texts, colours = [SHORT[name] for name in methods], [STYLES[name][1] for name in methods]
    parts += lines.ends(frame, last["wave"], [float(last[name]) for name in methods], texts, colours)
    drawing = Drawing(frame.y.start + lines.BOTTOM, tuple(parts))
    told = [
        f"{row['wave']:.0f}: " + ", ".join(f"{name} {wording.number(row[name])}" for name in methods)
        for _, row in table.iterrows()
    ]
    title = "Does the function predict better than a guess?"
    return Picture(drawing, title, f"Errors of predictions in points by year. {'; '.join(told)}.")
