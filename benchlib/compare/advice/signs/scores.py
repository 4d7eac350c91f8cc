"""Signs of scores: totals and groups beside others, evidence, the indicator farthest below others."""

import numpy as np
import pandas as pd

from benchlib.assess import items as answering
from benchlib.assess import months as calendar
from benchlib.assess.scoring import TOTAL
from benchlib.compare.advice.signs.catalogue import (
    CLUSTER,
    Settings,
    Sign,
    Tables,
    best,
    count,
    given,
    months,
    percent,
    points,
    text,
)
from benchlib.rules.models import Framework

ALL, AREA, COUNTRY = "all", "area", "country"

SIGNS: dict[str, Sign] = {
    "percent": percent("share of all points", "scores"),
    "total_percentile": percent("share of all other organisations that it is ahead of", "standing"),
    "total_percentile_area": percent("the same among those of its technology area", "standing"),
    "total_percentile_country": percent("the same among those of its country", "standing"),
    "weakest_group": text("the group of indicators with its lowest standing among all", "standing"),
    "weakest_group_percent": percent("share of the points of that group", "standing"),
    "weakest_group_percentile": percent("share of all others that it is ahead of there", "standing"),
    "strongest_group": text("the group of indicators with its highest standing among all", "standing"),
    "strongest_group_percent": percent("share of the points of that group", "standing"),
    "strongest_group_percentile": percent("share of all others that it is ahead of there", "standing"),
    "farthest_item": text("the indicator farthest below the median of comparable others", "standing"),
    "farthest_code": text("its key in the framework", "standing"),
    "farthest_percent": percent("share of the points of that indicator", "standing"),
    "farthest_median": percent("the median of comparable others there", "standing"),
    "farthest_below": percent("how far below it is (percentage points)", "standing"),
    "farthest_next": text("what the next step of that indicator asks for", "items"),
    "missing_answers": count("questions without an answer", "items", "question", "questions"),
    "not_named": count("answers without evidence named", "items", "answer", "answers"),
    "not_named_share": percent("share of the answers without evidence named", "items"),
    "assessors_spread": points("largest difference between assessors on one indicator", "items"),
    "assessors_spread_item": text("the indicator on which they differ most", "items"),
    "months_since_assessment": months("whole months since the assessment that the report is about", "assessments"),
    "assessment_kind": text("its kind: self, benchmark, audit", "assessments"),
    "ahead": percent("share of others that the excellence index puts it ahead of", "excellence"),
    "ahead_p05": percent("its lower bound over reasonable choices", "excellence"),
    "ahead_p95": percent("its upper bound", "excellence"),
    "participants": count("participants listed or stated", "organisations", "participant", "participants"),
    "website_known": count("1 where a web site is recorded, else 0", "organisations"),
    "working_groups": count("working groups recorded", "working_groups", "working group", "working groups"),
    "contradictions": count(
        "statements that contradict one another", "contradictions", "contradiction", "contradictions"
    ),
    "contradiction": text("the first of them", "contradictions"),
}


def by_framework(framework: Framework) -> dict[str, Sign]:
    """Signs that a framework brings: percent and percentile of each group, points on each indicator."""
    found = {f"points_{key}": points(f"points on {item.name}", "items") for key, item in framework.indicators.items()}
    for key, group in framework.groups.items():
        found[f"group_{key}_percent"] = percent(f"share of the points of {group.name}", "scores")
        found[f"group_{key}_percentile"] = percent(f"share of all others it is ahead of in {group.name}", "standing")
    return found


def read(tables: Tables, settings: Settings) -> pd.DataFrame:
    """The signs of this module by cluster_id; those whose table is absent are left out."""
    frames = [
        _scores(tables, settings.framework),
        _standing(tables, settings.framework),
        _items(tables),
        _farthest(tables, settings),
        _assessments(tables, settings),
        _excellence(tables),
        _described(tables),
    ]
    return pd.concat(frames, axis="columns")


def _scores(tables: Tables, framework: Framework) -> pd.DataFrame:
    scores, made = given(tables, "scores"), given(tables, "assessments")
    if scores is None or made is None:
        return pd.DataFrame()
    mine = scores[scores["assessment_id"].isin(made.loc[made["reported"].astype(bool), "assessment_id"])]
    names = {TOTAL: "percent"} | {key: f"group_{key}_percent" for key in framework.groups}
    return _wide(mine[mine["level"].isin(["group", TOTAL])], "percent", names)


def _wide(rows: pd.DataFrame, values: str, names: dict[str, str]) -> pd.DataFrame:
    """One column an item, under the names given."""
    wide = rows[rows["item"].isin(list(names))].pivot(index=CLUSTER, columns="item", values=values)
    return wide.astype(float).rename(columns=names).rename_axis(columns=None)


def _standing(tables: Tables, framework: Framework) -> pd.DataFrame:
    standing = given(tables, "standing")
    if standing is None:
        return pd.DataFrame()
    views = {ALL: "total_percentile", AREA: "total_percentile_area", COUNTRY: "total_percentile_country"}
    frames = [
        _wide(standing[(standing["view"] == view) & (standing["item"] == TOTAL)], "percentile", {TOTAL: name})
        for view, name in views.items()
    ]
    groups = standing[(standing["view"] == ALL) & standing["item"].isin(list(framework.groups))]
    frames.append(_wide(groups, "percentile", {key: f"group_{key}_percentile" for key in framework.groups}))
    for whose, sign in (("weakest", -1.0), ("strongest", 1.0)):
        row = best(groups.assign(order=sign * groups["percentile"]), "order")
        name = row["item"].map({key: group.name for key, group in framework.groups.items()})
        columns = {"": name, "_percent": row["own"], "_percentile": row["percentile"]}
        frames.append(pd.DataFrame({f"{whose}_group{end}": column for end, column in columns.items()}))
    return pd.concat(frames, axis="columns")


def _items(tables: Tables) -> pd.DataFrame:
    items = given(tables, "items")
    if items is None or items.empty:
        return pd.DataFrame()
    named = {
        key: items["evidence"].eq(key).groupby(items[CLUSTER]).sum().astype(float)
        for key in (answering.NO_ANSWER, answering.NOT_NAMED, answering.NAMED)
    }
    answered = named[answering.NOT_NAMED] + named[answering.NAMED]
    widest = best(items, "spread")
    columns = {
        "missing_answers": named[answering.NO_ANSWER],
        "not_named": named[answering.NOT_NAMED],
        "not_named_share": 100 * named[answering.NOT_NAMED] / answered.where(answered > 0),
        "assessors_spread": widest["spread"],
        "assessors_spread_item": widest["name"],
    }
    single = {key: f"points_{key}" for key in items["item"].unique()}
    return pd.concat([pd.DataFrame(columns), _wide(items, "points", single)], axis="columns")


def _farthest(tables: Tables, settings: Settings) -> pd.DataFrame:
    """The indicator farthest below the median of the portfolio that the settings name, where it is below."""
    standing, items = given(tables, "standing"), given(tables, "items")
    if standing is None or items is None:
        return pd.DataFrame()
    rows = standing[(standing["view"] == settings.advice.signs.among) & standing["item"].isin(settings.open)]
    below = rows.assign(below=rows["median"] - rows["own"])
    row = best(below[below["below"] > 0], "below")
    words = row.reset_index().merge(
        items[[CLUSTER, "item", "name", "next_described"]], on=[CLUSTER, "item"], how="left"
    )
    words = words.set_index(CLUSTER)
    return pd.DataFrame(
        {
            "farthest_item": words["name"],
            "farthest_code": row["item"],
            "farthest_percent": row["own"],
            "farthest_median": row["median"],
            "farthest_below": row["below"],
            "farthest_next": words["next_described"],
        }
    )


def _assessments(tables: Tables, settings: Settings) -> pd.DataFrame:
    made = given(tables, "assessments")
    if made is None:
        return pd.DataFrame()
    mine = made[made["reported"].astype(bool)].set_index(CLUSTER)
    day = np.full(len(mine), np.datetime64(settings.as_of))
    since = np.floor(calendar.between(calendar.days(mine["date_to"]), day))
    return pd.DataFrame({"months_since_assessment": since, "assessment_kind": mine["kind"]}, index=mine.index)


def _excellence(tables: Tables) -> pd.DataFrame:
    table = given(tables, "excellence")
    columns = ["ahead", "ahead_p05", "ahead_p95"]
    return pd.DataFrame() if table is None else table.set_index(CLUSTER)[columns].astype(float)


def _described(tables: Tables) -> pd.DataFrame:
    organisations = given(tables, "organisations")
    if organisations is None:
        return pd.DataFrame()
    known = organisations.set_index(CLUSTER)
    columns = {
        "participants": known["participants"].astype(float),
        "website_known": known["website"].notna().astype(float),
    }
    for name in ("working_groups", "contradictions"):
        rows = given(tables, name)
        if rows is not None:
            columns[name] = rows.groupby(CLUSTER).size().reindex(known.index, fill_value=0).astype(float)
    if "contradictions" in columns:
        columns["contradiction"] = tables["contradictions"].groupby(CLUSTER)["what"].first()
    return pd.DataFrame(columns)
