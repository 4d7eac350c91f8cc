"""Importance beside weight, and the ranks without each element: as a run without it would give them."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.index import importance


def numbers(n: int = 30, gaps: bool = True) -> str:
    """DATA with many units, two values missing if asked."""
    values = np.random.default_rng(1).uniform(1, 9, (n, 4)).round(3)
    rows = [[f"u{i}", "10", *map(str, row)] for i, row in enumerate(values)]
    if gaps:
        rows[3][3] = rows[7][5] = ""
    return "\n".join(",".join(row) for row in [["unit", "den_people", "a", "b", "c", "d"], *rows]) + "\n"


def test_importance_is_the_squared_correlation_with_the_index(run):
    index = run(data=numbers())
    table = importance.importance(index).set_index("node")
    frame = index.aggregated
    assert table.index.tolist() == ["a", "b", "c", "d", "left", "right"]
    np.testing.assert_allclose(table["importance"], [frame[node].corr(frame["top"]) ** 2 for node in table.index])
    assert table.at["b", "with_parent"] == pytest.approx(frame["b"].corr(frame["left"]))
    np.testing.assert_allclose(table["effective_weight"], [1 / 6, 1 / 2, 1 / 6, 1 / 6, 2 / 3, 1 / 3])
    assert table.groupby("parent")["importance_share"].sum().tolist() == pytest.approx([1, 1, 1])


METHODS = ["amean", "gmean", {"by_level": {1: "amean", 2: "copeland"}}, {"genmean": {"p": 0.5}}]


@pytest.mark.parametrize("method", METHODS, ids=str)
@pytest.mark.parametrize("element", ["a", "b", "c", "left"])
def test_without_an_element_as_a_run_without_it(run, drawn, method, element):
    _, meta = drawn
    config = {"aggregate": method, "normalise": {"range": [1, 100]}}
    index = run(config, data=numbers())
    below = [line for line in meta.splitlines() if not line.startswith((f"{element},", "a,", "b,"))]
    rest = below if element == "left" else [line for line in meta.splitlines() if not line.startswith(f"{element},")]
    table = pd.read_csv(pd.io.common.StringIO(numbers()), dtype=str, keep_default_na=False)
    table = table.drop(columns=["a", "b"] if element == "left" else [element])
    alone = run(config, data=table.to_csv(index=False), meta="\n".join(rest) + "\n")
    found = importance.without(index, index.tree.codes.index(element))
    np.testing.assert_allclose(found, alone.aggregated["top"], rtol=1e-12)


def test_removal_counts_how_ranks_change(run):
    index = run(data=numbers())
    summary, units = importance.removal(index)
    summary = summary.set_index("node")
    before = index.aggregated["top"].rank(ascending=False)
    after = pd.Series(importance.without(index, 1), index=before.index).rank(ascending=False)
    assert units.set_index("unit")["b"].tolist() == (after - before).tolist()
    assert summary.at["b", "mean_change"] == pytest.approx((after - before).abs().mean())
    assert summary.at["b", "largest_change"] == (after - before).abs().max()
    assert summary.at["b", "spearman"] == pytest.approx(after.corr(before))
    assert summary.at["b", "units"] == 30


def test_without_its_only_child_a_parent_is_missing(run, drawn):
    _, meta = drawn
    only = "\n".join(line for line in meta.splitlines() if not line.startswith("a,")) + "\n"
    data = pd.read_csv(pd.io.common.StringIO(numbers()), dtype=str, keep_default_na=False).drop(columns="a")
    index = run(data=data.to_csv(index=False), meta=only)
    np.testing.assert_allclose(importance.without(index, 0), index.aggregated["right"])


def test_under_the_benefit_of_the_doubt_units_weigh_anew(run, drawn):
    _, meta = drawn
    config = {"weights": "bod"}
    index = run(config, data=numbers())
    rest = "\n".join(line for line in meta.splitlines() if not line.startswith("b,")) + "\n"
    table = pd.read_csv(pd.io.common.StringIO(numbers()), dtype=str, keep_default_na=False).drop(columns="b")
    alone = run(config, data=table.to_csv(index=False), meta=rest)
    np.testing.assert_allclose(importance.without(index, 1), alone.aggregated["top"], atol=1e-9)


def test_bounds_that_cannot_hold_without_an_element_leave_nothing(run):
    index = run({"weights": {"bod": {"shares": [0.0, 0.6]}}}, data=numbers(gaps=False))
    summary, _ = importance.removal(index)
    assert summary.set_index("node").loc["left", ["units"]].tolist() == [0]
    assert np.isnan(summary.set_index("node").at["left", "mean_change"])
