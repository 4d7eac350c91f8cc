"""Verdicts: the cases beside the rules, and what holds for every organisation."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import evidence, labels, robustness, verdicts
from benchlib.rules import cases, loading
from benchlib.rules.models import Framework
from benchlib.tables import parsing

DAY = dt.date(2026, 1, 1)


def with_intervals(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    for name in names:
        frame[name] = frame[name].astype("str")
        frame[f"{name}_from"], frame[f"{name}_to"] = parsing.interval(frame[name].fillna(""))
    return frame


def tables(case: cases.LabelCase, framework: Framework) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Assessments, answers and labels of a case, for the organisation `c`."""
    made = [
        (f"a{number}", "c", framework.id, one.kind, one.date, one.status) for number, one in enumerate(case.assessments)
    ]
    assessments = pd.DataFrame(made, columns=["assessment_id", "cluster_id", "framework", "kind", "date", "status"])
    rows = [
        (f"a{number}", item, value)
        for number, one in enumerate(case.assessments)
        for item, value in one.values(framework, case.as_of).items()
    ]
    answers = pd.DataFrame(rows, columns=["assessment_id", "indicator", "value"]).astype({"value": float})
    answers = answers.assign(
        assessor=pd.Series(pd.NA, index=answers.index, dtype="str"), answered_at=pd.NaT, evidence=None
    )
    held = [("c", one.level, one.awarded, one.valid_until) for one in case.labels]
    awards = pd.DataFrame(held, columns=["cluster_id", "level", "awarded", "valid_until"])
    return with_intervals(assessments, "date"), answers, with_intervals(awards, "awarded", "valid_until")


@pytest.mark.parametrize("case", cases.labels().cases, ids=lambda case: case.title)
def test_the_cases_beside_the_rules(case):
    framework = loading.framework(case.framework).with_changes(case.changes)
    assessments, answers, awards = tables(case, framework)
    organisations = pd.DataFrame({"cluster_id": ["c"]})
    known = evidence.gather(organisations, assessments, answers, awards, framework, case.as_of)
    verdict, condition = verdicts.tables(known, framework, awards, case.as_of)
    row = verdict.set_index("label").loc[case.expect.label]
    outcomes = condition[condition["label"] == case.expect.label].groupby("condition")["outcome"].agg(worst)
    assert {key: outcomes.get(key, "not asked") for key in case.expect.conditions} == case.expect.conditions
    assert row["verdict"] == case.expect.verdict
    if case.expect.valid_until:
        assert row["valid_until"].date() == case.expect.valid_until


def worst(outcomes: pd.Series) -> str:
    return min(outcomes, key=["not met", "cannot tell", "met"].index)


@pytest.fixture(scope="module")
def two(full_answers):
    """Two organisations, benchmarked in 2024 and audited in 2025: one at full points, one with 119 of 150."""
    framework = loading.framework("ecei-31")
    assessments = pd.DataFrame(
        [
            (f"{kind}-{cluster}", cluster, "ecei-31", kind, date, "agreed")
            for cluster in "xy"
            for kind, date in (("benchmark", "2024-03-01"), ("audit", "2025-03-01"))
        ],
        columns=["assessment_id", "cluster_id", "framework", "kind", "date", "status"],
    )
    low = {key.replace(".", "_"): 0 for key in ("1.2", "2.2.3", "2.2.4", "2.3", "3.1", "3.2")} | {"4_2": 4}
    answers = pd.concat(
        [
            full_answers(f"{kind}-{cluster}", **(low if cluster == "y" else {}))
            for cluster in "xy"
            for kind in ("benchmark", "audit")
        ]
    )
    awards = with_intervals(
        pd.DataFrame(columns=["cluster_id", "level", "awarded", "valid_until"]), "awarded", "valid_until"
    )
    organisations = pd.DataFrame({"cluster_id": ["x", "y"]})
    known = evidence.gather(
        organisations, with_intervals(assessments, "date"), answers.reset_index(drop=True), awards, framework, DAY
    )
    return framework, known, answers.reset_index(drop=True), awards


def test_conditions_carry_value_threshold_margin_mark_and_rule(two):
    framework, known, _, awards = two
    _, condition = verdicts.tables(known, framework, awards, DAY)
    share = condition[(condition["label"] == "gold") & (condition["condition"] == "share")].set_index("cluster_id")
    assert share.loc["x", ["outcome", "value", "threshold"]].tolist() == ["met", 1.0, 0.8]
    assert share.loc["y", "outcome"] == "not met"
    assert share.loc["y", "value"] == pytest.approx(119 / 150, abs=1e-12)
    assert share.loc["y", "margin"] == pytest.approx(119 / 150 - 0.8, abs=1e-12)
    assert share.loc["y", ["mark", "rules"]].tolist() == [
        "verified",
        "ecei-labels of 2026-11-20: share from 2008-01-01",
    ]


def test_every_organisation_gets_each_label_once_in_order(two):
    framework, known, _, awards = two
    verdict, _ = verdicts.tables(known, framework, awards, DAY)
    assert verdict[["cluster_id", "label", "verdict"]].to_numpy().tolist() == [
        ["x", "bronze", "awarded"], ["x", "silver", "not awarded"], ["x", "gold", "awarded"],
        ["y", "bronze", "awarded"], ["y", "silver", "not awarded"], ["y", "gold", "not awarded"],
    ]  # fmt: skip


def test_plausible_readings_are_all_combinations_and_the_proposed_one_agrees(two):
    framework, known, answers, _ = two
    readings = robustness.read(known, answers, framework, DAY)
    plausible = framework.labels.plausible
    number = (
        len(plausible.strict)
        * len(plausible.minimum_points)
        * len(plausible.threshold_factors)
        * len(plausible.weights)
    )
    assert len(readings.choices) == number == len(readings.choices.drop_duplicates())
    outcomes, _ = labels.judge(known, framework, DAY)
    as_proposed = readings.choices.eq(["1.0", "False", "3.0", "equal"]).all(axis=1).to_numpy()
    np.testing.assert_array_equal(readings.outcomes["gold"][as_proposed][0], outcomes["gold"])
    summary = robustness.summary(readings, outcomes, known.clusters).set_index(["cluster_id", "label"])
    assert summary.loc[("x", "gold"), ["readings", "same", "share"]].tolist() == [number, number, 1.0]


def test_readings_counted_by_choice_add_up(two):
    framework, known, answers, _ = two
    readings = robustness.read(known, answers, framework, DAY)
    counted = robustness.by_choice(readings, known.clusters)
    total = (
        counted.assign(n=counted[["awarded", "not_awarded", "cannot_tell"]].sum(axis=1))
        .groupby(["cluster_id", "label", "choice"])["n"]
        .sum()
    )
    assert (total == len(readings.choices)).all()
    gold = counted[
        (counted["cluster_id"] == "y") & (counted["label"] == "gold") & (counted["choice"] == "weights")
    ].set_index("value")
    assert gold.loc["equal", "awarded"] == 0
