"""Measurements of a synthetic portfolio beside the truth that it was made from; the grid of units and years."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.function import measure
from benchlib.rules import loading
from benchlib.synthetic import portfolio, truth
from benchlib.tables import checking
from benchlib.tables.schemas import TABLES

SPEC = loading.competitiveness()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    portfolio.write(folder, clusters=120, seed=4, workers=1)
    return checking.load(folder).frames, truth.read(folder)


def wide(known: truth.Truth, column: str, measured) -> np.ndarray:
    table = known.waves.pivot(index="cluster_id", columns="wave", values=column)
    return table.reindex(index=measured.units, columns=measured.years).to_numpy()


def test_q_is_that_of_the_truth_but_for_rounding(made):
    frames, known = made
    measured, _ = measure.clusters(frames, SPEC)
    q = wide(known, "q", measured)
    inside = ~np.isnan(measured.q) & (q > 15) & (q < 85)  # beyond, figures meet bounds such as turnover above 0
    assert inside.sum() > 1000
    np.testing.assert_allclose(measured.q[inside], q[inside], atol=0.5)
    assert np.sqrt(np.mean((measured.q - q)[inside] ** 2)) < 0.06


def test_v_is_that_of_the_truth_within_its_standard_error(made):
    frames, known = made
    measured, _ = measure.clusters(frames, SPEC)
    z = ((measured.v - wide(known, "v", measured)) / measured.s)[~np.isnan(measured.v)]
    assert len(z) > 500
    assert abs(z.mean()) < 3 / np.sqrt(len(z))
    assert abs(z.std() - 1) < 3 / np.sqrt(2 * len(z))
    np.testing.assert_array_equal(np.isnan(measured.v), np.isnan(measured.s))


def test_tables_beside_the_measurements(made):
    frames, _ = made
    measured, tables = measure.clusters(frames, SPEC)
    assert list(tables) == ["figures", "peers", "reliability"]
    q = tables["figures"].groupby(["cluster_id", "year"])["score"].mean()
    assert measured.q[3, -1] == pytest.approx(q[measured.units[3], measured.years[-1]])
    assert (~np.isnan(measured.q) | ~np.isnan(measured.v)).any(axis=1).all()
    single, own = measure.participants(frames, SPEC)
    assert list(own) == ["participant_figures", "participant_peers"]
    assert single.units.names == ["cluster_id", "participant_id"]
    assert single.q.shape == (len(single.units), len(single.years))
    assert own["participant_figures"]["value"].notna().equals(own["participant_figures"]["shown"])


def test_grid_holds_all_units_and_years_between():
    q = pd.DataFrame({"cluster_id": ["b", "a", "c"], "year": [2016, 2018, 2017], "q": [1.0, 2.0, np.nan]})
    v = pd.DataFrame({"cluster_id": ["d", "a"], "year": [2019, 2018], "v": [3.0, 4.0], "s": [0.3, 0.4]})
    measured = measure.measurements(q, v)
    assert measured.units.tolist() == ["a", "b", "d"]
    assert measured.years.tolist() == [2016, 2017, 2018, 2019]
    gap = np.nan
    np.testing.assert_array_equal(measured.q, [[gap, gap, 2, gap], [1, gap, gap, gap], [gap] * 4])
    np.testing.assert_array_equal(measured.v, [[gap, gap, 4, gap], [gap] * 4, [gap, gap, gap, 3]])
    np.testing.assert_array_equal(measured.s, [[gap, gap, 0.4, gap], [gap] * 4, [gap, gap, gap, 0.3]])


@pytest.mark.parametrize("of", [measure.clusters, measure.participants])
def test_nothing_to_measure(of):
    measured, tables = of({name: table.empty() for name, table in TABLES.items()}, SPEC)
    assert measured.q.shape == measured.v.shape == measured.s.shape == (0, 0)
    assert all(table.empty for table in tables.values())
