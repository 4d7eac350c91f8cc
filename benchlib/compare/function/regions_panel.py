"""A real panel for the cluster function: regions of the European Union, their index of competitiveness and their GDP.

Regions are not clusters. They stand in because both of their measurements are public for years: gross domestic product
per head of every year, and four editions of the Regional Competitiveness Index. Both are told relative to all regions
in that year, so that what all share, such as prices, is no competitiveness of any.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchlib.compare.function.measurements import Measurements

NUTS_2 = 4  # letters of a code


@dataclass(frozen=True)
class Match:
    """Codes of regions: in both tables, in that of GDP only, in that of the index only."""

    both: pd.Index
    gdp_only: pd.Index
    index_only: pd.Index


def gdp(table: pd.DataFrame) -> pd.DataFrame:
    """Logarithm of GDP per head over the geometric mean of all regions of the year; regions x years.

    table: columns region, level, year, pps_per_head.
    """
    regions = table[(table["level"] == "nuts2") & table["pps_per_head"].notna()]
    wide = regions.pivot(index="region", columns="year", values="pps_per_head")
    logs = np.log(wide.astype(float))
    return logs - logs.mean()


def index(table: pd.DataFrame) -> pd.DataFrame:
    """The index of competitiveness (z-scores), regions x editions, countries left out.

    table: columns nuts_2016, edition, z_score.
    """
    regions = table[table["nuts_2016"].str.len() == NUTS_2]
    wide = regions.pivot(index="nuts_2016", columns="edition", values="z_score")
    return wide.dropna(how="all")


def match(first: pd.DataFrame, second: pd.DataFrame) -> Match:
    """Regions of GDP (`first`) and of the index (`second`) by code; nothing is guessed where codes differ."""
    one, two = first.index, second.index
    return Match(one.intersection(two).sort_values(), one.difference(two), two.difference(one))


def scores(wide: pd.DataFrame, goalposts: tuple[float, float]) -> pd.DataFrame:
    """Points: 0 at the first goalpost, 100 at the second, not capped."""
    low, high = goalposts
    return 100 * (wide - low) / (high - low)


def measurements(q: pd.DataFrame, v: pd.DataFrame, regions: pd.Index) -> Measurements:
    """Both on a panel of years without gaps, from the first of either to the last; v has no respondents (s = 0)."""
    years = np.arange(min(q.columns.min(), v.columns.min()), max(q.columns.max(), v.columns.max()) + 1)
    figures, seen = (wide.reindex(index=regions, columns=years).to_numpy(float) for wide in (q, v))
    return Measurements(regions, years, figures, seen, np.where(np.isnan(seen), np.nan, 0.0))
