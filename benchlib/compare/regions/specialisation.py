"""How special a region's mix of industries is, and how concentrated an industry is in space.

All take a table of employment e, regions x industries (n, k), in persons, without missing values; s is a region's share
by industry, S that of all regions together.
"""

import numpy as np
import numpy.typing as npt

from benchlib.compare.regions.location import quotient

Floats = npt.NDArray[np.float64]


def krugman(employment: Floats) -> Floats:
    """Krugman's index of each region against all others, (n,): 0 where the mix is the same, 2 where nothing is shared.

    Sum over industries of |s - S of the other regions| (Krugman 1991). nan where a region, or all others, has nobody.
    """
    others = employment.sum(axis=0) - employment
    return np.asarray(np.abs(_shares(employment) - _shares(others)).sum(axis=1))


def krugman_pair(first: Floats, second: Floats) -> float:
    """Krugman's index of two mixes of industries, each (k,): employment or shares.

    >>> krugman_pair(np.array([1.0, 1.0]), np.array([3.0, 1.0]))
    0.5
    """
    one, two = _shares(np.stack([first, second]))
    return float(np.abs(one - two).sum())


def hachman(employment: Floats) -> Floats:
    """Hachman's index of each region, (n,): 1 where the mix is that of all regions, near 0 where it is very special.

    1 / sum of s x LQ = 1 / sum of s^2 / S (Hachman 1995). Industries that nobody works in do not count.
    """
    shares, whole = _shares(employment), _shares(employment.sum(axis=0, keepdims=True))
    here = whole[0] > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 / (shares[:, here] ** 2 / whole[:, here]).sum(axis=1))


def locational_gini(employment: Floats) -> Floats:
    """Gini coefficient of each industry over regions, (k,): 0 where it is spread as all employment is, up to 1.

    Regions in the order of their location quotient, the industry's employment over that of all industries (Krugman
    1991, who leaves out the factor 2). nan where nobody works in an industry.
    """
    region, cluster, total = _margins(employment)
    return gini(quotient(employment, region, cluster, total), region)


def gini(values: Floats, weights: Floats) -> Floats:
    """Gini coefficient of values over rows, by column. values, weights: (n, k); returns (k,), nan where all are 0.

    1 - sum of x (Y + Y before): x the share of the weights, Y the cumulated share of weights times values. With equal
    weights and location quotients as values it is the coefficient of Nakamura and Morrison Paul (2009).
    """
    order = np.argsort(np.nan_to_num(values), axis=0, kind="stable")
    sizes = np.take_along_axis(weights, order, axis=0)
    amounts = sizes * np.take_along_axis(values, order, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        x, y = sizes / sizes.sum(axis=0), amounts / amounts.sum(axis=0)
    return np.asarray(1 - (x * (2 * np.cumsum(y, axis=0) - y)).sum(axis=0))


def location_quotients(employment: Floats) -> Floats:
    """Location quotients of every region and industry, (n, k); nan where a region or industry has nobody."""
    return quotient(employment, *_margins(employment))


def _margins(employment: Floats) -> tuple[Floats, Floats, Floats]:
    """Region, industry and total, each (n, k)."""
    shape = employment.shape
    region, cluster = employment.sum(axis=1, keepdims=True), employment.sum(axis=0, keepdims=True)
    total = np.full(shape, employment.sum())
    return np.broadcast_to(region, shape), np.broadcast_to(cluster, shape), total


def _shares(employment: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(employment / employment.sum(axis=1, keepdims=True))
