"""Scores, items and standing of one organisation brought together for charts, tables and text."""

import pandas as pd

from benchlib.present.results import Results

TOTAL = "total"
STATED_TOTAL = "stated_total"  # as in tables.schemas, whose import would slow every report
STANDING = ["others", "q25", "median", "q75", "percentile"]


def view(r: Results) -> str | None:
    """The comparative portfolio that charts show: the first, in the edition's order, that is not kept back."""
    shown = set(r.standing.loc[r.standing["shown"].astype(bool) & (r.standing["item"] == TOTAL), "view"])
    return next((key for key in r.edition["views"] if key in shown), None)


def standing(r: Results, key: str | None) -> pd.DataFrame:
    """Standing in one portfolio, by item: others, q25, median, q75 (percent of the maximum), percentile.

    Missing where kept back, or where the portfolio is None.
    """
    rows = r.standing[(r.standing["view"] == key) & r.standing["shown"].astype(bool)]
    return rows.set_index("item")[STANDING]


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


def indicators(r: Results, group: str | None = None) -> pd.DataFrame:
    """Indicators of the reported assessment as in the table `items`, with scored, input and standing; all by default."""
    scored = {item["id"]: bool(item["scored"]) for item in r.edition["items"]}
    kinds = {item["id"]: item["input"] for item in r.edition["items"]}
    mine = r.items if group is None else r.items[r.items["group"] == group]
    order = {item: place for place, item in enumerate(scored)}
    mine = mine.sort_values("item", key=lambda column: column.map(order), kind="stable")
    table = mine.assign(scored=mine["item"].map(scored).astype(bool), input=mine["item"].map(kinds))
    return table.join(standing(r, view(r)), on="item").reset_index(drop=True)


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


def composition(r: Results) -> pd.DataFrame:
    """Participants by type, the largest first: type, type_name, participants. Stated types before listed ones."""
    parts = r.compositions[r.compositions["type"] != STATED_TOTAL]
    if parts.empty:
        return parts
    basis = "stated" if (parts["basis"] == "stated").any() else "listed"
    mine = parts[parts["basis"] == basis]
    latest = mine["stated_on"].fillna("").max()
    mine = mine[mine["stated_on"].fillna("") == latest]
    return mine.sort_values("participants", ascending=False, kind="stable").reset_index(drop=True)


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
    return frame.sort_values(column, key=lambda values: values.map(places), kind="stable")
