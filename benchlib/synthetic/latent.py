"""What cannot be seen: competitiveness, excellence and the size of the team of every organisation in every wave.

Arrays of shape (n, t). Competitiveness follows the state equation of the cluster function exactly:
theta_ct = theta_c,t-1 + eta, first state N(m0, P0) in the first wave of the panel for all organisations.
"""

from dataclasses import dataclass

import numpy as np

from benchlib.synthetic.organisations import DAYS_A_YEAR, Floats, Generator, Ints, Organisations, day
from benchlib.synthetic.settings import Model


@dataclass(frozen=True)
class Latent:
    """theta: competitiveness; q, v: its quantitative and qualitative measurement, 0-100; excellence: about standard."""

    theta: Floats
    q: Floats
    v: Floats
    excellence: Floats


def draw(rng: Generator, organisations: Organisations, model: Model) -> Latent:
    """Latent states and what measures them, before figures are rounded and peers answer."""
    shape = (len(organisations), len(model.waves.years))
    f = model.function
    steps = rng.standard_normal(shape) * f.sigma_eta
    steps[:, 0] = f.m0 + np.sqrt(f.P0) * rng.standard_normal(shape[0])
    theta = steps.cumsum(axis=1)
    q = theta + f.sigma_q * rng.standard_normal(shape)
    v = f.a + f.b * theta + f.sigma_v * rng.standard_normal(shape)
    return Latent(theta, q, v, _excellence(rng, theta, organisations.founded, model))


def _excellence(rng: Generator, theta: Floats, founded: Ints, model: Model) -> Floats:
    f, e = model.function, model.excellence
    n, waves = theta.shape
    z = (theta - f.m0) / np.sqrt(f.P0 + f.sigma_eta**2 * np.arange(waves))
    own = np.sqrt(1 - e.rho**2) * rng.standard_normal(n)
    age = np.maximum(day(np.array(model.waves.years))[None, :] - founded[:, None], 0) / DAYS_A_YEAR
    learnt = e.learning * (1 - np.exp(-age / e.learning_years))
    wander = np.empty_like(theta)
    wander[:, 0] = rng.standard_normal(n) * e.ar_sd / np.sqrt(1 - e.ar**2)
    for wave in range(1, waves):
        wander[:, wave] = e.ar * wander[:, wave - 1] + e.ar_sd * rng.standard_normal(n)
    return e.rho * z + own[:, None] + learnt + wander - e.centre


@dataclass(frozen=True)
class Team:
    """employees (n, t): people in the management's team; full_time (n,): full-time equivalents of each."""

    employees: Ints
    full_time: Floats

    @property
    def fte(self) -> Floats:
        """Full-time equivalents, (n, t), as an organisation would state them."""
        return np.round(self.employees * self.full_time[:, None], 1)


def team(rng: Generator, excellence: Floats, size: Floats, model: Model) -> Team:
    """Teams by excellence and by size (n,), the logarithm of participants over their mean."""
    t = model.team
    n = len(size)
    own = np.log(t.median) + t.per_size * size + t.spread * rng.standard_normal(n)
    employees = np.ceil(np.exp(own[:, None] + t.per_excellence * excellence)).astype(np.int64)
    low, high = t.full_time
    return Team(employees, low + (high - low) * rng.random(n))
