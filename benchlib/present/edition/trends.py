"""Competitiveness over the years: means of the same clusters, by area, figures, aspects, management; no single one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchlib.present.edition import labels, scores
from benchlib.present.edition.reading import Portfolio

KEPT = 0.5  # share of the last year's clusters that a panel keeps at least; going further back would keep fewer
VERDICTS = ("confirm", "see more", "see less")


@dataclass(frozen=True)
class Panel:
    """The same clusters in every year, so that entries and exits do not move their mean.

    rows: cluster_id, year, estimate, half (half the width of its interval). ahead: the same of the year after, as
    predicted. clusters: how many; others: clusters of the last year that are not in it.
    """

    rows: pd.DataFrame
    ahead: pd.DataFrame
    clusters: int
    others: int


def panel(p: Portfolio) -> Panel | None:
    """The panel over as many years back as keep KEPT of the last year's clusters; None where too few are known."""
    known = _estimates(p, "estimate", "low", "high")
    if known.empty:
        return None
    years = np.sort(known["year"].unique())
    first = known.groupby("cluster_id")["year"].min()
    now = known.loc[known["year"] == years[-1], "cluster_id"]
    since = first.reindex(now)
    start = next(year for year in years if (since <= year).sum() >= KEPT * len(now))
    chosen = since.index[since <= start]
    if len(chosen) < p.least:
        return None
    rows = known[known["cluster_id"].isin(chosen) & (known["year"] >= start)].reset_index(drop=True)
    ahead = _estimates(p, "predicted", "predicted_low", "predicted_high", forecast=True)
    ahead = ahead[ahead["cluster_id"].isin(chosen)].reset_index(drop=True)
    return Panel(rows, ahead, len(chosen), len(now) - len(chosen))


def _estimates(p: Portfolio, value: str, low: str, high: str, *, forecast: bool = False) -> pd.DataFrame:
    rows = p.competitiveness
    rows = rows[(rows["forecast"].astype(bool) == forecast) & rows[value].notna()]
    half = (rows[high] - rows[low]).astype(float) / 2
    known = pd.DataFrame(
        {"cluster_id": rows["cluster_id"], "year": rows["year"], "estimate": rows[value], "half": half}
    )
    return known.astype({"year": int, "estimate": float})


def means(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean of the estimates by year: year, clusters, mean, low, high.

    The interval is that of the mean of these clusters' true states: their errors are taken as independent, so half its
    width is the root of the sum of squared halves over their number.
    """
    grouped = rows.assign(square=rows["half"] ** 2).groupby("year")
    count, mean = grouped["estimate"].count(), grouped["estimate"].mean()
    half = np.sqrt(grouped["square"].sum()) / count
    return pd.DataFrame({"clusters": count, "mean": mean, "low": mean - half, "high": mean + half}).reset_index()


def by_area(p: Portfolio, of: Panel) -> pd.DataFrame:
    """Mean of the panel's clusters by area in its first and last year: organisations, first, mean, low, high, shown.

    Index: the area, the largest first. Where an area is kept back, only its size stands.
    """
    area = p.organisations.set_index("cluster_id")["area"].astype("str").fillna(labels.UNKNOWN)
    rows = of.rows.assign(area=of.rows["cluster_id"].map(area))
    parts = {name: means(part).set_index("year") for name, part in rows.groupby("area")}
    first, last = int(rows["year"].min()), int(rows["year"].max())
    table = pd.DataFrame(
        [
            (name, int(part.at[last, "clusters"]), part.at[first, "mean"], *part.loc[last, ["mean", "low", "high"]])
            for name, part in parts.items()
        ],
        columns=["area", "organisations", "first", "mean", "low", "high"],
    ).set_index("area")
    return scores.keep(table.sort_values("organisations", ascending=False, kind="stable"), p.least)


def peers(p: Portfolio) -> pd.Series | None:
    """How many clusters' peers confirm the figures in the last year, see more or see less; None where none is told."""
    told = p.competitiveness[p.competitiveness["peers"].notna()]
    if told.empty:
        return None
    last = told[told["year"] == told["year"].max()]
    return last["peers"].value_counts().reindex(list(VERDICTS), fill_value=0)


def drifting(p: Portfolio) -> int:
    """Clusters whose innovations leave their band in the last year."""
    rows = p.competitiveness[~p.competitiveness["forecast"].astype(bool)]
    return int(rows.loc[rows["year"] == rows["year"].max(), "drift"].astype(bool).sum()) if len(rows) else 0


def latest(rows: pd.DataFrame, by: str, value: str, least: int) -> pd.DataFrame:
    """The last year of a table of clusters: index `by`; year, organisations, q25, median, q75, before, change, same.

    rows: cluster_id, year, `by`, `value`, shown. Medians over clusters whose value is shown. change: median change
    since the year `before` of the `same` clusters that have both. Rows of fewer than `least` clusters are left out,
    changes of fewer are missing.
    """
    known = rows[rows["shown"].astype(bool)].dropna(subset=value).astype({value: float, "year": int})
    if known.empty:
        return pd.DataFrame(columns=["year", "organisations", *scores.QUARTILES, "before", "change", "same"])
    parts = [_last(part, by, value, least) for _, part in known.groupby(by, sort=False)]
    return pd.concat([part for part in parts if len(part)] or [parts[0]])


def _last(rows: pd.DataFrame, by: str, value: str, least: int) -> pd.DataFrame:
    """The last year that enough clusters have, beside the one before it that any has."""
    sizes = rows.groupby("year")["cluster_id"].nunique()
    enough = sizes.index[sizes >= least]
    year = int(enough.max()) if len(enough) else int(sizes.index.max())
    now = rows[rows["year"] == year]
    table = scores.quartiles(now, by, value)
    earlier = sizes.index[sizes.index < year]
    before = int(earlier.max()) if len(earlier) else None
    both = now.merge(rows[rows["year"] == before], on="cluster_id", suffixes=("", "_before"))
    change = (both[value] - both[f"{value}_before"]).median() if len(both) >= least else np.nan
    table = table.assign(year=year, before=before, change=change, same=len(both))
    return table[table["organisations"] >= least]
