"""Parameters wave by wave: known from the waves until then only, and nearer to the truth with each."""

import numpy as np
import pytest

from benchlib.compare.function import estimation, history, simulation
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import NAMES, Parameters

TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)
MISSING = simulation.Missing(figures=0.05, surveys=0.12, years_before_surveys=4)


def drawn(seed: int, shape: tuple[int, int] = (80, 9)) -> Measurements:
    return simulation.draw(np.random.default_rng(seed), TRUTH, shape, (2.0, 6.0), MISSING).measurements


def changed(given: Measurements, **arrays: np.ndarray) -> Measurements:
    names = ("units", "years", "q", "v", "s")
    return Measurements(**{name: arrays.get(name, getattr(given, name)) for name in names})


def test_each_wave_is_estimated_from_the_waves_until_then():
    measurements = drawn(1)
    found = history.history(measurements, 3)
    assert list(found) == [3, 4, 5, 6, 7, 8, 9]
    for wave, one in found.items():
        alone = estimation.fit(measurements.until(wave)).parameters.array
        np.testing.assert_allclose(one.parameters.array, alone, rtol=1e-4)
        assert one.parameters.judged == (wave >= 5)
    last = history.latest(found, before=7)
    assert last is found[6]
    assert history.latest(found, before=3) is None


def test_years_without_figures_are_no_waves_to_start_with():
    measurements = drawn(2)
    q = measurements.q.copy()
    q[:, [1, 2, 6]] = np.nan
    assert history.waves(changed(measurements, q=q), 3) == [5, 6, 7, 8, 9]
    nothing = np.full(q.shape, np.nan)
    no_surveys = changed(measurements, q=q, v=nothing, s=nothing)
    assert history.waves(no_surveys, 3) == [5, 6, 8, 9]
    assert history.waves(changed(no_surveys, q=nothing), 3) == []


def test_more_waves_bring_the_parameters_nearer_to_the_truth():
    """Squared distances from the truth, over many panels; of peers' parameters from the first surveys on."""
    far = {3: [], 5: [], 9: []}
    for seed in range(14):
        measurements = drawn(200 + seed)
        for wave, distances in far.items():
            distances.append(estimation.fit(measurements.until(wave)).parameters.array - TRUTH.array)
    rmse = {wave: np.sqrt(np.mean(np.array(one) ** 2, axis=0)) for wave, one in far.items()}
    for name in ("sigma_eta", "sigma_q"):
        place = NAMES.index(name)
        assert rmse[9][place] < 0.6 * rmse[3][place]
    for name in ("a", "b", "sigma_v"):
        place = NAMES.index(name)
        assert np.isnan(rmse[3][place])
        assert rmse[9][place] < 0.8 * rmse[5][place]


def test_the_table_has_a_row_a_wave_and_parameter_and_nan_where_nothing_is_known():
    table = history.frame(history.history(drawn(3), 3), "cluster")
    assert list(table.columns) == history.COLUMNS
    assert len(table) == 7 * len(NAMES)
    assert set(table["level"]) == {"cluster"}
    before = table[(table["wave"] < 5) & table["name"].isin(["a", "b", "sigma_v"])]
    assert before["value"].isna().all()
    assert table["value"].notna().sum() == len(table) - len(before)
    b = table[(table["name"] == "b") & (table["wave"] == 9)]
    assert b["value"].item() == pytest.approx(0.8, abs=3.5 * b["se"].item())


def test_a_wave_that_ends_at_no_maximum_is_shown_as_nan():
    measurements = drawn(4, (4, 6))
    table = history.frame(history.history(measurements, 3), "participant")
    assert table["wave"].unique().tolist() == [3, 4, 5, 6]
    assert table[["value", "se"]].isna().all(axis=None)
    assert set(table["series"]) == {4}
    assert history.frame({}, "cluster").dtypes.astype(str).to_dict() == table.dtypes.astype(str).to_dict()
