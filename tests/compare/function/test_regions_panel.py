"""The real panel: how it is put together, and what the cluster function does on it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchlib.compare.function import estimation, history, proof, regions_panel

SEEN = {2010: 217, 2013: 219, 2016: 221, 2019: 221}  # regions of the index that have a product too
DATA = Path(__file__).resolve().parents[3] / "data" / "regions"
PRODUCT = pd.DataFrame(
    [
        ("AA", "country", 2001, 30.0),
        ("AA11", "nuts2", 2001, 10.0),
        ("AA12", "nuts2", 2001, 40.0),
        ("AA11", "nuts2", 2002, 10.0),
        ("AA12", "nuts2", 2002, np.nan),
    ],
    columns=["region", "level", "year", "pps_per_head"],
)
INDEX = pd.DataFrame(
    [("AA", 2003, 0.5), ("AA12", 2003, -1.0), ("AA12", 2005, 1.0), ("AA00", 2003, np.nan), ("AA19", 2003, 0.0)],
    columns=["nuts_2016", "edition", "z_score"],
)


def test_product_is_relative_to_the_geometric_mean_of_the_regions_of_a_year():
    wide = regions_panel.gdp(PRODUCT)
    assert wide.index.tolist() == ["AA11", "AA12"]
    np.testing.assert_allclose(wide[2001], [np.log(0.5), np.log(2.0)])
    np.testing.assert_allclose(wide[2002], [0.0, np.nan])


def test_countries_and_regions_without_any_edition_are_left_out_and_codes_are_not_guessed():
    index = regions_panel.index(INDEX)
    assert index.index.tolist() == ["AA12", "AA19"]
    found = regions_panel.match(regions_panel.gdp(PRODUCT), index)
    parts = [part.tolist() for part in (found.both, found.gdp_only, found.index_only)]
    assert parts == [["AA12"], ["AA11"], ["AA19"]]


def test_years_without_measurement_are_gaps_of_the_panel():
    q = regions_panel.scores(regions_panel.gdp(PRODUCT), (np.log(0.25), np.log(4.0)))
    v = regions_panel.scores(regions_panel.index(INDEX), (-2.0, 2.0))
    panel = regions_panel.measurements(q, v, pd.Index(["AA12"]))
    assert panel.years.tolist() == [2001, 2002, 2003, 2004, 2005]
    nan = np.nan
    np.testing.assert_allclose(panel.q, [[75.0, nan, nan, nan, nan]])
    np.testing.assert_allclose(panel.v, [[nan, nan, 25.0, nan, 75.0]])
    np.testing.assert_array_equal(panel.s, [[nan, nan, 0.0, nan, 0.0]])


@pytest.fixture(scope="module")
def real() -> tuple[pd.DataFrame, pd.DataFrame, regions_panel.Match]:
    product = regions_panel.gdp(pd.read_csv(DATA / "gdp_per_head.csv"))
    index = regions_panel.index(pd.read_csv(DATA / "rci_z_scores_2010_2019.csv"))
    codes = regions_panel.match(product, index)
    logs = (np.log(0.25), np.log(4.0))
    return regions_panel.scores(product, logs), regions_panel.scores(index, (-2.0, 2.0)), codes


def test_most_regions_stand_in_both_tables(real):
    *_, codes = real
    assert (len(codes.both), len(codes.gdp_only), len(codes.index_only)) == (221, 63, 46)


def test_product_has_no_passing_error_so_that_the_function_says_the_last_value(real):
    """First differences are not negatively correlated: a random walk without noise, so prediction is the last value."""
    product, index, codes = real
    panel = regions_panel.measurements(product, index, codes.both)
    steps = np.diff(panel.q[:, panel.years <= 2014], axis=1)
    pairs = steps[:, :-1].ravel(), steps[:, 1:].ravel()
    known = ~np.isnan(pairs[0]) & ~np.isnan(pairs[1])
    assert stats.pearsonr(pairs[0][known], pairs[1][known]).statistic > 0
    found = estimation.fit(panel)
    assert found.at_zero == ("sigma_q",)
    assert found.parameters.sigma_eta == pytest.approx(np.sqrt(np.nanmean(steps**2)), rel=0.02)
    known_by = {2010: estimation.fit(panel.until(2010)), 2013: estimation.fit(panel.until(2013))}
    table = proof.predictions(panel, known_by, 0.9, "cluster").pivot(index="wave", columns="method", values="rmse")
    np.testing.assert_allclose(table["cluster function"], table["same as last year"], rtol=1e-9)
    assert (table["same as last year"] < 0.15 * table["mean of all"]).all()


def test_the_index_is_predicted_a_little_better_by_itself_and_much_worse_with_product(real):
    """Differences between the index and product last, which the function takes for noise."""
    product, index, codes = real
    rmse = {}
    for name, second in (("alone", product * np.nan), ("with product", product)):
        panel = regions_panel.measurements(index, second, codes.both)
        estimates = {2016: estimation.fit(panel.until(2016))}
        table = proof.predictions(panel, estimates, 0.9, "cluster").set_index("method")
        assert table["wave"].unique().tolist() == [2019]
        rmse[name] = table["rmse"].to_dict()
    last = rmse["alone"]["same as last year"]
    assert 0.97 * last < rmse["alone"]["cluster function"] < last
    assert rmse["with product"]["cluster function"] > 3 * last
    assert history.waves(regions_panel.measurements(index, product, codes.both), 2) == [2013, 2014, 2016, 2019]


def test_editions_are_gaps_apart(real):
    product, index, codes = real
    panel = regions_panel.measurements(product, index, codes.both)
    assert panel.q.shape == panel.v.shape == (221, 20)
    seen = pd.Series((~np.isnan(panel.v)).sum(axis=0), panel.years)
    assert seen[seen > 0].to_dict() == SEEN
    assert (panel.s[~np.isnan(panel.v)] == 0).all()
