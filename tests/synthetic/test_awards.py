"""Labels are what the workbench itself says on the day of the assessment; none is missing, none is too many."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import evidence, scoring, verdicts
from benchlib.synthetic import awards
from benchlib.synthetic.awards import Labels
from benchlib.tables.schemas import LEVELS


@pytest.fixture(scope="module")
def judged(small, framework) -> pd.DataFrame:
    """For every agreed assessment of the first 18 organisations, what the workbench says on its day."""
    facts = small.facts
    chosen = facts["organisations"].iloc[:18]
    mine = facts["assessments"][facts["assessments"]["cluster_id"].isin(chosen["cluster_id"])]
    answers = facts["answers"][facts["answers"]["assessment_id"].isin(mine["assessment_id"])]
    labels = facts["labels"][facts["labels"]["cluster_id"].isin(chosen["cluster_id"])]
    rows = []
    for day, made in mine[mine["status"] == "agreed"].groupby("date_from"):
        as_of = day.date()
        asked = chosen[chosen["cluster_id"].isin(made["cluster_id"])]
        known = evidence.gather(asked, mine, answers, labels, framework, as_of)
        verdict, _ = verdicts.tables(known, framework, labels, as_of)
        kind = made.set_index("cluster_id")["kind"]
        by_kind = verdict["label"].map({level: rule.assessment for level, rule in framework.labels.levels.items()})
        rows.append(verdict[by_kind == verdict["cluster_id"].map(kind)].assign(day=day))
    return pd.concat(rows)


def test_every_label_is_reproduced_and_none_is_missing(judged, small):
    said = judged[judged["verdict"] == "awarded"]
    known = small.facts["labels"][small.facts["labels"]["cluster_id"].isin(judged["cluster_id"])]
    assert len(known) > 30
    assert set(known["level"]) == set(LEVELS)
    written = zip(known["cluster_id"], known["level"], known["awarded_from"], strict=True)
    assert set(zip(said["cluster_id"], said["label"], said["day"], strict=True)) == set(written)


def test_labels_end_when_the_workbench_says(judged, small):
    known = small.facts["labels"].rename(columns={"level": "label", "awarded_from": "day"})
    both = judged[judged["verdict"] == "awarded"].merge(known, on=["cluster_id", "label", "day"])
    assert (both["valid_until_x"] == both["valid_until_from"]).all()


def test_some_assessments_win_nothing(judged):
    assert (judged[judged["label"] == "silver"]["verdict"] != "awarded").sum() > 10


def test_published_scores_are_those_of_the_audit(small, framework):
    labels = small.facts["labels"]
    published = labels[labels["score_percent"].notna()]
    audits = small.facts["assessments"].merge(
        published, left_on=["cluster_id", "date_from"], right_on=["cluster_id", "awarded_from"]
    )
    points = scoring.points(small.facts["answers"], audits["assessment_id"], framework, dt.date(2026, 11, 20))
    score = scoring.score(points, audits["cluster_id"], framework, dt.date(2026, 11, 20))
    total = score[score["item"] == "total"]["percent"].to_numpy()
    assert len(total) > 2
    np.testing.assert_allclose(total, audits["score_percent"], atol=0.05)
    assert set(published["level"]) == {"gold"}


def test_years_are_divided_where_a_rule_changes(framework):
    found = awards.periods(2018, dt.date(2020, 10, 31), framework)
    assert found == [
        (dt.date(2018, 1, 1), dt.date(2018, 12, 31)),
        (dt.date(2019, 1, 1), dt.date(2019, 11, 14)),
        (dt.date(2019, 11, 15), dt.date(2019, 12, 31)),
        (dt.date(2020, 1, 1), dt.date(2020, 10, 31)),
    ]


def test_ends_follow_the_rules_of_first_award_and_renewal(framework):
    days = np.array(["2014-03-10", "2016-05-20", "2020-06-01"], "datetime64[D]").astype(np.int64)
    bronze = Labels(np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64), days, np.full(3, np.nan))
    ends = awards.ends(bronze, framework).astype("datetime64[D]").astype(str).tolist()
    assert ends == ["2016-03-31", "2019-03-31", "2022-06-30"]  # first, renewed within the year, new start
