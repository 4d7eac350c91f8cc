"""Sections of `data/synthetic/model.yaml` on organisations, their hidden states, participants and peers."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from benchlib.rules.dated import Strict

Interval = Annotated[list[float], Field(min_length=2, max_length=2)]
Whole = Annotated[list[int], Field(min_length=2, max_length=2)]
Shares = Mapping[str, float]


class Waves(Strict):
    """First and last year of the panel."""

    first: int
    last: int

    @property
    def years(self) -> range:
        """All waves."""
        return range(self.first, self.last + 1)


class Founding(Strict):
    """Years from founding to the first benchmarking, log-normal."""

    median_years: float
    spread: float
    at_least_years: float


class Excellence(Strict):
    """Latent excellence of the management."""

    rho: float
    learning: float
    learning_years: float
    ar: float
    ar_sd: float
    centre: float


class Function(Strict):
    """Parameters of the cluster function, as the methods name them."""

    m0: float
    P0: float
    sigma_eta: float
    sigma_q: float
    a: float
    b: float
    sigma_v: float


class Figures(Strict):
    """The panel of firms that report."""

    firms: Whole
    missing: float
    persistent_sd: float
    yearly_sd: float
    employees: Shares
    employees_spread: float
    turnover_spread: float
    more_innovations: float
    rd_share: float
    rd_spread: float
    rd_missing: float


class Judged(Strict):
    """Peers' answers on single firms."""

    every: int
    firms: int
    respondents: int
    first_wave: int
    firm_sd: float


class Peers(Strict):
    """Peers' answers on organisations."""

    first_wave: int
    respondents: Whole
    missing: float
    aspects: Shares
    aspect_sd: float
    respondent_sd: float
    noise_sd: float
    roles: Shares
    participants: Judged


class Leaving(Strict):
    """Share of participants that leave in a year."""

    rate: float
    spread: float
    per_excellence: float


class Beta(Strict):
    """A beta distribution by its mean and concentration."""

    mean: float
    concentration: float


class LogNormal(Strict):
    """A log-normal distribution by its median and the spread of the logarithm."""

    median: float
    spread: float


class Participants(Strict):
    """How many participants there are, of which type, where, and when they join and leave."""

    spread: float
    per_excellence: float
    factor: float
    at_least: int
    at_most: int
    joining: float
    leaving: Leaving
    concentration: float
    types: Shares
    hospitals_in: str
    hospital_share: float
    large_in_panel: float
    commitment: Shares
    near: Beta
    near_km: float
    far_km: LogNormal
    distance_missing: float


class Team(Strict):
    """Employees of the management and how many full-time equivalents each is."""

    median: float
    per_size: float
    per_excellence: float
    spread: float
    full_time: Interval


class Publication(Strict):
    """Share of gold scores that are published, logistic in the score."""

    middle: float
    scale: float
    at_most: float


class Cooperations(Strict):
    """Joint projects of two organisations."""

    per_organisation: float
    same_area: float
    years: Whole
    first: int
