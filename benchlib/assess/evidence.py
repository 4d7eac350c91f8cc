"""What is known of every organisation on a day: the assessments its labels are judged on, and the labels held."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import history, months, scoring
from benchlib.assess.months import Days, Floats
from benchlib.assess.scoring import Points
from benchlib.rules.models import Framework
from benchlib.tables.schemas import LEVELS

MET, NOT_MET, CANNOT_TELL = 1, 0, -1
AGREED = "agreed"

Outcome = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Basis:
    """What a level is judged on, for n organisations.

    row: of its assessment in the evidence, -1 for none: the latest of the kind that the level asks for, else the latest
    of any kind. number: how many of that kind, (certain, possible). since: months from the first of that kind, (least,
    greatest).
    """

    row: npt.NDArray[np.int64]
    number: tuple[Floats, Floats]
    since: tuple[Floats, Floats]


@dataclass(frozen=True)
class Evidence:
    """What is known of n organisations on a day.

    scored: points of their assessments; basis: by level; recorded: whether an organisation has any assessment; held: by
    level asked about and level held, whether the one was awarded before the assessment of the other.
    """

    clusters: pd.Index
    assessments: pd.DataFrame
    scored: Points
    basis: Mapping[str, Basis]
    recorded: npt.NDArray[np.bool_]
    held: Mapping[tuple[str, str], Outcome]

    def days(self, level: str) -> Days:
        """The day of the assessment that a level is judged on, (n,); NaT where there is none."""
        return _taken(months.days(self.assessments["date_to"]), self.basis[level])

    def points(self, level: str, items: list[str]) -> Floats:
        """Points on items in the assessment that a level is judged on, (n, k); nan where there is none."""
        known = self.scored.points[:, self.scored.items.get_indexer(items)]
        return np.vstack([known, np.full(len(items), np.nan)])[self.basis[level].row]


def _taken(values: Days, basis: Basis) -> Days:
    return np.append(values, history.NAT)[basis.row]


def gather(
    organisations: pd.DataFrame,
    assessments: pd.DataFrame,
    answers: pd.DataFrame,
    labels: pd.DataFrame,
    framework: Framework,
    as_of: dt.date,
) -> Evidence:
    """The evidence on a day, from tables of facts: agreed assessments that certainly took place by then."""
    clusters = pd.Index(organisations["cluster_id"])
    agreed = assessments[(assessments["status"] == AGREED) & (assessments["date_from"] <= pd.Timestamp(as_of))]
    made = agreed[agreed["date_to"] <= pd.Timestamp(as_of)]
    made = made.sort_values(["date_to", "assessment_id"], kind="stable").reset_index(drop=True)
    rules = framework.labels
    basis = {level: _basis(clusters, made, agreed, rule.assessment) for level, rule in rules.levels.items()}
    awards = history.timeline(labels, rules)
    return Evidence(
        clusters,
        made,
        scoring.points(answers, made["assessment_id"], framework, as_of),
        basis,
        clusters.isin(made["cluster_id"]),
        {
            (asked, held): _held(clusters, made, awards, basis[asked], asked, held)
            for asked in LEVELS
            for held in LEVELS
        },
    )


def _basis(clusters: pd.Index, made: pd.DataFrame, agreed: pd.DataFrame, kind: str) -> Basis:
    right = made[made["kind"] == kind]
    row, any_row = _last(right, clusters), _last(made, clusters)
    possible = agreed[agreed["kind"] == kind]
    by_cluster = right.groupby("cluster_id")
    dates = ["date_from", "date_to"]
    first, last = (rows.reindex(clusters) for rows in (by_cluster[dates].first(), by_cluster[dates].last()))
    return Basis(
        np.where(row >= 0, row, any_row),
        (_count(right, clusters), _count(possible, clusters)),
        (
            months.between(months.days(first["date_to"]), months.days(last["date_from"])),
            months.between(months.days(first["date_from"]), months.days(last["date_to"])),
        ),
    )


def _count(rows: pd.DataFrame, clusters: pd.Index) -> Floats:
    return rows.groupby("cluster_id").size().reindex(clusters, fill_value=0).to_numpy(float)


def _last(made: pd.DataFrame, clusters: pd.Index) -> npt.NDArray[np.int64]:
    rows = pd.Series(made.index, index=made["cluster_id"]).groupby(level=0).last()
    return rows.reindex(clusters, fill_value=-1).to_numpy(np.int64)


def _held(clusters: pd.Index, made: pd.DataFrame, awards: pd.DataFrame, basis: Basis, asked: str, held: str) -> Outcome:
    """Whether a label was awarded before the assessment: by its day, or for the same level by the day before."""
    mine = awards[awards["level"] == held]
    row = clusters.get_indexer(mine["cluster_id"])
    mine, row = mine[row >= 0], row[row >= 0]
    day = _taken(months.days(made["date_to"]), basis)[row] - np.timedelta64(int(asked == held), "D")
    certain = months.days(mine["awarded_to"]) <= day
    possible = ~(months.days(mine["awarded_from"]) > day)
    has, may = (np.bincount(row[mask], minlength=len(clusters)) > 0 for mask in (certain, possible))
    return np.select([has, may], [MET, CANNOT_TELL], NOT_MET).astype(np.int8)
