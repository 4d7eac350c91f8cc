"""How the invented portfolio comes about: `model.yaml` and `countries.yaml` of `data/synthetic`, read strictly."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

from benchlib.rules import files, loading
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.dated import Strict
from benchlib.synthetic.conduct import Answers, Cycles, Kind, Levels, Steps
from benchlib.synthetic.sections import (
    Cooperations,
    Excellence,
    Figures,
    Founding,
    Function,
    Participants,
    Peers,
    Publication,
    Shares,
    Team,
    Waves,
)

FOLDER = Path(__file__).resolve().parents[2] / "data" / "synthetic"


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


@cache
def competitiveness() -> Competitiveness:
    """What the cluster function measures: figures and answers are drawn so that they give its composites."""
    return loading.competitiveness()
