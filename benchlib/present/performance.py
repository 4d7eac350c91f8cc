"""Competitiveness, management and advice of one organisation brought together for charts, tables and text."""

import pandas as pd

from benchlib.present.results import Results

PATH = "path"
FIRST_PAGE = 3  # recommendations that stand on the first page
NONE = "none"  # label of those that have none yet
OUTCOMES = {"employment": "Employment", "turnover": "Turnover"}


def states(r: Results) -> pd.DataFrame:
    """The years that the cluster function speaks of, without the forecast; empty where nothing was measured."""
    mine = r.competitiveness
    return mine[~mine["forecast"].astype(bool) & mine["estimate"].notna()].sort_values("year").reset_index(drop=True)


def latest(r: Results) -> pd.Series | None:
    """The last year with an estimate; None without one."""
    rows = states(r)
    return None if rows.empty else rows.iloc[-1]


def forecast(r: Results) -> pd.Series | None:
    """The year after the last; None without one."""
    rows = r.competitiveness[r.competitiveness["forecast"].astype(bool)]
    return None if rows.empty else rows.iloc[-1]


def figures(r: Results) -> pd.DataFrame:
    """Figures of the last year of which any is shown, in the edition's order, with those of the year before.

    Columns of the table `figures`, and before: the score of the year before. Empty where none is shown.
    """
    shown = r.figures[r.figures["shown"].astype(bool)]
    if shown.empty:
        return shown.assign(before=[])
    year = shown["year"].max()
    order = list(r.edition["competitiveness"]["indicators"])
    now = shown[shown["year"] == year].set_index("indicator").reindex(order).dropna(subset=["value"])
    before = shown[shown["year"] == year - 1].set_index("indicator")["score"]
    return now.assign(before=before.reindex(now.index)).rename_axis("indicator").reset_index()


def peers(r: Results) -> pd.DataFrame:
    """Peers' answers of the last year that may be shown, in the edition's order of aspects; empty without any."""
    shown = r.peers[r.peers["shown"].astype(bool)]
    if shown.empty:
        return shown
    mine = shown[shown["year"] == shown["year"].max()].set_index("aspect")
    order = [aspect for aspect in r.edition["competitiveness"]["aspects"] if aspect in mine.index]
    return mine.loc[order].reset_index()


def aspect(r: Results, key: str) -> str:
    """The name of an aspect."""
    return str(r.edition["competitiveness"]["aspects"][key]["name"])


def value_added(r: Results) -> pd.DataFrame:
    """Growth beyond what surroundings explain, employment first; only what may be shown."""
    rows = r.value_added[r.value_added["shown"].astype(bool)].set_index("outcome")
    return rows.reindex([outcome for outcome in OUTCOMES if outcome in rows.index]).reset_index()


def shift_share(r: Results) -> pd.Series | None:
    """The parts of the growth of employment; None where kept back or not known."""
    rows = r.shift_share[r.shift_share["shown"].astype(bool)]
    return None if rows.empty else rows.iloc[-1]


def management(r: Results) -> pd.Series | None:
    """The sub-index of the indicators on the management; None without an assessment."""
    return None if r.management.empty else r.management.iloc[0]


def following(r: Results) -> pd.Series | None:
    """What is known of the way to the next label: a path, or why there is none; None without an assessment."""
    rows = r.paths[r.paths["next"].astype(bool)].sort_values("place", kind="stable")
    return None if rows.empty else rows.iloc[0]


def goal(r: Results) -> pd.Series | None:
    """The path of least effort to the next label; where that has none, to the first label above that has one."""
    rows = r.paths[r.paths["status"] == PATH].sort_values(["next", "place"], ascending=[False, True], kind="stable")
    return None if rows.empty else rows.iloc[0]


def steps(r: Results, place: int = 1) -> pd.DataFrame:
    """The steps of the way to the goal, or of a runner-up by its place, as the path lists them."""
    about = goal(r)
    label = None if about is None else about["label"]
    return r.path_steps[(r.path_steps["label"] == label) & (r.path_steps["place"] == place)].reset_index(drop=True)


def other_ways(r: Results) -> pd.DataFrame:
    """The runners-up on the way to the goal, by place."""
    about = goal(r)
    label = None if about is None else about["label"]
    return r.paths[(r.paths["label"] == label) & (r.paths["place"] > 1)].sort_values("place")


def point_values(r: Results, size: int) -> pd.DataFrame:
    """The indicators of which one point more would save most on the way to the goal."""
    about = goal(r)
    label = None if about is None else about["label"]
    rows = r.point_values[(r.point_values["label"] == label) & (r.point_values["saving"] > 0)]
    return rows.nlargest(size, "saving", keep="first")


def advised(r: Results) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Recommendations of the first page, and the others, by place."""
    rows = r.recommendations.sort_values("place", kind="stable").reset_index(drop=True)
    return rows.head(FIRST_PAGE), rows.iloc[FIRST_PAGE:]


def same_step(r: Results) -> pd.DataFrame:
    """What rose in organisations that took the step which this one has before it; only what may be shown."""
    about = goal(r)
    if about is None or r.steps_by_others.empty:
        return r.steps_by_others.head(0)
    ever = r.statuses[r.statuses["ever"].astype(bool)]["level"].tolist()
    held = next((level for level in reversed(r.edition["levels"]) if level in ever), NONE)
    table = r.steps_by_others[r.steps_by_others["shown"].astype(bool)]
    return table[(table["from_level"] == held) & (table["to_level"] == about["label"])]
