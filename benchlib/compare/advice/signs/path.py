"""Signs of the way to the next label: its effort and steps, and what others did who took the same step."""

import numpy as np
import pandas as pd

from benchlib.assess.path.routes import PATH
from benchlib.assess.path.steps import INDICATOR
from benchlib.compare.advice import others
from benchlib.compare.advice.signs.catalogue import (
    CLUSTER,
    Settings,
    Sign,
    Tables,
    best,
    count,
    given,
    listed,
    percent,
    points,
    text,
)


def days(tells: str, table: str) -> Sign:
    """A sign in days of work."""
    return Sign(tells, "day of work", table, 1, "day of work", "days of work")


SIGNS: dict[str, Sign] = {
    "path_label": text("the label that the path leads to", "paths"),
    "path_status": text("path, nothing to improve, or no path", "paths"),
    "path_reason": text("why there is no path", "paths"),
    "path_effort": days("effort of the easiest path", "paths"),
    "path_gain": points("points that it gains", "paths"),
    "path_marginal": days("effort saved if one point fewer were asked for", "paths"),
    "path_steps": count("indicators that it moves", "path_steps", "indicator", "indicators"),
    "path_items": text("which these are, those of least effort first", "path_steps"),
    "path_easiest": text("the one of least effort", "path_steps"),
    "path_easiest_from": points("its points now", "path_steps"),
    "path_easiest_to": points("its points then", "path_steps"),
    "path_further": count("further things to do on it: answers, proofs, assessments", "path_steps", "thing", "things"),
    "path_further_items": text("which these are", "path_steps"),
    "others_to": text("the next label, where enough others took the step to it", "steps_by_others"),
    "others_item": text("the indicator that rose most often in them beyond those who stayed", "steps_by_others"),
    "others_rose": percent("share of them in which it rose", "steps_by_others"),
    "others_stayed_rose": percent("share of those who stayed in which it rose", "steps_by_others"),
    "others_organisations": count(
        "organisations that took the step", "steps_by_others", "organisation", "organisations"
    ),
}


def read(tables: Tables, settings: Settings, ways: pd.DataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """The signs of this module by cluster_id; those whose table is absent are left out.

    ways: of `ways`; labels: the signs of labels.
    """
    return pd.concat([_path(ways), _steps(tables, ways), _others(tables, settings, labels)], axis="columns")


def ways(tables: Tables, settings: Settings) -> pd.DataFrame:
    """The row of `paths` that counts for each organisation, indexed by cluster_id.

    The easiest path to the lowest label that one leads to. A path to the first label without any point to gain, which
    means no more than to be assessed again, counts only where there is no other; without any, what is said of the next
    label.
    """
    table = given(tables, "paths")
    if table is None or table.empty:
        return pd.DataFrame()
    level = table["label"].map({name: number for number, name in enumerate(settings.levels)})
    leads = table["status"] == PATH
    order = np.select([leads & ((table["gain"] > 0) | (level > 0)), leads], [0, 1], 2)
    ordered = table.assign(_order=order, _level=level).sort_values(["_order", "_level", "place"], kind="stable")
    return ordered.drop_duplicates(CLUSTER).set_index(CLUSTER)


def _path(ways: pd.DataFrame) -> pd.DataFrame:
    if ways.empty:
        return pd.DataFrame()
    words = {f"path_{name}": ways[name] for name in ("label", "status", "reason")}
    return pd.DataFrame(
        {**words, **{f"path_{name}": ways[name].astype(float) for name in ("effort", "gain", "marginal")}}
    )


def _steps(tables: Tables, ways: pd.DataFrame) -> pd.DataFrame:
    """Indicators that the path moves, those of least effort first, and what else it asks for."""
    table = given(tables, "path_steps")
    if table is None or table.empty or ways.empty:
        return pd.DataFrame()
    mine = table[(table["place"] == 1) & (table["label"] == table[CLUSTER].map(ways["label"]))]
    raised = mine["kind"] == INDICATOR
    easiest_first = mine[raised].sort_values("effort", kind="stable")
    first = easiest_first.drop_duplicates(CLUSTER).set_index(CLUSTER)
    return pd.DataFrame(
        {
            "path_steps": easiest_first.groupby(CLUSTER).size().astype(float),
            "path_items": listed(easiest_first, "name"),
            "path_easiest": first["name"],
            "path_easiest_from": first["from_points"].astype(float),
            "path_easiest_to": first["to_points"].astype(float),
            "path_further": mine[~raised].groupby(CLUSTER).size().astype(float),
            "path_further_items": listed(mine[~raised], "name"),
        }
    )


def _others(tables: Tables, settings: Settings, labels: pd.DataFrame) -> pd.DataFrame:
    """Of the indicators with room to rise, the one that rose most often beyond those who stayed.

    The step is that from the highest label ever awarded to the next one, as `labels` has it.
    """
    steps, items = tables.get("steps_by_others"), given(tables, "items")
    if steps is None or steps.empty or items is None or labels.empty:
        return pd.DataFrame()
    start = _highest(tables, settings).reindex(labels.index).fillna(others.NONE)
    stage = (
        pd.DataFrame({"from_level": start, "to_level": labels["next_label"]})
        .rename_axis(CLUSTER)
        .dropna()
        .reset_index()
    )
    rising = (items["points"] < items["maximum"]) & items["item"].isin(settings.open)
    room = items.loc[rising, [CLUSTER, "item", "name"]]
    known = steps[steps["shown"].astype(bool) & steps["stayed_rose"].notna()]
    beyond = known.assign(beyond=known["rose"] - known["stayed_rose"]).query("beyond > 0")
    row = best(room.merge(stage, on=CLUSTER).merge(beyond, on=["from_level", "to_level", "item"]), "beyond")
    return pd.DataFrame(
        {
            "others_to": row["to_level"],
            "others_item": row["name"],
            "others_rose": 100 * row["rose"],
            "others_stayed_rose": 100 * row["stayed_rose"],
            "others_organisations": row["organisations"].astype(float),
        }
    )


def _highest(tables: Tables, settings: Settings) -> pd.Series:
    """The highest label ever awarded, by cluster_id; none where there was none."""
    statuses = tables["statuses"]
    ever = statuses[statuses["ever"].astype(bool)]
    order = ever["level"].map(settings.levels.index)
    return ever.loc[order.groupby(ever[CLUSTER]).idxmax()].set_index(CLUSTER)["level"]
