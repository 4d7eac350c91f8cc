"""Whom an instrument reaches: conditions, and small numbers that are not told."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.advice import signs
from benchlib.compare.policy import reach
from benchlib.rules import loading

KNOWN = signs.catalogue(loading.framework("ecei-31"), loading.competitiveness())
RULES = reach.load()


def reached(percents, *, unclear=None, minimum=5):
    """One country whose organisations have these shares of the points on financing."""
    ids = [f"c{number}" for number in range(len(percents))]
    found = pd.DataFrame(index=pd.Index(ids, name="cluster_id"), columns=list(KNOWN), dtype=float)
    found["group_3_percent"] = percents
    found["labels_unclear"] = 0.0 if unclear is None else unclear
    table = reach.reached(RULES, KNOWN, found, pd.Series("RO", index=ids), pd.Index(ids), minimum)
    return table.set_index("instrument")


@pytest.mark.parametrize(
    ("below", "above", "told"),
    [
        (6, 6, (6.0, 6.0)),
        (5, 5, (5.0, 5.0)),
        (4, 8, (0.0, 4.0)),
        (0, 12, (0.0, 4.0)),
        (8, 4, (8.0, 12.0)),
        (12, 0, (8.0, 12.0)),
        (4, 4, (0.0, 8.0)),
    ],
)
def test_numbers_near_none_and_near_all_are_intervals(below, above, told):
    row = reached([59.9] * below + [60.0] * above).loc["base_funding"]
    assert (row["low"], row["high"]) == told
    assert row["asked"] == below + above
    assert row["shown"]


def test_too_few_are_kept_back():
    row = reached([10.0] * 5).loc["base_funding"]
    assert not row["shown"]
    assert np.isnan([row["asked"], row["low"], row["high"]]).all()


def test_who_has_no_such_score_is_not_asked():
    table = reached([10.0] * 7 + [np.nan] * 3)
    assert table.loc["base_funding", "asked"] == 7
    assert not table.loc["broker", "shown"]


def test_published_labels_are_no_secret():
    row = reached([np.nan, np.nan], unclear=[1.0, 0.0]).loc["public_register"]
    assert row[["asked", "low", "high", "shown"]].tolist() == [2.0, 1.0, 1.0, True]
    public = {key for key, one in RULES.instruments.items() if reach.published(one, KNOWN)}
    assert public == {"assessment_voucher", "renewal_support", "renewal_reminder", "public_register"}


def test_one_of_any_is_enough():
    found = pd.DataFrame({"points_2.2.2": [2.0, 5.0, 5.0], "points_2.2.3": [5.0, 2.0, np.nan]})
    assert reach.applies(RULES.instruments["training"], found).tolist() == [True, True, False]
