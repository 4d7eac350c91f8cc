"""Too little to work with: no unit, one, two, units that are all alike, nodes without a value."""

import numpy as np
import pytest

from benchlib.compare.index import diagnostics

POSTS = "code,level,parent,weight,direction,goalpost_low,goalpost_high\na,1,top,1,1,0,5\nb,1,top,3,1,0,5\ntop,2,,,,,\n"
GOALPOSTS = {"normalise": "goalposts"}
TWO, TIED = "unit,a,b\nx,1,2\ny,3,1\n", "unit,a,b\nx,3,3\ny,3,3\nz,3,3\n"
EXPECTED = "'3 everywhere'; expected values that differ: {} divides by their spread"


def test_no_unit(refused):
    assert refused("unit,a,b\n", POSTS) == ["DATA.csv: expected a row for each unit, there is none"]


@pytest.mark.parametrize("method", ["minmax", "zscore"])
def test_one_unit_has_no_spread(refused, method):
    expected = f"expected values that differ: {method} divides by their spread"
    assert refused("unit,a,b\nx,1,2\n", POSTS, {"normalise": method}) == [
        f"DATA.csv, column a: '1 everywhere'; {expected}",
        f"DATA.csv, column b: '2 everywhere'; {expected}",
    ]


@pytest.mark.parametrize(
    ("config", "scores"),
    [
        ({}, [75, 25]),
        ({"normalise": "zscore"}, [0.5**0.5 / 2, -(0.5**0.5) / 2]),
        ({"normalise": "rank", "weights": "equal"}, [1.5, 1.5]),
        ({"aggregate": "copeland"}, [1, -1]),
        ({"treat": {}}, [75, 25]),
    ],
    ids=str,
)
def test_two_units_have_a_defined_result(run, config, scores):
    index = run(config, data=TWO, meta=POSTS)
    np.testing.assert_allclose(index.aggregated["top"], scores)


@pytest.mark.parametrize("method", ["pca", "optimised"])
def test_two_units_teach_no_weights(refused, method):
    assert refused(TWO, POSTS, {"weights": method}) == [
        f"configuration, key weights.method: '{method}'; top: only 2 units have all children; expected 3 or more"
    ]


@pytest.mark.parametrize("method", ["minmax", "zscore", "dist2max"])
def test_no_variance_to_divide_by(refused, method):
    assert refused(TIED, POSTS, {"normalise": method}) == [
        f"DATA.csv, column {code}: {EXPECTED.format(method)}" for code in "ab"
    ]


@pytest.mark.parametrize("method", ["pca", "optimised"])
def test_no_variance_to_learn_weights_from(refused, method):
    assert refused(TIED, POSTS, {**GOALPOSTS, "weights": method}) == [
        f"configuration, key weights.method: '{method}'; "
        "top: a child has the same score for every unit that has all children"
    ]


@pytest.mark.parametrize(
    ("method", "score"), [("amean", 60), ("gmean", 60), ("hmean", 60), ({"genmean": {"p": 2}}, 60), ("copeland", 0)]
)
def test_all_tied_share_score_and_rank(run, method, score):
    index = run({**GOALPOSTS, "aggregate": method}, data=TIED, meta=POSTS)
    np.testing.assert_allclose(index.aggregated["top"], score)
    assert index.results["rank"].tolist() == [2.0] * 9


def test_what_all_tied_cannot_tell_is_missing_and_the_rest_is_not(run):
    tables = diagnostics.diagnose(run(GOALPOSTS, data=TIED, meta=POSTS))
    assert tables["importance"]["with_index"].isna().all()
    assert tables["importance"]["weight"].tolist() == [0.25, 0.75]
    assert tables["removal"]["largest_change"].tolist() == [0, 0]
    assert tables["removal"]["spearman"].isna().all()
    assert tables["components"].empty


@pytest.mark.parametrize("impute", ["none", "mean", "median"])
def test_an_indicator_that_no_unit_has(refused, impute):
    assert refused("unit,a,b\nx,1,\ny,3,\n", POSTS, {"impute": impute}) == [
        "DATA.csv, column b: empty; expected a value in at least one row"
    ]


@pytest.mark.parametrize("method", ["amean", "gmean", "hmean", "copeland"])
def test_a_unit_that_has_nothing_is_missing_and_takes_no_rank(run, method):
    config = {"normalise": {"minmax": {"range": [1, 100]}}, "aggregate": method}
    index = run(config, data="unit,a,b\nx,1,1\ny,,\nz,2,2\n", meta=POSTS)
    top = index.results[index.results["node"] == "top"]
    np.testing.assert_array_equal(top["rank"], [2, np.nan, 1])
    np.testing.assert_array_equal(np.isnan(top["score"]), [False, True, False])
