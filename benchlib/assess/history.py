"""Labels over time: how long each award holds, whether it renews an earlier one, and what is valid on a day.

Dates may be partial, so every end is an interval and every state has a third outcome, "cannot tell". Ever awarded and
valid on a day are kept apart.
"""

import datetime as dt
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import months
from benchlib.assess.months import Days, Floats
from benchlib.rules.models import LabelRules
from benchlib.tables.schemas import LEVELS

Booleans = npt.NDArray[np.bool_]

VALID, EXPIRED, NEVER, CANNOT_TELL = "valid", "expired", "never", "cannot tell"
FIRST, RENEWAL, NEW_START = "first", "renewal", "new start"
PUBLISHED, RULE, UNKNOWN = "published", "rule", "unknown"
NAT = np.datetime64("NaT", "D")


def timeline(labels: pd.DataFrame, rules: LabelRules) -> pd.DataFrame:
    """Every award with its number, kind and end, ordered by organisation, level and time.

    labels: table `labels`. Adds number (1, 2, ... within organisation and level), until_from, until_to (days),
    until_basis (published, rule, unknown) and kind (first, renewal, new start, cannot tell). An award without any date
    comes last and has no end. A renewal within the window extends the previous end without a break; later, or where
    there was none, the label holds from the month of the award.
    """
    first = _numbers(labels, rules, "first_months")
    assumed = labels["awarded_from"].fillna(labels["valid_until_from"] - pd.to_timedelta(first * 30, unit="D"))
    order = labels.assign(_assumed=assumed, _level=labels["level"].map(LEVELS.index))
    order = order.sort_values(["cluster_id", "_level", "_assumed"], kind="stable", na_position="last")
    order["number"] = order.groupby(["cluster_id", "level"]).cumcount() + 1
    order = order.reset_index(drop=True)
    return _ends(order, rules).drop(columns=["_assumed", "_level"])


def _numbers(labels: pd.DataFrame, rules: LabelRules, key: str) -> Floats:
    """The months that each award's rule gives, by its level and the day it was awarded."""
    result = np.full(len(labels), np.nan)
    on = months.days(labels["awarded_from"].fillna(labels["valid_until_from"]))
    for level, rule in rules.levels.items():
        rows = (labels["level"] == level).to_numpy()
        result[rows] = months.values(getattr(rule, key), on[rows])
    return result


def _ends(order: pd.DataFrame, rules: LabelRules) -> pd.DataFrame:
    """Ends and kinds, one pass a number: the k-th awards of all organisations at once, after the (k-1)-th."""
    first, renewal = _numbers(order, rules, "first_months"), _numbers(order, rules, "renewal_months")
    awarded = {end: months.days(order[f"awarded_{end}"]) for end in ("from", "to")}
    window = months.values(rules.renewal_window_months, awarded["from"])
    until = {end: months.days(order[f"valid_until_{end}"]) for end in ("from", "to")}
    published = ~np.isnat(until["from"])
    kind = np.full(len(order), CANNOT_TELL, dtype=object)
    number = order["number"].to_numpy()
    for k in range(1, int(number.max(initial=0)) + 1):
        rows = np.flatnonzero(number == k)
        before = {end: until[end][rows - 1] if k > 1 else np.full(len(rows), NAT) for end in ("from", "to")}
        here = {end: awarded[end][rows] for end in ("from", "to")}
        kind[rows] = _kinds(here, before, window[rows], first_of_all=k == 1)
        for end in ("from", "to"):
            started = months.end_after(here[end], first[rows])
            extended = months.extended(before[end], renewal[rows])
            by_rule = _by_kind(kind[rows], started, extended, earliest=end == "from")
            until[end][rows] = np.where(published[rows], until[end][rows], by_rule)
    basis = np.where(published, PUBLISHED, np.where(np.isnat(until["from"]), UNKNOWN, RULE))
    return order.assign(until_from=until["from"], until_to=until["to"], until_basis=basis, kind=kind).astype(
        {"until_from": "datetime64[s]", "until_to": "datetime64[s]", "kind": str, "until_basis": str}
    )


def _kinds(
    awarded: Mapping[str, Days], before: Mapping[str, Days], window: Floats, *, first_of_all: bool
) -> npt.NDArray[np.object_]:
    """First award, renewal inside the window after the previous end, or new start outside it."""
    dated = ~np.isnat(awarded["from"])
    if first_of_all:
        return np.where(dated, FIRST, CANNOT_TELL).astype(object)
    inside = awarded["to"] <= months.add(before["from"], window)
    outside = awarded["from"] > months.add(before["to"], window)
    return np.select([inside, outside], [RENEWAL, NEW_START], CANNOT_TELL).astype(object)


def _by_kind(kind: npt.NDArray[np.object_], started: Days, extended: Days, *, earliest: bool) -> Days:
    """The end by rule; where the kind is open, the earlier or later of both readings."""
    open_end = np.fmin(started, extended) if earliest else np.fmax(started, extended)
    return np.select([kind == RENEWAL, np.isin(kind, [FIRST, NEW_START])], [extended, started], open_end)


def statuses(line: pd.DataFrame, clusters: pd.Series, as_of: dt.date, rules: LabelRules) -> pd.DataFrame:
    """What each organisation holds on a day, one row an organisation and level.

    line: what `timeline` gives. Columns: cluster_id, level, ever, state (valid, expired, never, cannot tell),
    valid_from, valid_until_from, valid_until_to (end of its last award), renew_until (last day on which a renewal still
    continues it, by the earliest end).
    """
    day = np.datetime64(as_of)
    index = pd.MultiIndex.from_product([pd.Index(clusters), list(LEVELS)], names=["cluster_id", "level"])
    awards = line[_begun(line, day, rules)].reset_index(drop=True)
    certain, possible = _holds(awards, day, rules)
    keys = ["cluster_id", "level"]
    flags = awards[keys].assign(certain=certain, possible=possible).groupby(keys)[["certain", "possible"]].max()
    last = awards.groupby(keys)[["awarded_from", "until_from", "until_to"]].max()
    frame = last.join(flags).reindex(index)
    ever = frame["certain"].notna()
    state = np.select(
        [~ever, frame["certain"].fillna(False).astype(bool), frame["possible"].fillna(False).astype(bool)],
        [NEVER, VALID, CANNOT_TELL],
        EXPIRED,
    )
    window = months.values(rules.renewal_window_months, np.full(len(frame), day))
    renew = months.add(months.days(frame["until_from"]), window)
    names = {"awarded_from": "valid_from", "until_from": "valid_until_from", "until_to": "valid_until_to"}
    result = frame.rename(columns=names).assign(ever=ever, state=state, renew_until=renew.astype("datetime64[s]"))
    columns = ["ever", "state", "valid_from", "valid_until_from", "valid_until_to", "renew_until"]
    return result[columns].reset_index()


def _begun(line: pd.DataFrame, day: np.datetime64, rules: LabelRules) -> Booleans:
    """Awards that may have been made by a day; where only the end is known, by the longest that a label holds."""
    longest = np.fmax(_numbers(line, rules, "first_months"), _numbers(line, rules, "renewal_months"))
    earliest = months.add(months.days(line["until_from"]), -longest)
    start = months.days(line["awarded_from"])
    return ~(np.where(np.isnat(start), earliest, start) > day)


def _holds(awards: pd.DataFrame, day: np.datetime64, rules: LabelRules) -> tuple[Booleans, Booleans]:
    """Whether each award is certainly, and whether it is possibly, valid on a day."""
    start, latest_start = months.days(awards["awarded_from"]), months.days(awards["awarded_to"])
    end, latest_end = months.days(awards["until_from"]), months.days(awards["until_to"])
    shortest = months.add(latest_end, -_numbers(awards, rules, "first_months"))  # it held at least that long
    begun = np.where(np.isnat(start), shortest <= day, latest_start <= day)
    certain = begun & (day <= end)
    possible = np.isnat(latest_end) | (day <= latest_end)
    return certain, possible


def counts(status: pd.DataFrame) -> pd.DataFrame:
    """Labels by level: ever awarded, and valid on the day, from the certain ones to all that may be."""
    grouped = status.groupby("level", sort=False)
    return pd.DataFrame(
        {
            "ever": grouped["ever"].sum(),
            "valid_low": grouped["state"].agg(lambda state: (state == VALID).sum()),
            "valid_high": grouped["state"].agg(lambda state: state.isin([VALID, CANNOT_TELL]).sum()),
        }
    ).reindex(list(LEVELS))
