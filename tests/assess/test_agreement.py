"""Agreement of assessors, beside published values and closed forms."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import agreement
from benchlib.rules import loading

# Shrout and Fleiss (1979), table 2: six subjects rated by four judges; table 4 gives ICC(2,1) = .29
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)


def test_icc_equals_the_published_value():
    assert agreement.icc(JUDGES) == pytest.approx(0.2897638, abs=1e-7)


def test_icc_is_one_for_equal_raters_and_nan_where_nothing_can_be_said():
    assert agreement.icc(np.column_stack([JUDGES[:, 0], JUDGES[:, 0]])) == pytest.approx(1)
    assert np.isnan(agreement.icc(np.ones((4, 2))))
    assert np.isnan(agreement.icc(JUDGES[:1]))


def test_kappa_equals_its_definition_with_linear_weights():
    one, other = np.array([0, 1, 2, 3, 5, 5, 4, 2]), np.array([0, 2, 2, 4, 5, 3, 4, 1])
    weight = np.abs(np.subtract.outer(np.arange(6), np.arange(6))) / 5
    observed = np.zeros((6, 6))
    np.add.at(observed, (one, other), 1 / len(one))
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    assert agreement.kappa(one, other, 6) == pytest.approx(
        1 - (weight * observed).sum() / (weight * expected).sum(), abs=1e-12
    )


def test_pairs_compare_only_what_both_answered():
    rows = [
        ("a", "2.4", 5, "x"), ("a", "2.4", 4, "y"),
        ("b", "2.4", 3, "x"), ("b", "2.4", 3, "y"),
        ("c", "2.4", 1, "x"), ("c", "2.4", 2, "consensus"),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["assessment_id", "indicator", "value", "assessor"])
    table = table.assign(answered_at=pd.NaT, evidence=None, value=table["value"].astype(float))
    got = agreement.pairs(table, loading.framework("ecei-31"), dt.date(2026, 1, 1))
    assert got[["indicator", "assessor_a", "assessor_b", "assessments"]].to_numpy().tolist() == [["2.4", "x", "y", 2]]
    assert got["mean_difference"].tolist() == [0.5]
