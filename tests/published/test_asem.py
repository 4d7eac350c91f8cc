"""Oracle: the ASEM Sustainable Connectivity index, 51 countries x 49 indicators, at every published stage (CC0)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchlib.run import index_files

ASEM = Path(__file__).resolve().parents[2] / "data" / "examples" / "asem"
STAGES = {
    "raw": "1_raw",
    "denominated": "2_denominated",
    "imputed": "3_imputed",
    "treated": "4_treated",
    "normalised": "5_normalised",
    "aggregated": "6_aggregated",
}
PRINTED = 1e-13  # the tables were published with 15 digits


@pytest.fixture(scope="module")
def index():
    return index_files.compute(ASEM / "DATA.csv", ASEM / "META.csv", ASEM / "CONFIG.yaml")[0]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_equals_the_published_one(index, stage):
    frame = getattr(index, stage)
    published = pd.read_csv(ASEM / "published" / f"{STAGES[stage]}.csv").set_index("UnitCode")
    expected = published[frame.columns].to_numpy(float)
    assert frame.index.get_level_values("unit").tolist() == published.index.tolist()
    assert set(published.columns[6:]) == set(frame.columns)
    found = frame.to_numpy()
    np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
    scale = np.nanmax(np.abs(expected), axis=0)
    assert np.nanmax(np.abs(found - expected) / scale) < PRINTED


def test_the_treatment_is_the_one_told(index):
    summary = pd.read_csv(ASEM / "published" / "treatment_summary.csv").set_index("IndCode")
    done = index.treated_columns.set_index("indicator").loc[summary.index]
    assert done["winsorised_low"].tolist() == summary["Low"].tolist()
    assert done["winsorised_high"].tolist() == summary["High"].tolist()
    assert not done["logarithm"].any()
    assert done["passes"].all()
    assert (done["winsorised_low"] + done["winsorised_high"] > 0).sum() == 15


def test_what_was_imputed(index):
    assert len(index.imputed_cells) == 65
    assert index.raw.isna().sum().sum() == 63
    assert index.availability["present"].min() == pytest.approx(39 / 49)


def test_ranks_follow_the_published_index(index):
    published = pd.read_csv(ASEM / "published" / "6_aggregated.csv").set_index("UnitCode")["Index"]
    top = index.results[index.results["node"] == "Index"].set_index("unit")["rank"]
    assert top.tolist() == published.rank(ascending=False).tolist()
    assert top.nsmallest(3).index.tolist() == ["CHE", "DNK", "NLD"]
