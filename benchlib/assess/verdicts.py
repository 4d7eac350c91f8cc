"""Verdicts as tables: one row an organisation and label, and one row a condition."""

import datetime as dt

import numpy as np
import pandas as pd

from benchlib.assess import history, labels
from benchlib.assess.evidence import CANNOT_TELL, MET, NOT_MET, Evidence, Outcome
from benchlib.assess.labels import Finding
from benchlib.rules import models
from benchlib.rules.models import Framework

OUTCOMES = {MET: "met", NOT_MET: "not met", CANNOT_TELL: "cannot tell"}
VERDICTS = {MET: "awarded", NOT_MET: "not awarded", CANNOT_TELL: "cannot tell"}
UNITS = {
    models.Held: "label",
    models.Assessed: "assessments",
    models.Months: "months",
    models.Share: "share of maximum",
}
CONDITION_COLUMNS = [
    *("cluster_id", "label", "condition", "title", "item", "item_name", "outcome", "value", "low", "high"),
    *("threshold", "margin", "unit", "mark", "source", "note", "rules"),
]


def named(outcome: Outcome, names: dict[int, str]) -> pd.Series:
    """Outcomes in words."""
    return pd.Series(outcome).map(names)


def tables(
    evidence: Evidence, framework: Framework, awards: pd.DataFrame, as_of: dt.date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Verdicts and conditions of all organisations on a day. awards: the table `labels`.

    Verdicts: cluster_id, label, verdict, valid_until (the last day that the label would hold), assessment_id,
    assessed_on, strict_verdict (with every indicator a knock-out), rules. Conditions: see `conditions`.
    """
    verdicts, found = labels.judge(evidence, framework, as_of)
    strict, _ = labels.judge(evidence, framework, as_of, labels.Reading(strict=True))
    rows = [_verdicts(evidence, framework, awards, level, verdicts[level], strict[level]) for level in verdicts]
    details = [conditions(evidence, framework, level, found[level]) for level in verdicts]
    return _ordered(rows, evidence), _ordered(details, evidence)


def _ordered(frames: list[pd.DataFrame], evidence: Evidence) -> pd.DataFrame:
    """One frame, by organisation in the order of the facts, then as the rules list their levels and conditions."""
    frame = pd.concat(frames, ignore_index=True)
    return frame.iloc[np.argsort(evidence.clusters.get_indexer(frame["cluster_id"]), kind="stable")].reset_index(
        drop=True
    )


def _verdicts(
    evidence: Evidence, framework: Framework, awards: pd.DataFrame, level: str, verdict: Outcome, strict: Outcome
) -> pd.DataFrame:
    chosen = evidence.assessments.reindex(evidence.basis[level].row)  # -1 stands for none and gives empty cells
    return pd.DataFrame(
        {
            "cluster_id": evidence.clusters,
            "label": level,
            "verdict": named(verdict, VERDICTS),
            "valid_until": _ends(evidence, framework, awards, level, verdict),
            "assessment_id": chosen["assessment_id"].to_numpy(),
            "assessed_on": chosen["date"].to_numpy(),
            "strict_verdict": named(strict, VERDICTS),
            "rules": framework.labels.version_name,
        }
    )


def _ends(evidence: Evidence, framework: Framework, awards: pd.DataFrame, level: str, verdict: Outcome) -> pd.Series:
    """Until when a label would hold that is awarded on the assessment: as the next award after those made before it."""
    day = pd.Series(evidence.days(level), index=evidence.clusters).astype("datetime64[s]")
    before = awards[
        (awards["level"] == level) & (awards["awarded_to"].to_numpy() < day.reindex(awards["cluster_id"]).to_numpy())
    ]
    new = day[verdict == MET].rename_axis("cluster_id").rename("awarded_from").reset_index()
    new = new.assign(level=level, awarded_to=new["awarded_from"], new=True)
    line = history.timeline(pd.concat([before, new]).reindex(columns=[*awards.columns, "new"]), framework.labels)
    ends = line[line["new"].eq(True)].set_index("cluster_id")["until_to"]
    return ends.reindex(evidence.clusters).reset_index(drop=True).astype("datetime64[s]")


def conditions(evidence: Evidence, framework: Framework, level: str, found: list[Finding]) -> pd.DataFrame:
    """One row an organisation and condition that applies to it, with the columns CONDITION_COLUMNS.

    low and high bound the value; value and margin (value less threshold) are nan where only bounds are known.
    """
    n = len(evidence.clusters)
    told = pd.DataFrame([_told(framework, finding) for finding in found], columns=CONDITION_COLUMNS)
    frame = told.loc[np.repeat(np.arange(len(found)), n)].reset_index(drop=True)
    low, high, outcome, asked = (
        np.concatenate([getattr(finding, name) for finding in found] or [np.empty(0)])
        for name in ("low", "high", "outcome", "asked")
    )
    value = np.where(low == high, low, np.nan)
    frame = frame.assign(
        cluster_id=np.tile(evidence.clusters.to_numpy(), len(found)),
        label=level,
        outcome=named(outcome, OUTCOMES),
        value=value,
        low=np.where(np.isinf(low), np.nan, low),
        high=np.where(np.isinf(high), np.nan, high),
        margin=value - frame["threshold"].to_numpy(float),
    )
    return frame[asked.astype(bool)]


def _told(framework: Framework, finding: Finding) -> dict[str, object]:
    """What is the same for every organisation."""
    rules, rule = framework.labels, finding.rule
    item = framework.indicators.get(finding.item or "") or rules.questions.get(finding.item or "")
    unit = item.unit if item else UNITS[type(rule)]
    return {
        "condition": finding.key,
        "title": rule.title,
        "item": finding.item,
        "item_name": item.name if item else None,
        "threshold": finding.threshold,
        "unit": "points" if finding.item in framework.indicators else unit,
        "mark": str(rule.mark),
        "source": rules.sources[rule.source].title,
        "note": rule.note,
        "rules": f"{rules.version_name}: {finding.key} from {rule.from_}",
    }
