"""Which single indicators would change a verdict, if they stood one step higher or lower."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess.evidence import Evidence, Outcome
from benchlib.assess.verdicts import VERDICTS, named
from benchlib.compare.uncertainty import changed
from benchlib.compare.uncertainty.steps import steps
from benchlib.rules.models import Framework

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DIRECTIONS = {"up": 1, "down": -1}
COLUMNS = ["cluster_id", "label", "item", "direction", "from_points", "to_points", "verdict_before", "verdict_after"]


def flips(evidence: Evidence, framework: Framework, as_of: dt.date) -> pd.DataFrame:
    """Every change of a verdict by one step of one indicator: COLUMNS, by organisation, label and indicator.

    The indicator moves in each assessment that a label of the organisation is judged on; points are those of the
    label's own. A missing answer has no next step, and an indicator at an end of its scale none further.
    """
    known, k = changed.needed(evidence), len(framework.indicators)
    base = np.ascontiguousarray(known.scored.points.T)
    before = {level: one[0] for level, one in changed.judged(known, base[None], framework, as_of).items()}
    frames = []
    for direction, sign in DIRECTIONS.items():
        moved = base.copy()
        moved[:k] = steps(framework, as_of).moved(base[:k], sign)
        for which, after in _after(known, base, moved, framework, as_of):
            for level, verdicts in after.items():
                row, at = np.nonzero(verdicts != before[level])
                item, place = which[row], known.basis[level].row[at]
                columns = [known.clusters[at], level, known.scored.items[item], direction]
                columns += [_at(points, item, place) for points in (base, moved)]
                columns += [named(codes, VERDICTS) for codes in (before[level][at], verdicts[row, at])]
                frames.append(pd.DataFrame(dict(zip(COLUMNS, columns, strict=True))))
    return _ordered(pd.concat(frames), known.clusters, list(before), list(framework.indicators))


def _after(
    known: Evidence, base: Floats, moved: Floats, framework: Framework, as_of: dt.date
) -> Iterator[tuple[Ints, dict[str, Outcome]]]:
    """Verdicts (i, n) by level with each of some indicators (i,) moved alone, some at a time."""
    count = len(framework.indicators)
    size = changed.at_once(base.size)
    for start in range(0, count, size):
        which = np.arange(start, min(start + size, count))
        points = np.tile(base, (len(which), 1, 1))
        points[np.arange(len(which)), which] = moved[which]
        yield which, changed.judged(known, points, framework, as_of)


def _at(points: Floats, item: Ints, assessment: Ints) -> Floats:
    """Points of items in assessments, nan where there is no assessment (-1)."""
    return np.where(assessment < 0, np.nan, points[item, assessment])


def _ordered(frame: pd.DataFrame, clusters: pd.Index, labels: list[str], items: list[str]) -> pd.DataFrame:
    keys = [
        pd.Index(order).get_indexer(frame[name])
        for name, order in (("item", items), ("label", labels), ("cluster_id", clusters))
    ]
    return frame.iloc[np.lexsort(keys)].reset_index(drop=True)[COLUMNS]
