"""Each indicator of an assessment: answer, points, evidence, and what the next step asks for."""

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import scoring
from benchlib.assess.scoring import Floats, Points
from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework

NAMED, NOT_NAMED, NO_ANSWER = "named", "not named", "no answer"


def reported(assessments: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """The assessment that a report is about, by cluster_id.

    The latest agreed audit or benchmark that took place by a day, else the latest of any kind and status.
    """
    made = assessments[assessments["date_to"] <= pd.Timestamp(as_of)]
    outside = (made["status"] == "agreed") & made["kind"].isin(["benchmark", "audit"])
    ordered = made.assign(outside=outside).sort_values(["outside", "date_to", "assessment_id"], kind="stable")
    return ordered.groupby("cluster_id")["assessment_id"].last()


def items(scored: Points, clusters: pd.Series, framework: Framework, on: dt.date) -> pd.DataFrame:
    """One row an assessment and indicator.

    Columns: cluster_id, assessment_id, item, group, name, value (mean of the assessors' answers, in `unit`), unit,
    points, maximum, low, high, evidence (named, not named, no answer), assessors, spread (between their points),
    next_threshold and next_points (the next step; nan at the top), described and next_described (in words).
    """
    return pd.concat([_item(scored, clusters, framework, on, key) for key in framework.indicators], ignore_index=True)


def _item(scored: Points, clusters: pd.Series, framework: Framework, on: dt.date, key: str) -> pd.DataFrame:
    indicator, column = framework.indicators[key], scored.items.get_loc(key)
    points, best = scored.points[:, column], scoring.maximum(framework, on)
    entry = in_force(indicator.points, on)
    steps = list(entry.at_least.items()) if entry else []
    words = {0: None, **(entry.described if entry else {})}
    worth = np.array([0, *(value for _, value in steps)], dtype=float)
    step = _step(points, worth)
    answered = ~np.isnan(points)
    evidence = np.select([~answered, scored.evidence[:, column]], [NO_ANSWER, NAMED], NOT_NAMED)
    following = np.append(worth[1:], np.nan)[step]
    return pd.DataFrame(
        {
            "cluster_id": clusters.to_numpy(),
            "assessment_id": scored.assessments,
            "item": key,
            "group": indicator.group,
            "name": indicator.name,
            "value": scored.value[:, column],
            "unit": indicator.unit,
            "points": points,
            "maximum": best,
            "low": np.nan_to_num(points),
            "high": np.where(answered, points, best),
            "evidence": evidence,
            "assessors": scored.assessors[:, column],
            "spread": scored.spread[:, column],
            "next_threshold": np.where(answered, np.append([at for at, _ in steps], np.nan)[step], np.nan),
            "next_points": np.where(answered, following, np.nan),
            "described": _words(np.where(answered, worth[step], np.nan), words),
            "next_described": _words(np.where(answered, following, np.nan), words),
        }
    )


def _step(points: Floats, worth: Floats) -> npt.NDArray[np.int64]:
    """How many thresholds the points stand for, (n,); a mean of assessors counts for the step below it."""
    return np.searchsorted(worth, np.nan_to_num(points), side="right") - 1


def _words(points: Floats, words: dict[int, str | None]) -> pd.Series:
    return pd.Series(points).map(words).astype("str").where(lambda text: text.notna() & (text != "None"))
