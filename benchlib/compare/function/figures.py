"""The quantitative side: indicators of clusters and of single participants from participants' figures.

Never a sum over holes: an indicator is made of the participants that report everything it needs, and says how many they
are and which share of all participants and of their employees.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index.aggregation import amean
from benchlib.compare.index.normalisation import between
from benchlib.rules.competitiveness import Competitiveness, Growth, Measure, Quantitative, Ratio

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CLUSTER, PARTICIPANT = ["cluster_id"], ["cluster_id", "participant_id"]
COLUMNS = [
    "year",
    "indicator",
    "value",
    "score",
    "participants",
    "members",
    "employees",
    "employees_known",
    "share_participants",
    "share_employment",
    "shown",
]
BEFORE = "_before"  # ending of a figure of the year before
FIGURES = ["turnover_eur", "exports_eur", "employees", "innovations", "rd_eur"]
NO_YEAR = 9999  # of a participant that has not left; its negative of one that joined nobody knows when


@dataclass(frozen=True)
class Parts:
    """What each participant adds to an indicator, which is scale (sum of above / sum of below) + shift."""

    above: Floats
    below: Floats
    scale: float
    shift: float = 0.0


def of_clusters(participants: pd.DataFrame, figures: pd.DataFrame, spec: Competitiveness) -> pd.DataFrame:
    """Indicators of every cluster and year in which a member reports a figure: cluster_id, then COLUMNS.

    participants, figures: the tables `participants` and `participant_figures`. value in the unit of the indicator and
    score on its goalposts (0-100, beyond them where the value is); participants that went in; members in the year;
    employees of those that went in, and of all members that report them; shares of both (0-1); shown. No figure of
    fewer participants than the minimum is there, employees included; counts of participants are. Settings:
    competitiveness.yaml.
    """
    members = memberships(participants)
    rows = reports(members, figures)
    code, units = _places(rows, CLUSTER)
    result = _indicators(rows, code, units, spec.quantitative, spec.quantitative.minimum_participants.value)
    number = members_of(members, units)
    result["members"] = np.repeat(number, len(spec.quantitative.indicators))
    result["share_participants"] = result["participants"] / result["members"]
    return result[[*CLUSTER, *COLUMNS]]


def of_participants(participants: pd.DataFrame, figures: pd.DataFrame, spec: Competitiveness) -> pd.DataFrame:
    """The same of every participant in each cluster and year in which it is a member; of members nothing, nan."""
    rows = reports(memberships(participants), figures)
    code, units = _places(rows, PARTICIPANT)
    result = _indicators(rows, code, units, spec.quantitative, 1)
    return result.assign(members=np.nan, share_participants=np.nan)[[*PARTICIPANT, *COLUMNS]]


def memberships(participants: pd.DataFrame) -> pd.DataFrame:
    """cluster_id, participant_id, first and last year of membership; a day not known bounds nothing."""
    first = participants["joined_from"].dt.year.fillna(-NO_YEAR).astype(np.int64)
    last = participants["left_to"].dt.year.fillna(NO_YEAR).astype(np.int64)
    known = participants[PARTICIPANT].notna().all(axis=1)
    return participants.loc[known, PARTICIPANT].assign(first=first, last=last)


def reports(members: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """A row for each membership and year with figures: ids, year, FIGURES and those of the year before (`_before`)."""
    known = figures[["participant_id", "year"]].notna().all(axis=1)
    own = figures.loc[known, ["participant_id", "year", *FIGURES]].astype({"year": np.int64})
    before = own.assign(year=own["year"] + 1)
    both = own.merge(before, on=["participant_id", "year"], how="left", suffixes=("", BEFORE))
    rows = members.merge(both, on="participant_id")
    return rows[rows["year"].between(rows["first"], rows["last"])]


def members_of(members: pd.DataFrame, units: pd.DataFrame) -> Ints:
    """How many participants each cluster has in a year. units: cluster_id, year; (n,)."""
    if units.empty:
        return np.zeros(0, dtype=np.int64)
    names = pd.Index(units["cluster_id"].unique())
    start, end = int(units["year"].min()), int(units["year"].max())
    own = members[members["cluster_id"].isin(names)]
    row = names.get_indexer(own["cluster_id"])
    change = np.zeros((len(names), end - start + 3), dtype=np.int64)
    np.add.at(change, (row, np.clip(own["first"] - start, 0, end - start + 1)), 1)
    np.add.at(change, (row, np.clip(own["last"] + 1 - start, 0, end - start + 1)), -1)
    return change.cumsum(axis=1)[names.get_indexer(units["cluster_id"]), units["year"] - start]


def composites(indicators: pd.DataFrame, spec: Competitiveness) -> pd.DataFrame:
    """q of each unit and year: the mean of its scores that are known, nan where they are too few.

    indicators: as `of_clusters` or `of_participants` gives them. Columns: those of the unit, year, q.
    """
    number = len(spec.quantitative.indicators)
    scores = indicators["score"].to_numpy(float).reshape(-1, number)
    few = (~np.isnan(scores)).sum(axis=1) < spec.quantitative.minimum_indicators.value
    q = np.where(few, np.nan, amean(scores, np.ones(number)))
    unit = [column for column in indicators if column not in COLUMNS]
    return indicators[[*unit, "year"]].iloc[::number].reset_index(drop=True).assign(q=q)


def parts(measure: Measure, rows: pd.DataFrame) -> Parts:
    """What participants (n rows of `reports`) add to an indicator, (n,) each; nan where a figure is missing."""
    of = rows[measure.of].to_numpy(float)
    if isinstance(measure, Ratio):
        return Parts(of, rows[measure.over].to_numpy(float), measure.times)
    if isinstance(measure, Growth):
        return Parts(of, rows[measure.of + BEFORE].to_numpy(float), 100.0, -100.0)
    return Parts(np.where(np.isnan(of), np.nan, of > 0), np.ones(len(of)), 100.0)


def _places(rows: pd.DataFrame, unit: list[str]) -> tuple[Ints, pd.DataFrame]:
    """The number of each row's unit and year, and the units and years in order."""
    code = rows.groupby([*unit, "year"], sort=True).ngroup().to_numpy()
    first = np.full(code.max(initial=-1) + 1, -1)
    first[code[::-1]] = np.arange(len(code))[::-1]
    return code, rows[[*unit, "year"]].iloc[first].reset_index(drop=True)


def _indicators(
    rows: pd.DataFrame, code: Ints, units: pd.DataFrame, spec: Quantitative, minimum: float
) -> pd.DataFrame:
    """All indicators of the units, one row an indicator, those of a unit and year together."""
    employees, n = rows["employees"].to_numpy(float), len(units)
    known = np.where(_sum(code, ~np.isnan(employees) * 1.0, n) >= minimum, _sum(code, employees, n), np.nan)
    blocks = [_indicator(parts(one.measure, rows), code, n, employees) for one in spec.indicators.values()]
    columns = {name: np.column_stack([block[name] for block in blocks]) for name in blocks[0]}
    enough = columns["participants"] >= minimum
    value, going_in = (np.where(enough, columns[name], np.nan) for name in ("value", "employees"))
    posts = np.array([one.goalposts for one in spec.indicators.values()])
    columns |= {"value": value, "score": 100 * between(value, posts[:, 0], posts[:, 1]), "shown": ~np.isnan(value)}
    columns |= {"employees": going_in, "employees_known": np.broadcast_to(known[:, None], value.shape)}
    columns["share_employment"] = going_in / np.where(known > 0, known, np.nan)[:, None]
    long = units.iloc[np.repeat(np.arange(n), len(blocks))].reset_index(drop=True)
    names = pd.Series(np.tile(list(spec.indicators), n), dtype="str")
    return long.assign(indicator=names, **{name: array.ravel() for name, array in columns.items()})


def _indicator(part: Parts, code: Ints, n: int, employees: Floats) -> Mapping[str, npt.NDArray]:
    """One indicator of n units, over the rows that have both parts of it."""
    use = ~np.isnan(part.above) & ~np.isnan(part.below)
    above, below = _sum(code[use], part.above[use], n), _sum(code[use], part.below[use], n)
    return {
        "value": part.scale * above / np.where(below > 0, below, np.nan) + part.shift,
        "participants": np.bincount(code[use], minlength=n).astype(np.int64),
        "employees": _sum(code[use], employees[use], n),
    }


def _sum(code: Ints, values: Floats, n: int) -> Floats:
    """Sums of what is known, (n,)."""
    known = ~np.isnan(values)
    return np.bincount(code[known], weights=values[known], minlength=n).astype(np.float64)
