"""What is learned from pairs of assessors, and the errors drawn from it."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.compare.uncertainty import disagreement
from benchlib.compare.uncertainty.disagreement import Disagreement

DAY = dt.date(2026, 1, 1)
RUBRIC, COUNT, GATE = "1.1.1", "1.1.2", "1.1.0"


def table(rows: list[tuple[str, str, str | None, float | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["assessment_id", "indicator", "assessor", "value"])
    frame = frame.astype({"assessor": "str", "value": float})
    return frame.assign(answered_at=pd.NaT, evidence=pd.Series(None, index=frame.index, dtype="str"))


def of(learned: Disagreement, item: str) -> tuple[int, list[float], float]:
    place = learned.indicators.index(item)
    return int(learned.pairs[place]), learned.apart[place].tolist(), float(learned.own[place])


def test_pairs_are_counted_in_steps_and_not_in_points_or_units(framework):
    rows = [("a1", COUNT, "one", 15), ("a1", COUNT, "two", 35)]  # 1 and 3 points
    rows += [("a1", GATE, "one", 1), ("a1", GATE, "two", 0)]  # 5 and 0 points, one step
    rows += [("a2", GATE, "one", 1), ("a2", GATE, "two", 1)]
    learned = disagreement.learned(table(rows), framework, DAY)
    assert of(learned, COUNT) == (1, [0, 0, 1, 0, 0, 0], 0)
    assert of(learned, GATE) == (2, [0.5, 0.5, 0, 0, 0, 0], 0)


def test_consensus_missing_answers_and_single_assessors_are_no_pairs(framework):
    rows = [("a1", RUBRIC, "one", 3), ("a1", RUBRIC, "consensus", 5), ("a1", RUBRIC, "two", None)]
    learned = disagreement.learned(table(rows), framework, DAY)
    assert learned.pairs.sum() == 0
    assert np.isnan(learned.own).all()
    assert (learned.apart[:, 0] == 1).all()
    told = learned.table()
    assert (told["pairs"] == 0).all()
    assert told[["equal", "mean_square", "error_sd"]].isna().all(axis=None)


def test_three_assessors_are_three_pairs(framework):
    rows = [("a1", RUBRIC, name, value) for name, value in (("one", 1), ("two", 3), ("three", 4))]
    learned = disagreement.learned(table(rows), framework, DAY)
    pairs, apart, _ = of(learned, RUBRIC)
    assert pairs == 3
    np.testing.assert_allclose(apart, [0, 1 / 3, 1 / 3, 1 / 3, 0, 0])


def test_an_indicator_without_pairs_takes_those_of_its_kind_of_input_only(framework):
    rows = [("a1", RUBRIC, "one", 3), ("a1", RUBRIC, "two", 4)]
    learned = disagreement.learned(table(rows), framework, DAY)
    for item, indicator in framework.indicators.items():
        pairs, apart, own = of(learned, item)
        assert pairs == (item == RUBRIC)
        if indicator.input == "rubric":
            assert (apart[1], own) == (1, 0)
        else:
            assert apart[0] == 1
            assert np.isnan(own)


def test_rows_that_differ_by_chance_only_are_pooled():
    counts = np.array([[6.0, 4.0], [5.0, 5.0], [4.0, 6.0]])
    shares, own = disagreement.shrunk(counts)
    assert own.tolist() == [0, 0, 0]
    np.testing.assert_allclose(shares, 0.5)


def test_rows_that_really_differ_keep_their_own_more_the_more_pairs_they_have():
    counts = np.array([[95.0, 5.0], [2.0, 8.0], [50.0, 50.0]])
    shares, own = disagreement.shrunk(counts)
    assert own[0] == own[2] > own[1] > 0.5
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    pooled = counts.sum(axis=0) / counts.sum()
    np.testing.assert_allclose(shares[1], own[1] * np.array([0.2, 0.8]) + (1 - own[1]) * pooled)
    # Buhlmann and Straub by hand
    n, mean = np.array([100.0, 10.0, 100.0]), np.array([0.05, 0.8, 0.5])
    within = (n * mean * (1 - mean)).sum() / (210 - 3)
    between = ((n * (mean - pooled[1]) ** 2).sum() - 2 * within) / (210 - (n**2).sum() / 210)
    np.testing.assert_allclose(own, n / (n + within / between))


def test_rows_without_any_spread_within_keep_all_of_their_own():
    shares, own = disagreement.shrunk(np.array([[4.0, 0.0], [0.0, 4.0]]))
    assert own.tolist() == [1, 1]
    assert shares.tolist() == [[1, 0], [0, 1]]


def single(apart: list[float]) -> Disagreement:
    return Disagreement(("x",), np.array([9]), np.array([apart]), np.array([1.0]))


def test_the_error_of_one_has_half_the_variance_of_the_difference():
    apart = [0.5, 0.3, 0.2]
    error = single(apart).error[0]
    np.testing.assert_allclose(error, [0.05, 0.075, 0.75, 0.075, 0.05])
    np.testing.assert_allclose(error @ np.arange(-2, 3) ** 2, (0.3 * 1 + 0.2 * 4) / 2)


@given(
    apart=st.lists(st.integers(0, 5), min_size=2, max_size=6).filter(any),
    assessors=st.lists(st.integers(0, 4), min_size=1, max_size=3),
)
@settings(max_examples=60, deadline=None)
def test_drawn_errors_have_the_distribution_of_a_mean_of_errors(apart, assessors):
    """Uniform numbers at the middles of equal parts: the share of each error is exact but for one part."""
    parts = 5000
    learned = single([share / sum(apart) for share in apart])
    table_of = disagreement.errors(learned, np.array([assessors]))
    uniform = np.broadcast_to(((np.arange(parts) + 0.5) / parts)[:, None, None], (parts, 1, len(assessors)))
    drawn = table_of.drawn(uniform)
    error, width = learned.error[0], len(apart) - 1
    for column, number in enumerate(max(1, m) for m in assessors):
        exact = {0: 1.0}
        for _ in range(number):
            sums: dict[int, float] = {}
            for total, weight in exact.items():
                for step, share in zip(range(-width, width + 1), error, strict=True):
                    sums[total + step] = sums.get(total + step, 0.0) + weight * share
            exact = sums
        for total, share in exact.items():
            got = np.isclose(drawn[:, 0, column], total / number).mean()
            assert abs(got - share) <= 1.01 / parts
        values = np.unique(np.rint(drawn[:, 0, column] * number))
        assert set(values.tolist()) <= {float(total) for total, share in exact.items() if share > 0}


@pytest.mark.parametrize("uniform", [0.0, 0.5, 1 - 2**-53])
def test_without_disagreement_nobody_errs(uniform):
    drawn = disagreement.errors(single([1.0, 0.0, 0.0]), np.array([[1, 2, 3]])).drawn(np.full((2, 1, 3), uniform))
    assert (drawn == 0).all()
