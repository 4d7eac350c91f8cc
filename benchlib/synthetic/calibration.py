"""The invented portfolio beside published figures: what each target says, what came out, whether that is near."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from benchlib.rules.dated import Marked, Strict
from benchlib.synthetic import block, membership, settings
from benchlib.synthetic.assessing import days_since
from benchlib.synthetic.block import Block
from benchlib.synthetic.organisations import Booleans, Floats, Ints
from benchlib.synthetic.settings import Model
from benchlib.tables.schemas import LEVELS

Level = Literal["bronze", "silver", "gold"]
Measure = Literal[
    "ever",  # organisations that have been awarded the level
    "share",  # the same in percent of those that have been awarded bronze
    "countries",  # countries of those that have been awarded the level
    "valid",  # organisations that hold a valid label of any level
    "participants",  # mean number of participants
    "small_teams",  # percent of organisations with so few employees at most
    "near",  # median of the organisations' share of participants nearby
    "near_lowest",  # the lowest such median of a country
    "gold_score",  # a statistic of the published gold scores
    "composition",  # percent of all participants
]

Statistic = Literal["mean", "median", "min", "max", "lower_quartile", "upper_quartile"]

SCALED = "organisations"
BY_FACTOR = (SCALED, "percent of bronze", "percent of organisations")
EUROPEAN_UNION = "EU"
COLUMNS = ["target", "date", "published", "expected", "got", "unit", "low", "high", "within", "mark", "source"]
WITHIN, OUTSIDE, TOO_FEW = "yes", "no", "too few organisations"


class Target(Strict):
    """A published figure, and between which bounds what comes out counts as near."""

    measure: Measure
    date: dt.date
    published: float
    unit: str
    low: float
    high: float
    mark: Marked
    source: str
    level: Level | None = None
    where: str | None = None
    at_most: int | None = None
    fewest: int | None = None
    statistic: Statistic | None = None
    types: list[str] | None = None


class Targets(Strict):
    """The whole of `targets.yaml`."""

    id: str
    version: dt.date
    organisations: int
    fewest: int
    targets: Annotated[Mapping[str, Target], Field(min_length=1)]


@cache
def targets() -> Targets:
    """The published figures. Raises RuleError."""
    return settings.read(Targets, "targets")


@dataclass(frozen=True)
class Summary:
    """What targets look at, one row an organisation.

    country: position; first: day of the first award of each level (n, levels); valid: on the day of that target; team:
    employees on the day of that target; near: percent, nan where nobody is there yet; types: participants by type, (n,
    types).
    """

    country: Ints
    first: Ints
    valid: Booleans
    team: Ints
    near: Floats
    types: Ints


@dataclass(frozen=True)
class Scores:
    """Published gold scores and their days."""

    score: Floats
    day: Ints


def summary(made: Block, model: Model) -> tuple[Summary, Scores]:
    """What targets look at in a block."""
    n = len(made.organisations)
    wave = _date("small_teams").year - model.waves.first
    near = membership.lists(made.members, np.arange(n), np.full(n, days_since(_date("near"))), model).near
    types = np.stack(list(block.there_on(made, _date("participants"), model).values()), axis=1)
    valid = block.valid_on(made, _date("valid"))
    row = Summary(
        made.organisations.country, block.first_awards(made), valid, made.team.employees[:, wave], near, types
    )
    return row, Scores(made.labels.score[made.published], made.labels.day[made.published])


def _date(measure: Measure) -> dt.date:
    """The day of the target with a measure that is looked at on one day only."""
    return next(target.date for target in targets().targets.values() if target.measure == measure)


def table(rows: Summary, scores: Scores) -> pd.DataFrame:
    """Each target beside what came out.

    Columns: target, date, published, expected (counts of organisations scaled to the size of the portfolio), got, unit,
    low, high (bounds of what counts as near), within (yes, no, too few organisations), mark, source.
    """
    asked = targets()
    scale = len(rows.country) / asked.organisations
    records = []
    for name, target in asked.targets.items():
        expected = target.published * (scale if target.unit == SCALED else 1)
        factor = expected if target.unit in BY_FACTOR else 1
        low, high = target.low * factor, target.high * factor
        got = float(_MEASURES[target.measure](rows, scores, target))
        near = WITHIN if low <= got <= high else OUTSIDE
        within = near if len(rows.country) >= asked.fewest else TOO_FEW
        known = [name, target.date, target.published, expected, got, target.unit, low, high]
        records.append([*known, within, str(target.mark), target.source])
    return pd.DataFrame(records, columns=COLUMNS).round(2)


def _where(rows: Summary, where: str | None) -> Booleans:
    countries = settings.countries()
    chosen = [where in (None, code, EUROPEAN_UNION if country.eu else code) for code, country in countries.items()]
    return np.array(chosen)[rows.country]


def _had(rows: Summary, level: str | None, on: dt.date) -> Booleans:
    return rows.first[:, LEVELS.index(str(level))] <= days_since(on)


def _ever(rows: Summary, _: Scores, target: Target) -> float:
    return (_had(rows, target.level, target.date) & _where(rows, target.where)).sum()


def _share(rows: Summary, scores: Scores, target: Target) -> float:
    bronze = _had(rows, LEVELS[0], target.date).sum()
    return 100 * _ever(rows, scores, target) / bronze if bronze else np.nan


def _countries(rows: Summary, _: Scores, target: Target) -> float:
    return len(np.unique(rows.country[_had(rows, target.level, target.date)]))


def _valid(rows: Summary, _: Scores, target: Target) -> float:
    return rows.valid.sum()


def _participants(rows: Summary, _: Scores, target: Target) -> float:
    return _statistic(rows.types[_where(rows, target.where)].sum(axis=1), "mean")


def _small_teams(rows: Summary, _: Scores, target: Target) -> float:
    return 100 * (rows.team <= (target.at_most or 0)).mean()


def _near(rows: Summary, _: Scores, target: Target) -> float:
    return _statistic(rows.near[~np.isnan(rows.near)], "median")


def _near_lowest(rows: Summary, _: Scores, target: Target) -> float:
    known = pd.Series(rows.near).groupby(rows.country).agg(["median", "count"])
    return known["median"][known["count"] >= (target.fewest or 0)].min()


def _gold_score(_: Summary, scores: Scores, target: Target) -> float:
    return _statistic(scores.score[scores.day <= days_since(target.date)], target.statistic or "mean")


def _composition(rows: Summary, _: Scores, target: Target) -> float:
    there = rows.types[_where(rows, target.where)].sum(axis=0)
    names = list(settings.model().participants.types)
    return (
        100 * there[[names.index(name) for name in target.types or []]].sum() / there.sum() if there.sum() else np.nan
    )


def _statistic(values: Floats | Ints, name: Statistic) -> float:
    return float(_STATISTICS[name](values)) if len(values) else np.nan


_STATISTICS: Mapping[Statistic, Callable[[Any], Any]] = {
    "mean": np.mean,
    "median": np.median,
    "min": np.min,
    "max": np.max,
    "lower_quartile": partial(np.quantile, q=0.25),
    "upper_quartile": partial(np.quantile, q=0.75),
}


_MEASURES: Mapping[Measure, Callable[[Summary, Scores, Target], float]] = {
    "ever": _ever,
    "share": _share,
    "countries": _countries,
    "valid": _valid,
    "participants": _participants,
    "small_teams": _small_teams,
    "near": _near,
    "near_lowest": _near_lowest,
    "gold_score": _gold_score,
    "composition": _composition,
}
