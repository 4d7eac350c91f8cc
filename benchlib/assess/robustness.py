"""How far a verdict rests on what is not public: the share of plausible readings of the rules under which it stands."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchlib.assess import labels, scoring
from benchlib.assess.evidence import Evidence, Outcome
from benchlib.assess.labels import Reading
from benchlib.assess.verdicts import VERDICTS, named
from benchlib.rules.models import Framework

CHOICES = ("threshold factor", "strict", "minimum points", "weights")


@dataclass(frozen=True)
class Readings:
    """Verdicts under every plausible reading: `outcomes` (r, n) by level, `choices` one row a reading (CHOICES)."""

    choices: pd.DataFrame
    outcomes: dict[str, Outcome]


def read(evidence: Evidence, answers: pd.DataFrame, framework: Framework, as_of: dt.date) -> Readings:
    """Verdicts under all combinations of the choices that the label rules name as plausible. answers: the table."""
    choices, outcomes = [], []
    for factor in framework.labels.plausible.threshold_factors:
        scored = scoring.points(answers, evidence.scored.assessments, framework, as_of, factor)
        moved = replace(evidence, scored=scored)
        for choice, reading in _combinations(framework):
            verdicts, _ = labels.judge(moved, framework, as_of, reading)
            choices.append((factor, *choice))
            outcomes.append(verdicts)
    levels = outcomes[0]
    stacked = {level: np.array([verdict[level] for verdict in outcomes]) for level in levels}
    return Readings(pd.DataFrame(choices, columns=list(CHOICES)).astype(str), stacked)


def _combinations(framework: Framework) -> Iterator[tuple[tuple[bool, float, str], Reading]]:
    plausible = framework.labels.plausible
    for strict, least, name in itertools.product(plausible.strict, plausible.minimum_points, plausible.weights):
        yield (strict, least, name), Reading(strict, least, plausible.weights[name].by_group)


def summary(readings: Readings, verdicts: dict[str, Outcome], clusters: pd.Index) -> pd.DataFrame:
    """How many readings agree with the verdict: cluster_id, label, verdict, readings, same, share."""
    frames = []
    for level, outcomes in readings.outcomes.items():
        same = (outcomes == verdicts[level]).sum(axis=0)
        frames.append(
            pd.DataFrame(
                {
                    "cluster_id": clusters,
                    "label": level,
                    "verdict": named(verdicts[level], VERDICTS),
                    "readings": len(outcomes),
                    "same": same,
                    "share": same / len(outcomes),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def by_choice(readings: Readings, clusters: pd.Index) -> pd.DataFrame:
    """Verdicts counted by choice: cluster_id, label, choice, value, awarded, not_awarded, cannot_tell."""
    frames = []
    for level, outcomes in readings.outcomes.items():
        for choice in CHOICES:
            for value, rows in readings.choices.groupby(choice, sort=False).indices.items():
                counted = {
                    name.replace(" ", "_"): (outcomes[rows] == code).sum(axis=0) for code, name in VERDICTS.items()
                }
                head = {"cluster_id": clusters, "label": level, "choice": choice, "value": value}
                frames.append(pd.DataFrame({**head, **counted}))
    return pd.concat(frames, ignore_index=True)
