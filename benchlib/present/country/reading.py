"""One country's rows of an edition: everything that its report may read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from benchlib.present.results import FOLDER, described, plain, rows

KEY, COUNTRIES = "country", "countries"
PARTS = ("labels", "holders", "areas", "ending", "groups", "instruments", "effort")
TABLES = (COUNTRIES, *(f"{KEY}_{part}" for part in PARTS))


class UnknownCountry(LookupError):
    """The edition holds no country of this code."""


@dataclass(frozen=True, eq=False)
class CountryResults:
    """What an edition says about one country: `edition` describes the edition, `country` is one row of `countries`.

    Each frame holds this country's rows of the table `country_NAME`; any of them may have no row.
    """

    edition: Mapping[str, Any]
    country: pd.Series
    labels: pd.DataFrame
    holders: pd.DataFrame
    areas: pd.DataFrame
    ending: pd.DataFrame
    groups: pd.DataFrame
    instruments: pd.DataFrame
    effort: pd.DataFrame

    @cached_property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""
        return bool(self.edition["synthetic"])

    @property
    def name(self) -> str:
        """The country's name."""
        return str(self.country["country_name"])

    @property
    def size(self) -> int:
        """How many organisations it has."""
        return int(self.country["organisations"])

    @property
    def least(self) -> int:
        """Organisations that a number on scores must rest on: each of them sees the least number of others or more."""
        return int(self.edition["minimum_others"]) + 1


def read(edition: Path | str, country: str, as_of: str = "") -> CountryResults:
    """The rows of one country, by its ISO 3166 code, in an edition's folder.

    as_of: empty, or the edition's own day. Raises FileNotFoundError where the folder is no edition, ValueError for
    another day, UnknownCountry.
    """
    about = described(edition, as_of)
    folder = Path(edition) / FOLDER
    return _assembled(about, {name: rows(folder / f"{name}.parquet", {KEY: country}) for name in TABLES}, country)


def of(edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], country: str) -> CountryResults:
    """The rows of one country, from an edition's frames. Raises UnknownCountry."""
    mine = {name: plain(frames[name][frames[name][KEY] == country]) for name in TABLES}
    return _assembled(edition, mine, country)


def _assembled(edition: Mapping[str, Any], mine: Mapping[str, pd.DataFrame], country: str) -> CountryResults:
    if mine[COUNTRIES].empty:
        raise UnknownCountry(f"{country!r}: no such country in the edition {edition['name']}")
    return CountryResults(edition, mine[COUNTRIES].iloc[0], **{part: mine[f"{KEY}_{part}"] for part in PARTS})
