"""Probabilities of verdicts: equal to what can be counted by hand, and to the readings of the rules."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import labels as rules
from benchlib.assess import robustness
from benchlib.assess.evidence import MET, gather
from benchlib.assess.verdicts import VERDICTS, named
from benchlib.compare.uncertainty import changed, labels
from benchlib.compare.uncertainty.disagreement import Disagreement
from benchlib.compare.uncertainty.labels import RULES
from benchlib.compare.uncertainty.points import ASSESSORS, MISSING
from benchlib.tables.faults import BadInput

DAY = dt.date(2026, 1, 1)
SCOPE = "4.1.1"  # an indicator that the minimum requirements look at
DRAWS = 4000
LABELS = {"cluster_id": "str", "level": "str"} | dict.fromkeys(
    ("awarded_from", "awarded_to", "valid_until_from", "valid_until_to"), "datetime64[s]"
)
NEAR = 4 * 0.5 / np.sqrt(DRAWS)  # four standard errors at most


def gold(table: pd.DataFrame, cluster: str = "c1") -> pd.Series:
    return table.set_index(["cluster_id", "label"]).loc[(cluster, "gold")]


def disagreeing(framework, item: str, apart: list[float]) -> Disagreement:
    """Assessors who disagree about one indicator only."""
    k, width = len(framework.indicators), 6
    shares = np.zeros((k, width))
    shares[:, 0] = 1
    shares[list(framework.indicators).index(item)] = np.pad(apart, (0, width - len(apart)))
    return Disagreement(tuple(framework.indicators), np.full(k, 9), shares, np.ones(k))


def test_without_any_source_the_probability_is_the_verdict(framework, full_answers, known):
    answers = pd.concat([full_answers("a1"), full_answers("a2", **{SCOPE: 2}), full_answers("a3", **{"1.1.0": None})])
    evidence = known(answers)
    got = labels.probabilities(evidence, answers, framework, DAY, sources=())
    verdicts, _ = rules.judge(evidence, framework, DAY)
    for level, verdict in verdicts.items():
        rows = got[got["label"] == level]
        for name in VERDICTS.values():
            expected = (named(verdict, VERDICTS) == name).to_numpy(float)
            assert rows[name.replace(" ", "_")].tolist() == expected.tolist()
    assert gold(got, "c1")["awarded"] == gold(got, "c2")["not_awarded"] == gold(got, "c3")["cannot_tell"] == 1
    assert (got["draws"] == 1).all()
    assert got["cluster_id"].tolist() == ["c1"] * 3 + ["c2"] * 3 + ["c3"] * 3


def test_rules_alone_give_the_share_of_plausible_readings(framework, full_answers, known):
    answers = pd.concat([full_answers("a1"), full_answers("a2", **{SCOPE: 2}), full_answers("a3", **{"1.1.2": 15})])
    evidence = known(answers)
    got = labels.probabilities(evidence, answers, framework, DAY, draws=1, sources=(RULES,))
    readings = robustness.read(evidence, answers, framework, DAY)
    for level, outcomes in readings.outcomes.items():
        np.testing.assert_allclose(got.loc[got["label"] == level, "awarded"], (outcomes == MET).mean(axis=0))
    assert (got["draws"] == len(readings.choices)).all()
    assert 0 < gold(got, "c2")["awarded"] < 1


def test_a_missing_answer_takes_every_step_alike(framework, full_answers, known):
    answers = full_answers("a1", **{SCOPE: None})
    got = gold(labels.probabilities(known(answers), answers, framework, DAY, DRAWS, sources=(MISSING,)))
    assert abs(got["awarded"] - 0.5) < NEAR  # 3, 4 or 5 of 0 to 5 points meet the minimum
    assert got["awarded"] + got["not_awarded"] == 1
    assert got["draws"] == DRAWS


def test_a_missing_gate_is_yes_or_no_and_a_missing_count_stays_open(framework, full_answers, known):
    answers = pd.concat(
        [
            full_answers("a1", **{"1.1.0": None}),
            full_answers("a2", **{"label.listed": None}),
            full_answers("a3", **{"label.listed": None, "1.1.0": None}),
        ]
    )
    got = labels.probabilities(known(answers), answers, framework, DAY, DRAWS, sources=(MISSING,))
    for cluster, expected in (("c1", 0.5), ("c2", 0.5), ("c3", 0.25)):
        assert abs(gold(got, cluster)["awarded"] - expected) < NEAR
    benchmarked = full_answers("a1", **{"label.improvements": None})
    evidence = known(benchmarked)
    silver = labels.probabilities(evidence, benchmarked, framework, DAY, 50, sources=(MISSING,)).iloc[1]
    assert silver["label"] == "silver"
    assert silver["not_awarded"] == 1  # it was never benchmarked


def test_assessors_error_moves_points_by_steps(framework, full_answers, known):
    """Two assessors always one step apart: one errs up or down by a step in a quarter of the cases each."""
    answers = pd.concat([full_answers("a1", **{SCOPE: 3}), full_answers("a2", **{SCOPE: 2}), full_answers("a3")])
    learned = disagreeing(framework, SCOPE, [0, 1])
    got = labels.probabilities(known(answers), answers, framework, DAY, DRAWS, sources=(ASSESSORS,), learned=learned)
    assert abs(gold(got, "c1")["awarded"] - 0.75) < NEAR
    assert abs(gold(got, "c2")["awarded"] - 0.25) < NEAR
    assert gold(got, "c3")["awarded"] == 1


def test_two_assessors_err_less_than_one(framework, full_answers, known):
    """The mean of two errors is below 0 where (-1, 0), (0, -1) or (-1, -1): 2 x 1/4 x 1/2 + 1/16 = 5/16."""
    one = full_answers("a1", **{SCOPE: 3}).assign(assessor="one")
    answers = pd.concat([one, one.assign(assessor="two")])
    learned = disagreeing(framework, SCOPE, [0, 1])
    got = labels.probabilities(known(answers), answers, framework, DAY, DRAWS, sources=(ASSESSORS,), learned=learned)
    assert abs(gold(got)["not_awarded"] - 5 / 16) < NEAR


def test_the_errors_of_three_add_up_to_whole_steps(framework, full_answers, known):
    """Below 3 where the three errors sum below 0: P = (1 - P(sum is 0)) / 2, P(0) = 1/8 + 6 x 1/4 x 1/4 x 1/2."""
    votes = [
        full_answers("a1", **{SCOPE: points}).assign(assessor=name) for name, points in (("x", 2), ("y", 3), ("z", 4))
    ]
    answers = pd.concat(votes)
    learned = disagreeing(framework, SCOPE, [0, 1])
    got = labels.probabilities(known(answers), answers, framework, DAY, DRAWS, sources=(ASSESSORS,), learned=learned)
    assert abs(gold(got)["not_awarded"] - (1 - 5 / 16) / 2) < NEAR


def test_assessors_who_agree_move_nothing(framework, full_answers, known):
    answers = full_answers("a1").assign(assessor="one")
    got = labels.probabilities(known(answers), answers, framework, DAY, 100, sources=(ASSESSORS,))
    assert gold(got)["awarded"] == 1
    assert (got["draws"] == 1).all()  # nothing is left to draw


def test_every_reading_of_the_rules_counts_alike(framework, full_answers, known):
    answers = full_answers("a1", **{SCOPE: None})
    readings = len(robustness.read(known(answers), answers, framework, DAY).choices)
    got = labels.probabilities(known(answers), answers, framework, DAY, draws=readings + 1)
    assert (got["draws"] == 2 * readings).all()
    total = got[["awarded", "not_awarded", "cannot_tell"]].sum(axis=1)
    np.testing.assert_allclose(total, 1)


def test_a_seed_gives_the_same_again_whatever_the_working_memory(framework, full_answers, known, monkeypatch):
    answers = pd.concat([full_answers("a1", **{SCOPE: None}), full_answers("a2", **{"1.1.1": None})])
    learned = disagreeing(framework, "4.1.2", [0.5, 0.5])

    def drawn(seed: int) -> pd.DataFrame:
        return labels.probabilities(known(answers), answers, framework, DAY, 60, seed, (ASSESSORS, MISSING), learned)

    first, other = drawn(1), drawn(2)
    pd.testing.assert_frame_equal(drawn(1), first)
    monkeypatch.setattr(changed, "CELLS", 70)  # a draw at a time
    pd.testing.assert_frame_equal(drawn(1), first)
    assert (first["awarded"] != other["awarded"]).any()


def test_organisations_without_any_assessment_stay_as_the_rules_say(framework, full_answers, known):
    answers = full_answers("a1")
    evidence = known(answers)
    nobody = evidence.clusters.append(pd.Index(["c9"]))
    assert len(nobody) == 2
    wider = widened(evidence, nobody)
    got = labels.probabilities(wider, answers, framework, DAY, 20, sources=(MISSING,))
    assert gold(got, "c9")["cannot_tell"] == gold(got, "c1")["awarded"] == 1


def widened(evidence, clusters):
    """The same evidence with an organisation more, of which nothing is known."""

    def more(values, by):
        return np.append(values, np.array([by], dtype=values.dtype))

    basis = {
        level: replace(
            one,
            row=more(one.row, -1),
            number=tuple(more(part, 0) for part in one.number),
            since=tuple(more(part, np.nan) for part in one.since),
        )
        for level, one in evidence.basis.items()
    }
    held = {key: more(value, 1 if key[1] == "bronze" else 0) for key, value in evidence.held.items()}
    return replace(evidence, clusters=clusters, basis=basis, held=held, recorded=more(evidence.recorded, False))


def test_nobody_to_judge_is_an_empty_table(framework, full_answers, known):
    answers = full_answers("a1")
    nobody = gather(
        pd.DataFrame({"cluster_id": pd.Series(dtype="str")}),
        known(answers).assessments.iloc[:0],
        answers.iloc[:0],
        pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in LABELS.items()}),
        framework,
        DAY,
    )
    got = labels.probabilities(nobody, answers.iloc[:0], framework, DAY, draws=5)
    assert got.empty
    assert list(got.columns) == labels.COLUMNS


@pytest.mark.parametrize(
    ("keys", "told"),
    [({"draws": 0}, "draws: '0'; expected at least 1"), ({"sources": ("assessor",)}, "did you mean 'assessors'")],
)
def test_what_cannot_be_asked_is_refused(framework, full_answers, known, keys, told):
    answers = full_answers("a1")
    with pytest.raises(BadInput, match=told):
        labels.probabilities(known(answers), answers, framework, DAY, **keys)
