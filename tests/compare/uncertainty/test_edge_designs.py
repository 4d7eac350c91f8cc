"""Designs that vary nothing, and indices with too little to vary: one unit, two, all alike, a unit without a value."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from benchlib.compare.index import chain
from benchlib.compare.index.chain import Index
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty import design, ranking
from benchlib.compare.uncertainty.importance import importance
from benchlib.rules.files import RuleError
from benchlib.tables.faults import BadInput

ONE = [("x", 1.0, 2.0)]
TWO = [*ONE, ("y", 3.0, 1.0)]
TIED = [(unit, 3.0, 3.0) for unit in "xyz"]
GAP = [("x", 1.0, 2.0), ("y", np.nan, np.nan), ("z", 2.0, 1.5)]
GOALPOSTS = {"normalise": "goalposts"}
VARIED = [
    {"noise": 0.3},
    {"draws": "full", "weights": ["given", "equal"]},
    {"draws": "full", "aggregate": ["amean", "copeland"]},
    {"noise": 0.2, "impute": {"method": "hot_deck", "draws": 3}},
]


def index(rows: list[tuple[str, float, float]], config: dict | None = None) -> Index:
    """An index of two indicators between goalposts 0 and 5, that weigh the same."""
    data = pd.DataFrame(rows, columns=["unit", "a", "b"], index=range(2, 2 + len(rows)))
    meta = pd.DataFrame({"code": ["a", "b", "top"], "level": [1, 1, 2], "parent": ["top", "top", None]})
    meta = meta.assign(weight=[1, 1, np.nan], direction=[1, 1, np.nan])
    meta = meta.assign(goalpost_low=[0, 0, np.nan], goalpost_high=[5, 5, np.nan])
    meta["denominator"] = pd.Series(None, index=meta.index, dtype="str")
    return chain.run(Tables(data, meta.set_index(meta.index + 2)), Configuration.model_validate(config or {}))


@pytest.mark.parametrize("text", ["", "{}", "noise: 0.2", "draws: 0", "draws: 5\nweights: []", "draws: 5\nnoise: {}"])
def test_a_design_that_is_empty_or_has_an_empty_factor(tmp_path, text):
    file = tmp_path / "DESIGN.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"DESIGN\.yaml.*(draws|weights|noise|expected)"):
        design.load(file)


@pytest.mark.parametrize("key", ["weights", "normalise", "aggregate", "treat"])
def test_a_factor_has_at_least_one_level(designed, key):
    with pytest.raises(ValidationError, match=rf"{key}\n.*at least 1 item"):
        designed(**{key: []})


def test_a_design_without_factors_has_one_case_and_no_importance(designed):
    nothing = designed(draws="full")
    got = ranking.ranking(index(TWO), nothing)
    assert got.ranks.tolist() == [[1.5, 1.5]]
    assert got.units["cases"].tolist() == [1, 1]
    assert importance(index(TWO), nothing).factors.empty


@pytest.mark.parametrize("keys", VARIED, ids=str)
@pytest.mark.parametrize(("rows", "place"), [(ONE, 1.0), (TIED, 2.0)], ids=["one unit", "all tied"])
def test_where_no_rank_can_move_nothing_is_explained(designed, rows, place, keys):
    made, plan = index(rows, GOALPOSTS), designed(**keys)
    got = ranking.ranking(made, plan)
    assert set(got.ranks.ravel().tolist()) == {place}
    assert (got.ahead.to_numpy() == 0.5).all()
    explained = importance(made, plan)
    assert (explained.mean_shift, explained.variance) == (0, 0)
    assert len(explained.factors) == len(set(keys) - {"draws"})
    assert explained.factors[["first_order", "total_order"]].isna().all(axis=None)
    assert (explained.units["variance"] == 0).all()


@pytest.mark.parametrize("work", [ranking.ranking, importance])
@pytest.mark.parametrize(
    ("rows", "keys", "expected"),
    [
        (TIED, {"normalise": ["goalposts", "minmax"]}, "column a: '3 everywhere'; expected values that differ: minmax"),
        (TIED, {"normalise": ["goalposts", "zscore"]}, "column b: '3 everywhere'; expected values that differ: zscore"),
        (ONE, {"normalise": ["goalposts", "minmax"]}, "column b: '2 everywhere'; expected values that differ: minmax"),
        (TIED, {"weights": ["given", "pca"]}, "children of top: a child has the same score for every unit"),
        (TWO, {"weights": ["given", "pca"]}, "children of top: only 2 units have all children; expected 3 or more"),
        (TWO, {"weights": ["optimised"]}, "children of top: only 2 units have all children; expected 3 or more"),
    ],
    ids=str,
)
def test_no_variance_and_too_few_units_are_told(designed, work, rows, keys, expected):
    with pytest.raises(BadInput, match=expected):
        work(index(rows, GOALPOSTS), designed(draws="full", **keys))


def test_two_units_that_swap(designed):
    got = ranking.ranking(index(TWO), designed(draws=200, noise=0.3))
    assert got.units["rank"].tolist() == [1.5, 1.5]
    assert got.units[["rank_p05", "rank_p95"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    np.testing.assert_allclose(got.ahead.at["x", "y"] + got.ahead.at["y", "x"], 1)
    assert 0.4 < got.ahead.at["x", "y"] < 0.6


def test_a_treatment_of_two_units_changes_nothing(designed):
    got = ranking.ranking(index(TWO), designed(draws="full", treat=[None, {"skew": 2, "kurtosis": 3.5}]))
    assert got.ranks.tolist() == [[1.5, 1.5], [1.5, 1.5]]


@pytest.mark.parametrize(
    "keys",
    [{"noise": 0.3}, {"draws": "full", "aggregate": ["amean", "gmean", "hmean", "copeland"]}, {"weights": ["bod"]}],
    ids=str,
)
def test_a_unit_that_has_nothing_is_ranked_in_no_case(designed, keys):
    made = index(GAP, {"normalise": {"minmax": {"range": [1, 100]}}})
    got = ranking.ranking(made, designed(**keys))
    assert got.units["cases"].tolist() == [len(got.ranks), 0, len(got.ranks)]
    assert np.isnan(got.ranks[:, 1]).all()
    assert set(got.ranks[:, [0, 2]].ravel().tolist()) <= {1.0, 1.5, 2.0}
    assert got.ahead.loc["y"].isna().all()
    assert importance(made, designed(**keys)).units.query("unit == 'y'")["variance"].isna().all()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"aggregate": ["amean", "gmean"]}, "gmean'; expected scores above 0 for top; a goes down to 0 under"),
        ({"weights": ["given", "bod"], "normalise": "zscore"}, "bod'; expected scores of 0 or more for top; a goes"),
        ({"aggregate": {"genmean": {"p": 2}}, "normalise": "zscore"}, "expected scores of 0 or more for top; a goes"),
    ],
    ids=str,
)
def test_scores_that_a_method_cannot_take(designed, keys, expected):
    with pytest.raises(BadInput, match=expected):
        ranking.ranking(index(TWO), designed(draws="full", **keys))
