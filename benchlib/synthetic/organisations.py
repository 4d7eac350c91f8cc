"""Invented organisations: where, in which area, founded and first benchmarked when. Arrays over n organisations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchlib.synthetic.settings import Country, Model

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.floating[Any]]
Generator = np.random.Generator

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
GOLDEN = (5**0.5 - 1) / 2  # its multiples modulo 1 fill the unit interval evenly, wherever one stops


@dataclass(frozen=True)
class Organisations:
    """number: 1, 2, ...; country, area: positions in the lists of the model; region: position in its country's list, -1
    where it has none; entry, founded: days since 1970; country's mean number of participants.
    """

    number: Ints
    country: Ints
    region: Ints
    area: Ints
    entry: Ints
    founded: Ints
    mean_participants: Floats

    def __len__(self) -> int:
        return len(self.number)


def day(year: int | Ints) -> Any:
    """1 January of years, as days since 1970."""
    return (np.asarray(year) - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)


def year(days: Ints) -> Ints:
    """Calendar year of days since 1970."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def choice(rng: Generator, shares: Shares, n: int) -> Ints:
    """n positions drawn by their shares."""
    return positions(shares, rng.random(n))


def positions(shares: Shares, at: Shares) -> Ints:
    """The position whose part of the unit interval, as wide as its share, holds each point."""
    edges = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(edges, at, side="right"), len(edges) - 1)


def draw(rng: Generator, first: int, n: int, model: Model, countries: Mapping[str, Country]) -> Organisations:
    """Organisations number `first` to `first + n - 1`. Countries follow from the number, so that their shares hold."""
    number = np.arange(first, first + n)
    listed = list(countries.values())
    wanted = np.array([float(c.organisations) for c in listed])
    country = positions(wanted, (number * GOLDEN) % 1)
    regions = np.array([len(c.regions) for c in listed])[country]
    region = np.where(regions > 0, (rng.random(n) * regions).astype(np.int64), -1)
    years = np.array(list(model.entry))[choice(rng, np.array(list(model.entry.values())), n)]
    start, end = day(years), day(years + 1)
    entry = start + (rng.random(n) * (end - start)).astype(np.int64)
    founding = model.founded_before_entry
    before = np.exp(np.log(founding.median_years) + founding.spread * rng.standard_normal(n))
    founded = entry - (np.maximum(before, founding.at_least_years) * DAYS_A_YEAR).astype(np.int64)
    area = choice(rng, np.array(list(model.areas.values())), n)
    mean = np.array([c.participants for c in listed])[country]
    return Organisations(number, country, region, area, entry, founded, mean)
