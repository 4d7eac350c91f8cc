"""All work on the portfolio, once an edition: every table that a report reads its rows from."""

import datetime as dt

import numpy as np
import pandas as pd

from benchlib.assess import agreement, evidence, history, items, robustness, scoring, strengths, verdicts
from benchlib.assess import labels as judging
from benchlib.assess.evidence import Evidence
from benchlib.compare import excellence, peers
from benchlib.compare.management import subindex
from benchlib.compare.uncertainty import flips
from benchlib.compare.uncertainty import labels as odds
from benchlib.rules.models import Framework
from benchlib.run import performance, policy
from benchlib.run.rulebook import Rulebook
from benchlib.tables import contradictions
from benchlib.tables.checking import Facts
from benchlib.tables.schemas import LEVELS, PARTICIPANT_TYPES, STATED_TOTAL, countries

Tables = dict[str, pd.DataFrame]


def score(facts: Facts, by: Rulebook, as_of: dt.date) -> pd.DataFrame:
    """Scores of every assessment that the framework applies to, with the columns of `assess.scoring.COLUMNS`."""
    asked = scoring.applicable(facts["assessments"], by.framework, by.known)
    points = scoring.points(facts["answers"], asked["assessment_id"], by.framework, as_of)
    return scoring.score(points, asked["cluster_id"], by.framework, as_of)


def label(facts: Facts, by: Rulebook, as_of: dt.date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Verdicts and conditions of every organisation on a day; see `assess.verdicts.tables`."""
    return verdicts.tables(_evidence(facts, facts["organisations"], by, as_of), by.framework, facts["labels"], as_of)


def _evidence(facts: Facts, organisations: pd.DataFrame, by: Rulebook, as_of: dt.date) -> Evidence:
    asked = scoring.applicable(facts["assessments"], by.framework, by.known)
    return evidence.gather(organisations, asked, facts["answers"], facts["labels"], by.framework, as_of)


def compute(facts: Facts, by: Rulebook, as_of: dt.date) -> Tables:
    """The tables of an edition by name, sorted by cluster_id where they have one; the others are on the portfolio."""
    awards = history.timeline(facts["labels"], by.framework.labels)
    status = history.statuses(awards, facts["organisations"]["cluster_id"], as_of, by.framework.labels)
    known = _assessed(facts, by, as_of)
    tables = {"timeline": awards, "statuses": status, **_judged(facts, by, as_of, known), **_described(facts)}
    tables |= performance.competitiveness(facts, by)
    tables |= _scored(facts, by, as_of, status)
    tables |= performance.advice(facts, by, as_of, known, tables)
    tables["agreement"] = agreement.pairs(facts["answers"], by.framework, as_of)
    tables |= policy.countries(facts, by, as_of, tables) | policy.regions(facts, tables)
    return {name: _ordered(frame) for name, frame in tables.items()}


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in ("cluster_id", "participant_id") if name in frame]
    return frame.sort_values(keys, kind="stable", ignore_index=True) if keys else frame


def _assessed(facts: Facts, by: Rulebook, as_of: dt.date) -> Evidence:
    """The evidence of organisations with an assessment."""
    assessed = facts["organisations"]["cluster_id"].isin(facts["assessments"]["cluster_id"])
    return _evidence(facts, facts["organisations"][assessed], by, as_of)


def _judged(facts: Facts, by: Rulebook, as_of: dt.date, known: Evidence) -> Tables:
    """Verdicts, conditions, and how far they rest on what is not public."""
    framework = by.framework
    verdict, condition = verdicts.tables(known, framework, facts["labels"], as_of)
    readings = robustness.read(known, facts["answers"], framework, as_of)
    outcomes, _ = judging.judge(known, framework, as_of)
    return {
        "verdicts": verdict,
        "conditions": condition,
        "robustness": robustness.summary(readings, outcomes, known.clusters),
        "robustness_by": robustness.by_choice(readings, known.clusters),
        "odds": odds.probabilities(known, facts["answers"], framework, as_of),
        "flips": flips.flips(known, framework, as_of),
    }


def _scored(facts: Facts, by: Rulebook, as_of: dt.date, status: pd.DataFrame) -> Tables:
    """Scores, indicators, strengths and standing."""
    framework = by.framework
    asked = scoring.applicable(facts["assessments"], framework, by.known)
    scored = scoring.points(facts["answers"], asked["assessment_id"], framework, as_of)
    chosen = items.reported(asked, as_of)
    about = asked[asked["assessment_id"].isin(chosen)]
    points = scoring.points(facts["answers"], about["assessment_id"], framework, as_of)
    best = scoring.maximum(framework, as_of)
    given = points.points[:, points.items.get_indexer(framework.scored)]
    wide_points = pd.DataFrame(given, index=pd.Index(about["cluster_id"]), columns=framework.scored)
    scores = scoring.score(scored, asked["cluster_id"], framework, as_of)
    percent = scores[scores["assessment_id"].isin(chosen) & (scores["level"] != "gate")]
    wide = percent.astype({"item": "str", "cluster_id": "str"}).pivot(
        index="cluster_id", columns="item", values="percent"
    )
    team = performance.management(facts, by, wide_points, best)
    wide[subindex.ITEM] = team["management"].set_index("cluster_id")["percent"].reindex(wide.index)
    return {
        **team,
        "assessments": _assessments(asked, chosen, scored, framework),
        "scores": scores.astype(dict.fromkeys(("cluster_id", "assessment_id", "item", "level"), "str")),
        "items": items.items(points, about["cluster_id"], framework, as_of),
        "strengths": strengths.strengths(points, about["cluster_id"], by.strengths, best),
        "criteria": strengths.strengths(points, about["cluster_id"], by.criteria, best),
        "excellence": excellence.excellence(wide_points, framework, best, by.standing.minimum_others.value),
        "standing": peers.standing(_others(facts, status, wide.index, as_of), wide, by.standing),
    }


def _assessments(asked: pd.DataFrame, chosen: pd.Series, scored: scoring.Points, framework: Framework) -> pd.DataFrame:
    answered = ~np.isnan(scored.points[:, : len(framework.indicators)])
    columns = ["cluster_id", "assessment_id", "framework", "kind", "date", "date_from", "date_to", "status"]
    return asked[columns].assign(
        reported=asked["assessment_id"].isin(chosen).to_numpy(),
        complete=answered.all(axis=1),
        answered=answered.sum(axis=1),
        asked=len(framework.indicators),
        assessors=scored.assessors.max(axis=1),
    )


def _others(facts: Facts, status: pd.DataFrame, ids: pd.Index, as_of: dt.date) -> pd.DataFrame:
    """What makes organisations comparable: area, country, size, age, labels valid or possibly valid."""
    organisations = facts["organisations"].set_index("cluster_id").reindex(ids)
    holds = status.assign(holds=status["state"].isin([history.VALID, history.CANNOT_TELL]) & status["ever"])
    wide = holds.pivot(index="cluster_id", columns="level", values="holds").reindex(ids)
    age = as_of.year - organisations["founded_year"].astype(float)
    frame = organisations[["area", "country"]].assign(size=_sizes(facts).reindex(ids), age=age)
    return frame.assign(**{f"holds_{level}": wide[level].astype(bool) for level in LEVELS})


def _sizes(facts: Facts) -> pd.Series:
    """Participants of each organisation: those listed that have not left, else the stated total."""
    listed = facts["participants"][facts["participants"]["left"].isna()].groupby("cluster_id").size()
    stated = facts["compositions"][facts["compositions"]["type"] == STATED_TOTAL]
    return listed.astype(float).combine_first(stated.groupby("cluster_id")["participants"].last().astype(float))


def _described(facts: Facts) -> Tables:
    """Organisations, compositions, contradictions and working groups, as the facts state them."""
    organisations = facts["organisations"].assign(
        country_name=facts["organisations"]["country"].map(countries()),
        participants=facts["organisations"]["cluster_id"].map(_sizes(facts)),
        aliases=facts["organisations"]["cluster_id"].map(
            facts["aliases"].groupby("cluster_id")["alias"].agg("; ".join)
        ),
    )
    return {
        "organisations": organisations,
        "compositions": _compositions(facts),
        "contradictions": _contradictions(facts),
        "working_groups": facts["working_groups"],
    }


def _compositions(facts: Facts) -> pd.DataFrame:
    names = {**PARTICIPANT_TYPES, STATED_TOTAL: "Stated total"}
    stated = facts["compositions"].assign(basis="stated")
    present = facts["participants"][facts["participants"]["left"].isna()]
    listed = present.groupby(["cluster_id", "type"]).size().rename("participants").reset_index().assign(basis="listed")
    both = pd.concat([stated, listed], ignore_index=True)
    columns = ["cluster_id", "type", "type_name", "participants", "basis", "stated_on", "source"]
    return both.assign(type_name=both["type"].map(names)).reindex(columns=columns)


def _contradictions(facts: Facts) -> pd.DataFrame:
    """Contradictions by the organisation that they concern: cluster_id, what, value, source (the table)."""
    found = contradictions.find(facts.frames, {name: name for name, frame in facts.frames.items() if len(frame)})
    records = [
        (facts[fault.source].at[fault.row, "cluster_id"], fault.expected, fault.value, fault.source)
        for fault in found
        if "cluster_id" in facts[fault.source]
    ]
    return pd.DataFrame(records, columns=["cluster_id", "what", "value", "source"])
