"""Tables of the cluster function from measurements: what stands in them, and what where little is known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchlib.compare.function import driver, estimation, kalman, simulation, states
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Parameters
from benchlib.rules import loading

TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
SPEC = loading.competitiveness()
TEXTS = ["cluster_id", "peers", "aspect"]


@pytest.fixture(scope="module")
def given() -> Measurements:
    drew = simulation.draw(np.random.default_rng(1), TRUTH, (60, 8), (2.0, 6.0), simulation.Missing(0.2, 0.3, 3))
    q = drew.measurements.q
    q[0, :3], q[1], q[2, :] = np.nan, q[1], np.where(np.arange(8) == 4, q[2], np.nan)
    return drew.measurements


@pytest.fixture(scope="module")
def found(given) -> dict[str, pd.DataFrame]:
    return driver.run(given, SPEC, "cluster")


def test_the_tables_and_their_columns(found):
    assert set(found) == {"competitiveness", "parameters", "predictions"}
    assert found["competitiveness"].columns.tolist() == ["cluster_id", *states.COLUMNS]
    kinds = found["competitiveness"].dtypes.astype(str)
    assert set(kinds[TEXTS]) == {"str"}
    assert kinds[["year", "drift", "forecast"]].tolist() == ["int64", "bool", "bool"]
    assert set(kinds.drop([*TEXTS, "year", "drift", "forecast"])) == {"float64"}


def test_rows_begin_with_a_units_first_measurement_and_end_with_a_forecast(given, found):
    table = found["competitiveness"]
    measured = ~np.isnan(given.q) | ~np.isnan(given.v)
    for unit, rows in table.groupby("cluster_id"):
        first = given.years[measured[given.units.get_loc(unit)]].min()
        assert rows["year"].tolist() == list(range(first, 10))
        assert rows["forecast"].tolist() == [False] * (len(rows) - 1) + [True]
    ahead = table[table["forecast"]]
    assert ahead[["predicted", "predicted_low", "predicted_high"]].notna().all(axis=None)
    rest = ahead.drop(
        columns=["cluster_id", "year", "predicted", "predicted_low", "predicted_high", "drift", "forecast"]
    )
    assert rest.isna().all(axis=None)
    assert not ahead["drift"].any()


def test_values_are_those_of_the_filter_under_the_last_parameters(given, found):
    parameters = estimation.fit(given).parameters
    filtered = kalman.filtered(given, parameters)
    table = found["competitiveness"].set_index(["cluster_id", "year"])
    unit = int(np.argmin(np.isnan(given.v).sum(axis=1)))
    rows = table.loc[given.units[unit]].loc[given.years[~np.isnan(given.v[unit])]]
    at = rows.index.to_numpy() - 1
    np.testing.assert_array_equal(rows["v"], given.v[unit, at])
    np.testing.assert_array_equal(rows["v_se"], given.s[unit, at])
    np.testing.assert_allclose(rows["estimate"], filtered.estimate[unit, at], rtol=1e-6)
    np.testing.assert_allclose(rows["high"] - rows["low"], 2 * stats.norm.ppf(0.95) * rows["se"])
    expected = parameters.a + parameters.b * filtered.given_q[unit, at]
    spread = np.sqrt(parameters.b**2 * filtered.given_q_variance[unit, at] + parameters.sigma_v**2 + rows["v_se"] ** 2)
    np.testing.assert_allclose(rows["v_innovation"], (rows["v"] - expected) / spread, rtol=1e-4)
    variance = filtered.predicted_variance[unit, at]
    np.testing.assert_allclose(rows["predicted"], filtered.predicted[unit, at], rtol=1e-6)
    np.testing.assert_allclose(
        rows["predicted_high"] - rows["predicted"], stats.norm.ppf(0.95) * np.sqrt(variance), rtol=1e-4
    )
    q_spread = np.sqrt(variance + parameters.sigma_q**2)
    np.testing.assert_allclose(rows["q_innovation"], (rows["q"] - rows["predicted"]) / q_spread, rtol=1e-4)


def test_drift_is_where_the_sum_is_outside(found):
    table = found["competitiveness"]
    assert (table["drift"] == (table["cusum"].abs() > table["cusum_limit"])).all()
    first = table[table["q"].notna()].groupby("cluster_id").head(1)
    assert first["cusum"].isna().all()
    again = table[
        table["q"].notna() & (table.groupby("cluster_id")["q"].transform(lambda one: one.notna().cumsum()) > 1)
    ]
    assert again["cusum"].notna().all()


def test_innovations_are_standard_normal():
    """So that limits of 2 and bands of 5 % mean what they say."""
    drew = simulation.draw(np.random.default_rng(3), TRUTH, (600, 8), (2.0, 6.0), simulation.Missing(0.1, 0.1, 2))
    table = driver.run(drew.measurements, SPEC, "cluster")["competitiveness"]
    for name in ("q_innovation", "v_innovation"):
        values = table[name].dropna().to_numpy()
        assert stats.kstest(values, "norm").pvalue > 0.01
        assert abs(values.mean()) < 3 / np.sqrt(len(values))
        assert values.std() == pytest.approx(1, abs=0.03)


def test_states_cover_the_truth():
    drew = simulation.draw(np.random.default_rng(4), TRUTH, (600, 8), (2.0, 6.0), simulation.Missing(0.1, 0.1, 2))
    table = driver.run(drew.measurements, SPEC, "cluster")["competitiveness"]
    rows = table[~table["forecast"]]
    unit = drew.measurements.units.get_indexer(rows["cluster_id"])
    rows = rows.assign(theta=drew.theta[unit, rows["year"] - 1])
    assert 0.87 < rows["theta"].between(rows["low"], rows["high"]).mean() < 0.93
    assert ((rows["theta"] - rows["estimate"]) ** 2).mean() < 0.5 * ((rows["theta"] - rows["q"]) ** 2).mean()


def test_peers_say_nothing_of_a_unit_without_figures(given):
    q = given.q.copy()
    q[5] = np.nan
    lone = Measurements(given.units, given.years, q, given.v, given.s)
    table = driver.run(lone, SPEC, "cluster")["competitiveness"]
    rows = table[table["cluster_id"] == given.units[5]]
    assert rows["v"].notna().any()
    assert rows["estimate"].notna().sum() == len(rows) - 1
    assert rows["peers"].isna().all()


def test_the_aspect_stands_beside_peers_that_do_not_confirm(given, found):
    astonished = found["competitiveness"].query("peers in ['see more', 'see less']")
    assert len(astonished) > 2
    grid = [
        (unit, year, aspect)
        for unit, year in zip(astonished["cluster_id"], astonished["year"], strict=True)
        for aspect in "xy"
    ]
    peers = pd.DataFrame(grid, columns=["cluster_id", "year", "aspect"]).assign(usual=50.0, shown=True)
    peers["mean"] = np.where(peers["aspect"] == "x", 90.0, 10.0)
    table = driver.run(given, SPEC, "cluster", peers)["competitiveness"]
    expected = table["peers"].map({"see more": "x", "see less": "y"})
    assert table["aspect"].equals(expected.astype("str"))


def test_participants_keep_both_names(given):
    names = [(f"synthetic-{number // 10}", f"p{number % 10}") for number in range(60)]
    units = pd.MultiIndex.from_tuples(names, names=["cluster_id", "participant_id"])
    tables = driver.run(Measurements(units, given.years, given.q, given.v, given.s), SPEC, "participant")
    table = tables["participant_competitiveness"]
    assert table.columns.tolist() == ["cluster_id", "participant_id", *states.COLUMNS]
    assert set(zip(table["cluster_id"], table["participant_id"], strict=True)) == set(names)
    assert set(tables["parameters"]["level"]) == set(tables["predictions"]["level"]) == {"participant"}


def test_without_parameters_what_was_measured_stands_alone(given):
    two = given.until(2)
    tables = driver.run(two, SPEC, "cluster")
    assert tables["parameters"].empty
    assert tables["predictions"].empty
    table = tables["competitiveness"]
    assert table["q"].notna().sum() == (~np.isnan(two.q)).sum()
    assert table[["estimate", "predicted", "low", "v_innovation", "cusum", "peers", "aspect"]].isna().all(axis=None)
    assert not table["drift"].any()


def test_nothing_measured_gives_empty_tables_with_the_same_columns(given, found):
    years = np.array([], dtype=np.int64)
    for empty in (given.q[:0], given.q[:0, :0]):
        nothing = Measurements(given.units[:0], years if empty.shape[1] == 0 else given.years, empty, empty, empty)
        tables = driver.run(nothing, SPEC, "cluster")
        for name, table in tables.items():
            assert table.empty
            assert table.dtypes.astype(str).to_dict() == found[name].dtypes.astype(str).to_dict()
