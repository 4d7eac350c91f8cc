"""What changed since the last edition, or since a year before where none is given: labels, organisations, rules."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from benchlib.assess import history
from benchlib.assess.history import CANNOT_TELL, EXPIRED, FIRST, VALID
from benchlib.present.edition.reading import Portfolio
from benchlib.tables.schemas import LEVELS

KEPT = {  # what of an edition's description may move, and how it is called
    "framework_title": "Framework",
    "framework_version": "Version of the framework",
    "rules": "Label rules",
    "rules_version": "Version of the label rules",
    "minimum_others": "Others that a comparison needs at least",
    "benchlib": "Version of the software",
}


@dataclass(frozen=True)
class Changes:
    """What lies between two days.

    levels: by level first (awarded for the first time), again (awarded again), ended (certainly valid before, expired
    now), before_low, before_high, now_low, now_high (valid), withdrawn (on record before, not any more). newly:
    cluster_id, name, country_name, level of the first awards. entered, left: cluster_id, name; None where there is no
    earlier edition to tell. moved: what, before, now; None likewise. name: that of the earlier edition, or None.
    """

    start: dt.date
    name: str | None
    levels: pd.DataFrame
    newly: pd.DataFrame
    entered: pd.DataFrame | None
    left: pd.DataFrame | None
    moved: tuple[tuple[str, str, str], ...] | None


def since(p: Portfolio) -> Changes:
    """The changes since the earlier edition; without one, since a year before by the dates of the labels."""
    if p.earlier is None:
        start = (pd.Timestamp(p.as_of) - pd.DateOffset(years=1)).date()
        before = history.statuses(p.timeline, p.organisations["cluster_id"], start, p.rules)
        return Changes(start, None, _levels(p, start, before), _newly(p, before), None, None, None)
    start, before = p.earlier.as_of, p.earlier.statuses
    entered, left = _only(p.organisations, p.earlier.organisations), _only(p.earlier.organisations, p.organisations)
    moved = _moved(p.earlier.edition, p.edition)
    name = str(p.earlier.edition["name"])
    return Changes(start, name, _levels(p, start, before), _newly(p, before), entered, left, moved)


def _both(p: Portfolio, before: pd.DataFrame) -> pd.DataFrame:
    """States then and now of the organisations that both know: cluster_id, level, ever, state, and the same _before."""
    keys = ["cluster_id", "level"]
    columns = [*keys, "ever", "state"]
    both = p.statuses[columns].merge(before[columns], on=keys, suffixes=("", "_before"))
    return both.astype({"ever": bool, "ever_before": bool})


def _levels(p: Portfolio, start: dt.date, before: pd.DataFrame) -> pd.DataFrame:
    both = _both(p, before)
    flags = both.assign(
        first=both["ever"] & ~both["ever_before"],
        ended=(both["state_before"] == VALID) & (both["state"] == EXPIRED),
        withdrawn=both["ever_before"] & ~both["ever"],
    )
    sums = flags.groupby("level")[["first", "ended", "withdrawn"]].sum()
    return (
        sums.assign(again=_again(p, start), **_valid(before, "before"), **_valid(p.statuses, "now"))
        .reindex(list(LEVELS))
        .fillna(0)
        .astype(int)
    )


def _again(p: Portfolio, start: dt.date) -> pd.Series:
    """Awards after the first that lie after one day and not after the other for certain, by level."""
    dated = (p.timeline["awarded_from"] > pd.Timestamp(start)) & (p.timeline["awarded_to"] <= pd.Timestamp(p.as_of))
    return p.timeline[dated & (p.timeline["kind"] != FIRST)].groupby("level").size()


def _valid(status: pd.DataFrame, when: str) -> Mapping[str, pd.Series]:
    """Labels that are certainly valid, and with those that may be, by level."""
    low = (status["state"] == VALID).groupby(status["level"]).sum()
    high = status["state"].isin([VALID, CANNOT_TELL]).groupby(status["level"]).sum()
    return {f"{when}_low": low, f"{when}_high": high}


def _newly(p: Portfolio, before: pd.DataFrame) -> pd.DataFrame:
    """First awards of each level, by name; the highest levels first."""
    both = _both(p, before)
    new = both.loc[both["ever"] & ~both["ever_before"], ["cluster_id", "level"]]
    named = new.merge(p.organisations[["cluster_id", "name", "country_name"]], on="cluster_id")
    order = named.assign(place=named["level"].map(LEVELS.index)).sort_values(
        ["place", "name"], ascending=[False, True], kind="stable"
    )
    return order.drop(columns="place").reset_index(drop=True)


def _only(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Organisations of the one edition that the other does not know, by name."""
    rows = here.loc[~here["cluster_id"].isin(there["cluster_id"]), ["cluster_id", "name"]]
    return rows.sort_values("name", kind="stable").reset_index(drop=True)


def _moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    texts = ((title, str(before.get(key, "not known")), str(now.get(key, "not known"))) for key, title in KEPT.items())
    return tuple(one for one in texts if one[1] != one[2])
