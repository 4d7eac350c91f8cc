"""Gaps filled from others, groups or years; draws that spread as they should."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchlib.compare.index import draws, imputation

NAN = np.nan


@pytest.mark.parametrize(
    ("method", "d", "b"),
    [
        ("none", NAN, NAN),
        ("mean", 5.5, 5.75),
        ("median", 6.5, 6.5),
        ({"group_mean": {"group": "group_size"}}, 7.0, 4.5),
        ({"group_median": {"group": "group_size"}}, 7.0, 4.5),
    ],
)
def test_means_and_medians(run, drawn, method, d, b):
    """Known of d are 7 (large), 6, 8, 1 and x (large) lacks it; of b 2, 7 (small), 8, 6 and z (small) lacks it."""
    gaps = drawn[0].replace("10,1,8,3,5", "10,1,8,3,").replace("40,2,4,2,6", "40,2,,2,6")
    index = run({"impute": method}, data=gaps)
    np.testing.assert_equal([index.imputed.at["x", "d"], index.imputed.at["z", "b"]], [d, b])
    np.testing.assert_equal(index.denominated.loc["x", "d"], NAN)
    filled = [] if method == "none" else [("x", "d", d), ("z", "b", b)]
    assert [tuple(row) for row in index.imputed_cells.itertuples(index=False)] == filled


def test_known_values_are_never_changed(run, drawn):
    data, _ = drawn
    index = run({"impute": "mean"}, data=data.replace("40,2,4,2,6", "40,2,,2,6"))
    known = index.denominated.notna()
    assert (index.imputed[known] == index.denominated[known]).sum().sum() == known.sum().sum() == 19


PANEL = """unit,year,group_size,a,b,c,d
x,2020,s,1,1,1,1
x,2023,s,4,,1,1
x,2021,s,,,2,4
y,2020,s,9,5,3,2
y,2021,s,3,,4,3
y,2023,s,1,2,5,9
"""


def test_a_line_through_the_years_of_each_unit(run, drawn):
    _, meta = drawn
    index = run({"impute": "linear"}, data=PANEL, meta=meta.replace("den_people", ""))
    assert index.imputed.at[("x", 2021), "a"] == 2.0
    assert index.imputed.at[("y", 2021), "b"] == 4.0
    np.testing.assert_equal(index.imputed.loc["x", "b"].tolist(), [1.0, NAN, NAN])
    assert len(index.imputed_cells) == 2


def test_means_of_each_year(run, drawn):
    _, meta = drawn
    spec = {"impute": {"group_mean": {"group": "group_size"}, "per_year": True}}
    index = run(spec, data=PANEL.replace("y,2021,s,3,,", "y,2021,s,3,6,"), meta=meta.replace("den_people", ""))
    assert index.imputed.at[("x", 2021), "a"] == 3.0
    assert index.imputed.at[("x", 2023), "b"] == 2.0


def test_a_line_is_that_of_numpy():
    rng = np.random.default_rng(1)
    unit, year = np.repeat([0, 1, 2], 8), np.tile(np.arange(8.0) ** 1.5, 3)
    values = rng.normal(size=(24, 2))
    values[rng.random(values.shape) < 0.5] = NAN
    values[3::8] = 1.0
    result = imputation.line(values, unit, year)
    for one in range(3):
        for column in range(2):
            mine = unit == one
            known = mine & ~np.isnan(values[:, column])
            expected = np.interp(year[mine], year[known], values[known, column], left=NAN, right=NAN)
            np.testing.assert_allclose(result[mine, column], expected, atol=1e-12)


GROUPS = np.array([0, 0, 0, 0, 1, 1, 1])
GAPPED = np.array([[1.0], [2.0], [4.0], [NAN], [10.0], [30.0], [NAN]])


def test_donors_come_from_the_same_group():
    result = draws.hot_deck(GAPPED, GROUPS, 4000, np.random.default_rng(1))
    assert result.shape == (4000, 7, 1)
    np.testing.assert_array_equal(result[:, [0, 1, 2, 4, 5]], np.broadcast_to(GAPPED[[0, 1, 2, 4, 5]], (4000, 5, 1)))
    values, counts = np.unique(result[:, 3, 0], return_counts=True)
    assert values.tolist() == [1, 2, 4]
    assert stats.chisquare(counts).pvalue > 0.001
    assert set(result[:, 6, 0]) == {10.0, 30.0}


def test_two_gaps_of_a_group_share_the_donors_drawn_first():
    """Donors are drawn anew each time, so two gaps agree more often than one in three: 1/3 + 2/3 * 1/3 = 5/9."""
    values = np.array([[1.0], [2.0], [4.0], [NAN], [NAN]])
    result = draws.hot_deck(values, np.zeros(5, dtype=int), 20_000, np.random.default_rng(2))
    agree = np.mean(result[:, 3, 0] == result[:, 4, 0])
    assert agree == pytest.approx(5 / 9, abs=0.015)


def test_normal_draws_have_the_predictive_distribution_of_their_group():
    known = np.array([3.0, 5.0, 6.0, 7.0, 9.0, 12.0])
    values = np.append(known, NAN)[:, None]
    result = draws.normal(values, np.zeros(7, dtype=int), 20_000, np.random.default_rng(3))[:, -1, 0]
    scale = known.std(ddof=1) * np.sqrt(1 + 1 / 6)
    assert stats.kstest(result, stats.t(5, known.mean(), scale).cdf).pvalue > 0.001


def test_a_group_with_too_little_keeps_its_gaps():
    values = np.array([[NAN], [NAN], [5.0], [NAN]])
    groups = np.array([0, 0, 1, 1])
    rng = np.random.default_rng(1)
    np.testing.assert_equal(draws.hot_deck(values, groups, 1, rng)[0, :, 0], [NAN, NAN, 5.0, 5.0])
    np.testing.assert_equal(draws.normal(values, groups, 1, rng)[0, :, 0], [NAN, NAN, 5.0, NAN])


@pytest.mark.parametrize("method", ["hot_deck", "normal"])
def test_the_same_seed_draws_the_same(run, drawn, method):
    data, _ = drawn
    gaps = data.replace("40,2,4,2,6", "40,2,,2,6").replace("10,1,8,3,5", "10,1,,3,5")
    first, again, other = (run({"impute": {method: {"seed": seed}}}, data=gaps).imputed for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first.isna().any(axis=None)
    assert not first.equals(other)
