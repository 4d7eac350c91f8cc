"""Relatedness and density: a case by hand, the definition by loops, and bounds."""

import numpy as np
import pytest

from benchlib.compare.regions import relatedness

SPECIAL = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 0], [1, 1, 0, 0]], dtype=bool)


def test_by_hand():
    related = relatedness.proximity(SPECIAL)
    np.testing.assert_allclose(
        related, [[0, 3 / 4, 1 / 3, 0], [3 / 4, 0, 2 / 4, 0], [1 / 3, 2 / 4, 0, 0], [0, 0, 0, 0]]
    )
    density = relatedness.density(SPECIAL, related)
    assert density[0, 2] == pytest.approx(1)  # it has all that the third is related to, and may grow it
    assert density[2, 0] == pytest.approx(1)
    assert density[0, 0] == pytest.approx(9 / 13)
    assert np.isnan(density[:, 3]).all()


def test_the_definition_by_loops():
    special_in = np.random.default_rng(8).random((40, 12)) < 0.3
    related = relatedness.proximity(special_in)
    for i in range(12):
        for j in range(12):
            both = (special_in[:, i] & special_in[:, j]).sum()
            given = min(both / special_in[:, i].sum(), both / special_in[:, j].sum())
            assert related[i, j] == pytest.approx(0 if i == j else given)
    density = relatedness.density(special_in, related)
    expected = sum(related[3, j] for j in range(12) if special_in[5, j]) / related[3].sum()
    assert density[5, 3] == pytest.approx(expected)
    assert ((density >= 0) & (density <= 1)).all()


def test_special_is_at_least_and_never_unknown():
    found = relatedness.special(np.array([[1.0, 0.999, np.nan, 3.0]]))
    assert found.tolist() == [[True, False, False, True]]
    assert relatedness.special(np.array([[1.9, 2.0]]), 2.0).tolist() == [[False, True]]
