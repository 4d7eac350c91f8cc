"""Labels of all organisations on the day: by level, by area and by country, over the years, and what ends soon."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from benchlib.assess import history
from benchlib.assess.history import CANNOT_TELL, EXPIRED, VALID
from benchlib.present.edition.reading import Portfolio
from benchlib.tables.schemas import LEVELS

NONE, UNKNOWN = "none", "not known"
AHEAD = 12  # months: what ends within them


def by_level(p: Portfolio) -> pd.DataFrame:
    """Organisations by level: ever, valid (for certain), open (cannot tell), expired, countries; index level."""
    status = p.statuses
    states = pd.crosstab(status["level"], status["state"]).reindex(
        index=list(LEVELS), columns=[VALID, CANNOT_TELL, EXPIRED], fill_value=0
    )
    countries = _countries(p, status[status["ever"].astype(bool)])
    ever = history.counts(status)["ever"].fillna(0).astype(int)
    table = states.rename(columns={CANNOT_TELL: "open"}).assign(ever=ever, countries=countries)
    return table.fillna(0).astype(int).rename_axis(columns=None)


def _countries(p: Portfolio, rows: pd.DataFrame) -> pd.Series:
    country = rows["cluster_id"].map(p.organisations.set_index("cluster_id")["country"])
    return country.groupby(rows["level"]).nunique()


def holders(p: Portfolio) -> pd.DataFrame:
    """An organisation a row: highest (level ever, or "none"), valid (any label for certain), open (cannot tell)."""
    status = p.statuses.assign(place=p.statuses["level"].map(LEVELS.index))
    ever = status[status["ever"].astype(bool)].groupby("cluster_id")["place"].max()
    ids = p.organisations["cluster_id"]
    valid = ids.isin(status.loc[status["state"] == VALID, "cluster_id"])
    possible = ids.isin(status.loc[status["state"] == CANNOT_TELL, "cluster_id"])
    highest = ids.map(ever).map(dict(enumerate(LEVELS))).fillna(NONE)
    about = p.organisations[["cluster_id", "area", "country", "country_name"]]
    return about.assign(highest=highest, valid=valid, open=possible & ~valid)


def grouped(p: Portfolio, column: str) -> pd.DataFrame:
    """Organisations by area or country: how many, by highest level ever, with a valid label, with an open one.

    Index: the group, the largest first, those of no known group last as "not known". Columns: organisations, gold,
    silver, bronze, none (by highest level ever), valid, open.
    """
    table = holders(p)
    group = table[column].astype("str").fillna(UNKNOWN).rename(column)
    kinds = [*reversed(LEVELS), NONE]
    counts = pd.crosstab(group, table["highest"]).reindex(columns=kinds, fill_value=0)
    sums = table.groupby(group)[["valid", "open"]].sum()
    whole = pd.concat([group.value_counts().rename("organisations"), counts, sums], axis=1)
    whole = whole.rename_axis(column).reset_index().assign(last=lambda rows: rows[column] == UNKNOWN)
    order = whole.sort_values(["last", "organisations", column], ascending=[True, False, True], kind="stable")
    return order.set_index(column).drop(columns="last").astype(int)


def over_time(p: Portfolio) -> pd.DataFrame:
    """Labels at the end of each year, the last on the edition's day: day, level, ever, low, high (valid).

    From awards that carry a date; empty where none does. low: certainly valid; high: with those that may have been.
    """
    dated = p.timeline[~undated(p)]
    ids = p.organisations["cluster_id"]
    parts = [
        history.counts(history.statuses(dated, ids, day, p.rules)).reset_index().assign(day=pd.Timestamp(day))
        for day in _ends_of_years(dated, p.as_of)
    ]
    if not parts:
        return pd.DataFrame(columns=["day", "level", "ever", "low", "high"])
    table = pd.concat(parts, ignore_index=True).rename(columns={"valid_low": "low", "valid_high": "high"})
    return table[["day", "level", "ever", "low", "high"]].astype({"ever": int, "low": int, "high": int})


def undated(p: Portfolio) -> pd.Series:
    """Which awards carry neither a day of award nor an end."""
    return p.timeline["awarded_from"].isna() & p.timeline["until_from"].isna()


def _ends_of_years(dated: pd.DataFrame, as_of: dt.date) -> Sequence[dt.date]:
    first = pd.concat([dated["awarded_from"], dated["until_from"]]).min()
    if pd.isna(first):
        return []
    years = range(min(first.year, as_of.year), as_of.year)
    return [*(dt.date(year, 12, 31) for year in years), as_of]


def ending(p: Portfolio) -> pd.DataFrame:
    """What ends within a year, by level: valid, low, high (valid labels that certainly, or may, end), renewable.

    renewable: labels whose end has passed and that a renewal still continues.
    """
    day = pd.Timestamp(p.as_of)
    limit = day + pd.DateOffset(months=AHEAD)
    status = p.statuses.assign(
        valid=p.statuses["state"] == VALID,
        renewable=(p.statuses["state"] == EXPIRED) & (p.statuses["renew_until"] >= day),
    )
    low, high = (status["valid"] & (status[f"valid_until_{end}"] <= limit) for end in ("to", "from"))
    sums = status.assign(low=low, high=high).groupby("level")[["valid", "low", "high", "renewable"]].sum()
    return sums.reindex(list(LEVELS), fill_value=0).astype(int)
