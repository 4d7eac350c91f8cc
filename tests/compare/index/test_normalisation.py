"""Each method of normalisation by hand, in both directions, with gaps, by year and for many cases at once."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchlib.compare.index import normalisation
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.structure import NONE, Tree

VALUES = np.array(
    [[2.0, 4.0], [6.0, 1.0], [10.0, np.nan], [4.0, 3.0]]
)  # more is better in the first, less in the second
UNITS = pd.Index(["x", "y", "z", "w"], name="unit")


def tree(target=(8.0, 2.0), low=(0.0, 2.0), high=(8.0, 4.0)) -> Tree:
    return Tree(
        codes=("a", "b", "top"),
        level=np.array([1, 1, 2]),
        parent=np.array([2, 2, NONE]),
        weight=np.array([1.0, 1.0, np.nan]),
        direction=np.array([1.0, -1.0]),
        goalposts=np.array([low, high]),
        target=np.array(target),
        denominator=("", ""),
    )


def scaled(spec, values=VALUES, index=UNITS, of=None) -> np.ndarray:
    config = Configuration.model_validate({"normalise": spec}).normalise
    return normalisation.normalise(values, of or tree(), config, index)


CASES = {
    "minmax": ("minmax", [[0, 0], [50, 100], [100, np.nan], [25, 100 / 3]]),
    "minmax on another range": ({"minmax": {"range": [1, 5]}}, [[1, 1], [3, 5], [5, np.nan], [2, 1 + 4 / 3]]),
    "rank": ("rank", [[1, 1], [3, 3], [4, np.nan], [2, 2]]),
    "borda": ("borda", [[0, 0], [2, 2], [3, np.nan], [1, 1]]),
    "prank": ({"prank": {"range": [0, 1]}}, [[0, 0], [2 / 3, 1], [1, np.nan], [1 / 3, 0.5]]),
    "scaled": (
        {"scaled": {"bounds": [0, 20], "range": [0, 1]}},
        [[0.1, 0.8], [0.3, 0.95], [0.5, np.nan], [0.2, 0.85]],
    ),
    "dist2max": ({"dist2max": {"range": [0, 1]}}, [[0, 0], [0.5, 1], [1, np.nan], [0.25, 1 / 3]]),
    "dist2ref": (
        {"dist2ref": {"reference": "y", "range": [0, 1]}},
        [[0, 0], [1, 1], [2, np.nan], [0.5, 1 / 3]],
    ),
    "dist2ref, capped": (
        {"dist2ref": {"reference": "w", "range": [0, 1], "cap": True}},
        [[0, 0], [1, 1], [1, np.nan], [1, 1]],
    ),
    "dist2targ": ({"dist2targ": {"range": [0, 1]}}, [[0, 0], [2 / 3, 1.5], [4 / 3, np.nan], [1 / 3, 0.5]]),
    "dist2targ, capped": (
        {"dist2targ": {"range": [0, 1], "cap": True}},
        [[0, 0], [2 / 3, 1], [1, np.nan], [1 / 3, 0.5]],
    ),
    "fracmax": ({"fracmax": {"range": [0, 1]}}, [[0.2, 0], [0.6, 0.75], [1, np.nan], [0.4, 0.25]]),
    "goalposts": ("goalposts", [[25, 0], [75, 100], [100, np.nan], [50, 50]]),
    "goalposts, not capped": (
        {"goalposts": {"cap": False, "range": [0, 1]}},
        [[0.25, 0], [0.75, 1.5], [1.25, np.nan], [0.5, 0.5]],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_by_hand(name):
    spec, expected = CASES[name]
    np.testing.assert_allclose(scaled(spec), np.array(expected, dtype=float), atol=1e-12)


def test_goalposts_on_a_logarithmic_scale():
    posts = tree(low=(1.0, 1.0), high=(100.0, 100.0))
    result = scaled({"goalposts": {"log": True, "range": [0, 1]}}, of=posts)
    np.testing.assert_allclose(result[:, 0], np.log([2, 6, 10, 4]) / np.log(100))
    np.testing.assert_allclose(result[[0, 1, 3], 1], 1 - np.log([4, 1, 3]) / np.log(100))


def test_zscore_is_that_of_scipy_on_another_mean_and_deviation():
    result = scaled({"zscore": {"mean": 50, "sd": 10}})
    np.testing.assert_allclose(result[:, 0], 50 + 10 * stats.zscore(VALUES[:, 0], ddof=1))
    np.testing.assert_allclose(result[[0, 1, 3], 1], 50 - 10 * stats.zscore(VALUES[[0, 1, 3], 1], ddof=1))


def test_ties_share_the_mean():
    tied = np.array([[1.0, 1.0], [2.0, 2.0], [2.0, 2.0], [5.0, 5.0]])
    np.testing.assert_allclose(scaled("rank", tied), [[1, 4], [2.5, 2.5], [2.5, 2.5], [4, 1]])


def test_the_best_scores_exactly_the_end_of_the_range():
    values = np.random.default_rng(1).normal(size=(50, 2)) * 1e-7 + 3.3
    result = scaled("minmax", values, pd.Index(map(str, range(50)), name="unit"))
    assert result.max(axis=0).tolist() == [100.0, 100.0]
    assert result.min(axis=0).tolist() == [0.0, 0.0]


def test_an_indicator_may_have_a_method_of_its_own():
    result = scaled({"method": "minmax", "by_indicator": {"b": {"zscore": {"sd": 2}}}})
    np.testing.assert_allclose(result[:, 0], scaled("minmax")[:, 0])
    np.testing.assert_allclose(result[:, 1], scaled({"zscore": {"sd": 2}})[:, 1])


def test_over_all_years_or_each_for_itself():
    index = pd.MultiIndex.from_tuples([("x", 2021), ("x", 2020), ("y", 2020), ("y", 2021)], names=["unit", "year"])
    values = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0], [9.0, 9.0]])
    np.testing.assert_allclose(scaled("minmax", values, index)[:, 0], [0, 12.5, 37.5, 100])
    by_year = scaled({"minmax": {}, "per_year": True}, values, index)
    np.testing.assert_allclose(by_year, [[0, 100], [0, 100], [100, 0], [100, 0]])
    reference = scaled({"dist2ref": {"reference": "y", "range": [0, 1]}, "per_year": True}, values, index)
    np.testing.assert_allclose(reference[:, 0], [0, 0, 1, 1])


@pytest.mark.parametrize("method", ["minmax", "zscore", "rank", "prank", "dist2targ", "fracmax", "goalposts"])
def test_cases_at_once(method):
    values = np.random.default_rng(2).uniform(0.5, 9, (3, 4, 2))
    values[0, 1, 1] = np.nan
    together = scaled(method, values)
    for case in range(3):
        np.testing.assert_allclose(together[case], scaled(method, values[case]))


def test_what_a_method_cannot_scale_becomes_nan():
    flat = np.array([[0.1, -1.0], [0.1, -2.0], [0.1, -3.0], [0.1, -4.0]])
    for method in ("minmax", "zscore", "dist2max"):
        assert np.isnan(scaled(method, flat)[:, 0]).all()
    assert np.isnan(scaled("fracmax", flat)[:, 1]).all()
    assert np.isnan(scaled("prank", flat[:1], UNITS[:1])).all()
    low = scaled({"goalposts": {"log": True}}, flat, of=tree(low=(0.01, 0.01)))
    assert np.isnan(low[:, 1]).all()
    assert np.isfinite(low[:, 0]).all()


def test_the_year_that_cannot_be_scaled_is_named():
    index = pd.MultiIndex.from_tuples([("x", 2020), ("y", 2020), ("x", 2021), ("y", 2021)], names=["unit", "year"])
    before = pd.DataFrame([[1.0, 1.0], [2.0, 2.0], [5.0, 1.0], [5.0, 2.0]], index=index, columns=["a", "b"])
    spec = Configuration.model_validate({"normalise": {"minmax": {}, "per_year": True}}).normalise
    after = pd.DataFrame(normalisation.normalise(before.to_numpy(), tree(), spec, index), index, before.columns)
    faults = list(normalisation.misfits(before, after, tree(), spec, "DATA"))
    assert [str(fault) for fault in faults] == [
        "DATA, column a: 'year 2021'; expected values that differ: minmax divides by their range"
    ]


def test_the_values_given_are_not_changed():
    values = VALUES.copy()
    for method in ("minmax", "goalposts", "zscore", "rank"):
        scaled(method, values)
    np.testing.assert_array_equal(values, VALUES)
