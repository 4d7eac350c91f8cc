"""What others did: which indicators rose in organisations that took the step from one label to a higher one.

Their points in the assessment that the award rests on are set beside those of the last agreed assessment before it. The
same is counted for those who stayed: organisations that held the same label and took no step up from one agreed
assessment to the next, about as far apart, nor on the strength of it. Only the difference between both tells what is
special about the step.

Even that difference is no proof of a cause. Those who took the step are those whose assessment turned out well, so that
part of their rise is luck in this assessment (selection), and whatever stood low by chance tends to rise next time
without any effort (regression to the mean). Points are those of the rules of one day for both assessments.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import history, months
from benchlib.assess.evidence import AGREED
from benchlib.assess.scoring import Floats, Points
from benchlib.rules.models import Framework

NONE = "none"  # before the first label
EVER = np.datetime64("0001-01-01", "D")
COLUMNS = [
    *("from_level", "to_level", "item", "organisations", "rose", "mean_rise"),
    *("stayed_organisations", "stayed_rose", "stayed_mean_rise", "shown"),
]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Stages:
    """Which labels n organisations had been awarded first on which days: (n, levels) each, NaT where never."""

    clusters: pd.Index
    levels: list[str]
    first: months.Days
    last: months.Days

    def highest(self, rows: Ints, on: months.Days, *, certain: bool) -> Ints:
        """The highest level awarded by a day to each organisation of rows, -1 for none, (m,)."""
        awarded = (self.last if certain else self.first)[rows] <= on[:, None]
        top = awarded.shape[1] - 1 - awarded[:, ::-1].argmax(axis=1)
        return np.where(awarded.any(axis=1), top, -1)


@dataclass(frozen=True)
class Pairs:
    """Two successive agreed assessments of each of m organisations: their rows, and the months between."""

    cluster: Ints
    before: Ints
    after: Ints
    span: Floats

    def chosen(self, keep: npt.NDArray) -> "Pairs":
        """Some of them, by a mask or by places."""
        return Pairs(self.cluster[keep], self.before[keep], self.after[keep], self.span[keep])


@dataclass(frozen=True)
class Made:
    """Agreed assessments in order of organisation and time: organisation, kind, first and last day of each."""

    stages: Stages
    cluster: Ints
    kind: npt.NDArray[np.str_]
    first: months.Days
    last: months.Days
    within: float

    def pairs(self, cluster: Ints, after: Ints) -> Pairs:
        """Each of some assessments with the one before it."""
        return Pairs(cluster, after - 1, after, months.between(self.last[after - 1], self.first[after]))


def steps(
    awards: pd.DataFrame,
    assessments: pd.DataFrame,
    scored: Points,
    framework: Framework,
    rests_within: float,
    minimum_others: float,
) -> pd.DataFrame:
    """What rose in organisations that took a step, beside those who stayed: COLUMNS, one row a step and indicator.

    awards: of `history.timeline`. assessments: rows of the table that the framework applies to, made by the day that
    `scored` was computed for. scored: their points. rests_within: months before an award in which the assessment lies
    that it rests on; where there is none, the first agreed one after the award is taken.

    organisations, stayed_organisations: those whose points on the indicator are known both times; each counts once.
    rose: share (0-1) of them in which the points rose; mean_rise: mean change in points, falls included. Shown where
    there are more than `minimum_others`, so that whoever is one of them sees at least so many others; else rose and
    mean_rise are nan, and so are those of a group of stayed organisations that is too small.
    """
    agreed = _agreed(assessments)
    made = _made(awards, agreed, framework, rests_within)
    where = scored.assessments.get_indexer(agreed["assessment_id"])
    points = scored.points[np.ix_(where, scored.items.get_indexer(framework.scored))]
    frames = [
        _counted(points, took, _stayed(made, source, took.span), minimum_others).assign(
            from_level=[*made.stages.levels, NONE][source], to_level=level, item=framework.scored
        )
        for level, rule in framework.labels.levels.items()
        for source, took in _taken(made, level, rule.assessment)
    ]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def _agreed(assessments: pd.DataFrame) -> pd.DataFrame:
    """Agreed assessments whose day is known well enough to order them, by organisation and time."""
    agreed = assessments[(assessments["status"] == AGREED) & assessments["date_to"].notna()]
    return agreed.sort_values(["cluster_id", "date_to", "assessment_id"], kind="stable").reset_index(drop=True)


def _made(awards: pd.DataFrame, agreed: pd.DataFrame, framework: Framework, within: float) -> Made:
    stages = _stages(awards, pd.Index(agreed["cluster_id"].unique()), list(framework.labels.levels))
    cluster = stages.clusters.get_indexer(agreed["cluster_id"])
    days = months.days(agreed["date_from"]), months.days(agreed["date_to"])
    return Made(stages, cluster, agreed["kind"].to_numpy(str), *days, within)


def _stages(awards: pd.DataFrame, clusters: pd.Index, levels: list[str]) -> Stages:
    first = awards[(awards["number"] == 1) & awards["cluster_id"].isin(clusters)]
    ends = np.full((2, len(clusters), len(levels)), history.NAT)
    row, column = clusters.get_indexer(first["cluster_id"]), first["level"].map(levels.index).to_numpy(np.int64)
    for end, name in zip(ends, ("awarded_from", "awarded_to"), strict=True):
        end[row, column] = months.days(first[name])
    undated = first["awarded_from"].isna().to_numpy()
    ends[0][row[undated], column[undated]] = EVER  # it may have been awarded on any day, and certainly on none
    return Stages(clusters, levels, *ends)


def _taken(made: Made, level: str, kind: str) -> Iterator[tuple[int, Pairs]]:
    """Those who took a step to a level, by the place of the level that they certainly came from (-1: none)."""
    place = made.stages.levels.index(level)
    rests_on = _rests_on(made, place, kind)
    fits = np.flatnonzero(rests_on > 0)
    fits = fits[made.cluster[rests_on[fits] - 1] == fits]
    pairs = made.pairs(fits, rests_on[fits])
    pairs = pairs.chosen(
        made.last[pairs.before] < np.minimum(made.first[pairs.after], made.stages.first[pairs.cluster, place])
    )
    eve = made.stages.first[pairs.cluster, place] - np.timedelta64(1, "D")
    start, possible = (made.stages.highest(pairs.cluster, eve, certain=certain) for certain in (True, False))
    for source in range(-1, place):
        took = pairs.chosen((start == source) & (possible == source))
        if len(took.cluster):
            yield source, took


def _rests_on(made: Made, place: int, kind: str) -> Ints:
    """The row of the assessment that the first award of a level rests on, by organisation; -1 where there is none.

    The last of the right kind by the day of the award and not long before it, else the first one after it.
    """
    award_from, award_to = made.stages.first[made.cluster, place], made.stages.last[made.cluster, place]
    floor = months.add(award_from, np.full(len(award_from), -made.within))
    before, after = np.full((2, len(made.stages.clusters)), -1)
    rows = np.flatnonzero((made.kind == kind) & (made.last <= award_to) & (made.first >= floor))
    before[made.cluster[rows]] = rows  # rows are in order of time: the last one stays
    rows = np.flatnonzero(made.first > award_to)[::-1]
    after[made.cluster[rows]] = rows
    return np.where(before >= 0, before, after)


def _stayed(made: Made, source: int, spans: Floats) -> Pairs:
    """Of each organisation that stayed at a level, the two assessments whose span is nearest to the steps' median.

    An award within the months given after the second assessment may rest on it, and is a step.
    """
    after = np.flatnonzero(made.cluster[1:] == made.cluster[:-1]) + 1
    after = after[made.last[after - 1] < made.first[after]]
    pairs = made.pairs(made.cluster[after], after)
    start = made.stages.highest(pairs.cluster, made.last[pairs.before], certain=True)
    until = months.add(made.last[pairs.after], np.full(len(after), made.within))
    end = made.stages.highest(pairs.cluster, until, certain=False)
    alike = (pairs.span >= spans.min()) & (pairs.span <= spans.max())
    stayed = pairs.chosen((start == source) & (end == source) & alike)
    order = np.lexsort((np.abs(stayed.span - np.median(spans)), stayed.cluster))
    _, nearest = np.unique(stayed.cluster[order], return_index=True)
    return stayed.chosen(order[nearest])


def _counted(points: Floats, took: Pairs, stayed: Pairs, minimum_others: float) -> pd.DataFrame:
    """Counts, shares and mean rises by indicator, (k,) each, with what must be kept back missing."""
    columns = {}
    for prefix, pairs in (("", took), ("stayed_", stayed)):
        rise = points[pairs.after] - points[pairs.before]
        known = ~np.isnan(rise)
        number = known.sum(axis=0)
        enough = number > minimum_others
        columns[f"{prefix}organisations"] = number
        for name, total in (("rose", (rise > 0).sum(axis=0)), ("mean_rise", np.nansum(rise, axis=0))):
            columns[f"{prefix}{name}"] = np.divide(total, number, out=np.full(len(number), np.nan), where=enough)
        columns[f"{prefix}shown"] = enough
    return pd.DataFrame(columns).drop(columns="stayed_shown")
