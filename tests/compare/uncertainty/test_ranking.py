"""Ranks and their intervals: equal to the chain run case by case, whatever the chunks; degenerate designs."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.compare.index import chain
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty import evaluation, ranking
from benchlib.compare.uncertainty.alternatives import alternatives
from benchlib.compare.uncertainty.noise import moved
from benchlib.tables.faults import BadInput

RANGE = {"minmax": {"range": [1, 100]}}
CONFIG = {"impute": "mean", "normalise": RANGE}
METHODS = {
    "normalise": [RANGE, {"zscore": {"mean": 100, "sd": 10}}, {"prank": {"range": [1, 2]}}],
    "aggregate": ["amean", "gmean", "hmean", {"genmean": {"p": 0.5}}, "copeland"],
    "treat": [None, {"skew": 0.2, "kurtosis": -1.5}],
    "weights": ["given", "equal"],
}


def config_of(**changes: object) -> Configuration:
    return Configuration.model_validate({**CONFIG, **changes})


def test_each_case_of_a_factorial_is_the_chain_run_with_those_methods(small, designed):
    index = small(CONFIG, gaps=True)
    got = ranking.ranking(index, designed(draws="full", **METHODS))
    ways = itertools.product(*(METHODS[key] for key in ("treat", "normalise", "aggregate", "weights")))
    for case, (treat, normalise, aggregate, weights) in enumerate(ways):
        config = config_of(treat=treat, normalise=normalise, aggregate=aggregate, weights=weights)
        expected = chain.run(index.tables, config).results.query("node == 'top'")["rank"]
        np.testing.assert_array_equal(got.ranks[case], expected)
    assert case + 1 == len(got.ranks) == 60
    assert got.cases.iloc[0].to_dict() == {
        "treatment": "none",
        "normalisation": "minmax",
        "aggregation": "amean",
        "weights": "given",
    }


@pytest.mark.parametrize("weights", ["pca", "optimised", "bod"])
def test_weights_that_are_learned_are_learned_in_each_case(small, designed, weights):
    index = small(CONFIG, gaps=True)
    got = ranking.ranking(index, designed(draws="full", weights=["given", weights], treat=METHODS["treat"]))
    for case, (treat, one) in enumerate(itertools.product(METHODS["treat"], ["given", weights])):
        expected = chain.run(index.tables, config_of(treat=treat, weights=one)).results.query("node == 'top'")["rank"]
        np.testing.assert_array_equal(got.ranks[case], expected)


@pytest.mark.parametrize("aggregate", METHODS["aggregate"])
@pytest.mark.parametrize("noise", [{"uniform": {1: 0.5, 2: 0.1}}, {"dirichlet": 9.0}], ids=["uniform", "dirichlet"])
def test_each_draw_of_noise_is_the_chain_run_with_those_weights(small, designed, aggregate, noise):
    index = small({**CONFIG, "aggregate": aggregate}, gaps=True)
    design = designed(draws=9, noise=noise)
    got = ranking.ranking(index, design)
    made = alternatives(index, design, 9)
    weights = moved(index.tree.weight, made.uniform, design.noise, index.tree)
    for case in range(9):
        drawn = weights[int(got.cases["noise"].iloc[case]) - 1]
        meta = index.tables.meta.assign(weight=drawn)
        expected = chain.run(Tables(index.tables.data, meta), index.config).results.query("node == 'top'")["rank"]
        np.testing.assert_array_equal(got.ranks[case], expected)


@pytest.mark.parametrize("aggregate", ["amean", "copeland"])
def test_each_imputation_is_the_chain_run_on_that_data(small, designed, aggregate):
    index = small({**CONFIG, "aggregate": aggregate}, gaps=True)
    asked = {"method": "hot_deck", "group": "group_half", "draws": 4}
    design = designed(draws=20, impute=asked, noise=0.0, treat=METHODS["treat"])
    got = ranking.ranking(index, design)
    data = alternatives(index, design, 20).data
    assert len(np.unique(data[:, 2, 0])) > 1
    for case, row in enumerate(got.cases.itertuples()):
        filled = index.tables.data.copy()
        filled[list("abcde")] = data[int(row.imputation) - 1]
        treat = METHODS["treat"][row.treatment == "treated"]
        run = chain.run(Tables(filled, index.tables.meta), config_of(aggregate=aggregate, treat=treat))
        np.testing.assert_array_equal(got.ranks[case], run.results.query("node == 'top'")["rank"])
    assert sorted(got.cases["imputation"].value_counts()) == [5, 5, 5, 5]


def test_years_of_a_panel_are_ranked_each_for_itself(small, designed):
    index = small(CONFIG, years=True)
    got = ranking.ranking(index, designed(noise=0.25))
    assert sorted(got.ranks[0, :6]) == sorted(got.ranks[0, 6:]) == [1, 2, 3, 4, 5, 6]
    ahead = got.ahead.to_numpy()
    assert np.isnan(ahead[:6, 6:]).all()
    assert np.isnan(ahead[6:, :6]).all()
    np.testing.assert_allclose(ahead[:6, :6] + ahead[:6, :6].T, 1)


def test_drawn_data_take_the_place_of_imputed_ones(small, designed):
    index = small(CONFIG)
    values = index.screened.to_numpy()
    data = np.stack([values, values[::-1]])
    got = ranking.ranking(index, designed(draws="full"), data=data)
    np.testing.assert_array_equal(got.ranks[1], got.ranks[0][::-1])
    assert got.cases["imputation"].tolist() == ["1", "2"]
    with pytest.raises(BadInput, match="expected draws of 12 x 5 values"):
        ranking.ranking(index, designed(), data=data[:, :3])


@given(cells=st.integers(1, 3000), seed=st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_the_size_of_the_working_memory_changes_no_rank(small, designed, cells, seed):
    index = small(CONFIG, gaps=True)
    impute = {"method": "normal", "draws": 3}
    design = designed(seed=seed, noise=0.25, impute=impute, normalise=METHODS["normalise"], aggregate="amean")
    whole, parts = (ranking.ranking(index, design, cells=size) for size in (evaluation.CELLS, cells))
    np.testing.assert_array_equal(parts.ranks, whole.ranks)
    pd.testing.assert_frame_equal(parts.units, whole.units)


def test_a_seed_gives_the_same_again_and_another_one_other_draws(small, designed):
    index = small(CONFIG, gaps=True)
    keys = {"noise": 0.5, "impute": {"method": "normal", "draws": 5}, "weights": ["given", "equal"]}
    one, again, other = (ranking.ranking(index, designed(seed=seed, **keys)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.ranks, again.ranks)
    pd.testing.assert_frame_equal(one.cases, again.cases)
    assert (one.ranks != other.ranks).any()


@given(size=st.floats(0, 1e-9))
@settings(max_examples=10, deadline=None)
def test_without_noise_to_speak_of_the_interval_is_the_rank(small, designed, size):
    units = ranking.ranking(small(CONFIG), designed(noise=size)).units
    for share in ("p05", "p50", "p95"):
        np.testing.assert_array_equal(units[f"rank_{share}"], units["rank"])
        np.testing.assert_allclose(units[f"score_{share}"], units["score"], rtol=1e-8)


@pytest.mark.parametrize(
    "keys", [{}, {"draws": "full"}, {"draws": 1, "treat": [None]}, {"draws": 7, "weights": "given"}]
)
def test_where_nothing_varies_every_rank_is_the_nominal_one(small, designed, keys):
    got = ranking.ranking(small(CONFIG), designed(**keys))
    assert (got.ranks == got.units["rank"].to_numpy()).all()
    assert (got.units[["rank_p05", "rank_p95"]].to_numpy() == got.units[["rank"]].to_numpy()).all()
    assert list(got.cases.columns) == (["weights"] if "weights" in keys else ["treatment"] if "treat" in keys else [])


def test_all_tied_share_the_mean_rank_in_every_draw(designed):
    data = pd.DataFrame({"unit": ["x", "y", "z"], "a": [1.0, 1.0, 2.0], "b": [2.0, 2.0, 1.0]}, index=[2, 3, 4])
    meta = pd.DataFrame(
        {"code": ["a", "b", "top"], "level": [1, 1, 2], "parent": ["top", "top", None], "weight": [1.0, 1.0, np.nan]},
        index=[2, 3, 4],
    ).assign(direction=[1.0, 1.0, np.nan])
    meta["denominator"] = pd.Series(None, index=meta.index, dtype="str")
    got = ranking.ranking(chain.run(Tables(data, meta), Configuration()), designed(noise=0.4))
    assert got.units["rank"].tolist() == [2.0, 2.0, 2.0]
    assert (got.ranks[:, 0] == got.ranks[:, 1]).all()
    assert set(got.ranks[:, 0].tolist()) == {1.5, 2.5}
    assert got.ahead.loc["x", "y"] == 0.5
    assert got.ahead.loc["x", "z"] == (got.ranks[:, 0] == 1.5).mean()


def test_one_unit_alone_is_first_in_every_draw(designed):
    data = pd.DataFrame({"unit": ["x"], "a": [4.0], "b": [2.0]}, index=[2])
    meta = pd.DataFrame(
        {"code": ["a", "b", "top"], "level": [1, 1, 2], "parent": ["top", "top", None], "weight": [1.0, 1.0, np.nan]},
        index=[2, 3, 4],
    ).assign(direction=[1.0, 1.0, np.nan], goalpost_low=[0.0, 0, np.nan], goalpost_high=[5.0, 5, np.nan])
    meta["denominator"] = pd.Series(None, index=meta.index, dtype="str")
    index = chain.run(Tables(data, meta), Configuration.model_validate({"normalise": "goalposts"}))
    got = ranking.ranking(index, designed(noise=0.5))
    assert (got.ranks == 1).all()
    assert got.units[["rank_p05", "rank_p95"]].to_numpy().tolist() == [[1, 1]]
    assert got.units["score_p05"][0] < got.units["score"][0] == 60 < got.units["score_p95"][0]
    assert got.ahead.to_numpy().tolist() == [[0.5]]


def test_scores_have_an_interval_only_on_one_scale(small, designed):
    index = small(CONFIG)
    alike = ranking.ranking(index, designed(normalise=[RANGE, {"prank": {"range": [1, 100]}}])).units
    assert alike["score_p05"].notna().all()
    for normalise, aggregate in ((METHODS["normalise"], ["amean"]), ([RANGE], ["amean", "copeland"])):
        units = ranking.ranking(index, designed(normalise=normalise, aggregate=aggregate)).units
        assert units[["score_p05", "score_p50", "score_p95"]].isna().all(axis=None)
        assert units["rank_p50"].notna().all()


def test_a_unit_without_a_score_has_no_rank_and_no_order(small, designed):
    index = small({"aggregate": {"minimum_share": 0.9}, "normalise": RANGE}, gaps=True)
    got = ranking.ranking(index, designed(noise=0.25))
    missing = got.units["rank"].isna().to_numpy()
    assert missing.sum() == 3
    assert got.units["rank_p50"].isna().to_numpy().tolist() == missing.tolist()
    assert (got.units["cases"].to_numpy() == np.where(missing, 0, 50)).all()
    assert got.ahead.to_numpy()[missing].size == 36
    assert np.isnan(got.ahead.to_numpy()[missing]).all()


def test_methods_that_do_not_go_together_are_refused(small, designed):
    index = small(CONFIG)
    with pytest.raises(BadInput, match=r"'gmean'; expected scores above 0 for left; a goes down to 0 under minmax"):
        ranking.ranking(index, designed(draws="full", normalise=["minmax", RANGE], aggregate=["amean", "gmean"]))
    with pytest.raises(BadInput, match="these weights are for sums"):
        ranking.ranking(index, designed(weights=["optimised"], aggregate=["gmean"]))
    with pytest.raises(BadInput, match="expected goalpost_low and goalpost_high"):
        ranking.ranking(index, designed(normalise=["minmax", "goalposts"]))
    with pytest.raises(BadInput, match="did you mean 'group_half'"):
        ranking.ranking(index, designed(impute={"method": "normal", "group": "group_halves", "draws": 2}))


def test_too_many_combinations_are_refused(small, designed):
    impute = {"method": "normal", "draws": 50_001}
    with pytest.raises(BadInput, match="'100002'; expected at most 100,000 combinations"):
        ranking.ranking(small(CONFIG, gaps=True), designed(draws="full", impute=impute, weights=["given", "equal"]))


def test_intervals_of_the_published_index(asem, designed):
    got = ranking.ranking(asem, designed(draws=1000, noise=0.25))
    units = got.units.set_index("unit")
    assert units.loc["CHE", "rank"] == 1
    inside = (units["rank_p05"] <= units["rank"]) & (units["rank"] <= units["rank_p95"])
    assert inside.mean() > 0.95
    assert (got.ranks.sum(axis=1) == 51 * 52 / 2).all()
