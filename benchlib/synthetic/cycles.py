"""Who is assessed when, and what follows: first benchmarking, the way to silver and gold, renewals, second tries."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchlib.synthetic.conduct import Return
from benchlib.synthetic.organisations import DAYS_A_MONTH, Booleans, Floats, Generator, Ints, Organisations, day, year
from benchlib.synthetic.settings import Country, Model

NONE, BENCHMARK, AUDIT = 0, 1, 2  # positions in schemas.ASSESSMENT_KINDS; self-assessments are no part of a cycle
SILVER, GOLD = 1, 2


@dataclass
class State:
    """Where n organisations stand: what they aim at, what comes next and on which day, what they have had.

    Changed in place from period to period.
    """

    for_silver: Booleans
    for_gold: Booleans
    after_silver: Booleans
    next_kind: Ints
    next_day: Ints
    prepared: Ints
    benchmarks: Ints
    audits_won: Ints


def begin(
    rng: Generator, organisations: Organisations, excellence: Floats, model: Model, countries: Mapping[str, Country]
) -> State:
    """All organisations before their first benchmarking. excellence: (n,), that of the wave of entry."""
    c, n = model.cycles, len(organisations)
    listed = list(countries.values())
    entry = year(organisations.entry)
    silver = np.array([country.silver for country in listed])[organisations.country] * c.silver_factor
    early = np.array([country.silver_from or c.silver_from for country in listed])[organisations.country]
    silver = np.where(entry < early, silver * c.silver_before, silver)
    cohorts = np.array(list(c.gold_factor))
    factor = np.array(list(c.gold_factor.values()))[np.searchsorted(cohorts, entry, side="right") - 1]
    gold = np.array([country.gold for country in listed])[organisations.country] * factor
    whole = np.zeros(n, dtype=np.int64)
    order = np.lexsort((organisations.entry, organisations.country))
    return State(
        _goes(rng, silver, excellence, c.per_excellence, order),
        _goes(rng, gold, excellence, c.per_excellence, order),
        (rng.random(n) < c.silver_to_gold.share) & (gold > 0),
        np.full(n, BENCHMARK),
        organisations.entry.copy(),
        whole.copy(),
        whole.copy(),
        whole.copy(),
    )


def _goes(rng: Generator, share: Floats, excellence: Floats, slope: float, order: Ints) -> Booleans:
    """Who goes for a label: the odds of the share, moved by excellence.

    Drawn systematically along `order`, so that each country has as many as its shares add up to, give or take one.
    """
    share = np.minimum(share, 0.95)
    odds = share / (1 - share) * np.exp(slope * excellence - slope**2 / 2)
    chance = (odds / (1 + odds))[order]
    until = chance.cumsum() + rng.random()
    chosen = np.empty(len(share), dtype=bool)
    chosen[order] = np.floor(until) > np.floor(until - chance)
    return chosen


def due(state: State, first: int, last: int) -> Ints:
    """Positions of the organisations whose next assessment lies between two days."""
    return np.flatnonzero((state.next_kind != NONE) & (state.next_day >= first) & (state.next_day <= last))


def prepare(state: State, at: Ints) -> None:
    """Those who go for a label now prepare for it; what is gained stays."""
    silver = state.for_silver[at] & (state.next_kind[at] == BENCHMARK) & (state.benchmarks[at] > 0)
    goal = np.where(state.next_kind[at] == AUDIT, GOLD, np.where(silver, SILVER, NONE))
    state.prepared[at] = np.maximum(state.prepared[at], goal)


def certain(back: Return) -> Return:
    """The same for those of whom it is known that they come back."""
    return back.model_copy(update={"share": 1.0})


def advance(rng: Generator, state: State, at: Ints, won: dict[str, Booleans], model: Model) -> None:
    """What the assessed organisations do next, given what they won."""
    c = model.cycles
    audit = state.next_kind[at] == AUDIT
    state.benchmarks[at] += ~audit
    state.audits_won[at] += won["gold"]
    first = ~audit & (state.benchmarks[at] == 1)
    for_gold = state.for_gold[at] & ~audit
    cases: list[tuple[Booleans, int, Return]] = [
        (audit & won["gold"] & (state.audits_won[at] == 1), AUDIT, c.gold_first_renewal),
        (audit & won["gold"], AUDIT, c.gold_later_renewal),
        (audit, AUDIT, c.gold_again),
        (~won["bronze"], BENCHMARK, c.bronze_again),
        (first & state.for_silver[at], BENCHMARK, c.silver_second),
        (for_gold, AUDIT, c.gold_first),
        (won["silver"] & state.after_silver[at], AUDIT, certain(c.silver_to_gold)),
        (won["silver"], BENCHMARK, c.silver_renewal),
        (first, BENCHMARK, c.first_renewal),
        (~first, BENCHMARK, c.later_renewal),
    ]
    case = np.argmax([mask for mask, _, _ in cases], axis=0)
    kind = np.array([kind for _, kind, _ in cases])[case]
    share = np.array([back.share for _, _, back in cases])[case]
    low, high = np.array([back.months for _, _, back in cases])[case].T
    later = state.next_day[at] + ((low + (high - low) * rng.random(len(at))) * DAYS_A_MONTH).astype(np.int64)
    following = day(year(state.next_day[at]) + 1)
    state.next_kind[at] = np.where(rng.random(len(at)) < share, kind, NONE)
    state.next_day[at] = np.maximum(later, following)
