"""Competitiveness in numbers: means of the same clusters, areas, figures, aspects, errors and parameters."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.edition import learning, names, trends
from benchlib.present.edition.reading import Portfolio
from benchlib.present.markup import name
from benchlib.present.tables.grid import Row, table

POINTS = "points"


def means(p: Portfolio) -> Markup | None:
    """The panel's mean by year, and the year ahead."""
    panel = trends.panel(p)
    if panel is None:
        return None
    rows = [_mean(row, "") for row in trends.means(panel.rows).itertuples(index=False)]
    rows += [_mean(row, " (predicted)") for row in trends.means(panel.ahead).itertuples(index=False)]
    headings = ["Year", "Clusters", "Mean", wording.capital(names.interval(p))]
    return table("Competitiveness of the same clusters, in points", headings, rows, numbers=(1, 2, 3))


def _mean(row: tuple[Any, ...], what: str) -> Row:
    year, clusters, mean, low, high = row
    return f"{year}{what}", wording.number(clusters), f"{mean:.1f}", f"{low:.1f} to {high:.1f}"


def area_trends(p: Portfolio) -> Markup | None:
    """Means of the panel by area then and now; what is kept back is left out."""
    panel = trends.panel(p)
    if panel is None:
        return None
    found = trends.by_area(p, panel)
    first, last = int(panel.rows["year"].min()), int(panel.rows["year"].max())
    rows = [
        (
            name(area),
            wording.number(row["organisations"]),
            f"{row['first']:.0f}",
            f"{row['mean']:.0f}",
            f"{row['low']:.0f} to {row['high']:.0f}",
        )
        for area, row in found[found["shown"].astype(bool)].iterrows()
    ]
    headings = ["Area", "Clusters", str(first), str(last), wording.capital(names.interval(p))]
    return table("Competitiveness of the same clusters by area, in points", headings, rows, numbers=(1, 2, 3, 4))


def figures(p: Portfolio) -> Markup | None:
    """Medians of the figures over clusters, and how they changed for those that have both years."""
    found = trends.latest(p.figures, "indicator", "value", p.least)
    rows = [
        (
            f"{names.indicator(p, str(key))}, {row['year']:.0f}",
            wording.number(row["organisations"]),
            *(_value(row[one], names.unit(p, str(key))) for one in ("median", "q25", "q75")),
            _moved(row, names.unit(p, str(key))),
        )
        for key, row in found.iterrows()
    ]
    headings = ["Figure", "Clusters", "Median", "A quarter below", "A quarter above", "Change since the year before"]
    return table("Figures of the participants, by cluster", headings, rows, numbers=(1, 2, 3, 4, 5), cards=True)


def _value(value: float, unit: str) -> str:
    return wording.figure(value, unit) if unit else wording.number(value)


def _moved(row: pd.Series, unit: str) -> str:
    """The median change, with the sign; percentages change by points."""
    if not wording.known(row["change"]):
        return "too few with both years"
    decimals = 1 if unit.startswith("percent") else 0
    text = wording.number(abs(row["change"]), decimals)
    sign = "±" if text == "0" else "+" if row["change"] > 0 else "−"
    return f"{sign}{text} {POINTS if unit.startswith('percent') else unit}".strip()


def aspects(p: Portfolio) -> Markup | None:
    """What peers say of each aspect, over clusters."""
    found = trends.latest(p.peers, "aspect", "shrunk", p.least)
    rows = [
        (
            f"{names.aspect(p, str(key))}, {row['year']:.0f}",
            wording.number(row["organisations"]),
            f"{row['median']:.0f}",
            f"{row['q25']:.0f} to {row['q75']:.0f}",
            _moved(row, "points"),
        )
        for key, row in found.iterrows()
    ]
    headings = ["Aspect", "Clusters", "Median", "Middle half", "Change since the wave before"]
    return table(
        "What peers answer, from 0 to 100 points, by cluster", headings, rows, numbers=(1, 2, 3, 4), cards=True
    )


def errors(p: Portfolio) -> Markup | None:
    """Errors of the predictions of each wave from the waves before it, and of all together."""
    found = learning.errors(p)
    if found.empty:
        return None
    rows = [(f"{row['wave']:.0f}", wording.number(row["n"]), *_errors(row)) for _, row in found.iterrows()]
    rows.append(("All together", wording.number(found["n"].sum()), *_errors(learning.pooled(found))))
    headings = [
        "Wave predicted",
        "Clusters",
        "Cluster function",
        "Same as last year",
        "Mean of all",
        "Inside its interval",
    ]
    return table("Errors of predictions, in points", headings, rows, numbers=(1, 2, 3, 4, 5), cards=True)


def _errors(row: pd.Series) -> tuple[str, ...]:
    share = wording.percent(100 * row["coverage"]) if wording.known(row["coverage"]) else "–"
    return (*(f"{row[name]:.1f}" if wording.known(row[name]) else "–" for name in learning.METHODS), share)


def parameters(p: Portfolio) -> Markup | None:
    """The parameters as first and as last estimated."""
    found = learning.parameters(p)
    rows = [
        (names.parameter(row["name"]), *(_parameter(row, end) for end in learning.ENDS)) for _, row in found.iterrows()
    ]
    headings = ["Parameter", "First estimate", "Last estimate"]
    return table("What the function learnt", headings, rows, cards=True)


def _parameter(row: pd.Series, end: str) -> str:
    error = row[f"{end}_se"]
    around = f" ± {error:.2f}" if wording.known(error) else ""
    return f"{row[f'{end}_value']:.2f}{around} ({row[f'{end}_wave']:.0f})"
