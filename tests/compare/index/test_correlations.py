"""Correlations, reliability and components beside closed forms, scipy and statsmodels."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.multivariate.pca import PCA

from benchlib.compare.index import correlations as diagnostics
from benchlib.compare.index.structure import NONE, Tree

NAN = np.nan
TREE = Tree(
    codes=("a", "b", "c", "top"),
    level=np.array([1, 1, 1, 2]),
    parent=np.array([3, 3, 3, NONE]),
    weight=np.array([1.0, 1.0, 1.0, NAN]),
    direction=np.ones(3),
    goalposts=np.full((2, 3), NAN),
    target=np.full(3, NAN),
    denominator=("", "", ""),
)


def frame(n: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    common = rng.normal(size=n)
    columns = {"a": common, "b": common + 0.2 * rng.normal(size=n), "c": rng.normal(size=n) - 0.8 * common}
    return pd.DataFrame(columns).assign(top=lambda table: table.sum(axis=1))


def test_three_kinds_of_correlation_beside_scipy_with_gaps():
    table = frame()
    table.loc[[3, 9], "b"] = NAN
    pairs = diagnostics.pairs(table, TREE).set_index(["first", "second"])
    both = table[["a", "b"]].dropna()
    expected = [test(both["a"], both["b"]).statistic for test in (stats.pearsonr, stats.spearmanr, stats.kendalltau)]
    np.testing.assert_allclose(pairs.loc[("a", "b"), ["pearson", "spearman", "kendall"]].astype(float), expected)
    assert pairs.index.tolist() == [("a", "b"), ("a", "c"), ("b", "c")]
    assert pairs["flag"].tolist() == ["alike", "opposed", "opposed"]


@pytest.mark.parametrize(
    ("correlation", "flag"), [(0.91, "alike"), (0.9, ""), (0.0, ""), (-0.3, ""), (-0.31, "opposed"), (NAN, "")]
)
def test_flags_at_their_limits(correlation, flag):
    """Two columns with exactly that correlation would be rounded; the limit itself is not flagged."""
    assert diagnostics.flag(correlation) == flag


def test_alpha_of_equal_correlations_is_that_of_spearman_and_brown():
    """With c children of variance 1 that all correlate r: alpha = c r / (1 + (c - 1) r)."""
    r, c = 0.4, 3
    draws = np.random.default_rng(2).normal(size=(50, c))
    white = np.linalg.solve(np.linalg.cholesky(np.cov(draws, rowvar=False)), (draws - draws.mean(axis=0)).T)
    children = (np.linalg.cholesky(np.full((c, c), r) + (1 - r) * np.eye(c)) @ white).T
    assert diagnostics.alpha(children) == pytest.approx(c * r / (1 + (c - 1) * r))
    assert diagnostics.kmo(children) == pytest.approx(r**2 / (r**2 + (r / (1 + r)) ** 2))
    determinant = (1 - r) ** (c - 1) * (1 + (c - 1) * r)
    chi, df, p = diagnostics.sphericity(children)
    assert chi == pytest.approx(-(50 - 1 - (2 * c + 5) / 6) * np.log(determinant))
    assert df == 3
    assert p == pytest.approx(stats.chi2.sf(chi, 3))


def test_reliability_counts_complete_units():
    table = frame()
    table.loc[3, "b"] = NAN
    row = diagnostics.reliability(table, TREE).iloc[0]
    assert (row["node"], row["children"], row["units"]) == ("top", 3, 59)
    assert row["alpha"] == pytest.approx(diagnostics.alpha(table[["a", "b", "c"]].dropna().to_numpy()))


@pytest.mark.parametrize("children", [np.ones((5, 2)), np.ones((1, 2)), np.arange(4.0)[:, None], np.empty((0, 2))])
def test_what_is_not_defined_is_nan(children):
    assert np.isnan([diagnostics.alpha(children), diagnostics.kmo(children), *diagnostics.sphericity(children)]).all()


def test_children_that_say_the_same_have_no_partial_correlations():
    one = np.random.default_rng(1).normal(size=(20, 1))
    assert np.isnan(diagnostics.kmo(np.hstack([one, 2 * one, one**2])))


def test_components_are_those_of_statsmodels():
    table = frame()
    found = diagnostics.components(table, TREE)
    expected = PCA(table[["a", "b", "c"]].to_numpy(), standardize=True)
    size = expected.eigenvals / len(table)
    np.testing.assert_allclose(found["eigenvalue"].to_numpy().reshape(3, 3)[:, 0], size)
    np.testing.assert_allclose(found["explained"].to_numpy().reshape(3, 3)[:, 0], size / 3)
    loadings = found["loading"].to_numpy().reshape(3, 3)
    np.testing.assert_allclose(np.abs(loadings), np.abs(expected.loadings.T) * np.sqrt(size)[:, None], atol=1e-12)
    assert (loadings.sum(axis=1) >= -1e-12).all()
    assert found["child"].tolist() == ["a", "b", "c"] * 3


def test_a_node_without_spread_has_no_components():
    assert diagnostics.components(frame().assign(a=1.0), TREE).empty
