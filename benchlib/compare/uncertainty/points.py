"""Draws of points where assessors err and answers are missing: what the points could be as well.

An answered item moves by the error of its assessors, in steps of its scale; a missing one takes any step alike.
Questions of the label rules do not move; where one is missing, yes and no are as likely, and a number stays missing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchlib.assess.labels import DIGITS
from benchlib.assess.scoring import Points
from benchlib.compare.uncertainty import changed, disagreement
from benchlib.compare.uncertainty.disagreement import Disagreement, Errors
from benchlib.compare.uncertainty.steps import Steps, steps
from benchlib.rules.models import Framework

Floats = npt.NDArray[np.float64]

ASSESSORS, MISSING = "assessors", "missing"


@dataclass(frozen=True)
class Drawing:
    """What draws of points need: items in rows, assessments in columns; errors None where assessors do not err."""

    points: Floats  # (k, a) of the indicators, nan where missing
    answers: Floats  # (q, a) to the questions of the label rules
    gates: npt.NDArray[np.bool_]  # (q,), whether a question is answered with yes or no
    scale: Steps
    errors: Errors | None
    missing: bool


def draws(
    scored: Points,
    framework: Framework,
    as_of: dt.date,
    learned: Disagreement,
    number: int,
    seed: int = 1,
    sources: Sequence[str] = (ASSESSORS, MISSING),
) -> Floats:
    """Draws (number, a, k) of the points of a assessments on the framework's scored indicators, in their order.

    As `ranking` and `importance` take them in place of imputed data. What is missing stays so unless it is a source.
    """
    made = drawing(scored, framework, as_of, sources, learned)
    place = scored.items.get_indexer(framework.scored)
    parts = [part[:, place] for part in chunks(made, number, np.random.default_rng(seed))]
    result = np.concatenate(parts).swapaxes(1, 2)
    return np.broadcast_to(result, (number, *result.shape[1:]))


def drawing(
    scored: Points, framework: Framework, as_of: dt.date, sources: Sequence[str], learned: Disagreement
) -> Drawing:
    """What is to be drawn for some assessments; sources: ASSESSORS and MISSING, or one of them."""
    k = len(framework.indicators)
    moves = ASSESSORS in sources and (learned.apart[:, 0] < 1).any()
    return Drawing(
        np.ascontiguousarray(scored.points[:, :k].T),
        np.ascontiguousarray(scored.points[:, k:].T),
        np.array([question.input == "gate" for question in framework.labels.questions.values()], dtype=bool),
        steps(framework, as_of),
        disagreement.errors(learned, scored.assessors[:, :k].T) if moves else None,
        MISSING in sources,
    )


def chunks(made: Drawing, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Points (d, k + q, a) of all draws, some at a time; one draw where they are all alike."""
    whole = np.vstack([made.points, made.answers])
    if made.errors is None and not (made.missing and np.isnan(whole).any()):
        yield whole[None]
        return
    step = changed.at_once(whole.size)
    for start in range(0, draws, step):
        yield _chunk(made, whole, rng.random((min(step, draws - start), *whole.shape)))


def _chunk(made: Drawing, whole: Floats, uniform: Floats) -> Floats:
    """Draws made of uniform numbers (d, k + q, a), one number a cell: cells known err, cells missing are filled."""
    k, top = len(made.points), made.scale.top[:, None]
    result = np.empty(uniform.shape)
    result[:, :k] = made.scale.of(made.points)
    if made.errors is not None:
        result[:, :k] = np.clip(result[:, :k] + made.errors.drawn(uniform[:, :k]), 0, top)
        if (made.errors.number > 2).any():  # thirds do not add up to whole steps but for rounding
            result[:, :k] = result[:, :k].round(DIGITS)
    result[:, k:] = made.answers
    if made.missing:
        gaps = np.isnan(made.points)
        result[:, :k][:, gaps] = np.floor(uniform[:, :k] * (top + 1))[:, gaps]
        gates = np.isnan(made.answers) & made.gates[:, None]
        result[:, k:][:, gates] = (uniform[:, k:] < 0.5)[:, gates]
    result[:, :k] = made.scale.points(result[:, :k])
    return result
