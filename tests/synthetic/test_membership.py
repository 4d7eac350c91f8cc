"""Answers on structure agree with the list of participants on the day of the assessment."""

import numpy as np
import pandas as pd
import pytest

from benchlib.synthetic import membership

NEAR_KM = 150


@pytest.fixture(scope="module")
def listed(small) -> pd.DataFrame:
    """Every official assessment beside the committed participants of its day, counted here."""
    made = small.facts["assessments"]
    made = made[made["kind"] != "self"].set_index("assessment_id")
    answers = small.facts["answers"]
    answers = answers[answers["assessor"] == "expert-1"].sort_values("answered_at")
    value = answers.drop_duplicates(["assessment_id", "indicator"], keep="last")
    value = value.pivot_table(index="assessment_id", columns="indicator", values="value").reindex(made.index)
    both = made.reset_index().merge(small.facts["participants"], on="cluster_id")
    day = both["date_from"]
    there = both[(both["committed_by"] != "none") & (both["joined_from"] <= day) & ~(both["left_from"] <= day)]
    grouped = there.groupby("assessment_id")
    near = (there["distance_km"] <= NEAR_KM).groupby(there["assessment_id"]).sum()
    counted = pd.DataFrame({"count": grouped.size(), "near": 100 * near / grouped["distance_km"].count()})
    return counted.reindex(made.index).join(value).join(made[["cluster_id", "date_from"]])


def test_the_number_of_participants_is_that_of_the_list(listed):
    known = listed.dropna(subset=["1.1.2"])
    assert len(known) > 100
    assert (known["1.1.2"] == known["count"]).all()


def test_the_share_nearby_is_that_of_the_list(listed):
    known = listed.dropna(subset=["1.2"])
    np.testing.assert_allclose(known["1.2"], known["near"], atol=0.051)


def test_the_years_since_founding_fit_the_year(listed, small):
    founded = listed["cluster_id"].map(small.facts["organisations"].set_index("cluster_id")["founded_year"])
    since = listed["date_from"].dt.year + listed["date_from"].dt.day_of_year / 365.25 - founded.astype(float)
    off = (since - listed["2.1"]).dropna()
    assert off.between(-0.06, 1.06).all()


def test_the_staff_answer_follows_from_team_and_participants(listed, small):
    team = small.truth.waves.set_index(["cluster_id", "wave"])["team_fte"]
    fte = team.reindex(pd.MultiIndex.from_arrays([listed["cluster_id"], listed["date_from"].dt.year])).to_numpy()
    top = (fte >= 2) & (listed["count"] <= 30 * fte)
    known = listed["2.2.1"].notna()
    assert ((listed["2.2.1"] == 5) == top)[known].all()
    assert 0 < top.mean() < 1


def test_working_groups_are_as_many_as_the_answers_need(small):
    groups = small.facts["working_groups"].groupby("cluster_id").size()
    answers = small.facts["answers"].merge(small.facts["assessments"], on="assessment_id")
    fives = answers[(answers["indicator"] == "4.5") & (answers["assessor"] == "organisation") & (answers["value"] == 5)]
    assert fives["cluster_id"].map(groups).notna().all()
    assert groups.max() > 3


def test_percent_of_nothing_is_missing():
    found = membership.percent(np.array([1, 0]), np.array([4, 0]))
    assert found[0] == 25.0
    assert np.isnan(found[1])
