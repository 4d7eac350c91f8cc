"""Which choices move the ranks: beside the definition, and where nothing varies."""

import numpy as np
import pytest

from benchlib.compare.uncertainty import ranking, sobol
from benchlib.compare.uncertainty.importance import importance
from benchlib.tables.faults import BadInput

RANGE = {"minmax": {"range": [1, 100]}}
CONFIG = {"impute": "mean", "normalise": RANGE}
DISCRETE = {
    "normalise": [RANGE, {"prank": {"range": [1, 2]}}],
    "aggregate": ["amean", "gmean", "copeland"],
    "weights": ["given", "equal"],
    "impute": {"method": "normal", "draws": 3},
}


def test_exact_indices_are_those_of_the_ranks_of_every_combination(small, designed):
    index = small(CONFIG, gaps=True)
    design = designed(draws="full", **DISCRETE)
    got, ranks = importance(index, design), ranking.ranking(index, design)
    shape = (3, 2, 3, 2)
    shift = np.abs(ranks.ranks - ranks.units["rank"].to_numpy()).mean(axis=1)
    expected = sobol.exact(np.column_stack([shift, ranks.ranks]).reshape(*shape, -1))
    assert (got.method, got.cases) == ("exact", 36)
    assert got.factors["factor"].tolist() == ["imputation", "normalisation", "aggregation", "weights"]
    assert got.factors["levels"].tolist() == list(shape)
    np.testing.assert_allclose(got.factors["first_order"], expected.first[:, 0], atol=1e-6)
    np.testing.assert_allclose(got.factors["total_order"], expected.total[:, 0], atol=1e-6)
    assert (got.factors["first_low"] == got.factors["first_order"]).all()
    own = got.units.pivot(index="unit", columns="factor", values="total_order")[got.factors["factor"]]
    np.testing.assert_allclose(own.T, expected.total[:, 1:], atol=1e-6)
    np.testing.assert_allclose(got.interactions["share"].sum(), 1)
    assert len(got.interactions) == 15
    np.testing.assert_allclose(got.mean_shift, shift.mean(), rtol=1e-6)


def test_discrete_factors_are_taken_whole_whatever_the_number_of_draws(small, designed):
    index = small(CONFIG, gaps=True)
    few, full = (importance(index, designed(draws=draws, **DISCRETE)) for draws in (1, "full"))
    assert few.method == full.method == "exact"
    np.testing.assert_array_equal(few.factors["total_order"], full.factors["total_order"])


def test_a_sample_comes_near_the_exact_indices(small, designed):
    """Noise of nothing makes the design continuous without changing the ranks."""
    index = small(CONFIG, gaps=True)
    exact = importance(index, designed(**DISCRETE)).factors
    sample = importance(index, designed(draws=2000, noise=0.0, **DISCRETE))
    assert (sample.method, sample.cases) == ("sampled", 2048 * 7)
    assert sample.interactions.empty
    nothing = sample.factors.set_index("factor").loc["noise"]
    assert nothing[["first_order", "total_order", "total_low", "total_high"]].tolist() == [0, 0, 0, 0]
    rest = sample.factors[:-1]
    np.testing.assert_allclose(rest["first_order"], exact["first_order"], atol=0.06)
    np.testing.assert_allclose(rest["total_order"], exact["total_order"], atol=0.06)
    assert (rest["total_low"] <= rest["total_order"]).all()
    assert (rest["total_order"] <= rest["total_high"]).all()


def test_only_noise_makes_all_the_variance(small, designed):
    got = importance(small(CONFIG), designed(draws=256, noise=0.5, normalise=[RANGE]))
    rows = got.factors.set_index("factor")
    assert rows.loc["normalisation", ["levels", "first_order", "total_order"]].tolist() == [1, 0, 0]
    np.testing.assert_allclose(rows.loc["noise", "total_order"], 1, atol=0.15)
    assert got.mean_shift > 0


def test_the_sample_does_not_depend_on_the_working_memory(small, designed):
    index, design = small(CONFIG, gaps=True), designed(draws=64, noise=0.3, **DISCRETE)
    one, other = (importance(index, design, cells=cells) for cells in (1 << 18, 500))
    np.testing.assert_array_equal(one.factors["total_order"], other.factors["total_order"])


@pytest.mark.parametrize(
    ("keys", "method"),
    [
        ({}, "exact"),
        ({"draws": "full", "weights": ["given"]}, "exact"),
        ({"noise": 0.0}, "sampled"),
    ],
)
def test_where_nothing_varies_nothing_is_to_be_explained(small, designed, keys, method):
    got = importance(small(CONFIG), designed(**keys))
    assert (got.method, got.mean_shift, got.variance) == (method, 0, 0)
    assert got.factors["total_order"].isna().all()
    assert len(got.factors) == len([key for key in keys if key != "draws"])
    assert (got.units["variance"] == 0).all()


def test_a_unit_without_rank_has_no_indices_and_does_not_count_in_the_mean(small, designed):
    config = {"aggregate": {"minimum_share": 0.9}, "normalise": RANGE}
    got = importance(small(config, gaps=True), designed(draws="full", weights=["given", "equal"]))
    assert got.units["variance"].isna().sum() == 3
    assert got.factors["total_order"].tolist() == [1.0]


def test_more_combinations_than_can_be_taken_whole(small, designed):
    index = small(CONFIG, gaps=True)
    keys = {"impute": {"method": "normal", "draws": 50_001}, "weights": ["given", "equal"]}
    with pytest.raises(BadInput, match="expected at most 100,000 combinations"):
        importance(index, designed(draws="full", **keys))
    assert importance(index, designed(draws=4, **keys)).method == "sampled"
