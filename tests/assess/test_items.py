"""Each indicator of an assessment: what was answered, what the next step asks for."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import items, scoring, strengths
from benchlib.rules import loading

DAY = dt.date(2026, 1, 1)


@pytest.fixture
def table(full_answers, framework):
    """One assessment: 1.1.2 at 20 participants, 2.4 rated 2 and 5 by two assessors with evidence, 4.2 not answered."""
    answers = full_answers("a", **{"1_1_2": 20, "4_2": None})
    answers = answers[answers["indicator"] != "2.4"]
    two = answers.iloc[:2].assign(indicator="2.4", value=[2.0, 5.0], assessor=["x", "y"])
    answers = pd.concat([answers, two], ignore_index=True)
    answers["evidence"] = answers["evidence"].mask(answers["indicator"].isin(["2.4", "4.2"]), "minutes")
    scored = scoring.points(answers, ["a"], framework, DAY)
    return items.items(scored, pd.Series(["c"]), framework, DAY).set_index("item")


def test_value_points_and_the_next_step(table):
    row = table.loc["1.1.2"]
    assert row[["cluster_id", "group", "value", "points", "maximum", "next_threshold", "next_points"]].tolist() == [
        "c", "1", 20, 2, 5, 30, 3,
    ]  # fmt: skip
    assert (row["described"], row["next_described"]) == ("20 participants or more", "30 participants or more")


def test_at_the_top_nothing_is_next(table):
    row = table.loc["1.2"]
    assert row["points"] == 5
    assert row[["next_threshold", "next_points", "next_described"]].isna().all()


def test_assessors_that_differ_leave_the_step_below_their_mean(table):
    row = table.loc["2.4"]
    assert row[["points", "assessors", "spread", "next_points", "evidence"]].tolist() == [3.5, 2, 3, 4, "named"]


def test_what_is_not_answered_has_bounds_and_no_words(table):
    row = table.loc["4.2"]
    assert row[["low", "high", "evidence"]].tolist() == [0, 5, "no answer"]
    assert row[["value", "points", "described", "next_described", "next_points"]].isna().all()


def test_evidence_that_nobody_named(table):
    assert table.loc["1.2", "evidence"] == "not named"


def test_the_reported_assessment_is_the_latest_from_outside():
    columns = ["assessment_id", "cluster_id", "kind", "status", "date_to"]
    rows = [
        ("a1", "x", "audit", "agreed", "2022-05-01"),
        ("a2", "x", "self", "agreed", "2024-05-01"),
        ("a3", "x", "audit", "submitted", "2025-05-01"),
        ("a4", "x", "audit", "agreed", "2026-05-01"),
        ("b1", "y", "self", "draft", "2023-01-01"),
        ("b2", "y", "self", "draft", "2024-01-01"),
        ("c1", "z", "benchmark", "agreed", "2027-01-01"),
    ]
    made = pd.DataFrame(rows, columns=columns).astype({"date_to": "datetime64[s]"})
    assert items.reported(made, DAY).to_dict() == {"x": "a1", "y": "b2"}
    assert items.reported(made, dt.date(2026, 5, 1)).to_dict() == {"x": "a4", "y": "b2"}


def test_a_strength_is_the_mean_share_of_its_indicators_with_bounds(full_answers, framework):
    profile = loading.profile("medvia")
    key, strength = next(iter(profile.strengths.items()))
    first, *rest = strength.indicators
    answers = pd.concat([full_answers("a"), full_answers("b", **{first.replace(".", "_"): None})], ignore_index=True)
    scored = scoring.points(answers, ["a", "b"], framework, DAY)
    got = strengths.strengths(scored, pd.Series(["x", "y"]), profile, 5.0)
    got = got[got["strength"] == key].set_index("cluster_id")
    share = 100 * len(rest) / len(strength.indicators)
    assert got.loc["x", ["percent", "low", "high", "shown"]].tolist() == [100, 100, 100, "shown"]
    assert got.loc["y", ["low", "high"]].tolist() == pytest.approx([share, 100])
    assert np.isnan(got.loc["y", "percent"])
    assert got.loc["y", "shown"] == ("shown" if share >= 100 * profile.shown_from.value else "cannot tell")
