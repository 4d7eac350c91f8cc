"""Many versions of the same organisations judged at once, by the same label rules as the one version known.

A version changes points only. Versions stand below one another: to the rules they are so many organisations more.
"""

import datetime as dt
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import labels
from benchlib.assess.evidence import Basis, Evidence, Outcome
from benchlib.assess.labels import Reading
from benchlib.assess.scoring import Points
from benchlib.rules.models import Framework

Floats = npt.NDArray[np.float64]

CELLS = 1 << 22  # points in the working memory at a time


def needed(evidence: Evidence) -> Evidence:
    """The same evidence with only the assessments that a level is judged on."""
    rows = np.unique(np.concatenate([basis.row for basis in evidence.basis.values()]))
    rows = rows[rows >= 0]
    place = np.full(len(evidence.assessments) + 1, -1)  # the last stands for none
    place[rows] = np.arange(len(rows))
    scored = evidence.scored
    parts = ("assessments", "points", "value", "spread", "assessors", "evidence")
    kept = {name: getattr(scored, name)[rows] for name in parts}
    basis = {level: replace(one, row=place[one.row]) for level, one in evidence.basis.items()}
    chosen = evidence.assessments.iloc[rows].reset_index(drop=True)
    return replace(evidence, assessments=chosen, scored=replace(scored, **kept), basis=basis)


def judged(
    evidence: Evidence, points: Floats, framework: Framework, as_of: dt.date, reading: Reading | None = None
) -> dict[str, Outcome]:
    """Verdicts (v, n) of every level under changed points (v, k, a) of all k items and a assessments."""
    versions, n = len(points), len(evidence.clusters)
    verdicts, _ = labels.judge(_repeated(evidence, points), framework, as_of, reading)
    return {level: verdict.reshape(versions, n) for level, verdict in verdicts.items()}


def _repeated(evidence: Evidence, points: Floats) -> Evidence:
    versions, items, assessments = points.shape
    stacked = points.transpose(1, 0, 2).reshape(items, versions * assessments).T  # column-major, as points are
    dates = np.tile(evidence.assessments["date_to"].to_numpy(), versions)
    unused = np.broadcast_to(np.int64(0), stacked.shape)  # the rules look at points only
    return Evidence(
        pd.RangeIndex(versions * len(evidence.clusters)),
        pd.DataFrame({"date_to": dates}),
        Points(
            *(pd.RangeIndex(len(dates)), evidence.scored.items, stacked, stacked, stacked),
            *(unused, unused.astype(bool)),
        ),
        {level: _tiled(basis, versions, assessments) for level, basis in evidence.basis.items()},
        np.tile(evidence.recorded, versions),
        {key: np.tile(held, versions) for key, held in evidence.held.items()},
    )


def _tiled(basis: Basis, versions: int, assessments: int) -> Basis:
    row = basis.row + np.where(basis.row < 0, 0, np.arange(versions)[:, None] * assessments)
    number, since = ((np.tile(low, versions), np.tile(high, versions)) for low, high in (basis.number, basis.since))
    return Basis(row.ravel(), number, since)


def at_once(points_each: int) -> int:
    """How many versions fit into the working memory, given the points of each."""
    return max(1, CELLS // max(1, points_each))
