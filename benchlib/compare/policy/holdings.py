"""Labels of the organisations of each country: how many hold what, in which area, and which labels end soon.

Nothing is kept back: labels, areas and countries of organisations are published facts.
"""

import datetime as dt

import pandas as pd

from benchlib.assess.history import CANNOT_TELL, EXPIRED, VALID
from benchlib.tables.schemas import LEVELS

UNKNOWN, NONE = "not known", "none"
COUNTS = ["organisations", "ever", "valid", "open", "expired", "renewable"]
KINDS = [*reversed(LEVELS), NONE]
HELD = [VALID, CANNOT_TELL]


def by_level(statuses: pd.DataFrame, country: pd.Series, day: dt.date) -> pd.DataFrame:
    """Organisations by country and level: country, level and COUNTS, levels in ascending order.

    statuses: of `assess.history.statuses` on `day`; country: by cluster_id, those without one are left out. ever: had
    it at any time; valid: it certainly holds; open: nobody can tell; expired; renewable: expired, and a renewal still
    continues it.
    """
    rows = statuses.assign(
        country=statuses["cluster_id"].map(country),
        place=statuses["level"].map(LEVELS.index),
        organisations=1,
        valid=statuses["state"] == VALID,
        open=statuses["state"] == CANNOT_TELL,
        expired=statuses["state"] == EXPIRED,
    )
    rows["renewable"] = rows["expired"] & (rows["renew_until"] >= pd.Timestamp(day))
    sums = rows.groupby(["country", "place", "level"])[COUNTS].sum().astype("int64").reset_index()
    return sums.drop(columns="place")[["country", "level", *COUNTS]]


def holders(organisations: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """An organisation a row, those without a country left out, by country and name.

    Columns: country, organisation (its id), name, area, nuts2, highest (level ever awarded, or "none"), valid (a label
    certainly holds), open (none certainly, one perhaps), and by level its state (valid, expired, never, cannot tell).
    """
    known = organisations[organisations["country"].notna()]
    ids = pd.Index(known["cluster_id"])
    ever = statuses[statuses["ever"].astype(bool)]
    place = ever["level"].map(LEVELS.index).groupby(ever["cluster_id"]).max().reindex(ids)
    states = statuses.pivot(index="cluster_id", columns="level", values="state").reindex(
        index=ids, columns=list(LEVELS)
    )
    valid, possible = ((states == state).any(axis="columns").to_numpy() for state in HELD)
    table = pd.DataFrame(
        {
            **{name: known[name].to_numpy() for name in ("country", "cluster_id", "name", "area", "nuts2")},
            "highest": place.map(dict(enumerate(LEVELS))).fillna(NONE).to_numpy(),
            "valid": valid,
            "open": possible & ~valid,
            **{level: states[level].to_numpy() for level in LEVELS},
        }
    ).rename(columns={"cluster_id": "organisation"})
    kinds = dict.fromkeys(("country", "organisation", "name", "area", "nuts2", "highest", *LEVELS), "str")
    order = table["name"].str.normalize("NFKD").str.casefold()
    return (
        table.astype(kinds)
        .assign(order=order)
        .sort_values(["country", "order"], kind="stable", ignore_index=True)[[*table.columns]]
    )


def by_area(held: pd.DataFrame) -> pd.DataFrame:
    """Organisations by country and technology area, from `holders`; the largest area first, "not known" last.

    Columns: country, area, organisations, gold, silver, bronze, none (by highest level ever), valid, open.
    """
    rows = held.assign(area=held["area"].fillna(UNKNOWN), organisations=1)
    rows = rows.assign(**{kind: rows["highest"] == kind for kind in KINDS})
    counted = ["organisations", *KINDS, "valid", "open"]
    sums = rows.groupby(["country", "area"])[counted].sum().astype("int64").reset_index()
    sums["last"] = sums["area"] == UNKNOWN
    order = sums.sort_values(
        ["country", "last", "organisations", "area"], ascending=[True, True, False, True], ignore_index=True
    )
    return order.drop(columns="last")


def ending(statuses: pd.DataFrame, held: pd.DataFrame, day: dt.date, months: int) -> pd.DataFrame:
    """Labels that may hold and may end within some months of a day, by country and the first day they may end.

    Columns: country, organisation, name, level, state (valid or cannot tell), until_from, until_to (first and last day
    of the end), certain (it holds, and ends within these months whatever is not known).
    """
    start = pd.Timestamp(day)
    limit = start + pd.DateOffset(months=months)
    first, last = (statuses[f"valid_until_{end}"] for end in ("from", "to"))
    rows = statuses[statuses["state"].isin(HELD) & (first <= limit) & (last >= start)]
    known = held.set_index("organisation").reindex(rows["cluster_id"])
    table = pd.DataFrame(
        {
            "country": known["country"].to_numpy(),
            "organisation": rows["cluster_id"].to_numpy(),
            "name": known["name"].to_numpy(),
            "level": rows["level"].to_numpy(),
            "state": rows["state"].to_numpy(),
            "until_from": rows["valid_until_from"].to_numpy(),
            "until_to": rows["valid_until_to"].to_numpy(),
            "certain": ((rows["state"] == VALID) & (rows["valid_until_to"] <= limit)).to_numpy(),
        }
    ).astype(dict.fromkeys(("country", "organisation", "name", "level", "state"), "str"))
    order = ["country", "until_from", "until_to", "name"]
    return table.dropna(subset="country").sort_values(order, kind="stable", ignore_index=True)
