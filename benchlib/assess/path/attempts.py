"""Organisations that try for a label: the choices of least effort of each, or why there are none."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchlib.assess.path import least, savings
from benchlib.assess.path.barriers import reasons
from benchlib.assess.path.choices import HUNDREDTHS, Floats, Ints, Scale, choices, of_rows
from benchlib.assess.path.steps import Way


@dataclass(frozen=True)
class Attempt:
    """What comes of it when some organisations try for one level.

    shut, open: their rows in the evidence without and with a path; reasons: of those without; ranked: of those with
    one, the choice on every indicator, (k,), for each place.
    """

    way: Way
    scale: Scale
    shut: Ints
    reasons: list[str]
    open: Ints
    ranked: list[list[Ints]]

    @property
    def idle(self) -> Ints:
        """The rows for which this level is no reason to improve: no path leads there, or one without any point."""
        without = [row for row, chosen in zip(self.open, self.ranked, strict=True) if not chosen[0].any()]
        return np.array([*self.shut, *without], dtype=np.int64)


def attempt(way: Way, scale: Scale, rows: Ints) -> Attempt:
    """Paths of the organisations in some rows of the evidence."""
    barred = reasons(way, scale, rows)
    shut, found = rows[[row in barred for row in rows]], np.setdiff1d(rows, list(barred))
    return Attempt(way, scale, shut, ["; ".join(barred[row]) for row in shut], found, list(_ranked(way, found)))


def _ranked(way: Way, rows: Ints) -> Iterator[list[Ints]]:
    """The best choices and the next best of each organisation; equal problems are solved once."""
    options, places = way.choices, int(way.efforts.places.value)
    known: dict[bytes, list[Ints]] = {}
    for row in rows:
        problem = options.gain[row], options.effort[row], options.allowed[row]
        key = b"".join(part.tobytes() for part in (*problem, options.needed[row]))
        if key not in known:
            known[key] = least.ranked(*problem, int(options.needed[row]), places)
        yield known[key]


def marginal(attempt: Attempt) -> Floats:
    """Effort saved if the total asked for were one point less, in days, of the rows in `open`; nan without a total."""
    options, asks = of_rows(attempt.way.choices, attempt.open), attempt.way.asked.total[attempt.open] > 0
    return np.where(asks, (savings.least(options) - savings.least(options, fewer=1)) / HUNDREDTHS, np.nan)


def saving(attempt: Attempt, best: float) -> Floats:
    """Effort saved, in days, if one indicator had a point more already (`best` at most): `open` by indicator."""
    rows, asked = attempt.open, attempt.way.asked
    options = of_rows(attempt.way.choices, rows)
    more = np.minimum(asked.points[rows] + 1, best)
    changed = choices(attempt.scale, more, asked.bound[rows], asked.total[rows], options.parts)
    gained = (more - asked.points[rows]) * attempt.scale.scored * options.parts[:, None]
    needed = np.maximum(options.needed[:, None] - np.rint(gained).astype(np.int64), 0)
    before, after = savings.least(options), savings.least_with(options, changed, needed)
    return (before[:, None] - after) / HUNDREDTHS
