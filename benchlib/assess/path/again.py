"""Being assessed again: how often, and between which days a label's window leaves it open."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from benchlib.assess import months
from benchlib.assess.evidence import Evidence
from benchlib.assess.labels import Finding
from benchlib.assess.months import Days
from benchlib.assess.path.asked import Asked
from benchlib.rules import models
from benchlib.rules.efforts import Efforts
from benchlib.rules.models import Framework

Ints = npt.NDArray[np.int64]
Kind = Literal["benchmark", "audit"]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """When a condition on months can be met by the next assessment, over n organisations.

    first: day of the first assessment of the kind, NaT for none; opens, closes: days, (n,); met: whether one of them is
    still to come within the horizon, or the condition is not asked.
    """

    finding: Finding
    first: Days
    opens: Days
    closes: Days
    met: Booleans

    def between(self, row: int) -> str:
        """The days that one organisation has, in words."""
        return f"between {in_words(self.opens[row])} and {in_words(self.closes[row])}"


@dataclass(frozen=True)
class Again:
    """Assessments still to come, over n organisations: their kind, how many (n,), and the windows of the last one."""

    kind: Kind
    number: Ints
    windows: Sequence[Window]


def again(evidence: Evidence, framework: Framework, efforts: Efforts, as_of: dt.date, asked: Asked) -> Again:
    """What a level asks for. One more assessment always: what improves must be seen by someone from outside."""
    kind = framework.labels.levels[asked.level].assessment
    done, windows = evidence.basis[asked.level].number[0], []
    number = np.ones(len(done), dtype=np.int64)
    for finding in asked.findings:
        least = {models.Assessed: finding.threshold, models.Months: 2.0}.get(type(finding.rule), 0.0)
        number = np.maximum(number, np.where(finding.asked, least - done, 0).astype(np.int64))
        if isinstance(finding.rule, models.Months):
            windows.append(_window(finding, finding.rule, _first(evidence, kind), as_of, efforts.horizon_months.value))
    return Again(kind, number, windows)


def _window(finding: Finding, rule: models.Months, first: tuple[Days, Days], as_of: dt.date, horizon: float) -> Window:
    """Days that certainly are so many months after the first; where there is none yet, it could take place today."""
    today = np.full(len(finding.asked), np.datetime64(as_of))
    earliest, latest = (np.where(np.isnat(one), today, one) for one in first)
    opens = np.maximum(months.add(latest, np.full(len(today), rule.at_least)), today)
    closes = months.add(earliest, np.full(len(today), rule.at_most))
    last = months.add(today, np.full(len(today), horizon))
    return Window(finding, first[1], opens, closes, (opens <= np.minimum(closes, last)) | ~finding.asked)


def _first(evidence: Evidence, kind: Kind) -> tuple[Days, Days]:
    """Earliest and latest day of each organisation's first assessment of a kind, (n,); NaT where there is none."""
    right = evidence.assessments[evidence.assessments["kind"] == kind]
    first = right.groupby("cluster_id")[["date_from", "date_to"]].first().reindex(evidence.clusters)
    return months.days(first["date_from"]), months.days(first["date_to"])


def in_words(day: np.datetime64) -> str:
    """A day with its month in words.

    >>> in_words(np.datetime64("2026-06-05"))
    '5 June 2026'
    """
    date = dt.date.fromisoformat(str(day))
    return f"{date.day} {date:%B} {date.year}"
