"""Which industries go together, and how much of what is related to an industry a region already has.

Two industries are related where regions that are special in one tend to be special in the other (Hidalgo, Klinger,
Barabasi and Hausmann 2007). Density is how much of an industry's relatedness lies in industries that the region is
special in; a high density of an industry that is not there yet marks what may grow from what is there.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


def special(quotients: Floats, least: float = 1.0) -> Booleans:
    """Where a region is special in an industry, (n, k): location quotient at least `least`; not where it is missing."""
    return np.nan_to_num(quotients, nan=-np.inf) >= least


def proximity(special_in: Booleans) -> Floats:
    """Relatedness of industries, (k, k), 0 to 1: the smaller of the two conditional probabilities of being special.

    phi_ij = min(P(i | j), P(j | i)) = regions special in both / the larger number special in one. The diagonal is 0: an
    industry does not make itself likely. 0 for an industry that no region is special in.

    >>> proximity(np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1]], dtype=bool)).round(2).tolist()
    [[0.0, 0.67, 0.33], [0.67, 0.0, 0.5], [0.33, 0.5, 0.0]]
    """
    one = special_in.astype(float)
    both, number = one.T @ one, one.sum(axis=0)
    larger = np.maximum(number[:, None], number[None, :])
    found = np.divide(both, larger, out=np.zeros_like(both), where=larger > 0)
    np.fill_diagonal(found, 0.0)
    return found


def density(special_in: Booleans, related: Floats) -> Floats:
    """Density of every region around every industry, (n, k), 0 to 1.

    Sum of phi_ij over the industries j that the region is special in, over the sum over all j. nan where an industry is
    related to none.
    """
    whole = related.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, special_in.astype(float) @ related / whole, np.nan)
