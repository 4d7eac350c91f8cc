"""How probable each label is, given what is not known: assessors' error, missing answers, proposed rules.

Every draw takes one plausible reading of the rules (each equally often), moves the points of each assessment by the
error of its assessors, fills missing answers with any step of their scale alike, and judges by the label rules. What
remains open in a draw, such as a day that is not known, is counted as cannot tell.
"""

import datetime as dt
import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess import scoring
from benchlib.assess.evidence import CANNOT_TELL, MET, NOT_MET, Evidence
from benchlib.assess.labels import Reading
from benchlib.compare.uncertainty import changed, disagreement, points
from benchlib.compare.uncertainty.disagreement import Disagreement
from benchlib.compare.uncertainty.points import ASSESSORS, MISSING
from benchlib.rules.models import Framework
from benchlib.tables.faults import BadInput, unknown

RULES = "rules"
SOURCES = (ASSESSORS, MISSING, RULES)
VERDICTS = (MET, NOT_MET, CANNOT_TELL)
COLUMNS = ["cluster_id", "label", "awarded", "not_awarded", "cannot_tell", "draws"]


def probabilities(
    evidence: Evidence,
    answers: pd.DataFrame,
    framework: Framework,
    as_of: dt.date,
    draws: int = 1000,
    seed: int = 1,
    sources: tuple[str, ...] = SOURCES,
    learned: Disagreement | None = None,
) -> pd.DataFrame:
    """Probability of each verdict on each label: COLUMNS, one row an organisation and label, by organisation.

    answers: the table; the assessors' disagreement is learned from it unless `learned` is given. sources: what may
    vary; without any the probabilities are 0 or 1, the verdict's own. draws: at least so many, the same number under
    each reading of the rules; a single one each where nothing else varies. Raises BadInput.
    """
    _refuse(draws, sources)
    known = changed.needed(evidence)
    counts = np.zeros((len(framework.labels.levels), len(VERDICTS), len(known.clusters)), dtype=np.int64)
    readings = list(_readings(framework)) if RULES in sources else [(1.0, None)]
    learned = learned or disagreement.learned(answers, framework, as_of)
    each = -(-draws // len(readings))
    rng = np.random.default_rng(seed)
    for factor, group in itertools.groupby(readings, key=lambda pair: pair[0]):
        scored = scoring.points(answers, known.scored.assessments, framework, as_of, factor)
        drawing = points.drawing(scored, framework, as_of, sources, learned)
        for _, reading in group:
            for drawn in points.chunks(drawing, each, rng):
                verdicts = changed.judged(known, drawn, framework, as_of, reading)
                for place, outcome in enumerate(verdicts.values()):
                    counts[place] += [(outcome == code).sum(axis=0) for code in VERDICTS]
    return _table(known.clusters, list(framework.labels.levels), counts)


def _refuse(draws: int, sources: tuple[str, ...]) -> None:
    if draws < 1:
        raise BadInput.of("draws", "expected at least 1", draws)
    for name in sources:
        if name not in SOURCES:
            raise BadInput.of("sources", unknown(name, SOURCES, "source"), name)


def _readings(framework: Framework) -> Iterator[tuple[float, Reading]]:
    """Every plausible reading of the rules with its factor on the thresholds of indicators."""
    ways = framework.labels.plausible
    for factor, strict, least, name in itertools.product(
        ways.threshold_factors, ways.strict, ways.minimum_points, ways.weights
    ):
        yield factor, Reading(strict, least, ways.weights[name].by_group)


def _table(clusters: pd.Index, levels: list[str], counts: npt.NDArray[np.int64]) -> pd.DataFrame:
    total = counts.sum(axis=1, keepdims=True)
    share = (counts / total).transpose(2, 0, 1).reshape(-1, len(VERDICTS))
    frame = pd.DataFrame(share, columns=COLUMNS[2:5])
    return frame.assign(
        cluster_id=np.repeat(clusters.to_numpy(), len(levels)),
        label=np.tile(levels, len(clusters)),
        draws=total[:, 0].T.ravel(),
    )[COLUMNS]
