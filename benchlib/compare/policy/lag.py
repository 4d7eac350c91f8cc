"""Where the organisations of a country stand beside those of all others: group by group of indicators, nobody alone."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

Floats = npt.NDArray[np.float64]

QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
COLUMNS = ["country", "item", "organisations", "others", *QUARTILES, "others_median", "ahead", "low", "high", "shown"]
DECIMALS = 9  # percentages closer than this are tied


def ahead(own: Floats, others: Floats, level: float) -> tuple[float, float, float]:
    """Probability that one of `own` lies above one of `others`, ties by half, with its interval.

    own: (m,), others: (n,), both of at least two values, none missing. The interval is that of Brunner and Munzel
    (2000): the probability plus or minus t times the root of s²(own)/m + s²(others)/n, where s² is the variance of the
    shares of the other sample below each value; within 0 and 1.

    >>> ahead(np.array([1.0, 2.0]), np.array([3.0, 4.0, 5.0]), 0.9)
    (0.0, 0.0, 0.0)
    """
    above, below = _below(own, others), 1.0 - _below(others, own)
    parts = np.array([above.var(ddof=1) / len(own), below.var(ddof=1) / len(others)])
    middle, total = float(above.mean()), float(parts.sum())
    if total == 0.0:
        return middle, middle, middle
    freedom = total**2 / (parts**2 / np.array([len(own) - 1, len(others) - 1])).sum()
    reach = float(special.stdtrit(freedom, (1 + level) / 2)) * total**0.5
    return middle, max(0.0, middle - reach), min(1.0, middle + reach)


def _below(values: Floats, among: Floats) -> Floats:
    """Share of `among` below each value, equals by half, (len(values),)."""
    ordered = np.sort(among)
    low, high = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return (low + high) / (2 * len(among))


def beside(percent: pd.DataFrame, country: pd.Series, level: float, least: int) -> pd.DataFrame:
    """Each country's organisations beside those of all other countries, a row a country and item: COLUMNS.

    percent: share of the maximum by cluster_id (rows) and item (columns), nan where not known; country: by cluster_id.
    organisations, others: how many have a value; ahead: see `ahead`, with low and high at `level`. Shown where both
    sides hold at least `least`, so that neither side nor the whole without the other tells of fewer; else all numbers
    are missing.
    """
    values = percent.to_numpy(float).round(DECIMALS)
    codes, names = pd.factorize(country.reindex(percent.index).to_numpy(), sort=True)
    rows = [
        (name, item, *_compared(column, codes == code, level, least))
        for place, item in enumerate(percent.columns)
        for column in [values[:, place]]
        for code, name in enumerate(names)
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    kinds = {"country": "str", "item": "str", "shown": "bool"} | dict.fromkeys(COLUMNS[2:-1], "float64")
    return table.astype(kinds).sort_values(["country"], kind="stable", ignore_index=True)


def _compared(column: Floats, mine: npt.NDArray[np.bool_], level: float, least: int) -> tuple[float | bool, ...]:
    known = ~np.isnan(column)
    own, others = column[mine & known], column[~mine & known]
    if min(len(own), len(others)) < max(least, 2):
        return (*[np.nan] * 9, False)
    shares = np.quantile(own, list(QUARTILES.values()))
    return (len(own), len(others), *shares, float(np.median(others)), *ahead(own, others, level), True)
