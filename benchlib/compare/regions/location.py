"""Location quotients: how much more of an industry a region has than all regions together, and how sure that is.

LQ = (e / R) / (I / N): e employed in the industry in the region, R in the region, I in the industry, N in all. 1: as
much as everywhere. Employment is read as a count, so its logarithm has an error (delta method, multinomial, e within R,
I and N):
    var(ln LQ) = 1/e - 1/R - 1/I + 2e/(R I) - 1/N,     bounds = LQ exp(-+ z sqrt(var))
Where quotients are given without totals, var = 1/e, which is never less: the interval is rather too wide. Employment
comes in firms, not persons, so no interval here knows of the chance that one more factory settles.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

Floats = npt.NDArray[np.float64]

INTERVAL = ("lq_low", "lq_high")
TOTALS = {"region": "region_employment", "cluster": "cluster_employment", "total": "total_employment"}


def quotient(employment: Floats, region: Floats, cluster: Floats, total: Floats) -> Floats:
    """Location quotients from counts, all of one shape; nan where a total is 0.

    Products of whole numbers are exact, so a quotient of exactly 2 is 2.

    >>> quotient(np.array([20.0]), np.array([100.0]), np.array([50.0]), np.array([1000.0]))
    array([4.])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((region > 0) & (cluster > 0), employment * total / (region * cluster), np.nan)


def log_variance(employment: Floats, region: Floats, cluster: Floats, total: Floats) -> Floats:
    """Variance of the logarithm of a quotient from counts; infinite where nobody is employed."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = 1 / employment - 1 / region - 1 / cluster + 2 * employment / (region * cluster) - 1 / total
        return np.where(employment > 0, np.maximum(parts, 0.0), np.where(employment == 0, np.inf, np.nan))


def bounds(lq: Floats, variance: Floats, interval: float) -> tuple[Floats, Floats]:
    """Lower and upper bound of quotients that cover the share `interval`; 0 and nan where the variance is infinite."""
    with np.errstate(over="ignore", invalid="ignore"):
        width = special.ndtri((1 + interval) / 2) * np.sqrt(variance)
        return lq * np.exp(-width), np.where(np.isfinite(width), lq * np.exp(width), np.nan)


def totals(frame: pd.DataFrame) -> pd.DataFrame:
    """R, I and N of each row: as given in region_employment, cluster_employment, total_employment, or summed over rows.

    Columns: region, cluster, total (floats). A column that is given is taken as it is, missing where it is missing;
    sums leave out missing employment.
    """
    employment = frame["employment"]
    made = {
        "region": lambda: _summed(frame["region_code"], employment),
        "cluster": lambda: _summed(frame["cluster_code"], employment),
        "total": lambda: np.full(len(frame), float(np.nansum(employment.to_numpy(float)))),
    }
    given = {key: name for key, name in TOTALS.items() if name in frame}
    columns = {key: frame[given[key]].to_numpy(float) if key in given else make() for key, make in made.items()}
    return pd.DataFrame(columns, index=frame.index)


def quotients(frame: pd.DataFrame, interval: float = 0.90) -> pd.DataFrame:
    """The frame with location quotients and their intervals.

    frame: cluster_code, region_code, employment (nan where missing), optionally lq, and the totals region_employment,
    cluster_employment and total_employment (else sums over the frame's rows). Adds lq where it is absent, then lq_low
    and lq_high. Missing employment has no interval; where nobody is employed, lq and lq_low are 0 and lq_high is
    missing.
    """
    employment = frame["employment"].to_numpy(float)
    if "lq" in frame and not set(TOTALS.values()) <= set(frame.columns):
        lq, variance = frame["lq"].to_numpy(float), _at_most(employment)
    else:
        counts = [column.to_numpy() for _, column in totals(frame).items()]
        lq = frame["lq"].to_numpy(float) if "lq" in frame else quotient(employment, *counts)
        variance = log_variance(employment, *counts)
    low, high = bounds(lq, variance, interval)
    return frame.assign(**({} if "lq" in frame else {"lq": lq}), lq_low=low, lq_high=high)


def _at_most(employment: Floats) -> Floats:
    """The largest variance of the logarithm that counts of the industry allow, 1/e."""
    whole = np.full(len(employment), np.inf)
    return log_variance(employment, whole, whole, whole)


def _summed(codes: pd.Series, values: pd.Series) -> Floats:
    place, names = pd.factorize(codes)
    number = values.to_numpy(float)
    return np.bincount(place, np.nan_to_num(number), len(names))[place]
