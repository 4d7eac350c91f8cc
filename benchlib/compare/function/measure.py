"""From tables of facts to what the cluster function is fed with, and what is shown of it on the way."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from benchlib.compare.function import figures, reliability, survey
from benchlib.compare.function.measurements import Floats, Measurements
from benchlib.rules.competitiveness import Competitiveness

Frames = Mapping[str, pd.DataFrame]


def clusters(frames: Frames, spec: Competitiveness) -> tuple[Measurements, dict[str, pd.DataFrame]]:
    """Measurements of all organisations that have any, and the tables figures, peers and reliability.

    frames: tables by name, as `tables.checking.Facts` holds them.
    """
    indicators = figures.of_clusters(frames["participants"], frames["participant_figures"], spec)
    answers = survey.of_clusters(frames["peer_answers"], spec)
    measured = measurements(figures.composites(indicators, spec), survey.composites(answers))
    tables = {"figures": indicators, "peers": survey.table(answers, spec), "reliability": reliability.table(answers)}
    return measured, tables


def participants(frames: Frames, spec: Competitiveness) -> tuple[Measurements, dict[str, pd.DataFrame]]:
    """Measurements of single participants by (cluster_id, participant_id): participant_figures, participant_peers."""
    indicators = figures.of_participants(frames["participants"], frames["participant_figures"], spec)
    answers = survey.of_participants(frames["peer_answers"], spec)
    measured = measurements(figures.composites(indicators, spec), survey.composites(answers))
    return measured, {"participant_figures": indicators, "participant_peers": survey.table(answers, spec)}


def measurements(q: pd.DataFrame, v: pd.DataFrame) -> Measurements:
    """Both composites on one grid of units (in order) and years (from the first to the last that has any).

    q: columns of the unit, year, q; v: the same columns of the unit, year, v, s. Units without any are left out.
    """
    q, v = q[q["q"].notna()], v[v["v"].notna()]
    unit = [column for column in q if column not in ("year", "q")]
    names = [pd.MultiIndex.from_frame(part[unit]) if len(unit) > 1 else pd.Index(part[unit[0]]) for part in (q, v)]
    units = names[0].union(names[1]).unique()
    found = np.concatenate([q["year"], v["year"]]).astype(np.int64)
    years = np.arange(found.min(), found.max() + 1) if len(found) else found

    def grid(part: pd.DataFrame, index: pd.Index, column: str) -> Floats:
        result = np.full((len(units), len(years)), np.nan)
        result[units.get_indexer(index), np.searchsorted(years, part["year"])] = part[column]
        return result

    return Measurements(units, years, grid(q, names[0], "q"), grid(v, names[1], "v"), grid(v, names[1], "s"))
