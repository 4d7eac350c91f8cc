"""Quantiles of many groups at once against numpy's of each."""

import numpy as np
import pytest

from benchlib.compare.regions import quantiles


@pytest.mark.parametrize("kind", list(quantiles.TYPES))
@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
def test_equal_to_numpy_in_every_group(kind, share):
    rng = np.random.default_rng(7)
    group = rng.integers(0, 40, 900)
    values = np.where(rng.random(900) < 0.3, rng.integers(0, 4, 900), rng.lognormal(3, 2, 900))
    found = quantiles.quantile(quantiles.grouped(values, group, 40), share, kind)
    expected = [np.quantile(values[group == number], share, method=kind) for number in range(40)]
    np.testing.assert_allclose(found, expected, rtol=1e-14)
    if kind == "linear":
        assert found.tolist() == expected  # to the last bit: a comparison with >= rests on it


def test_missing_values_and_empty_groups():
    values, group = np.array([np.nan, 5, 1, np.nan]), np.array([0, 1, 1, 2])
    found = quantiles.quantile(quantiles.grouped(values, group, 4), 0.5)
    np.testing.assert_array_equal(found, [np.nan, 3, np.nan, np.nan])
    nothing = quantiles.quantile(quantiles.grouped(np.array([]), np.array([], dtype=np.int64), 2), 0.5)
    assert np.isnan(nothing).all()
