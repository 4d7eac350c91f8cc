"""Competitiveness and management of one organisation brought together for charts, tables and text."""

import pandas as pd

from benchlib.present import profile, wording
from benchlib.present.results import Results, once

MANAGEMENT = "management"  # its name among the items of the standing
OUTCOMES = {"employment": "Employment", "turnover": "Turnover"}
LOWEST, HIGHEST = 0.0, 100.0  # of the scale of figures, peers and estimates; figures may lie beyond it


@once
def states(r: Results) -> pd.DataFrame:
    """The years that the cluster function speaks of, without the forecast; empty where nothing was measured.

    Columns of the table `competitiveness`, and seen: what the peers' answers alone would be as figures.
    """
    mine = r.competitiveness
    mine = mine[~mine["forecast"].astype(bool) & mine["estimate"].notna()]
    return mine.assign(seen=_seen(r, mine["v"])).sort_values("year").reset_index(drop=True)


def _seen(r: Results, answers: pd.Series) -> pd.Series:
    """Peers' answers on the scale of the figures, (v - a) / b; missing while b cannot be told from nought."""
    rows = r.parameters[(r.parameters["level"] == "cluster") & r.parameters["value"].notna()]
    last = rows[rows["wave"] == rows["wave"].max()].set_index("name")
    sure = r.edition["competitiveness"]["confirmed_within"]
    if not {"a", "b"} <= {*last.index} or not last.at["b", "value"] > sure * last.at["b", "se"]:
        return answers.astype(float).mul(float("nan"))
    return (answers - last.at["a", "value"]) / last.at["b", "value"]


@once
def latest(r: Results) -> pd.Series | None:
    """The last year with an estimate; None without one."""
    rows = states(r)
    return None if rows.empty else rows.iloc[-1]


@once
def asked(r: Results) -> pd.Series | None:
    """The last year in which peers' answers could be set beside the figures; None without one."""
    rows = states(r)
    rows = rows[rows["peers"].notna()]
    return None if rows.empty else rows.iloc[-1]


@once
def forecast(r: Results) -> pd.Series | None:
    """The year after the last; None without one."""
    rows = r.competitiveness[r.competitiveness["forecast"].astype(bool) & r.competitiveness["predicted"].notna()]
    return None if rows.empty else rows.iloc[-1]


def on_scale(value: float) -> float:
    """A value within the scale, that beyond it at its end."""
    return min(max(value, LOWEST), HIGHEST)


@once
def figures(r: Results) -> pd.DataFrame:
    """Figures of the last year of which any is shown, in the edition's order, with those of the year before.

    Columns of the table `figures`, and before: the score of the year before. Empty where none is shown.
    """
    shown = r.figures[r.figures["shown"].astype(bool)]
    if shown.empty:
        return shown.assign(before=[])
    year, rows = shown["year"].max(), shown.set_index("indicator")
    now = rows[rows["year"] == year]
    now = now.loc[[key for key in r.edition["competitiveness"]["indicators"] if key in now.index]]
    before = rows.loc[rows["year"] == year - 1, "score"]
    return now.assign(before=before.reindex(now.index)).reset_index()


@once
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


def reliability(r: Results) -> pd.Series | None:
    """How far the peers agree in the year that is shown; None where that cannot be told."""
    rows = r.reliability[r.reliability["shown"].astype(bool)].sort_values("year")
    return None if rows.empty else rows.iloc[-1]


@once
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


def management_among(r: Results) -> pd.Series | None:
    """Its standing in the comparative portfolio that the report shows; None where kept back."""
    view = profile.view(r)
    return None if view is None else r.among(MANAGEMENT, view)


def scored(value: float) -> str:
    """A value of the scale as a whole number, and where it lies if beyond.

    >>> scored(43.6), scored(-3.0), scored(112.0)
    ('44', 'under 0', 'over 100')
    """
    if not wording.known(value):
        return "–"
    if on_scale(value) == value:
        return f"{value:.0f}"
    return f"under {LOWEST:.0f}" if value < LOWEST else f"over {HIGHEST:.0f}"


def between(low: float, high: float) -> str:
    """An interval within the scale.

    >>> between(-3.2, 5.4)
    '0 to 5'
    """
    return f"{on_scale(low):.0f} to {on_scale(high):.0f}"
