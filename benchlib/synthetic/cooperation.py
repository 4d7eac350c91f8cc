"""Joint projects of organisations, and their working groups."""

from dataclasses import dataclass

import numpy as np

from benchlib.synthetic.organisations import Generator, Ints, Organisations, year
from benchlib.synthetic.settings import Model


@dataclass(frozen=True)
class Cooperations:
    """Positions of both organisations, and the first and last year; last_year 0 where it goes on."""

    one: Ints
    other: Ints
    first_year: Ints
    last_year: Ints


def draw(rng: Generator, organisations: Organisations, model: Model) -> Cooperations:
    """Joint projects, mostly within an area; each organisation is drawn with equal chance."""
    c, n = model.cooperations, len(organisations)
    number = round(n * c.per_organisation)
    one = rng.integers(0, n, number)
    by_area = np.argsort(organisations.area, kind="stable")
    edges = np.searchsorted(organisations.area[by_area], np.arange(len(model.areas) + 1))
    low, high = edges[organisations.area[one]], edges[organisations.area[one] + 1]
    near = by_area[low + (rng.random(number) * (high - low)).astype(np.int64)]
    other = np.where(rng.random(number) < c.same_area, near, rng.integers(0, n, number))
    founded = np.maximum(year(organisations.founded[one]), year(organisations.founded[other]))
    start = np.maximum(founded + 1, c.first)
    start = start + (rng.random(number) * (model.waves.last - start)).astype(np.int64)
    end = start + rng.integers(c.years[0], c.years[1] + 1, number)
    end = np.where(end > model.waves.last, 0, end)
    apart = one != other
    return Cooperations(one[apart], other[apart], start[apart], end[apart])


def working_groups(rng: Generator, step: Ints, model: Model) -> Ints:
    """How many working groups each organisation has, at least as many as the highest step it was given asks for."""
    more = rng.poisson(model.more_groups, len(step))
    return np.where(step > 0, np.array(model.steps.groups)[step] + more, 0)
