"""The management teams together: sub-index, value added to participants' growth, shift-share of employment."""

import pandas as pd

from benchlib.present.edition import scores
from benchlib.present.edition.reading import Portfolio

PARTS = ("growth", "reference", "mix", "own")


def subindex(p: Portfolio) -> pd.Series | None:
    """Organisations, q25, median, q75 of the sub-index in percent, of complete answers; None where they are too few."""
    known = p.management.dropna(subset="percent").assign(what="management")
    if len(known) < p.least:
        return None
    return scores.quartiles(known.astype({"percent": float}), "what", "percent").iloc[0]


def value_added(p: Portfolio) -> pd.DataFrame:
    """By outcome: index, clusters, above and below (their whole interval is), least and most (5 and 95 % of effects).

    Effects in percentage points of growth a year. Outcomes that too few clusters have are left out.
    """
    rows = p.value_added[p.value_added["shown"].astype(bool)].dropna(subset=["effect", "low", "high"])
    rows = rows.astype(dict.fromkeys(("effect", "low", "high"), float))
    flags = rows.assign(above=rows["low"] > 0, below=rows["high"] < 0)
    grouped = flags.groupby("outcome", sort=False)
    table = grouped[["above", "below"]].sum().assign(clusters=grouped.size())
    table = table.assign(least=grouped["effect"].quantile(0.05), most=grouped["effect"].quantile(0.95))
    return table[table["clusters"] >= p.least]


def shift_share(p: Portfolio) -> pd.Series | None:
    """Medians over clusters of growth and its parts, with clusters, from_year, to_year; None where they are too few.

    Of the longest time that most clusters have. Medians of parts need not add up to the median of the whole.
    """
    rows = p.shift_share[p.shift_share["shown"].astype(bool)].dropna(subset=list(PARTS))
    if rows.empty:
        return None
    spans = rows.groupby(["from_year", "to_year"]).size()
    start, end = spans.idxmax()
    rows = rows[(rows["from_year"] == start) & (rows["to_year"] == end)]
    if len(rows) < p.least:
        return None
    facts = {"clusters": len(rows), "from_year": int(start), "to_year": int(end)}
    return pd.concat([rows[list(PARTS)].astype(float).median(), pd.Series(facts)])
