"""How the organisations score together: quartiles and bands only, no single score and no order of organisations."""

import pandas as pd

from benchlib.present import profile
from benchlib.present.edition import labels, withheld
from benchlib.present.edition.reading import Portfolio

QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
BANDS = tuple(range(0, 101, 10))  # percent of the maximum; neighbours are joined where too few stand in one
TOP = BANDS[-1] + 1e-9


def reported(p: Portfolio) -> pd.DataFrame:
    """Scores of each organisation's reported assessment, complete ones only: cluster_id, item, percent."""
    chosen = p.assessments.loc[p.assessments["reported"].astype(bool), "assessment_id"]
    rows = p.scores[p.scores["assessment_id"].isin(chosen)].dropna(subset="percent")
    return rows[["cluster_id", "item", "percent"]].astype({"percent": float}).reset_index(drop=True)


def assessed(p: Portfolio) -> int:
    """Organisations with an assessment that the edition reports on."""
    return int(p.assessments.loc[p.assessments["reported"].astype(bool), "cluster_id"].nunique())


def totals(p: Portfolio) -> pd.Series:
    """Total in percent of the maximum by organisation, where every answer is known."""
    rows = reported(p)
    return rows[rows["item"] == profile.TOTAL].set_index("cluster_id")["percent"]


def by_group(p: Portfolio) -> pd.DataFrame:
    """Total and groups of indicators: item, name, organisations, q25, median, q75 (percent of the maximum).

    Without the groups that too few organisations have a score of.
    """
    names = {profile.TOTAL: "All together", **p.edition["groups"]}
    table = quartiles(reported(p), "item", "percent").reindex(list(names)).dropna(subset="organisations")
    table = table[table["organisations"] >= p.least]
    return table.assign(name=[names[item] for item in table.index]).rename_axis("item").reset_index()


def quartiles(rows: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    """Organisations, q25, median and q75 of a value, by the groups of a column."""
    grouped = rows.groupby(by, sort=False)[value]
    parts = {name: grouped.quantile(share) for name, share in QUARTILES.items()}
    return pd.DataFrame({"organisations": grouped.count(), **parts})


def by_place(p: Portfolio, column: str) -> pd.DataFrame:
    """Totals by area or country: index the group, organisations, q25, median, q75, shown; the largest first.

    Where a group is kept back (see `withheld`), only its size stands.
    """
    total = totals(p)
    place = p.organisations.set_index("cluster_id")[column].astype("str").fillna(labels.UNKNOWN)
    rows = pd.DataFrame({"group": place.reindex(total.index), "percent": total})
    table = quartiles(rows, "group", "percent").rename_axis(column)
    return keep(table.sort_values("organisations", ascending=False, kind="stable"), p.least)


def keep(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """A table of parts of a whole with `shown`, its numbers but `organisations` missing where a part is kept back."""
    shown = withheld.shown(table["organisations"].to_numpy(), least)
    numbers = [name for name in table.columns if name != "organisations"]
    kept = table.assign(**{name: table[name].where(shown) for name in numbers})
    return kept.assign(shown=shown)


def bands(p: Portfolio) -> list[tuple[float, float, int]]:
    """Bands of the total in percent of the maximum with how many organisations stand in each; see `withheld.bands`."""
    return withheld.bands(totals(p).to_numpy(), [*BANDS[:-1], TOP], p.least)
