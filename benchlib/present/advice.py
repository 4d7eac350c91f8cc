"""Paths to labels, what others did and recommendations, brought together for charts, tables and text."""

import pandas as pd

from benchlib.present import profile
from benchlib.present.results import Results, once

PATH, NO_PATH, NOTHING = "path", "no path", "nothing to improve"
INDICATOR, QUESTION = "indicator", "question"  # kinds of steps
NONE = "none"  # label of those that have none yet


@once
def labels(r: Results) -> pd.DataFrame:
    """What is known of the way to the next label and to those above: the first row of `paths` a label, in order.

    Empty without an assessment.
    """
    rows = r.paths.sort_values(["next", "place"], ascending=[False, True], kind="stable")
    return profile.ordered(r, rows.drop_duplicates("label")).reset_index(drop=True)


@once
def goal(r: Results) -> pd.Series | None:
    """The easiest path to the lowest label that points lead to; without any, to the lowest at all; None without."""
    rows = labels(r)
    rows = rows[rows["status"] == PATH]
    moves = rows[rows["gain"] > 0]
    return next((table.iloc[0] for table in (moves, rows) if len(table)), None)


@once
def ways(r: Results) -> list[str]:
    """The labels whose path is told step by step: the next one where there is a path, and the goal."""
    rows, about = labels(r), goal(r)
    if about is None:
        return []
    following = rows.loc[rows["next"].astype(bool) & (rows["status"] == PATH), "label"]
    return list(dict.fromkeys([*following, str(about["label"])]))


@once
def steps(r: Results, label: str, place: int = 1) -> pd.DataFrame:
    """The steps to a label on its best path, or on a runner-up by its place, as the path lists them."""
    return r.path_steps[(r.path_steps["label"] == label) & (r.path_steps["place"] == place)].reset_index(drop=True)


@once
def raised(r: Results, label: str, place: int = 1) -> pd.DataFrame:
    """Those steps that raise an indicator."""
    table = steps(r, label, place)
    return table[table["kind"] == INDICATOR].reset_index(drop=True)


def other_ways(r: Results) -> pd.DataFrame:
    """The runners-up on the way to the goal, by place."""
    about = goal(r)
    label = None if about is None else about["label"]
    return r.paths[(r.paths["label"] == label) & (r.paths["place"] > 1)].sort_values("place")


@once
def point_values(r: Results, size: int) -> pd.DataFrame:
    """The indicators of which one point more would save most on the way to the goal."""
    about = goal(r)
    rows = r.point_values[r.point_values["label"] == (None if about is None else about["label"])]
    rows = rows.assign(saving=rows["saving"].astype(float))
    return rows[rows["saving"] > 0].nlargest(size, "saving", keep="first")


@once
def advised(r: Results) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recommendations of the first page, and the others, by place."""
    rows = r.recommendations.sort_values("place", kind="stable").reset_index(drop=True)
    first = int(r.edition["advice"]["first_page"])
    return rows.head(first), rows.iloc[first:]


@once
def held(r: Results) -> str:
    """The highest label ever awarded, or NONE."""
    ever = r.statuses[r.statuses["ever"].astype(bool)]["level"].tolist()
    return next((level for level in reversed(r.edition["levels"]) if level in ever), NONE)


@once
def same_step(r: Results) -> pd.DataFrame:
    """What rose in organisations that took the step to the goal, beside those that stayed: only what may be shown.

    Columns of `steps_by_others`, and beyond: how much more often it rose in them; the largest difference first.
    """
    about, table = goal(r), r.steps_by_others
    label = None if about is None else about["label"]
    table = table[(table["from_level"] == held(r)) & (table["to_level"] == label)]
    table = table[table["shown"].astype(bool) & table["stayed_rose"].notna()]
    beyond = (table["rose"] - table["stayed_rose"]).astype(float)
    return table.assign(beyond=beyond).sort_values("beyond", ascending=False, kind="stable")
