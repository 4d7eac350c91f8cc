"""The typical other of each participant in its cluster and its area, from frames."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchlib.compare.participants import standing
from benchlib.rules import loading

RULES = loading.standing("standing")
NAN = float("nan")


def figures(values, year=2024, indicator="exports"):
    """A row for each cluster's participants: cluster -> their values, or participant -> value."""
    rows = []
    for cluster, parts in values.items():
        named = parts if isinstance(parts, dict) else {f"{cluster}{place}": part for place, part in enumerate(parts)}
        rows += [(cluster, who, year, indicator, value) for who, value in named.items()]
    return pd.DataFrame(rows, columns=["cluster_id", "participant_id", "year", "indicator", "value"])


def organisations(**areas):
    return pd.DataFrame({"cluster_id": list(areas), "area": pd.Series(list(areas.values()), dtype="str")})


def cell(table, who, view, year=2024, cluster=None):
    rows = table[(table["participant_id"] == who) & (table["view"] == view) & (table["year"] == year)]
    rows = rows if cluster is None else rows[rows["cluster_id"] == cluster]
    assert len(rows) == 1
    row = rows.iloc[0]
    assert list(row.index) == standing.COLUMNS
    return None if not row["shown"] else (row["typical"], row["third"], row["others"])


def kept_back(table, who, view):
    rows = table[(table["participant_id"] == who) & (table["view"] == view)]
    return not rows["shown"].any() and rows[["typical", "third", "others"]].isna().all(axis=None)


def test_values_of_a_cluster_and_its_area():
    given_ = figures({"a": [50, 10, 20, 30, 40, 1000], "b": [1, 2, 3, 4, 5], "c": [7, 8, 9]})
    table = standing.standing(given_, organisations(a="ICT", b="ICT", c="Energy"), RULES)
    assert cell(table, "a0", "cluster") == (pytest.approx((0.75 * 20 + 30 + 0.75 * 40) / 2.5), "upper", 5)
    assert cell(table, "a0", "area") == (pytest.approx((0.5 * 3 + 4 + 5 + 10 + 20 + 0.5 * 30) / 5), "upper", 10)
    assert cell(table, "a1", "cluster")[1] == "lower"
    assert kept_back(table, "b0", "cluster")  # four others
    assert cell(table, "b0", "area")[2] == 10
    assert kept_back(table, "c0", "cluster")
    assert kept_back(table, "c0", "area")


def test_the_area_is_kept_back_where_it_adds_fewer_than_five_to_the_cluster():
    parts = {"a": [1, 2, 3, 4, 5, 6], "b": [10, 20, 30, 40]}
    table = standing.standing(figures(parts), organisations(a="ICT", b="ICT"), RULES)
    assert cell(table, "a0", "cluster") is not None
    assert kept_back(table, "a0", "area")
    assert cell(table, "b0", "area")[2] == 9  # of whom it has no other view
    alone = standing.standing(figures({"a": [1, 2, 3, 4, 5, 6]}), organisations(a="ICT"), RULES)
    assert cell(alone, "a0", "area") == cell(alone, "a0", "cluster")


def test_a_cluster_without_an_area_has_no_view_of_it():
    parts = {"a": [1, 2, 3, 4, 5, 6], "b": [1, 2, 3, 4, 5, 6]}
    table = standing.standing(figures(parts), organisations(a=None, b=None), RULES)
    assert cell(table, "a0", "cluster") is not None
    assert kept_back(table, "a0", "area")


def test_a_participant_of_two_clusters_counts_once_in_their_area_and_never_beside_itself():
    both = {"x": 100.0}
    parts = {
        "a": both | {f"a{n}": float(n) for n in range(6)},
        "b": both | {f"b{n}": float(n) for n in range(6)},
    }
    table = standing.standing(figures(parts), organisations(a="ICT", b="ICT"), RULES)
    assert cell(table, "x", "area", cluster="a") == cell(table, "x", "area", cluster="b")
    assert cell(table, "x", "area", cluster="a") == (pytest.approx(2.5), "upper", 12)
    assert cell(table, "a0", "area")[2] == 12


def test_without_an_own_value_there_is_no_third():
    table = standing.standing(figures({"a": [NAN, 1, 2, 3, 4, 5]}), organisations(a="ICT"), RULES)
    typical, third, others = cell(table, "a0", "cluster")
    assert (typical, others) == (3.0, 5)
    assert pd.isna(third)
    assert kept_back(table, "a1", "cluster")


def test_years_that_tell_of_one_are_kept_back():
    before, after = figures({"a": [1, 2, 3, 4, 5, 6, 7]}, 2023), figures({"a": [1, 2, 3, 4, 5, 6, 70]}, 2024)
    table = standing.standing(pd.concat([before, after]), organisations(a="ICT"), RULES)
    assert cell(table, "a0", "cluster", 2023) is not None
    assert cell(table, "a0", "cluster", 2024) is None
    assert cell(table, "a6", "cluster", 2024) is not None  # for whom nobody else has changed


def test_no_figures_no_rows():
    table = standing.standing(figures({}), organisations(a="ICT"), RULES)
    assert list(table.columns) == standing.COLUMNS
    assert table.empty


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_neither_order_nor_names_nor_the_height_of_the_highest_matter(seed):
    random = np.random.default_rng(seed)
    areas = organisations(a="ICT", b="ICT", c="Energy")
    given_ = figures({key: random.normal(100, 30, size) for key, size in (("a", 8), ("b", 7), ("c", 6))})
    reader = given_["participant_id"] == "a0"
    table = standing.standing(given_, areas, RULES)

    def same(changed, **names):
        found = standing.standing(changed, areas.replace(names), RULES)
        for view in ("cluster", "area"):
            assert cell(found, "a0", view)[1:] == cell(table, "a0", view)[1:]
            assert cell(found, "a0", view)[0] == pytest.approx(cell(table, "a0", view)[0], rel=1e-12)

    same(given_.sample(frac=1, random_state=seed))
    same(given_.assign(participant_id=np.where(reader, "a0", "z" + given_["participant_id"])))
    top = given_.loc[~reader & (given_["cluster_id"] == "a"), "value"].idxmax()
    higher = given_["value"].where(given_.index != top, given_["value"].max() * 50)
    beyond = standing.standing(given_.assign(value=higher), areas, RULES)
    assert cell(beyond, "a0", "cluster")[0] == pytest.approx(cell(table, "a0", "cluster")[0], rel=1e-12)
    same(given_.assign(value=given_["value"].where(given_["cluster_id"] != "c", -1.0)))
