"""An index tried with other weights and methods is the chain run so."""

import pandas as pd
import pytest

from benchlib.compare.index import chain
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty import trial
from benchlib.tables.faults import BadInput

RANGE = {"minmax": {"range": [1, 100]}}
CONFIG = {"impute": "mean", "normalise": RANGE}
FRAMES = ("treated", "treated_columns", "normalised", "aggregated", "weights", "unit_weights", "results")


@pytest.mark.parametrize(
    ("weights", "methods"),
    [
        ({}, {}),
        ({"left": 5.0, "a": 0.0}, {}),
        ({"right": 3.0}, {"aggregate": "gmean"}),
        ({}, {"normalise": "zscore", "weights": "pca"}),
        ({}, {"treat": {"skew": 0.2, "kurtosis": -1.5}}),
        ({}, {"weights": "bod"}),
    ],
)
def test_a_trial_is_the_chain_run_so(small, weights, methods):
    index = small(CONFIG, gaps=True)
    got = trial.changed(index, weights, methods)
    meta = index.tables.meta
    meta = meta.assign(weight=[weights.get(code, old) for code, old in zip(meta["code"], meta["weight"], strict=True)])
    expected = chain.run(Tables(index.tables.data, meta), Configuration.model_validate({**CONFIG, **methods}))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(got, name), getattr(expected, name))
    assert got.config == expected.config
    pd.testing.assert_frame_equal(got.tables.meta, expected.tables.meta)


def test_the_index_itself_stays_as_it_was(small):
    index = small(CONFIG)
    before = index.aggregated.copy()
    trial.changed(index, {"left": 9.0}, {"aggregate": "gmean"})
    pd.testing.assert_frame_equal(index.aggregated, before)
    assert index.tree.weight[5] == 2.0


@pytest.mark.parametrize(
    ("weights", "methods", "told"),
    [
        ({"lefft": 1.0}, {}, "did you mean 'left'"),
        ({"top": 1.0}, {}, "node below the index"),
        ({"left": -1.0}, {}, "weights, left: '-1.0'; expected a weight of 0 or more"),
        ({"left": float("nan")}, {}, "expected a weight of 0 or more"),
        ({"left": 0.0, "right": 0.0}, {}, "at least one child of top"),
        ({}, {"impute": "median"}, "stage that can be changed"),
        ({}, {"normalise": "goalposts"}, "expected goalpost_low"),
        ({}, {"normalise": "minmax", "aggregate": "gmean"}, "expected a score above 0"),
    ],
)
def test_what_cannot_be_tried_is_refused(small, weights, methods, told):
    with pytest.raises(BadInput, match=told):
        trial.changed(small(CONFIG), weights, methods)
