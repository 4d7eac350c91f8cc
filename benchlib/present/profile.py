"""Scores, items and standing of one organisation brought together for charts, tables and text."""

import pandas as pd

from benchlib.present.results import Results, once

TOTAL = "total"
STATED_TOTAL = "stated_total"  # as in tables.schemas, whose import would slow every report
STATED = "stated"
STANDING = ["others", "q25", "median", "q75", "percentile"]


@once
def view(r: Results) -> str | None:
    """The comparative portfolio that charts show: the first, in the edition's order, that is not kept back."""
    shown = set(r.standing.loc[r.standing["shown"].astype(bool) & (r.standing["item"] == TOTAL), "view"])
    return next((key for key in r.edition["views"] if key in shown), None)


@once
def standing(r: Results, key: str | None) -> pd.DataFrame:
    """Standing in one portfolio, by item: others, q25, median, q75 (percent of the maximum), percentile.

    Missing where kept back, or where the portfolio is None.
    """
    rows = r.standing[(r.standing["view"] == key) & r.standing["shown"].astype(bool)]
    return rows.set_index("item")[STANDING]


@once
def groups(r: Results) -> pd.DataFrame:
    """Total and groups of the reported assessment: item, name, points, maximum, percent, low, high, and standing.

    low and high in percent of the maximum. Empty without scores.
    """
    names = {TOTAL: "All together", **r.edition["groups"]}
    scores = r.scores[r.scores["level"].isin(["group", "total"])]
    reported = r.reported
    if reported is None or scores.empty:
        return pd.DataFrame(columns=["item", "name", "points", "maximum", "percent", "low", "high", *STANDING])
    mine = scores[scores["assessment_id"] == reported["assessment_id"]].set_index("item").reindex(list(names))
    ends = {end: 100 * mine[end] / mine["maximum"] for end in ("low", "high")}
    table = mine[["points", "maximum", "percent"]].assign(name=list(names.values()), **ends)
    return table.join(standing(r, view(r))).reset_index()


@once
def indicators(r: Results, group: str | None = None) -> pd.DataFrame:
    """Rows of the table `items`, in the framework's order, with scored, input and standing; of one group, or of all."""
    if group is not None:
        table = indicators(r)
        return table[table["group"] == group].reset_index(drop=True)
    about = pd.DataFrame(r.edition["items"]).set_index("id")[["scored", "input"]]
    order = about.index.get_indexer(r.items["item"]).argsort(kind="stable")
    return r.items.iloc[order].join(about, on="item").join(standing(r, view(r)), on="item").reset_index(drop=True)


@once
def best_and_worst(r: Results, size: int = 3) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The indicators with the highest and with the lowest share of points, ties by standing; rows as in `indicators`.

    No indicator stands in both; none at its maximum counts as weak, none at nought as strong.
    """
    table = indicators(r)
    table = table[table["scored"] & table["points"].notna()]
    table = table.assign(share=table["points"] / table["maximum"])
    order = table.sort_values(["share", "percentile"], ascending=False, kind="stable", na_position="last")
    best = order[order["share"] > 0].head(size)
    weak = order[(order["share"] < 1) & ~order["item"].isin(best["item"])]
    return best, weak[::-1].head(size)


@once
def composition(r: Results) -> pd.DataFrame:
    """Participants by type, the largest first: type, type_name, participants, basis, stated_on, source.

    The organisation's latest statement; without one, those listed.
    """
    parts = _statement(r)
    parts = parts[parts["type"] != STATED_TOTAL]
    return parts.sort_values("participants", ascending=False, kind="stable").reset_index(drop=True)


def stated_total(r: Results) -> int | None:
    """The total that stands in the same statement; None where none does."""
    parts = _statement(r)
    total = parts.loc[parts["type"] == STATED_TOTAL, "participants"]
    return None if total.empty else int(total.iloc[0])


def _statement(r: Results) -> pd.DataFrame:
    """The rows of the latest statement, or those listed where nothing is stated."""
    stated = r.compositions[r.compositions["basis"] == STATED]
    if stated.empty:
        return r.compositions
    keys = stated[["stated_on", "source"]].astype("str").fillna("")
    latest = keys.sort_values("stated_on", kind="stable").iloc[-1]
    return stated[(keys == latest).all(axis=1)]


@once
def readings(r: Results) -> pd.DataFrame:
    """Robustness by label: label, verdict, readings, same, and how many readings give each outcome.

    Empty where the verdicts rest on no assessment.
    """
    if r.reported is None or r.robustness.empty or r.robustness_by.empty:
        return pd.DataFrame(columns=["label", "verdict", "readings", "same", "awarded", "not awarded", "cannot tell"])
    first = r.robustness_by.groupby("label", sort=False)["choice"].transform("first")
    one = r.robustness_by[r.robustness_by["choice"] == first]  # every reading stands once in each choice
    counts = one.groupby("label")[["awarded", "not_awarded", "cannot_tell"]].sum()
    counts = counts.rename(columns={"not_awarded": "not awarded", "cannot_tell": "cannot tell"})
    return ordered(r, r.robustness).join(counts, on="label").reset_index(drop=True)


def ordered(r: Results, frame: pd.DataFrame, column: str = "label") -> pd.DataFrame:
    """Rows in the order of the levels: bronze, silver, gold."""
    places = {level: place for place, level in enumerate(r.edition["levels"])}
    order = [places.get(level, len(places)) for level in frame[column]]
    return frame.iloc[sorted(range(len(order)), key=order.__getitem__)]
