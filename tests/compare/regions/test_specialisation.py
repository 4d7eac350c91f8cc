"""Specialisation and concentration against published examples and closed forms."""

import numpy as np
import pytest

from benchlib.compare.regions import specialisation

SWEDEN = [45000.0, 15000, 32000, 10000, 30000]
OTHERS = np.array(
    [
        [35000.0, 12000, 30000, 8000, 22000],  # Norway
        [40000, 10000, 25000, 9000, 18000],  # Denmark
        [30000, 11000, 18000, 3000, 13000],  # Finland
        [40000, 6000, 11000, 2000, 12000],  # Iceland
    ]
)


def test_krugman_of_the_published_example():
    """Farhauer and Kroell 2013, as the R package REAT gives it: Sweden beside the mean of the others' shares."""
    mean = (OTHERS / OTHERS.sum(axis=1, keepdims=True)).mean(axis=0)
    assert round(specialisation.krugman_pair(np.array(SWEDEN), mean), 4) == 0.1595
    two = specialisation.krugman_pair(np.array([20.0, 10, 70, 0, 0]), np.array([0.0, 0, 0, 60, 40]))
    assert two == 2


def test_krugman_of_every_region_beside_all_others_together():
    table = np.vstack([[SWEDEN], OTHERS])
    found = specialisation.krugman(table)
    expected = [
        specialisation.krugman_pair(row, np.delete(table, n, axis=0).sum(axis=0)) for n, row in enumerate(table)
    ]
    np.testing.assert_allclose(found, expected)
    np.testing.assert_allclose(specialisation.krugman(np.array([[1.0, 2], [3, 6], [10, 20]])), 0, atol=1e-15)
    assert np.isnan(specialisation.krugman(np.array([[0.0, 0], [3, 6]]))).all()


def test_gini_of_published_examples():
    """Farhauer and Kroell 2013, as REAT gives them: an industry in five regions, and a region in five industries."""

    def published(part, whole):
        return specialisation.gini(np.array([part]).T / np.array([whole]).T, np.ones((5, 1)))[0]

    assert published([500, 500, 1000, 7000, 1000], [20000, 15000, 20000, 40000, 5000]) == pytest.approx(
        0.4068966, abs=5e-8
    )
    assert published([700, 600, 500, 10000, 40000], [30000, 15000, 10000, 60000, 50000]) == pytest.approx(
        0.6222222, abs=5e-8
    )


def test_locational_gini_is_twice_the_area_under_the_diagonal():
    """The table that the R package EconGeo shows; its coefficient is the area itself (Krugman 1991)."""
    table = np.array(
        [[100.0, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
    )
    found = specialisation.locational_gini(table)
    for number, industry in enumerate(table.T):
        order = np.argsort(industry / table.sum(axis=1))
        y = np.concatenate([[0], np.cumsum(industry[order]) / industry.sum()])
        x = np.concatenate([[0], np.cumsum(table.sum(axis=1)[order]) / table.sum()])
        assert found[number] == pytest.approx(2 * (0.5 - np.trapezoid(y, x)))
    assert found[0] == pytest.approx(0.8)  # all of it in one of five regions of equal size: 1 - 1/5


def test_locational_gini_knows_the_size_of_regions():
    even = np.array([[10.0, 90, 0], [1, 9, 0]])
    np.testing.assert_allclose(specialisation.locational_gini(even)[:2], 0, atol=1e-15)
    assert np.isnan(specialisation.locational_gini(even)[2])


def test_hachman_in_closed_form():
    table = np.array([[30.0, 0, 0], [30, 20, 0], [30, 20, 0]])  # all together 90 and 40
    found = specialisation.hachman(table)
    assert found[0] == pytest.approx(90 / 130)  # a region with one industry: that industry's share of all
    assert found[1] == pytest.approx(1 / (0.36 / (90 / 130) + 0.16 / (40 / 130)))
    np.testing.assert_allclose(specialisation.hachman(np.array([[1.0, 2], [3, 6]])), 1)
    shares = table / table.sum(axis=1, keepdims=True)
    quotients = specialisation.location_quotients(table)
    np.testing.assert_allclose(found, 1 / np.nansum(shares * quotients, axis=1))
    assert np.isnan(quotients[:, 2]).all()
