"""How the invented portfolio comes about: `model.yaml` and `countries.yaml` of `data/synthetic`, read strictly."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from benchlib.rules import files
from benchlib.rules.dated import Strict

FOLDER = Path(__file__).resolve().parents[2] / "data" / "synthetic"

Interval = Annotated[list[float], Field(min_length=2, max_length=2)]
Whole = Annotated[list[int], Field(min_length=2, max_length=2)]
Kind = Literal["self", "benchmark", "audit"]
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


class Goalposts(Strict):
    """Values of the four quantitative indicators at 0 and at 100 points."""

    turnover_per_employee: Interval
    export_share: Interval
    employment_growth: Interval
    innovating_share: Interval


class Figures(Strict):
    """The panel of firms that report."""

    firms: Whole
    missing: float
    goalposts: Goalposts
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


class CompositionStep(Strict):
    """Types, and percent of businesses and of research and education, that a step of composition asks for."""

    types: int
    business: float
    research: float


class StaffStep(Strict):
    """Full-time equivalents, and the most participants for each, that a step of staffing asks for."""

    fte: float
    per: float | None = None


class StabilityStep(Strict):
    """Percent that stayed, and whether no fewer joined than left."""

    stayed: float
    balance: bool = False


class Steps(Strict):
    """What the rubrics ask for whose facts stand in the tables."""

    composition: list[CompositionStep]
    staff: list[StaffStep]
    stability: list[StabilityStep]
    groups: list[int]


class Prepared(Strict):
    """How far an organisation that prepares moves towards a level."""

    share: float
    towards: float


class Levels(Strict):
    """From excellence to the step of each indicator."""

    slope: float
    own_sd: float
    noise_sd: float
    base: Shares
    prepared: Mapping[Literal["silver", "gold"], Prepared]
    decimals: int
    most: float


class Errors(Strict):
    """Standard deviation of what assessors see, in steps."""

    expert: float
    self: float


class Improvements(Strict):
    """Areas of improvement described by an organisation that goes for silver."""

    prepared: float
    spread: float


class Answers(Strict):
    """Missing and corrected answers, evidence, assessors' errors."""

    missing: Mapping[Kind, float]
    no_evidence: Mapping[Kind, float]
    corrected: float
    corrected_days: Whole
    corrected_sd: float
    error_sd: Errors
    self_bias: float
    consensus: float
    listed: float
    improvements: Improvements


class Return(Strict):
    """Share of organisations that come back, and after how many months."""

    share: float
    months: Interval


class Cycles(Strict):
    """Who is assessed when."""

    silver_from: int
    silver_before: float
    silver_factor: float
    gold_factor: Mapping[int, float]
    per_excellence: float
    silver_second: Return
    bronze_again: Return
    first_renewal: Return
    later_renewal: Return
    gold_first: Return
    gold_first_renewal: Return
    gold_later_renewal: Return
    gold_again: Return
    silver_renewal: Return
    silver_to_gold: Return
    self_before_audit_days: Whole
    self_now: float
    self_draft: float


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


class Model(Strict):
    """The whole of `model.yaml`."""

    id: str
    version: dt.date
    waves: Waves
    last_day: dt.date
    block: int
    frameworks: Mapping[Kind, str]
    rules: str
    entry: Mapping[int, float]
    founded_before_entry: Founding
    excellence: Excellence
    function: Function
    figures: Figures
    peers: Peers
    participants: Participants
    team: Team
    steps: Steps
    more_groups: float
    levels: Levels
    answers: Answers
    cycles: Cycles
    publication: Publication
    cooperations: Cooperations
    areas: Shares


class Country(Strict):
    """A country: how many organisations, their mean size, who goes for a label, its regions."""

    organisations: int
    participants: float
    silver: float
    gold: float
    eu: bool
    silver_from: int | None = None
    regions: list[str]


class Countries(Strict):
    """The whole of `countries.yaml`."""

    id: str
    version: dt.date
    countries: Mapping[str, Country]


S = TypeVar("S", bound=Strict)


def read(kind: type[S], name: str) -> S:
    """A file of `data/synthetic` as a strict model. Raises RuleError with every fault, its line and key."""
    file = FOLDER / f"{name}.yaml"
    return files.model(kind, file, files.parsed(file))


@cache
def model() -> Model:
    """The numbers behind the portfolio."""
    return read(Model, "model")


@cache
def countries() -> Mapping[str, Country]:
    """Countries by their code, in the order of the file."""
    return read(Countries, "countries").countries
