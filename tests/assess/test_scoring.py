"""From answers to totals: thresholds, assessors, versions, intervals."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.assess import scoring
from benchlib.rules import cases, loading

DAY = dt.date(2026, 1, 1)
FRAMEWORK = loading.framework("ecei-31")


def table(*rows) -> pd.DataFrame:
    full = [(*row, None, None)[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["assessment_id", "indicator", "value", "assessor", "answered_at"])
    frame["value"] = frame["value"].astype(float)
    frame["answered_at"] = pd.to_datetime(frame["answered_at"])
    return frame.assign(assessor=frame["assessor"].astype("str"), evidence=None)


def points(*rows, ids=("a",)) -> scoring.Points:
    return scoring.points(table(*rows), list(ids), FRAMEWORK, DAY)


def total(frame: pd.DataFrame, assessment="a") -> pd.Series:
    return frame[(frame["item"] == "total") & (frame["assessment_id"] == assessment)].iloc[0]


@pytest.mark.parametrize("name", cases.points().frameworks)
def test_the_cases_beside_the_rules(name):
    rows = [(f"a{number}", *case) for number, case in enumerate(cases.points().of(name))]
    scored = scoring.points(
        table(*((row, item, value) for row, item, value, _ in rows)),
        [row[0] for row in rows],
        loading.framework(name),
        DAY,
    )
    got = [scored.of(item)[number] for number, (_, item, _, _) in enumerate(rows)]
    np.testing.assert_array_equal(got, [np.nan if points is None else points for *_, points in rows])


def test_assessors_mean_counts_until_a_consensus_is_recorded():
    rows = [("a", "2.4", 2, "x"), ("a", "2.4", 5, "y")]
    both = points(*rows)
    assert (both.of("2.4")[0], both.spread[0, both.items.get_loc("2.4")]) == (3.5, 3)
    agreed = points(*rows, ("a", "2.4", 4, "consensus"))
    assert (agreed.of("2.4")[0], agreed.spread[0, agreed.items.get_loc("2.4")]) == (4, 3)
    assert agreed.assessors[0, agreed.items.get_loc("2.4")] == 2


def test_an_empty_consensus_does_not_hide_the_assessors():
    assert points(("a", "2.4", 2, "x"), ("a", "2.4", None, "consensus")).of("2.4")[0] == 2


def test_a_later_answer_replaces_an_earlier_one_even_by_withdrawing_it():
    early, late = ("a", "2.4", 2, "x", "2025-01-01"), ("a", "2.4", 5, "x", "2025-01-02")
    assert points(late, early).of("2.4")[0] == 5
    assert np.isnan(points(early, ("a", "2.4", None, "x", "2025-02-01")).of("2.4")[0])


def test_an_answer_given_after_the_day_asked_about_is_not_known_yet():
    rows = [("a", "2.4", 2, "x", "2025-12-31T09:00"), ("a", "2.4", 5, "x", "2026-01-02T00:00")]
    assert points(*rows).of("2.4")[0] == 2
    assert points(rows[0], ("a", "2.4", 5, "x", "2026-01-01T23:59")).of("2.4")[0] == 5


def test_a_full_assessment_gives_150_of_150(full_answers):
    scored = scoring.points(full_answers("a"), ["a"], FRAMEWORK, DAY)
    frame = scoring.score(scored, ["c"], FRAMEWORK, DAY)
    assert list(frame.columns) == scoring.COLUMNS
    assert total(frame)[["points", "maximum", "percent", "low", "high"]].tolist() == [150, 150, 100, 150, 150]
    groups = frame[frame["level"] == "group"].set_index("item")["maximum"]
    assert groups.to_dict() == {"1": 15, "2": 50, "3": 10, "4": 60, "5": 15}
    assert frame[frame["level"] == "indicator"]["points"].sum() == 150
    assert frame[frame["level"] == "gate"]["item"].tolist() == ["1.1.0"]


def test_a_missing_answer_gives_an_interval_of_its_points(full_answers):
    scored = scoring.points(full_answers("a", **{"2_4": None}), ["a"], FRAMEWORK, DAY)
    row = total(scoring.score(scored, ["c"], FRAMEWORK, DAY))
    assert (row["low"], row["high"]) == (145, 150)
    assert np.isnan(row["points"])
    assert np.isnan(row["percent"])


def test_an_assessment_without_answers_can_be_anything():
    row = total(scoring.score(points(ids=("a",)), ["c"], FRAMEWORK, DAY))
    assert (row["low"], row["high"]) == (0, 150)


def test_answers_before_any_rule_holds_have_no_points():
    early = scoring.points(table(("a", "2.4", 5)), ["a"], FRAMEWORK, dt.date(2000, 1, 1))
    assert np.isnan(early.of("2.4")[0])


def test_a_factor_moves_measured_thresholds_and_never_a_share_beyond_its_bound():
    thresholds, _ = scoring.scale(FRAMEWORK, DAY, 2.0)
    plain, _ = scoring.scale(FRAMEWORK, DAY)
    names = list(FRAMEWORK.indicators)
    count, share, rubric = (names.index(key) for key in ("1.1.2", "1.2", "2.4"))
    np.testing.assert_array_equal(thresholds[count], 2 * plain[count])
    finite = thresholds[share][np.isfinite(thresholds[share])]
    assert finite.max() == 100
    np.testing.assert_array_equal(thresholds[rubric], plain[rubric])


def test_applicable_asks_for_all_indicators():
    known = {"ecei-31": FRAMEWORK, "ecei-benchmark-36": loading.framework("ecei-benchmark-36")}
    assessments = pd.DataFrame({"assessment_id": ["a", "b"], "framework": ["ecei-31", "ecei-benchmark-36"]})
    small, large = known.values()
    assert scoring.applicable(assessments, small, known)["assessment_id"].tolist() == ["a", "b"]
    assert scoring.applicable(assessments, large, known)["assessment_id"].tolist() == ["b"]


def test_faults_name_unknown_frameworks_indicators_and_values_out_of_range():
    assessments = pd.DataFrame({"assessment_id": ["a", "b"], "framework": ["ecei-31", "nosuch"]}, index=[2, 3])
    rows = table(
        ("a", "9.9", 1), ("a", "2.4", 6), ("a", "1.2", 100.5), ("a", "1.1.2", -1), ("a", "1.1.0", 2), ("a", "2.4", 5)
    )
    found = scoring.faults(rows.set_index(pd.RangeIndex(2, 8)), assessments, {"ecei-31": FRAMEWORK})
    assert [(fault.row, fault.column, fault.value) for fault in found] == [
        (3, "framework", "nosuch"),
        (2, "indicator", "9.9"),
        (3, "value", "6"),
        (4, "value", "100.5"),
        (5, "value", "-1"),
        (6, "value", "2"),
    ]


ITEMS = st.sampled_from(list(FRAMEWORK.indicators))
VALUES = st.one_of(st.none(), st.floats(0, 100))
ROWS = st.lists(st.tuples(st.sampled_from("ab"), ITEMS, VALUES, st.sampled_from("xyz")), min_size=1, max_size=40)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_totals_do_not_depend_on_the_order_of_rows_and_stay_in_bounds(rows, random):
    rows = list({(a, item, assessor): (a, item, value, assessor) for a, item, value, assessor in rows}.values())
    shuffled = random.sample(rows, len(rows))
    one, other = (scoring.score(points(*r, ids=("a", "b")), ["c", "d"], FRAMEWORK, DAY) for r in (rows, shuffled))
    np.testing.assert_allclose(one[["low", "high"]], other[["low", "high"]], atol=1e-9)
    assert (one["low"] >= 0).all()
    assert (one["low"] <= one["high"]).all()
    assert (one["high"] <= one["maximum"]).all()


@given(ITEMS, st.floats(0, 100), st.floats(0, 100))
@settings(deadline=None)
def test_a_better_answer_never_gives_fewer_points(item, one, other):
    low, high = sorted([one, other])
    assert points(("a", item, low)).of(item)[0] <= points(("a", item, high)).of(item)[0]


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_scores_equal_a_plain_calculation(rows):
    """The same in plain Python, an answer at a time."""
    rows = list({(a, item, assessor): (a, item, value, assessor) for a, item, value, assessor in rows}.values())
    given_points: dict[tuple, list[float]] = {}
    for a, item, value, _ in rows:
        if value is not None:
            steps = FRAMEWORK.indicators[item].points[0].at_least
            given_points.setdefault((a, item), []).append(max([p for t, p in steps.items() if value >= t], default=0))
    frame = scoring.score(points(*rows, ids=("a", "b")), ["c", "d"], FRAMEWORK, DAY)
    for a in ("a", "b"):
        means = [np.mean(given_points[a, item]) if (a, item) in given_points else None for item in FRAMEWORK.scored]
        low = sum(mean for mean in means if mean is not None)
        assert total(frame, a)["low"] == pytest.approx(low, abs=1e-9)
        assert total(frame, a)["high"] == pytest.approx(low + 5 * means.count(None), abs=1e-9)
