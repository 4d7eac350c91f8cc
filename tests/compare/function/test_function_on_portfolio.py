"""The cluster function on a synthetic portfolio, from its tables: what stood behind it is found again."""

import numpy as np
import pytest

from benchlib.compare.function import driver, estimation, measure
from benchlib.compare.function.parameters import NAMES
from benchlib.rules import loading
from benchlib.synthetic import portfolio, truth
from benchlib.tables import checking

SPEC = loading.competitiveness()
CLUSTERS = 150


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Folder, measurements, table of peers."""
    folder = tmp_path_factory.mktemp("portfolio")
    portfolio.write(folder, CLUSTERS, 7, workers=1)
    measured, tables = measure.clusters(checking.load(folder).frames, SPEC)
    return folder, measured, tables["peers"]


def test_the_parameters_of_the_truth_are_found(made):
    folder, measured, _ = made
    found = estimation.fit(measured)
    known = truth.read(folder).parameters
    distance = (found.parameters.array - np.array([known[name] for name in NAMES])) / found.se.array
    assert found.converged
    assert (np.abs(distance) < 3.5).all(), dict(zip(NAMES, distance.round(1), strict=True))


def test_states_cover_the_truth_and_the_function_predicts_best(made):
    folder, measured, peers = made
    tables = driver.run(measured, SPEC, "cluster", peers)
    states = truth.read(folder).waves.set_index(["cluster_id", "wave"])["theta"].rename("truth")
    table = tables["competitiveness"].join(states, on=["cluster_id", "year"])
    known = table[~table["forecast"]]
    assert 0.87 < known["truth"].between(known["low"], known["high"]).mean() < 0.93
    errors = tables["predictions"].groupby("method")["rmse"].mean()
    assert errors.idxmin() == "cluster function"
    assert 0.87 < tables["predictions"]["coverage"].mean() < 0.93
    astonished = known["peers"].isin(["see more", "see less"])
    assert astonished.any()
    assert known.loc[astonished, "aspect"].isin(SPEC.qualitative.aspects).all()
    assert known.loc[~astonished, "aspect"].isna().all()
