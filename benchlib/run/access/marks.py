"""Points of one assessment as it is being filled in, and how far it is from the next label."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchlib.assess import evidence, labels, scoring, verdicts
from benchlib.assess.evidence import MET
from benchlib.rules.models import Framework, Reaches, Share
from benchlib.tables import parsing
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import cells
from benchlib.tables.store.records import RECORDS, VERSIONS
from benchlib.tables.store.versions import Given, Place, Version

ANSWERS, ASSESSMENTS = TABLES["answers"], TABLES["assessments"]
CLUSTER = "this"  # one organisation at a time: its id does not matter

Versions = Mapping[tuple[str, str], Version]


@dataclass(frozen=True)
class Score:
    """What answers are worth.

    scores: one row an item, with the columns of `assess.scoring.COLUMNS`; where answers are missing points are nan, and
    low and high bound them. next_label: the first level that these points are not certainly enough for, None at the
    top. conditions: what it asks of points, with the columns of `assess.verdicts.CONDITION_COLUMNS` (outcome: met, not
    met, cannot tell; margin: value less threshold). Labels ask for more than points: earlier labels, agreed assessments
    at certain times.
    """

    scores: pd.DataFrame
    next_label: str | None
    conditions: pd.DataFrame

    @property
    def total(self) -> pd.Series:
        """The row of the total."""
        return self.scores[self.scores["level"] == scoring.TOTAL].iloc[0]

    @property
    def groups(self) -> pd.DataFrame:
        """The rows of the groups."""
        return self.scores[self.scores["level"] == "group"]

    @property
    def distance(self) -> float:
        """Points by which the total is below what the next label asks for, counted from the least it can be.

        nan where the next label asks for no total; 0 where it is enough.
        """
        rows = self.conditions[self.conditions["unit"] == verdicts.UNITS[Share]]
        if rows.empty:
            return np.nan
        lacking = (rows["threshold"] - rows["low"]).max() * self.total["maximum"]
        return max(0.0, float(np.ceil(np.round(lacking, labels.DIGITS - 3))))


def score(framework: Framework, versions: Versions, on: dt.date) -> Score:
    """Points of the answers of one assessment; versions: by (indicator, assessor)."""
    answers, assessments = frame(versions), _assessment(framework, on)
    points = scoring.points(answers, [CLUSTER], framework, on)
    table = scoring.score(points, [CLUSTER], framework, on)
    own = pd.DataFrame({"cluster_id": [CLUSTER]})
    known = evidence.gather(own, assessments, answers, TABLES["labels"].empty(), framework, on)
    _, found = labels.judge(known, framework, on)
    for level, findings in found.items():
        asked = [one for one in findings if isinstance(one.rule, Reaches | Share)]
        if any(one.asked[0] and one.outcome[0] != MET for one in asked):
            return Score(table, level, verdicts.conditions(known, framework, level, asked).reset_index(drop=True))
    return Score(table, None, verdicts.conditions(known, framework, next(iter(found)), [])[:0])


def frame(versions: Versions) -> pd.DataFrame:
    """Answers as a table of facts."""
    rows = [
        (CLUSTER, indicator, who, one.given.value, one.given.evidence, one.given.comment)
        for (indicator, who), one in versions.items()
    ]
    text = pd.DataFrame(rows, columns=ANSWERS.columns[:-1], dtype="str")
    value, _ = parsing.parse(text["value"], ANSWERS["value"])
    moment = pd.Series(pd.NaT, index=text.index, dtype="datetime64[s]")
    return text.replace("", np.nan).assign(value=value["value"].astype(float), answered_at=moment)


def unfit(framework: Framework, place: Place, given: Given) -> str | None:
    """Why an answer cannot be kept, in words to show; None where it can."""
    row = {**vars(place), **vars(given)}
    try:
        cells.check([field for field in RECORDS[VERSIONS].fields if field.name in row], row, "answer")
    except BadInput as error:
        return "; ".join(f"{fault.column}: {fault.expected}" for fault in error.faults)
    answer = frame({(place.indicator, place.assessor): Version(1, given, "", "", "")})
    faults = scoring.faults(answer, _assessment(framework), {framework.id: framework})
    return "; ".join(fault.expected for fault in faults) or None


def _assessment(framework: Framework, on: dt.date = dt.date(2000, 1, 1)) -> pd.DataFrame:
    """The assessment as if it had been agreed on a day: what its points are enough for."""
    day = pd.Timestamp(on)
    row = {"assessment_id": CLUSTER, "cluster_id": CLUSTER, "framework": framework.id, "kind": "benchmark"}
    row |= {"date": str(on), "date_from": day, "date_to": day, "status": "agreed"}
    return pd.DataFrame([row])
