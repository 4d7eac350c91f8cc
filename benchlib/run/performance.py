"""Competitiveness, management and advice: what an edition computes from figures, peers' answers and other tables."""

import datetime as dt

import pandas as pd

from benchlib.assess import path, scoring
from benchlib.assess.evidence import Evidence
from benchlib.compare.advice import others, recommendations, signs
from benchlib.compare.function import driver, measure
from benchlib.compare.management import shift_share, subindex, value_added
from benchlib.compare.participants import standing
from benchlib.run.rulebook import Rulebook
from benchlib.tables.checking import Facts

Tables = dict[str, pd.DataFrame]

SHARED = ("parameters", "predictions")  # one table for clusters and participants together


def competitiveness(facts: Facts, by: Rulebook) -> Tables:
    """Figures, peers' answers and the cluster function, of clusters and of their participants."""
    spec = by.competitiveness
    clusters, tables = measure.clusters(facts.frames, spec)
    single, own = measure.participants(facts.frames, spec)
    function = driver.run(clusters, spec, "cluster", tables["peers"])
    other = driver.run(single, spec, "participant", own["participant_peers"])
    both = {name: pd.concat([function.pop(name), other.pop(name)], ignore_index=True) for name in SHARED}
    compared = standing.standing(own["participant_figures"], facts["organisations"], by.standing)
    tables["peers"] = _hidden(tables["peers"], by.standing.minimum_others.value)
    listed = {"participants": _reporting(facts), "participant_standing": compared}
    return {**tables, **own, **function, **other, **both, **listed}


def _reporting(facts: Facts) -> pd.DataFrame:
    """Participants with figures or peers' answers: those that a report can be made on."""
    members = facts["participants"]
    told = pd.concat([facts["participant_figures"]["participant_id"], facts["peer_answers"]["participant_id"].dropna()])
    return members[members["participant_id"].isin(told)]


def _hidden(peers: pd.DataFrame, fewest: float) -> pd.DataFrame:
    """What is usual is shown only where it is made of enough other organisations."""
    known = peers["mean"].notna().groupby([peers["year"], peers["aspect"]]).transform("sum")
    return peers.assign(usual=peers["usual"].where(known > fewest))


def management(facts: Facts, by: Rulebook, points: pd.DataFrame, best: float) -> Tables:
    """The management's sub-index, its value added and the shift-share of employment. points: wide, by cluster_id."""
    return {
        "management": subindex.subindex(points, by.framework, best),
        "value_added": value_added.value_added(facts.frames, by.management, by.competitiveness),
        "shift_share": shift_share.shift_share(facts.frames, by.management, by.competitiveness, by.standing),
    }


def advice(facts: Facts, by: Rulebook, as_of: dt.date, known: Evidence, tables: Tables) -> Tables:
    """Paths to the next label, what others did, and recommendations from all tables so far."""
    asked = scoring.applicable(facts["assessments"], by.framework, by.known)
    asked = asked[asked["date_to"] <= pd.Timestamp(as_of)]
    scored = scoring.points(facts["answers"], asked["assessment_id"], by.framework, as_of)
    fewest = by.standing.minimum_others.value
    within = by.advice.others.rests_within.value
    found = path.paths(known, by.framework, by.efforts, as_of, tables["statuses"])
    found["steps_by_others"] = others.steps(tables["timeline"], asked, scored, by.framework, within, fewest)
    settings = signs.Settings(by.framework, by.competitiveness, by.advice, fewest, as_of)
    seen = signs.signs({**tables, **found}, settings)
    catalogue = signs.catalogue(by.framework, by.competitiveness)
    return {**found, "recommendations": recommendations.recommend(by.advice, seen, catalogue)}
