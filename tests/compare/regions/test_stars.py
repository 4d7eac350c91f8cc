"""Flags of regional clusters: drawn cases at each threshold, missing figures, and both rules row by row."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.regions.stars import stars
from benchlib.rules import regional
from benchlib.rules.regional import Regional


@pytest.fixture(scope="module")
def mapping():
    return regional.load("us-cluster-mapping-2016")


@pytest.fixture(scope="module")
def eco():
    return regional.load("eco-stars")


def one_category(**columns):
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"cluster_code": "a", "region_code": [f"r{n:02d}" for n in range(count)], **columns})


def flags(found, rule):
    return {name: found[name].astype(object).where(found[name].notna(), None).tolist() for name in rule.columns}


def test_strong_clusters_at_every_threshold(mapping):
    """Five regions: quartiles and LQ stand on values, so that the sign of each comparison shows."""
    five = one_category(
        employment=[10.0, 20, 30, 40, 50], establishments=[1.0, 2, 3, 4, 5], lq=[0.2, 0.6, 0.9, 1.0, 3.0]
    )
    found = stars(five, mapping)
    assert flags(found, mapping) == {
        "qualifying": [False, False, True, True, True],  # at the quartile is not above it
        "significant": [False, False, False, True, True],
        "strong": [False, False, False, True, True],  # at the upper quartile, and at 1
        "strong10": [False, False, False, False, True],
    }
    below_one = stars(five.assign(lq=[0.1, 0.2, 0.3, 0.4, 0.99]), mapping)
    assert flags(below_one, mapping)["strong"] == [False] * 5
    assert flags(below_one, mapping)["significant"] == [False, False, False, True, True]


def test_regions_without_employment_are_not_in_the_population(mapping):
    five = one_category(
        employment=[10.0, 20, 30, 40, 50], establishments=[1.0, 2, 3, 4, 5], lq=[0.2, 0.6, 0.9, 1.0, 3.0]
    )
    empty = one_category(employment=[0.0] * 9, establishments=[0.0] * 9, lq=[0.0] * 9).assign(
        region_code=list("stuvwxyz0")
    )
    found = stars(pd.concat([empty, five], ignore_index=True), mapping)
    assert flags(found.tail(5), mapping) == flags(stars(five, mapping), mapping)
    assert not found.head(9)[mapping.columns].any(axis=None)


def test_size_specialisation_and_focus(eco):
    """Two categories of eleven regions; the second is ten times as large, so it takes the focus of all."""
    small = one_category(employment=[*range(1, 12)], region_employment=1000.0, cluster_employment=66.0)
    large = small.assign(cluster_code="b", employment=10 * small["employment"], cluster_employment=660.0)
    table = pd.concat([small, large], ignore_index=True).assign(total_employment=22000.0)
    found = stars(table, eco)
    assert found.groupby("cluster_code")["size"].sum().to_dict() == {"a": 2, "b": 2}  # at the quantile counts
    assert found["lq"].head(11).tolist() == pytest.approx([n / 1000 / (66 / 22000) for n in range(1, 12)])
    assert found["specialisation"].tolist() == [n >= 6 for n in range(1, 12)] * 2
    top = np.quantile(table["employment"] / 1000, 0.9)
    assert found["focus"].tolist() == (table["employment"] / 1000 >= top).tolist()
    assert found.loc[found["focus"].astype(bool), "cluster_code"].unique().tolist() == ["b"]
    assert found["stars"].tolist() == found[["size", "specialisation", "focus"]].sum(axis=1).tolist()


def test_focus_within_a_category_is_one_word_in_the_rule(eco):
    data = eco.model_dump(by_alias=True)
    (condition,) = data["flags"]["focus"]["all_of"]
    data["flags"]["focus"]["all_of"] = [{**condition, "among": "category"}]
    small = one_category(employment=[*range(1, 12)], region_employment=1000.0, cluster_employment=66.0)
    large = small.assign(cluster_code="b", employment=10 * small["employment"], cluster_employment=660.0)
    table = pd.concat([small, large], ignore_index=True).assign(total_employment=22000.0)
    found = stars(table, Regional.model_validate(data))
    assert found.groupby("cluster_code")["focus"].sum().to_dict() == {"a": 2, "b": 2}


def test_a_missing_figure_leaves_open_what_rests_on_it(mapping, eco):
    five = one_category(
        employment=[10.0, np.nan, 30, 40, 50], establishments=[1.0, 2, np.nan, 4, 5], lq=[0.2, 0.6, 0.9, np.nan, 3.0]
    )
    assert flags(stars(five, mapping), mapping) == {
        "qualifying": [False, False, None, None, True],  # the second has too few firms, however many it employs
        "significant": [False, False, False, None, True],  # the third is at the median of 0.2, 0.9 and 3
        "strong": [False, False, False, None, True],
        "strong10": [False, False, False, None, True],
    }
    counted = stars(five, eco)
    assert counted["stars"].isna().tolist() == [False, True, False, True, False]
    assert counted["size"].isna().tolist() == [False, True, False, False, False]


def test_rows_stay_where_they_are(mapping):
    table = one_category(employment=[3.0, 2, 9], establishments=[1.0, 2, 3], lq=[1.0, 2, 3]).set_index(
        pd.Index([7, 3, 5])
    )
    found = stars(table, mapping)
    assert found.index.tolist() == [7, 3, 5]
    assert found["employment"].tolist() == [3, 2, 9]


def test_no_rows_no_flags(mapping, eco):
    nothing = one_category(employment=[1.0], establishments=[1.0], lq=[1.0]).head(0)
    for rule in (mapping, eco):
        found = stars(nothing, rule)
        assert len(found) == 0
        assert set(rule.columns) <= set(found.columns)
