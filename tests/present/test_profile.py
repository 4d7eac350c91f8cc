import dataclasses

import pandas as pd
import pytest
from editions import NAMES, UNANSWERED

from benchlib.present import profile
from benchlib.tables.schemas import STATED_TOTAL


def test_the_total_is_named_as_in_the_tables():
    assert profile.STATED_TOTAL == STATED_TOTAL


def test_groups_start_with_the_total(complete):
    table = profile.groups(complete).set_index("item")
    assert list(table.index) == ["total", "1", "2", "3", "4", "5"]
    assert table.loc["3", ["points", "maximum", "percent"]].tolist() == [4.0, 10.0, 40.0]
    assert table.at["total", "others"] == 1225
    assert table.at["total", "percentile"] == pytest.approx(0.8 * 110 / 1.5)


def test_missing_answers_leave_an_interval_in_percent(gaps):
    row = profile.groups(gaps).set_index("item").loc["3"]
    assert pd.isna(row["percent"])
    assert (row["low"], row["high"]) == (30.0, 80.0)


def test_without_assessment_there_are_no_groups(labels_only):
    assert profile.groups(labels_only).empty
    assert profile.readings(labels_only).empty


def test_indicators_keep_the_order_of_the_framework(complete):
    shuffled = dataclasses.replace(complete, items=complete.items.sample(frac=1, random_state=3))
    assert profile.indicators(shuffled)["item"].tolist() == list(NAMES)
    assert profile.indicators(shuffled, "3")["item"].tolist() == ["3.1", "3.2"]


def test_the_view_of_the_charts_is_the_first_that_is_shown(complete, gaps):
    assert profile.view(complete) == "all"
    assert profile.view(gaps) is None
    kept = complete.standing[complete.standing["view"] != "all"]
    assert profile.view(dataclasses.replace(complete, standing=kept)) == "area"


def test_best_and_worst_share_no_indicator(complete, gaps):
    best, worst = profile.best_and_worst(complete)
    assert (best["points"] == 5).all()
    assert worst["item"].tolist() == ["5.3", "3.2", "4.5"]
    assert not {*profile.best_and_worst(gaps)[1]["item"]} & {*UNANSWERED}
    best, worst = profile.best_and_worst(complete, size=40)
    assert len(best) == 30
    assert worst.empty


def test_the_latest_statement_counts(labels_only):
    older = labels_only.compositions.assign(stated_on="2019", participants=1)
    both = dataclasses.replace(labels_only, compositions=pd.concat([older, labels_only.compositions]))
    assert profile.stated_total(both) == 84
    assert profile.composition(both)["participants"].sum() == 88
    assert profile.composition(both)["type"].iloc[0] == "small_medium_firm"


def test_every_reading_counts_once(complete):
    table = profile.readings(complete).set_index("label")
    assert list(table.index) == ["bronze", "silver", "gold"]
    outcomes = table[["awarded", "not awarded", "cannot tell"]]
    assert outcomes.loc["bronze"].tolist() == [54, 0, 0]
    assert outcomes.sum(axis=1).tolist() == table["readings"].tolist()
