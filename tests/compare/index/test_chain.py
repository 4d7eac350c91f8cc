"""The whole chain on a drawn table: every stage by hand, order, ranks, years, and what is at its limits."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.index import chain, diagnostics
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables

STAGES = ("raw", "denominated", "screened", "imputed", "treated", "normalised", "aggregated")


def test_every_stage_by_hand(run):
    index = run()
    assert index.raw.columns.tolist() == ["a", "b", "c", "d"]
    assert index.raw.index.tolist() == ["x", "y", "z", "w", "v"]
    np.testing.assert_allclose(index.denominated["a"], [0.1, 0.15, 0.05, 0.1, 0.5])
    pd.testing.assert_frame_equal(index.imputed, index.denominated)
    pd.testing.assert_frame_equal(index.treated, index.denominated)
    a, b = np.array([5, 10, 0, 5, 45]) / 45 * 100, (8 - np.array([8, 6, 4, 2, 7])) / 6 * 100
    c, d = (np.array([3, 1, 2, 9, 4]) - 1) / 8 * 100, (np.array([5, 7, 6, 8, 1]) - 1) / 7 * 100
    np.testing.assert_allclose(index.normalised, np.column_stack([a, b, c, d]), atol=1e-12)
    left, right = (a + 3 * b) / 4, (c + d) / 2
    top = (2 * left + right) / 3
    np.testing.assert_allclose(index.aggregated, np.column_stack([a, b, c, d, left, right, top]), atol=1e-12)
    expected = pd.DataFrame({"unit": list("xyzwv"), "score": top, "rank": [5.0, 3, 2, 1, 4]})
    found = index.results[index.results["node"] == "top"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found[["unit", "score", "rank"]], expected, check_dtype=False)
    assert found["level"].tolist() == [3] * 5


def test_results_are_long_unit_by_unit_and_complete(run):
    results = run().results
    assert results.columns.tolist() == ["unit", "node", "level", "score", "rank"]
    assert results["node"].tolist() == ["a", "b", "c", "d", "left", "right", "top"] * 5
    assert results["unit"].drop_duplicates().tolist() == ["x", "y", "z", "w", "v"]


def test_no_stage_changes_another_or_the_input(read, drawn):
    tables = read(*drawn)
    before = tables.data.copy(deep=True)
    config = {"impute": "mean", "treat": {"skew": 1, "kurtosis": 1}, "normalise": "zscore"}
    index = chain.run(tables, Configuration.model_validate(config))
    pd.testing.assert_frame_equal(tables.data, before)
    for name in STAGES[:4]:
        np.testing.assert_array_equal(getattr(index, name)["b"], before["b"])
    assert index.imputed["a"].max() == 0.5
    assert index.treated["a"].max() == 0.15


def test_without_denominators_if_asked(run):
    index = run({"denominate": False})
    assert index.denominated["a"].tolist() == [1, 3, 2, 8, 5]


def test_a_missing_denominator_makes_the_value_missing(run, drawn):
    index = run(data=drawn[0].replace("large,10,1", "large,,1"))
    assert index.denominated["a"].isna().tolist() == [True, False, False, False, False]
    assert index.aggregated.at["x", "left"] == index.aggregated.at["x", "b"]


def test_units_with_too_little_are_left_out_from_then_on(run, drawn):
    data = drawn[0].replace("20,3,6,1,7", "20,,,1,7")
    index = run({"screen": {"minimum_share": 0.75}}, data=data)
    assert index.denominated.index.tolist() == ["x", "y", "z", "w", "v"]
    assert index.screened.index.tolist() == index.aggregated.index.tolist() == ["x", "z", "w", "v"]
    assert index.availability["present"].tolist() == [1, 0.5, 1, 1, 1]
    assert index.normalised.at["z", "c"] == 0
    kept = run({"screen": {"minimum_share": 0.5}}, data=data)
    assert kept.screened.index.tolist() == ["x", "y", "z", "w", "v"]


def test_rows_keep_the_order_of_data_and_columns_that_of_meta(run, drawn):
    data, meta = drawn
    rows = data.splitlines()
    index = run()
    turned = run(data="\n".join([rows[0], *rows[:0:-1]]) + "\n")
    pd.testing.assert_frame_equal(turned.aggregated, index.aggregated[::-1])
    lines = meta.splitlines()
    other = run(meta="\n".join([lines[0], *lines[:0:-1]]) + "\n")
    assert other.aggregated.columns.tolist() == ["d", "c", "b", "a", "right", "left", "top"]
    pd.testing.assert_frame_equal(other.aggregated[index.aggregated.columns], index.aggregated)


PANEL = """unit,year,a,b,c,d
x,2021,1,9,3,4
y,2020,4,2,6,3
x,2020,3,5,2,9
y,2021,6,1,9,1
"""


def test_a_panel_is_on_one_scale_and_ranked_by_year(run, drawn):
    meta = drawn[1].replace("den_people", "")
    index = run(data=PANEL, meta=meta)
    assert index.normalised.index.names == ["unit", "year"]
    assert index.normalised["a"].tolist() == [0, 60, 40, 100]
    a = index.results[index.results["node"] == "a"]
    assert a.columns.tolist() == ["unit", "year", "node", "level", "score", "rank"]
    assert a[["unit", "year", "rank"]].to_numpy().tolist() == [
        ["x", 2021, 2.0],
        ["y", 2020, 1.0],
        ["x", 2020, 2.0],
        ["y", 2021, 1.0],
    ]


def test_treatment_of_each_year(run, drawn):
    rows = [f"u{i},{year},{i},{i},{i},{i}" for year in (2020, 2021) for i in range(1, 21)]
    rows += ["v,2020,500,3,3,3", "v,2021,4,4,4,4"]
    data = "unit,year,a,b,c,d\n" + "\n".join(rows) + "\n"
    meta = drawn[1].replace("den_people", "")
    index = run({"treat": {"per_year": True}}, data=data, meta=meta)
    assert index.treated.loc["v", "a"].tolist() == [20, 4]
    done = index.treated_columns.set_index(["year", "indicator"])
    assert done["winsorised_high"].to_dict()[(2020, "a")] == 1
    assert done["winsorised_high"].sum() == 1


@pytest.mark.parametrize(
    "config",
    [{"normalise": "goalposts"}, {"normalise": "rank"}, {"normalise": "goalposts", "aggregate": "copeland"}],
    ids=str,
)
def test_one_unit_has_a_defined_result(run, drawn, config):
    data, meta = drawn
    posts = meta.replace("a,1,left,1,1,den_people,,", "a,1,left,1,1,,0,10")
    index = run(config, data="\n".join(data.splitlines()[:2]) + "\n", meta=posts)
    assert index.results["rank"].tolist() == [1.0] * 7
    assert np.isfinite(index.aggregated).all(axis=None)
    assert set(diagnostics.diagnose(index)) >= {"correlations", "removal", "strengths"}


def test_units_that_are_all_equal_are_all_tied(run, drawn):
    rows = ["unit,a,b,c,d", *(f"{unit},3,4,5,6" for unit in "xyz")]
    index = run({"normalise": "rank"}, data="\n".join(rows) + "\n", meta=drawn[1].replace("den_people", ""))
    assert index.results["rank"].tolist() == [2.0] * 21


def test_a_node_of_which_a_unit_has_nothing_is_missing_and_the_others_carry_the_index(run, drawn):
    index = run(data=drawn[0].replace("10,1,8,3,5", "10,1,8,,"))
    assert np.isnan(index.aggregated.at["x", "right"])
    assert index.aggregated.at["x", "top"] == index.aggregated.at["x", "left"]
    right = index.results[index.results["node"] == "right"]
    np.testing.assert_equal(right["rank"].to_numpy()[0], np.nan)
    assert sorted(right["rank"].dropna()) == [1, 2, 3, 4]


def test_frames_made_in_python_do_as_well():
    data = pd.DataFrame({"unit": ["x", "y", "z"], "a": [1, 2, 3], "b": [4.0, 6.0, 5.0]})
    meta = pd.DataFrame(
        {"code": ["a", "b", "top"], "level": [1, 1, 2], "parent": ["top", "top", None], "direction": [1, -1, None]}
    )
    index = chain.run(Tables(data, meta), Configuration.model_validate({"weights": "equal"}))
    assert index.aggregated["top"].tolist() == [50.0, 25.0, 75.0]
