"""What a label asks of the next assessment: least points by indicator, a share of the maximum, answers to questions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from benchlib.assess import scoring
from benchlib.assess.evidence import MET, Evidence, Outcome
from benchlib.assess.labels import Finding
from benchlib.rules import models
from benchlib.rules.models import Framework
from benchlib.tables.schemas import LEVELS

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """A label's conditions over n organisations and k indicators, as they hold for an assessment still to come.

    findings: conditions as judged today, `asked` as for a new assessment; points: least points today, (n, k);
    answered: by item; bound: points that conditions ask for, (n, k), 0 for none; total: sum of points asked for, (n,),
    0 for none; held: by level, whether it is held today.
    """

    level: str
    findings: Sequence[Finding]
    points: Floats
    answered: Mapping[str, Booleans]
    bound: Floats
    total: Floats
    held: Mapping[str, Booleans]


def asked(
    evidence: Evidence,
    framework: Framework,
    as_of: dt.date,
    verdicts: Mapping[str, Outcome],
    findings: Sequence[Finding],
    level: str,
) -> Asked:
    """What a level asks for, from its verdicts and findings on the day (`assess.labels.judge`)."""
    keys = list(framework.indicators)
    items = [*keys, *framework.labels.questions]
    given = evidence.points(level, items)
    answered = dict(zip(items, ~np.isnan(given.T), strict=True))
    points = np.nan_to_num(given[:, : len(keys)])
    held = {one: _held(evidence, one) for one in LEVELS}
    coming = [_coming(finding, held[level]) for finding in findings]
    bound, total = np.zeros(points.shape), np.zeros(len(points))
    most = len(framework.scored) * scoring.maximum(framework, as_of)
    for finding in coming:
        if finding.item in keys:
            at = keys.index(finding.item)
            bound[:, at] = np.maximum(bound[:, at], np.where(finding.asked, finding.threshold, 0.0))
        elif isinstance(finding.rule, models.Share):
            total = np.maximum(total, np.where(finding.asked, finding.threshold * most, 0.0))
    certain = {one: held[one] | (verdicts[one] == MET) for one in LEVELS}
    return Asked(level, coming, points, answered, bound, total, certain)


def _coming(finding: Finding, held: Booleans) -> Finding:
    """A finding as it is asked of the next assessment: what was awarded since the last one counts as well."""
    return replace(finding, asked=~held) if finding.rule.first_award_only else finding


def _held(evidence: Evidence, level: str) -> Booleans:
    """Whether a label was certainly awarded before any of the assessments that labels are judged on."""
    before = np.array([evidence.held[judged, level] == MET for judged in LEVELS])
    return np.asarray(before.any(axis=0))
