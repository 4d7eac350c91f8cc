"""Labels by the workbench's own rules: `assess.evidence` and `assess.labels` judge, `assess.history` gives the ends."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from benchlib.assess import evidence, history, labels
from benchlib.rules.models import Framework, Share
from benchlib.synthetic.answering import ASSESSORS, Answers
from benchlib.synthetic.organisations import Booleans, Floats, Ints
from benchlib.tables.schemas import ASSESSMENT_KINDS, ASSESSMENT_STATES, LEVELS

ON_FILE = "on file"
DRAFT, SUBMITTED, AGREED = map(ASSESSMENT_STATES.index, ("draft", "submitted", "agreed"))


@dataclass(frozen=True)
class Assessments:
    """number: in order of making; organisation: position; kind: position in ASSESSMENT_KINDS; day: days since 1970;
    status: position in ASSESSMENT_STATES.
    """

    number: Ints
    organisation: Ints
    kind: Ints
    day: Ints
    status: Ints

    def of(self, rows: Booleans | Ints) -> "Assessments":
        """Some rows."""
        return Assessments(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Labels:
    """organisation: position; level: position in LEVELS; day of the award; score in percent (gold, else nan)."""

    organisation: Ints
    level: Ints
    day: Ints
    score: Floats

    def of(self, rows: Booleans | Ints) -> "Labels":
        """Some rows."""
        return Labels(*(column[rows] for column in vars(self).values()))


_NONE = np.empty(0, dtype=np.int64)
NO_LABELS = Labels(_NONE, _NONE, _NONE, np.empty(0))


def boundaries(framework: Framework) -> list[dt.date]:
    """Days on which a rule of the framework or its labels begins to hold or no longer holds, in order."""
    return sorted(set(_days(framework.model_dump(by_alias=True))))


def _days(node: Any) -> Iterator[dt.date]:
    if isinstance(node, Mapping):
        if isinstance(node.get("from"), dt.date):
            yield node["from"]
        if isinstance(node.get("until"), dt.date):
            yield node["until"] + dt.timedelta(days=1)
    if isinstance(node, Mapping | list):
        for child in node.values() if isinstance(node, Mapping) else node:
            yield from _days(child)


def periods(first: int, last: dt.date, framework: Framework) -> list[tuple[dt.date, dt.date]]:
    """The calendar years from `first` to the last day, divided where rules change: first and last day of each part."""
    years = [dt.date(year, 1, 1) for year in range(first, last.year + 1)]
    starts = sorted({*years, *(day for day in boundaries(framework) if years[0] < day <= last)})
    ends = [*(day - dt.timedelta(days=1) for day in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def judged(
    assessed: Assessments,
    made: Assessments,
    answers: Answers,
    items: list[str],
    held: Labels,
    framework: Framework,
) -> tuple[dict[str, Booleans], Floats]:
    """Whether each assessment wins each level, and its share of the maximum in percent.

    assessed: at most one assessment an organisation, in a time in which rules do not change; made: all of theirs until
    now; answers: to those assessed and to what their labels rest on; held: their labels so far.
    """
    order = np.argsort(assessed.organisation)
    clusters = pd.DataFrame({"cluster_id": assessed.organisation[order]})
    as_of = pd.Timestamp(assessed.day.max(), unit="D").date()
    frame = _made(made)
    known = evidence.gather(clusters, frame, _answers(answers, items), table(held), framework, as_of)
    verdicts, found = labels.judge(known, framework, as_of)
    back = np.argsort(order)
    asks = {level: rule.assessment for level, rule in framework.labels.levels.items()}
    kind = np.array(ASSESSMENT_KINDS)[assessed.kind]
    won = {level: (verdicts[level] == evidence.MET)[back] & (kind == asks[level]) for level in LEVELS}
    share = next(finding for finding in found[LEVELS[-1]] if isinstance(finding.rule, Share))
    return won, 100 * share.low[back]


def _made(made: Assessments) -> pd.DataFrame:
    day = _days_of(made.day)
    return pd.DataFrame(
        {
            "assessment_id": made.number,
            "cluster_id": made.organisation,
            "kind": np.array(ASSESSMENT_KINDS)[made.kind],
            "status": np.array(ASSESSMENT_STATES)[made.status],
            "date_from": day,
            "date_to": day,
        }
    )


def _answers(answers: Answers, items: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "assessment_id": answers.assessment,
            "indicator": pd.Categorical.from_codes(answers.item, items),
            "assessor": pd.Categorical.from_codes(answers.assessor, list(ASSESSORS)),
            "value": answers.value,
            "evidence": pd.Categorical.from_codes(np.where(answers.evidence, 0, -1), [ON_FILE]),
            "answered_at": _days_of(answers.day),
        }
    )


def _days_of(days: Ints) -> Any:
    return days.astype("datetime64[D]").astype("datetime64[s]")


def table(held: Labels) -> pd.DataFrame:
    """Labels as a table of facts, without published ends."""
    day, none = _days_of(held.day), np.full(len(held.day), np.datetime64("NaT", "s"))
    return pd.DataFrame(
        {
            "cluster_id": held.organisation,
            "level": np.array(LEVELS)[held.level],
            "awarded_from": day,
            "awarded_to": day,
            "valid_until_from": none,
            "valid_until_to": none,
            "row": np.arange(len(day)),
        }
    )


def ends(held: Labels, framework: Framework) -> Ints:
    """The last day of every label, by the rules, as days since 1970."""
    line = history.timeline(table(held), framework.labels)
    return line.set_index("row")["until_to"].sort_index().to_numpy().astype("datetime64[D]").astype(np.int64)
