"""Which label comes next."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess.evidence import MET, Outcome
from benchlib.assess.history import VALID

Booleans = npt.NDArray[np.bool_]


def valid(statuses: pd.DataFrame, clusters: pd.Index) -> dict[str, Booleans]:
    """Which organisations certainly hold each label, (n,) by level. statuses: of `assess.history.statuses`."""
    held = statuses[statuses["state"] == VALID]
    return {str(level): clusters.isin(rows["cluster_id"]) for level, rows in held.groupby("level")}


def following(verdicts: Mapping[str, Outcome], held: Mapping[str, Booleans]) -> npt.NDArray[np.int64]:
    """Place of each organisation's next label among the levels of the verdicts, (n,); their number at the top.

    The next label is the one above the highest that the assessment is certainly enough for; where the assessment is not
    enough for a label that is valid today, it is that label: what is held has to be kept first. held: see `valid`.

    >>> verdicts = {"bronze": np.array([1, 1, -1]), "silver": np.array([0, 0, 0]), "gold": np.array([0, 1, -1])}
    >>> following(verdicts, {})
    array([1, 3, 0])
    >>> following(verdicts, {"silver": np.array([True, True, True])})
    array([1, 3, 1])
    """
    reached = np.array([outcome == MET for outcome in verdicts.values()])
    have = np.array([held.get(level, np.zeros(reached.shape[1], dtype=bool)) for level in verdicts])
    above = np.where(reached.any(axis=0), len(reached) - reached[::-1].argmax(axis=0), 0)
    kept = np.where(have.any(axis=0), len(have) - 1 - have[::-1].argmax(axis=0), 0)
    return np.maximum(above, kept)
