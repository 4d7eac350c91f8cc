"""Assessors err as the truth says, agree on a consensus between them, and correct themselves without overwriting."""

import numpy as np
import pytest

from benchlib.assess import agreement, scoring


@pytest.fixture(scope="module")
def audits(small):
    made = small.facts["assessments"]
    ids = made[made["kind"] == "audit"]["assessment_id"]
    answers = small.facts["answers"]
    return answers[answers["assessment_id"].isin(ids)]


def latest(answers, assessor):
    mine = answers[answers["assessor"] == assessor].sort_values("answered_at")
    return mine.drop_duplicates(["assessment_id", "indicator"], keep="last").set_index(["assessment_id", "indicator"])[
        "value"
    ]


def test_audits_have_two_experts(audits):
    assert set(audits["assessor"]) == {"expert-1", "expert-2", "consensus"}
    by_two = audits.groupby("assessment_id")["assessor"].agg(lambda names: {"expert-1", "expert-2"} <= set(names))
    assert by_two.all()


def test_a_consensus_lies_between_the_experts_and_only_where_they_differ(audits):
    one, two, agreed = (latest(audits, name) for name in ("expert-1", "expert-2", "consensus"))
    one, two = one.reindex(agreed.index), two.reindex(agreed.index)
    known = one.notna() & two.notna()
    assert known.sum() > 50
    assert ((agreed >= np.minimum(one, two)) & (agreed <= np.maximum(one, two)))[known].all()
    assert (one != two)[known].all()


def test_experts_agree_well_but_not_fully(audits, framework):
    found = agreement.pairs(audits, framework, audits["answered_at"].max().date())
    mean = found["kappa"].mean()
    assert 0.2 < mean < 0.95


def test_corrections_keep_the_earlier_version(small):
    answers = small.facts["answers"]
    key = ["assessment_id", "indicator", "assessor"]
    corrected = answers[answers["comment"] == "corrected"]
    versions = answers.merge(corrected[key], on=key)
    assert len(corrected) > 20
    assert (versions.groupby(key).size() == 2).all()
    later = versions.groupby(key)["answered_at"].max()
    assert (later == corrected.set_index(key)["answered_at"].sort_index()).all()


def test_answers_and_evidence_are_missing_as_often_as_the_kind_says(small):
    answers = small.facts["answers"].merge(small.facts["assessments"][["assessment_id", "kind"]], on="assessment_id")
    answers = answers[~answers["indicator"].str.startswith("label.") & answers["assessor"].ne("consensus")]
    missing = answers["value"].isna().groupby(answers["kind"]).mean()
    silent = answers["evidence"].isna().groupby(answers["kind"]).mean()
    assert 0.015 < missing["self"] < 0.05
    assert 0.004 < missing["benchmark"] < 0.014
    assert missing["audit"] < 0.004
    assert silent["self"] > 0.3 > 0.12 > silent["benchmark"] > silent["audit"] > 0


def test_the_true_score_is_near_the_assessed_one(small, framework):
    made = small.facts["assessments"]
    made = made[made["kind"] != "self"]
    points = scoring.points(small.facts["answers"], made["assessment_id"], framework, made["date_from"].max().date())
    low, high = scoring.totals(points.points[:, :31], np.array([0.0, *[1.0] * 30]), 5.0)
    true = made["assessment_id"].map(small.truth.assessments.set_index("assessment_id")["true_percent"])
    error = (low + high) / 2 / 1.5 - true.to_numpy()
    assert abs(error.mean()) < 0.5
    assert 0.5 < error.std() < 4


def test_organisations_see_themselves_better_than_they_are(small, framework):
    made = small.facts["assessments"]
    made = made[made["kind"] == "self"]
    points = scoring.points(small.facts["answers"], made["assessment_id"], framework, made["date_from"].max().date())
    low, high = scoring.totals(points.points[:, :31], np.array([0.0, *[1.0] * 30]), 5.0)
    true = made["assessment_id"].map(small.truth.assessments.set_index("assessment_id")["true_percent"])
    assert ((low + high) / 2 / 1.5 - true.to_numpy()).mean() > 1
