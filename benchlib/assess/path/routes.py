"""Paths of all organisations to their next label, as tables."""

import datetime as dt

import numpy as np
import pandas as pd

from benchlib.assess import labels, scoring
from benchlib.assess.evidence import Evidence
from benchlib.assess.path.again import again
from benchlib.assess.path.ahead import following, valid
from benchlib.assess.path.asked import asked
from benchlib.assess.path.attempts import Attempt, attempt, marginal, saving
from benchlib.assess.path.choices import choices, scale
from benchlib.assess.path.steps import Way, steps
from benchlib.rules.efforts import Efforts
from benchlib.rules.models import Framework
from benchlib.tables.schemas import LEVELS

PATH, NO_PATH, NOTHING = "path", "no path", "nothing to improve"
PATHS = ["cluster_id", "label", "next", "status", "reason", "place", "effort", "marginal", "gain"]
STEPS = ["cluster_id", "label", "place", "kind", "item", "name", "from_points", "to_points", "effort", "needed_for"]
POINT_VALUES = ["cluster_id", "label", "item", "saving"]
COLUMNS = {"paths": PATHS, "path_steps": STEPS, "point_values": POINT_VALUES}
TEXTS = ("cluster_id", "label", "status", "reason", "kind", "item", "name", "needed_for")
DIGITS = 6  # sums of efforts carry rounding errors below this digit

Tables = dict[str, pd.DataFrame]


def paths(evidence: Evidence, framework: Framework, efforts: Efforts, as_of: dt.date, statuses: pd.DataFrame) -> Tables:
    """Tables `paths`, `path_steps` and `point_values`; what stands in them is told in `benchlib.assess.path`.

    statuses: the labels of the day, of `assess.history.statuses`; what is valid is not asked for again.

    Raises RuleError where the efforts do not fit the framework.
    """
    efforts.require_known(framework)
    verdicts, found = labels.judge(evidence, framework, as_of)
    ahead = np.where(evidence.recorded, following(verdicts, valid(statuses, evidence.clusters)), -1)
    units, best, clusters = scale(framework, efforts, as_of), scoring.maximum(framework, as_of), evidence.clusters
    told, idle = [_arrived(clusters[ahead == len(LEVELS)])], np.array([], dtype=np.int64)
    for number, level in enumerate(LEVELS):
        terms = asked(evidence, framework, as_of, verdicts, found[level], level)
        options = choices(units, terms.points, terms.bound, terms.total)
        way = Way(terms, again(evidence, framework, efforts, as_of, terms), options, framework, efforts)
        following_here = np.flatnonzero(ahead == number)
        one = attempt(way, units, np.union1d(following_here, idle))
        told.append(_told(one, clusters, clusters[following_here], best))
        idle = one.idle
    return {name: _ordered([one[name] for one in told], columns, clusters) for name, columns in COLUMNS.items()}


def _ordered(frames: list[pd.DataFrame], columns: list[str], clusters: pd.Index) -> pd.DataFrame:
    """One frame by organisation in the order of the facts; labels, places and steps stay in theirs."""
    frame = pd.concat([one for one in frames if len(one)] or frames, ignore_index=True).reindex(columns=columns)
    frame = frame.astype({name: "str" for name in TEXTS if name in columns})
    order = np.argsort(clusters.get_indexer(frame["cluster_id"]), kind="stable")
    return frame.iloc[order].reset_index(drop=True)


def _arrived(clusters: pd.Index) -> Tables:
    """Of those at the top only that they are."""
    text = "the assessment is enough for the highest label"
    arrived = pd.DataFrame({"cluster_id": clusters, "next": True, "status": NOTHING, "reason": text})
    return {name: arrived if name == "paths" else pd.DataFrame(columns=columns) for name, columns in COLUMNS.items()}


def _told(attempt: Attempt, clusters: pd.Index, following_here: pd.Index, best: float) -> Tables:
    """The three tables of one attempt. following_here: the organisations whose next label it is."""
    label, taken = attempt.way.asked.level, _steps(attempt, clusters)
    barred = pd.DataFrame({"cluster_id": clusters[attempt.shut], "status": NO_PATH, "reason": attempt.reasons})
    ways = pd.concat([barred, _sums(attempt, clusters, taken)])
    ways = ways.assign(label=label, next=ways["cluster_id"].isin(following_here))
    return {"paths": ways, "path_steps": taken, "point_values": _values(attempt, clusters, best)}


def _steps(attempt: Attempt, clusters: pd.Index) -> pd.DataFrame:
    """One row a step, with the columns STEPS."""
    label = attempt.way.asked.level
    records = [
        (clusters[row], label, place, *step)
        for row, ranked in zip(attempt.open, attempt.ranked, strict=True)
        for place, chosen in enumerate(ranked, start=1)
        for step in steps(attempt.way, int(row), chosen)
    ]
    return pd.DataFrame(records, columns=STEPS)


def _sums(attempt: Attempt, clusters: pd.Index, taken: pd.DataFrame) -> pd.DataFrame:
    """Effort and gain of each path, and on the best one of an organisation what the last point takes."""
    counted = taken["item"].isin(attempt.way.framework.scored)
    gains = taken.assign(gain=(taken["to_points"] - taken["from_points"]).where(counted, 0.0))
    sums = gains.groupby(["cluster_id", "place"], sort=False)[["effort", "gain"]].sum().round(DIGITS).reset_index()
    saved = pd.Series(marginal(attempt), index=clusters[attempt.open])
    return sums.assign(status=PATH, marginal=sums["cluster_id"].map(saved).where(sums["place"] == 1))


def _values(attempt: Attempt, clusters: pd.Index, best: float) -> pd.DataFrame:
    """One row an organisation and indicator, with the columns POINT_VALUES."""
    items, saved = list(attempt.way.framework.indicators), saving(attempt, best)
    return pd.DataFrame(
        {
            "cluster_id": np.repeat(clusters[attempt.open], len(items)),
            "label": attempt.way.asked.level,
            "item": np.tile(items, len(saved)),
            "saving": saved.ravel(),
        }
    )
