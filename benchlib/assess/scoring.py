"""From answers to points, group scores and totals, with intervals where answers are missing.

An answer gives the points of the largest threshold that it reaches. Where several assessors answered, their recorded
consensus counts, else the mean of their points. A missing answer stays missing: sums over it are given as the interval
from all missing at 0 to all missing at the maximum.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework, Indicator, Question
from benchlib.tables.faults import Fault
from benchlib.tables.schemas import CONSENSUS

Floats = npt.NDArray[np.float64]

SHARE_BOUNDS = (0.0, 100.0)  # a share is given in percent
TOTAL = "total"
COLUMNS = ["cluster_id", "assessment_id", "item", "level", "points", "maximum", "percent", "low", "high"]


@dataclass(frozen=True)
class Points:
    """Points of n assessments on k items, column-major; nan where the answer is missing.

    `value` is the answer itself (mean of assessors), `spread` the assessors' highest less their lowest points,
    `assessors` how many answered, `evidence` whether any of them named some.
    """

    assessments: pd.Index
    items: pd.Index
    points: Floats
    value: Floats
    spread: Floats
    assessors: npt.NDArray[np.int64]
    evidence: npt.NDArray[np.bool_]

    def of(self, item: str) -> Floats:
        """Points on one item, shape (n,)."""
        return self.points[:, self.items.get_loc(item)]


def maximum(framework: Framework, on: dt.date) -> float:
    """Points that one indicator can give."""
    entry = in_force(framework.maximum, on)
    return entry.value if entry else np.nan


def current(answers: pd.DataFrame, on: dt.date) -> pd.DataFrame:
    """The latest version of each answer by the end of a day: one row an assessment, indicator and assessor."""
    key = ["assessment_id", "indicator", "assessor"]
    if answers["answered_at"].isna().all():
        return answers
    given = answers[~(answers["answered_at"] >= pd.Timestamp(on) + pd.Timedelta(days=1))]
    ordered = given.sort_values("answered_at", kind="stable", na_position="first")
    return ordered.drop_duplicates(key, keep="last").sort_index()


def points_of(values: Floats, items: npt.NDArray[np.int64], thresholds: Floats, worth: Floats) -> Floats:
    """Points of answers: `worth[item, number of thresholds reached]`.

    values: (m,) answers; items: (m,) rows of thresholds; thresholds: (k, t) ascending, padded with inf;
    worth: (k, t + 1).
    """
    reached = np.zeros(len(values), dtype=np.int64)
    for column in thresholds.T:
        reached += values >= column[items]
    return np.where(np.isnan(values), np.nan, worth[items, reached])


def scale(framework: Framework, on: dt.date, factor: float = 1.0) -> tuple[Floats, Floats]:
    """Thresholds (k, t) and points (k, t + 1) of all indicators on a day.

    `factor` moves the thresholds of counts, years and shares (a share at most to its bound): a what-if on the anchors.
    """
    entries = [in_force(indicator.points, on) for indicator in framework.indicators.values()]
    steps = [list(entry.at_least.items()) if entry else [] for entry in entries]
    width = max(map(len, steps), default=0)
    thresholds = np.full((len(steps), width), np.inf)
    worth = np.zeros((len(steps), width + 1))
    for row, (indicator, pairs) in enumerate(zip(framework.indicators.values(), steps, strict=True)):
        for column, (threshold, points) in enumerate(pairs):
            thresholds[row, column] = _moved(threshold, indicator, factor)
            worth[row, column + 1 :] = points
        if not pairs:
            worth[row] = np.nan  # no rule holds on that day: nothing can be said
    return thresholds, worth


def _moved(threshold: float, indicator: Indicator, factor: float) -> float:
    if indicator.input in ("rubric", "gate"):
        return threshold
    moved = threshold * factor
    return min(moved, SHARE_BOUNDS[1]) if indicator.input == "share" else moved


def points(
    answers: pd.DataFrame, assessments: Sequence[str] | pd.Index, framework: Framework, on: dt.date, factor: float = 1.0
) -> Points:
    """Points per assessment and item: the framework's indicators, then the label rules' questions (worth their answer).

    answers: table `answers`; rows of other assessments and of items outside the framework are left out.
    """
    ids = pd.Index(assessments)
    items = pd.Index([*framework.indicators, *framework.labels.questions])
    answers = current(answers, on)
    row, column = _positions(ids, answers["assessment_id"]), _positions(items, answers["indicator"])
    keep = (row >= 0) & (column >= 0)
    row, column = row[keep], column[keep]
    value = answers["value"].to_numpy(float)[keep]
    agreed = answers["assessor"].eq(CONSENSUS).fillna(False).to_numpy(bool)[keep] & ~np.isnan(value)
    evidence = answers["evidence"].notna().to_numpy()[keep]
    thresholds, worth = scale(framework, on, factor)
    asked = column < len(framework.indicators)
    given = np.where(asked, points_of(value, np.where(asked, column, 0), thresholds, worth), value)
    cell = column * len(ids) + row  # column-major
    return _gathered(ids, items, cell, value, given, agreed, evidence)


def _positions(names: pd.Index, column: pd.Series) -> npt.NDArray[np.int64]:
    """Where each value stands among names, -1 where it does not; each distinct value is looked up once."""
    codes, distinct = pd.factorize(column)
    return np.append(names.get_indexer(pd.Index(distinct)), -1)[codes]


def _gathered(
    ids: pd.Index,
    items: pd.Index,
    cell: npt.NDArray[np.int64],
    value: Floats,
    given: Floats,
    agreed: npt.NDArray[np.bool_],
    evidence: npt.NDArray[np.bool_],
) -> Points:
    """Assessors' answers brought together in one cell an assessment and item."""
    size = len(ids) * len(items)
    known = ~np.isnan(given)
    has_consensus = np.bincount(cell[agreed], minlength=size) > 0
    counts = known & (agreed | ~has_consensus[cell])

    def mean(values: Floats) -> Floats:
        number = np.bincount(cell[counts], minlength=size)
        total = np.bincount(cell[counts], weights=values[counts], minlength=size)
        return np.divide(total, number, out=np.full(size, np.nan), where=number > 0)

    own = known & ~agreed
    highest, lowest = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(highest, cell[own], given[own])
    np.minimum.at(lowest, cell[own], given[own])
    assessors = np.bincount(cell[own], minlength=size)
    shape = (len(ids), len(items))
    return Points(
        ids,
        items,
        mean(given).reshape(shape, order="F"),
        mean(value).reshape(shape, order="F"),
        np.where(assessors > 1, highest - lowest, np.nan).reshape(shape, order="F"),
        assessors.reshape(shape, order="F"),
        (np.bincount(cell[evidence & known], minlength=size) > 0).reshape(shape, order="F"),
    )


def totals(points: Floats, weights: Floats, highest: float) -> tuple[Floats, Floats]:
    """Least and greatest weighted sum of points (n, k): missing ones at 0 and at the maximum."""
    low = np.nan_to_num(points) @ weights
    return low, low + np.isnan(points) @ (weights * highest)


def score(scored: Points, clusters: Sequence[str] | pd.Series, framework: Framework, on: dt.date) -> pd.DataFrame:
    """Scores as a long table with the columns COLUMNS, one row an assessment and item.

    clusters: (n,) organisation of each assessment. level: indicator, gate (it gives no points), group, total.
    points and percent are nan where an answer is missing; low and high bound them. percent = 100 points / maximum.
    """
    best = maximum(framework, on)
    indicators = list(framework.indicators)
    gates = [key for key in indicators if key not in framework.scored]
    groups = [*framework.groups, TOTAL]
    single = scored.points[:, : len(indicators)]
    membership = np.array([[_belongs(framework, key, group) for group in groups] for key in indicators], dtype=float)
    low, high = totals(single, membership, best)
    lows = np.hstack([np.nan_to_num(single), low])
    highs = np.hstack([np.where(np.isnan(single), best, single), high])
    maxima = np.concatenate([np.full(len(indicators), best), membership.sum(axis=0) * best])
    levels = np.array(["gate" if key in gates else "indicator" for key in indicators] + ["group"] * (len(groups) - 1))
    return _long(scored.assessments, clusters, [*indicators, *groups], [*levels, TOTAL], lows, highs, maxima)


def _belongs(framework: Framework, indicator: str, group: str) -> bool:
    return framework.indicators[indicator].scored and group in (framework.indicators[indicator].group, TOTAL)


def _long(
    ids: pd.Index,
    clusters: Sequence[str] | pd.Series,
    items: list[str],
    levels: list[str],
    lows: Floats,
    highs: Floats,
    maxima: Floats,
) -> pd.DataFrame:
    n, width = lows.shape
    row, column = np.repeat(np.arange(n), width), np.tile(np.arange(width), n)
    low, high = lows.ravel(), highs.ravel()
    points, most = np.where(low == high, low, np.nan), maxima[column]
    frame = pd.DataFrame(
        {
            "cluster_id": pd.Categorical.from_codes(*_codes(pd.Index(clusters), row)),
            "assessment_id": pd.Categorical.from_codes(*_codes(ids, row)),
            "item": pd.Categorical.from_codes(column, items),
            "level": pd.Categorical.from_codes(*_codes(pd.Index(levels), column)),
            "points": points,
            "maximum": most,
            "percent": 100 * points / most,
            "low": low,
            "high": high,
        }
    )
    return frame[COLUMNS]


def _codes(names: pd.Index, rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], pd.Index]:
    codes, unique = pd.factorize(names)
    return codes[rows], pd.Index(unique)


def applicable(assessments: pd.DataFrame, framework: Framework, known: Mapping[str, Framework]) -> pd.DataFrame:
    """The assessments whose own framework asks for every indicator of this one."""
    asks = {name: set(framework.indicators) <= set(other.indicators) for name, other in known.items()}
    return assessments[assessments["framework"].map(asks).fillna(False).astype(bool)]


def faults(answers: pd.DataFrame, assessments: pd.DataFrame, known: Mapping[str, Framework]) -> list[Fault]:
    """Answers that do not fit their framework: unknown frameworks, unknown indicators, values out of range."""
    strange = assessments[~assessments["framework"].isin(list(known))]
    expected = f"expected one of the frameworks: {', '.join(known)}"
    found = [Fault("assessments", int(row), "framework", name, expected) for row, name in strange["framework"].items()]
    asked = answers["assessment_id"].map(assessments.set_index("assessment_id")["framework"])
    for name, framework in known.items():
        found += _misfits(answers[asked == name], framework)
    return found


def _misfits(answers: pd.DataFrame, framework: Framework) -> list[Fault]:
    items: dict[str, Indicator | Question] = {**framework.indicators, **framework.labels.questions}
    unknown = answers[~answers["indicator"].isin(list(items))]
    expected = f"expected an indicator of {framework.id} or a question of {framework.labels.id}"
    found = [Fault("answers", int(row), "indicator", item, expected) for row, item in unknown["indicator"].items()]
    best = max(number.value for number in framework.maximum)
    bounds = {"gate": (0.0, 1.0), "share": SHARE_BOUNDS, "rubric": (0.0, best), "count": (0.0, np.inf)}
    limits = {key: bounds.get(item.input, (0.0, np.inf)) for key, item in items.items()}
    low, high = (
        answers["indicator"].map({key: limit[end] for key, limit in limits.items()}).astype(float) for end in (0, 1)
    )
    outside = answers[(answers["value"] < low) | (answers["value"] > high)]
    return found + [
        Fault(
            "answers",
            int(row),
            "value",
            f"{value:g}",
            f"expected {items[item].unit} from {low[row]:g} to {high[row]:g}",
        )
        for row, value, item in zip(outside.index, outside["value"], outside["indicator"], strict=True)
    ]
