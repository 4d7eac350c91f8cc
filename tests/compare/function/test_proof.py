"""The table of predictions: by hand on a small panel, and on simulated truth."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.function import history, proof, simulation
from benchlib.compare.function.estimation import UNKNOWN, Estimate
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Parameters

NAN = np.nan
TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)


def known(parameters: Parameters) -> Estimate:
    return Estimate(parameters, UNKNOWN, 4, NAN, True, ())


def small() -> Measurements:
    q = np.array([[40.0, NAN, 44.0, NAN], [50.0, 52.0, 58.0, NAN], [NAN, NAN, 90.0, 1.0], [60.0, 62.0, NAN, NAN]])
    none = np.full(q.shape, NAN)
    return Measurements(pd.RangeIndex(4), np.arange(2020, 2024), q, none, none)


def test_errors_by_hand_on_units_that_every_method_can_predict():
    """No noise of q: the function says the last value too; the variance after one year more without it is 2 x 9."""
    exact = Parameters(50.0, 1e4, 3.0, 0.0, NAN, NAN, NAN)
    table = proof.predictions(small(), {2021: known(exact)}, 0.9, "cluster")
    in_2022 = table[table["wave"] == 2022].set_index("method")
    assert set(in_2022["n"]) == {2}
    same = np.sqrt((4.0**2 + 6.0**2) / 2)
    assert in_2022["rmse"].to_dict() == {
        "cluster function": pytest.approx(same),
        "same as last year": pytest.approx(same),
        "mean of all": pytest.approx(np.sqrt((13.0**2 + 1.0**2) / 2)),
    }
    assert in_2022["coverage"].to_dict() == {
        "cluster function": 0.5,  # 4 < 1.645 x 4.24, but 6 > 1.645 x 3
        "same as last year": pytest.approx(NAN, nan_ok=True),
        "mean of all": pytest.approx(NAN, nan_ok=True),
    }
    assert table[table["wave"] == 2023]["n"].tolist() == [1, 1, 1]
    assert table.columns.tolist() == proof.COLUMNS
    assert set(table["what"]) == {"q"}


def test_nothing_before_the_first_estimate_and_nan_where_there_was_none():
    assert proof.predictions(small(), {}, 0.9, "cluster").empty
    table = proof.predictions(small(), {2022: known(UNKNOWN)}, 0.9, "participant")
    assert table["wave"].unique().tolist() == [2023]
    assert table.set_index("method")["rmse"].isna().to_dict() == {
        "cluster function": True,
        "same as last year": False,
        "mean of all": False,
    }
    assert table["coverage"].isna().all()
    assert set(table["level"]) == {"participant"}


def test_a_prediction_knows_nothing_of_its_wave_or_later():
    drew = simulation.draw(np.random.default_rng(1), TRUTH, (60, 7), (2.0, 6.0), simulation.Missing(0.1, 0.1, 3))
    given = drew.measurements
    until = given.until(6)
    whole = proof.predictions(given, history.history(given, 3), 0.9, "cluster")
    part = proof.predictions(until, history.history(until, 3), 0.9, "cluster")
    pd.testing.assert_frame_equal(whole[whole["wave"] <= 6].reset_index(drop=True), part)


def test_on_simulated_truth_it_beats_both_and_covers_90_percent():
    drew = simulation.draw(np.random.default_rng(2), TRUTH, (400, 12), (2.0, 6.0), simulation.Missing(0.05, 0.1, 5))
    given = drew.measurements
    table = proof.predictions(given, history.history(given, 3), 0.9, "cluster")
    wide = table.pivot(index="wave", columns="method", values="rmse")
    assert wide.index.tolist() == list(range(4, 13))
    assert (wide["cluster function"] < 0.9 * wide["same as last year"]).all()
    assert (wide["cluster function"] < 0.7 * wide["mean of all"]).all()
    assert 0.87 < table["coverage"].mean() < 0.93
