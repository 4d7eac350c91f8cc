"""Counts that say nothing of a single organisation.

A count below the least number is missing, all others are rounded to its nearest multiple: whoever subtracts two counts
learns nothing about a smaller group. Sums of what is shown need not be the sum that is shown.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd


def kept_back(counts: npt.ArrayLike, least: int) -> npt.NDArray[np.float64]:
    """Counts as they may be shown; nan stands for fewer than `least`.

    >>> kept_back([0, 4, 5, 7, 8, 1226], 5).tolist()
    [nan, nan, 5.0, 5.0, 10.0, 1225.0]
    """
    numbers = np.asarray(counts, dtype=float)
    rounded = np.floor(numbers / least + 0.5) * least
    return np.where(numbers >= least, rounded, np.nan)


def counted(rows: pd.DataFrame, by: str, flags: list[str], least: int) -> pd.DataFrame:
    """Organisations by the values of one column, and how many of them have each flag; `by`, organisations, *flags.

    Values of fewer than `least` organisations are left out: that they are there says something already.
    """
    sums = rows.assign(organisations=1).groupby(by, sort=True)[["organisations", *flags]].sum()
    sums = sums[sums["organisations"] >= least]
    shown = {name: kept_back(sums[name], least) for name in sums.columns}
    return pd.DataFrame(shown, index=sums.index).reset_index()


def tallied(rows: pd.DataFrame, by: list[str], name: str, least: int) -> pd.DataFrame:
    """How many rows there are of each combination of `by`, in the column `name`; fewer than `least` are left out."""
    number = rows.groupby(by, sort=True).size().rename(name)
    number = number[number >= least]
    return pd.DataFrame({name: kept_back(number, least)}, index=number.index).reset_index()


def classes(percent: pd.Series, width: int, least: int) -> pd.DataFrame:
    """How many totals lie in each class of percent: low, high (the last one closed), organisations."""
    edges = np.arange(0, 100 + width, width)
    number, _ = np.histogram(percent.dropna().to_numpy(float), bins=edges)
    return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "organisations": kept_back(number, least)})
