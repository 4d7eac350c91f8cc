"""Participants' figures whose quantitative composite is what the latent competitiveness says.

The composite q of an organisation and wave is the mean of four indicators on fixed goalposts (turnover per employee,
exports over turnover, growth of employment, share of firms with an innovation; growth only after a reported wave).
Firms share out the sums so that the composite of what they report equals q but for rounding.
"""

from dataclasses import dataclass

import numpy as np

from benchlib.synthetic import settings
from benchlib.synthetic.membership import Members
from benchlib.synthetic.organisations import Booleans, Floats, Generator, Ints
from benchlib.synthetic.sections import Figures as Numbers
from benchlib.synthetic.settings import Model

TURNOVER, EXPORTS, GROWTH, INNOVATING = range(4)
INDICATORS = ("turnover_per_employee", "export_share", "employment_growth", "innovating_share")
LEAST_EMPLOYEES, LEAST_TURNOVER_PER_EMPLOYEE, MOST_EXPORTS = 0.5, 1000.0, 0.98


@dataclass(frozen=True)
class Figures:
    """Rows of the table participant_figures: position of the organisation, number of the firm in it, year, figures."""

    organisation: Ints
    firm: Ints
    year: Ints
    turnover: Ints
    exports: Ints
    employees: Floats
    innovations: Ints
    rd: Floats


def draw(rng: Generator, members: Members, q: Floats, first_wave: Ints, model: Model) -> Figures:
    """Figures of all panels. q: (n, t); first_wave: (n,) position of the first wave that an organisation reports."""
    numbers = model.figures
    reported = (np.arange(q.shape[1]) >= first_wave[:, None]) & (rng.random(q.shape) >= numbers.missing)
    firms = np.arange(max(numbers.firms)) < members.panel[:, None]
    number, parts = _composed(rng, q, reported, members.panel, numbers)
    employees = _employees(rng, members, firms, parts[..., GROWTH], model)
    turnover = _turnover(rng, employees, parts[..., TURNOVER], numbers)
    exports = _exports(rng, turnover, parts[..., EXPORTS] / 100)
    innovations = _innovations(rng, number, firms, numbers)
    rd = np.rint(turnover * numbers.rd_share / 100 * np.exp(numbers.rd_spread * rng.standard_normal(turnover.shape)))
    rd[rng.random(rd.shape) < numbers.rd_missing] = np.nan
    row, wave, firm = np.nonzero(reported[:, :, None] & firms[:, None, :])
    year, cell = wave + model.waves.first, (row, wave, firm)
    whole = turnover[cell].astype(np.int64), exports[cell].astype(np.int64)
    return Figures(row, firm + 1, year, *whole, employees[cell], innovations[cell], rd[cell])


def _composed(rng: Generator, q: Floats, reported: Booleans, panel: Ints, numbers: Numbers) -> tuple[Ints, Floats]:
    """How many firms innovate (n, t), and the four indicators (n, t, 4) in their own units, whose mean score is q."""
    posts = [settings.competitiveness().quantitative.indicators[name].goalposts for name in INDICATORS]
    apart = numbers.persistent_sd * rng.standard_normal((len(q), 1, 4))
    score = q[:, :, None] + apart + numbers.yearly_sd * rng.standard_normal((*q.shape, 4))
    known = np.ones(score.shape, dtype=bool)
    known[:, 1:, GROWTH] = reported[:, :-1]
    known[:, 0, GROWTH] = False
    wanted = np.clip(_value(score[..., INNOVATING], posts[INNOVATING]), 0, 100)
    number = np.rint(wanted / 100 * panel[:, None]).astype(np.int64)
    low, high = posts[INNOVATING]
    score[..., INNOVATING] = 100 * (100 * number / panel[:, None] - low) / (high - low)
    count = known.sum(axis=2)
    gap = count * q - (score * known).sum(axis=2)
    score[..., :INNOVATING] += (gap / (count - 1))[:, :, None]
    return number, np.stack([_value(score[..., place], post) for place, post in enumerate(posts)], axis=2)


def _value(score: Floats, post: list[float]) -> Floats:
    low, high = post
    return low + (high - low) * score / 100


def _employees(rng: Generator, members: Members, firms: Booleans, growth: Floats, model: Model) -> Floats:
    """Employees (n, t, f): the sum grows as drawn, the firms' shares of it wander."""
    numbers, names = model.figures, list(model.participants.types)
    n, f = firms.shape
    position = np.minimum(members.start[:-1, None] + np.arange(f), members.start[1:, None] - 1)
    median = np.array([numbers.employees.get(name, 1.0) for name in names])[members.type[position]]
    base = np.where(firms, median * np.exp(numbers.employees_spread * rng.standard_normal((n, f))), 0.0)
    steps = 1 + np.clip(growth, -50, 100) / 100
    steps[:, 0] = 1
    total = base.sum(axis=1)[:, None] * steps.cumprod(axis=1)
    wander = (0.03 * rng.standard_normal((n, growth.shape[1], f))).cumsum(axis=1)
    share = base[:, None, :] * np.exp(wander)
    employees = total[:, :, None] * share / share.sum(axis=2, keepdims=True)
    return np.where(firms[:, None, :], np.maximum(np.round(employees, 1), LEAST_EMPLOYEES), 0.0)


def _turnover(rng: Generator, employees: Floats, each: Floats, numbers: Numbers) -> Floats:
    """Turnover (n, t, f) in whole EUR; sum over sum of employees is `each` (n, t)."""
    each = np.maximum(each, LEAST_TURNOVER_PER_EMPLOYEE)
    own = rng.standard_normal((len(employees), 1, employees.shape[2]))
    part = employees * np.exp(numbers.turnover_spread * own)
    total = each * employees.sum(axis=2)
    return np.rint(part * (total / part.sum(axis=2))[:, :, None])


def _exports(rng: Generator, turnover: Floats, share: Floats) -> Floats:
    """Exports (n, t, f) in whole EUR: firms differ in their shares, the sum has the share wanted (n, t)."""
    share = np.clip(share, 0, MOST_EXPORTS)
    own = rng.uniform(-1, 1, (len(turnover), 1, turnover.shape[2]))
    weighted = (own * turnover).sum(axis=2) / turnover.sum(axis=2)
    room = np.minimum(share, 1 - share) / 2
    return np.rint(turnover * (share[:, :, None] + room[:, :, None] * (own - weighted[:, :, None])))


def _innovations(rng: Generator, number: Ints, firms: Booleans, numbers: Numbers) -> Ints:
    """Innovations (n, t, f): exactly `number` (n, t) firms have some, mostly the same ones."""
    n, f = firms.shape
    keen = rng.standard_normal((n, 1, f)) + rng.standard_normal((n, number.shape[1], f))
    keen[np.broadcast_to(~firms[:, None, :], keen.shape)] = -np.inf
    rank = np.argsort(np.argsort(-keen, axis=2, kind="stable"), axis=2)
    some = 1 + rng.poisson(numbers.more_innovations, keen.shape)
    return np.where(rank < number[:, :, None], some, 0)
