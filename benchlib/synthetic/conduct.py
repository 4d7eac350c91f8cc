"""Sections of `data/synthetic/model.yaml` on assessments: levels of indicators, answers, and who is assessed when."""

from collections.abc import Mapping
from typing import Literal

from benchlib.rules.dated import Strict
from benchlib.synthetic.sections import Interval, Shares, Whole

Kind = Literal["self", "benchmark", "audit"]


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
