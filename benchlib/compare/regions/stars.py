"""Flags of regional clusters by a dated rule: stars, or strong clusters. No loop over regions or categories."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.regions import location, quantiles
from benchlib.rules.regional import Condition, Flag, Regional

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Answer:
    """Whether something holds, (n,): yes, or not known where a figure is missing; else no."""

    yes: Booleans
    unknown: Booleans


def stars(frame: pd.DataFrame, rule: Regional) -> pd.DataFrame:
    """The frame with quotients, intervals and the rule's flags, rows as they were.

    frame: cluster_code, region_code, employment, establishments (may be absent or nan), lq (may be absent), totals as
    in `location.quotients`. Adds lq (where absent), lq_low, lq_high, then each flag (boolean, <NA> where a missing
    figure leaves it open) and what counts them (Int64, <NA> where any flag is), such as `size, specialisation, focus,
    stars`.
    Quantiles are taken over the rows of the rule's population, by category or over all; others get no flag.
    """
    found = location.quotients(frame, rule.interval.value)
    judge = _judge(found, rule)
    base = [judge.population, *(_holds(judge, condition) for condition in rule.base)]
    answers = {name: _all([*base, *_conditions(judge, flag)]) for name, flag in rule.flags.items()}
    flags = {name: pd.array(answer.yes, dtype="boolean") for name, answer in answers.items()}
    for name, answer in answers.items():
        flags[name][answer.unknown] = pd.NA
    columns = {name: pd.Series(flag, found.index) for name, flag in flags.items()}
    return found.assign(**columns, **({rule.count: _count(answers, found.index)} if rule.count else {}))


@dataclass(frozen=True)
class _Judge:
    """The measures of the rows, the group of each (by what a quantile is among), who is in the population, and how."""

    measures: dict[str, Floats]
    groups: dict[str, tuple[Ints, int]]
    population: Answer
    kind: str
    sorts: dict[tuple[str, str], quantiles.Sorted]


def _judge(frame: pd.DataFrame, rule: Regional) -> _Judge:
    missing = np.full(len(frame), np.nan)
    measures = {
        name: frame[name].to_numpy(float) if name in frame else missing
        for name in ("employment", "establishments", "lq")
    }
    if "share" in rule.measures:
        region = location.totals(frame)["region"].to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            measures["share"] = np.where(region > 0, measures["employment"] / region, np.nan)
    codes, names = pd.factorize(frame["cluster_code"])
    groups = {"category": (codes, len(names)), "all": (np.zeros(len(frame), dtype=np.int64), 1)}
    counted = measures[rule.population.measure]
    inside = _compared(counted, rule.population.sign, rule.population.value)
    return _Judge(measures, groups, Answer(inside, np.isnan(counted)), rule.quantiles.type, {})


def _conditions(judge: _Judge, flag: Flag) -> list[Answer]:
    return [_holds(judge, condition) for condition in flag.all_of]


def _holds(judge: _Judge, condition: Condition) -> Answer:
    value = judge.measures[condition.measure]
    limit = _limit(judge, condition) if condition.value is None else condition.value
    return Answer(_compared(value, condition.sign, limit), np.isnan(value))


def _limit(judge: _Judge, condition: Condition) -> Floats:
    """The quantile of the condition for each row."""
    among = condition.among or "category"
    group, count = judge.groups[among]
    key = (condition.measure, among)
    if key not in judge.sorts:
        inside = judge.population.yes
        judge.sorts[key] = quantiles.grouped(judge.measures[condition.measure][inside], group[inside], count)
    return quantiles.quantile(judge.sorts[key], condition.quantile or 0.0, judge.kind)[group]


def _compared(value: Floats, sign: str, limit: Floats | float) -> Booleans:
    return value > limit if sign == ">" else value >= limit


def _all(answers: list[Answer]) -> Answer:
    """All of them: yes where each is; not known where none is no and one is not known."""
    yes = reduce(np.logical_and, [answer.yes for answer in answers])
    open_ = reduce(np.logical_and, [answer.yes | answer.unknown for answer in answers])
    return Answer(yes, open_ & ~yes)


def _count(answers: dict[str, Answer], index: pd.Index) -> pd.Series:
    total = np.sum([answer.yes for answer in answers.values()], axis=0)
    unknown = np.any([answer.unknown for answer in answers.values()], axis=0)
    return pd.Series(total, index, dtype="Int64").mask(unknown)
