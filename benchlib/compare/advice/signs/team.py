"""Signs of the management team: its sub-index, what it adds to its participants' growth, the cluster's own share."""

import pandas as pd

from benchlib.compare.advice.signs.catalogue import (
    CALENDAR_YEAR,
    CLUSTER,
    Settings,
    Sign,
    Tables,
    count,
    given,
    percent,
    percentile,
)

OUTCOMES = ("employment", "turnover")


def _growth(tells: str, table: str) -> Sign:
    return Sign(tells, "percentage point", table, 1)


SIGNS: dict[str, Sign] = {
    "management_percent": percent("share of the points of the indicators on the management team", "management"),
    "management_percentile": percent("share of all others that it is ahead of there", "management"),
    **{
        f"value_added_{outcome}{end}": _growth(
            f"growth in {outcome} a year beyond what its participants' circumstances explain{tells}", "value_added"
        )
        for outcome in OUTCOMES
        for end, tells in (("", ""), ("_low", ", lower bound"), ("_high", ", upper bound"))
    },
    "value_added_participants": count("participants behind it, at least", "value_added", "participant", "participants"),
    "shift_growth": percent("growth of employment over the period", "shift_share"),
    "shift_reference": percent("the part that the reference explains", "shift_share"),
    "shift_mix": percent("the part that the mix of industries explains", "shift_share"),
    "shift_own": percent("the part that is the cluster's own", "shift_share"),
    "shift_from": Sign("first year of the period", CALENDAR_YEAR, "shift_share"),
    "shift_to": Sign("last year of the period", CALENDAR_YEAR, "shift_share"),
}


def read(tables: Tables, settings: Settings) -> pd.DataFrame:
    """The signs of this module by cluster_id; those whose table is absent are left out."""
    return pd.concat([_management(tables, settings), _value_added(tables), _shift(tables)], axis="columns")


def _management(tables: Tables, settings: Settings) -> pd.DataFrame:
    table = given(tables, "management")
    if table is None or table.empty:
        return pd.DataFrame()
    own = table.set_index(CLUSTER)["percent"].astype(float)
    return pd.DataFrame({"management_percent": own, "management_percentile": percentile(own, settings.minimum_others)})


def _value_added(tables: Tables) -> pd.DataFrame:
    table = given(tables, "value_added")
    if table is None or table.empty:
        return pd.DataFrame()
    shown = table[table["shown"].astype(bool)]
    columns = {"value_added_participants": shown.groupby(CLUSTER)["participants"].min().astype(float)}
    for outcome in OUTCOMES:
        row = shown[shown["outcome"] == outcome].set_index(CLUSTER)
        for end, name in (("", "effect"), ("_low", "low"), ("_high", "high")):
            columns[f"value_added_{outcome}{end}"] = row[name].astype(float)
    return pd.DataFrame(columns)


def _shift(tables: Tables) -> pd.DataFrame:
    table = given(tables, "shift_share")
    if table is None or table.empty:
        return pd.DataFrame()
    row = table[table["shown"].astype(bool)].set_index(CLUSTER)
    names = {
        "growth": "growth",
        "reference": "reference",
        "mix": "mix",
        "own": "own",
        "from": "from_year",
        "to": "to_year",
    }
    return pd.DataFrame({f"shift_{sign}": row[name].astype(float) for sign, name in names.items()})
