"""What is known of every organisation on a day: the assessments its labels are judged on, and the labels held."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

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
class Evidence:
    """What is known of n organisations on a day.

    scored: points of all their assessments. support: per level, the row of the assessment that the level is judged on
    (-1: none). proper: per level, whether that assessment is of the kind that the label asks for. number: how many of
    that kind there were. since: months from the first of that kind to it, (earliest, latest). recorded: whether the
    organisation has any assessment. held: per level, whether it was awarded before the assessment.
    """

    clusters: pd.Index
    assessments: pd.DataFrame
    scored: Points
    support: Mapping[str, npt.NDArray[np.int64]]
    proper: Mapping[str, npt.NDArray[np.bool_]]
    number: Mapping[str, npt.NDArray[np.int64]]
    since: Mapping[str, tuple[Floats, Floats]]
    recorded: npt.NDArray[np.bool_]
    held: Mapping[tuple[str, str], Outcome]  # (level asked about, level held before)

    def days(self, level: str) -> Days:
        """The day of the assessment that a level is judged on, (n,); NaT where there is none."""
        return np.append(months.days(self.assessments["date_to"]), history.NAT)[self.support[level]]

    def points(self, level: str, items: list[str]) -> Floats:
        """Points on items in the assessment that a level is judged on, (n, k); nan where there is none."""
        known = self.scored.points[:, self.scored.items.get_indexer(items)]
        return np.vstack([known, np.full(len(items), np.nan)])[self.support[level]]


def gather(
    organisations: pd.DataFrame,
    assessments: pd.DataFrame,
    answers: pd.DataFrame,
    labels: pd.DataFrame,
    framework: Framework,
    as_of: dt.date,
    factor: float = 1.0,
) -> Evidence:
    """The evidence on a day: agreed assessments that certainly took place by then. Frames are tables of facts."""
    clusters = pd.Index(organisations["cluster_id"])
    made = assessments[(assessments["status"] == AGREED) & (assessments["date_to"] <= pd.Timestamp(as_of))]
    made = made.sort_values(["date_to", "assessment_id"], kind="stable").reset_index(drop=True)
    scored = scoring.points(answers, made["assessment_id"], framework, as_of, factor)
    recorded = clusters.isin(made["cluster_id"])
    evidence = Evidence(clusters, made, scored, {}, {}, {}, {}, recorded, {})
    for level, rule in framework.labels.levels.items():
        evidence = _for_level(evidence, level, rule.assessment)
    awards = history.timeline(labels, framework.labels)
    pairs = [(asked, before) for asked in LEVELS for before in LEVELS]
    return replace(evidence, held={pair: _held(evidence, awards, *pair) for pair in pairs})


def _for_level(evidence: Evidence, level: str, kind: str) -> Evidence:
    """The latest assessment of the kind that the level asks for; without one, the latest of any kind, as not proper."""
    made = evidence.assessments
    right = made[made["kind"] == kind]
    row, any_row = _last(right, evidence.clusters), _last(made, evidence.clusters)
    number = right.groupby("cluster_id").size().reindex(evidence.clusters, fill_value=0).to_numpy()
    first = right.groupby("cluster_id")[["date_from", "date_to"]].first().reindex(evidence.clusters)
    last = right.groupby("cluster_id")[["date_from", "date_to"]].last().reindex(evidence.clusters)
    since = (
        months.between(months.days(first["date_to"]), months.days(last["date_from"])),
        months.between(months.days(first["date_from"]), months.days(last["date_to"])),
    )
    return replace(
        evidence,
        support={**evidence.support, level: np.where(row >= 0, row, any_row)},
        proper={**evidence.proper, level: row >= 0},
        number={**evidence.number, level: number},
        since={**evidence.since, level: since},
    )


def _last(made: pd.DataFrame, clusters: pd.Index) -> npt.NDArray[np.int64]:
    rows = pd.Series(made.index, index=made["cluster_id"]).groupby(level=0).last()
    return rows.reindex(clusters, fill_value=-1).to_numpy(np.int64)


def _held(evidence: Evidence, awards: pd.DataFrame, asked: str, before: str) -> Outcome:
    """Whether a label of another level was awarded by the day of the assessment, as the table of labels tells it."""
    day = evidence.days(asked)
    mine = awards[awards["level"] == before]
    row = evidence.clusters.get_indexer(mine["cluster_id"])
    mine, row = mine[row >= 0], row[row >= 0]
    certain = months.days(mine["awarded_to"]) <= day[row]
    possible = ~(months.days(mine["awarded_from"]) > day[row])
    n = len(evidence.clusters)
    has, may = np.bincount(row[certain], minlength=n) > 0, np.bincount(row[possible], minlength=n) > 0
    return np.select([has, may], [MET, CANNOT_TELL], NOT_MET).astype(np.int8)
