"""Participants of every organisation, and what their list shows on a day."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from benchlib.synthetic.organisations import DAYS_A_YEAR, Booleans, Floats, Generator, Ints, Organisations, choice
from benchlib.synthetic.sections import Participants as Numbers
from benchlib.synthetic.settings import Model

BUSINESSES = ("small_medium_firm", "large_firm", "start_up")
RESEARCH = ("university", "research_institute")
EVEN = 2**0.5 - 1  # as organisations.GOLDEN, but independent of it
NEVER = np.iinfo(np.int32).max  # stands for the day of leaving of those who stay


@dataclass(frozen=True)
class Members:
    """m participants, ordered by organisation; rows start[i] to start[i + 1] are those of the i-th organisation.

    number: 1, 2, ... within the organisation, the first `panel[i]` are the firms that report figures; type, committed:
    positions in the lists of the model; distance in km, nan where unknown; joined, left: days since 1970.
    """

    start: Ints
    panel: Ints
    number: Ints
    type: Ints
    committed: Ints
    distance: Floats
    joined: Ints
    left: Ints

    @property
    def organisation(self) -> Ints:
        """Position of each participant's organisation."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def sizes(rng: Generator, organisations: Organisations, excellence: Floats, model: Model) -> tuple[Ints, Floats]:
    """Rows of participants (n,), and the logarithm of their number over the mean of the country's organisations."""
    p = model.participants
    shift = p.per_excellence * excellence.mean(axis=1)
    even = (organisations.number * EVEN + rng.random()) % 1  # in small countries chance alone would move the mean
    log = p.spread * ndtri(even) + shift
    number = organisations.mean_participants * np.exp(log - (p.spread**2 + p.per_excellence**2) / 2) * p.factor
    return np.clip(number.astype(np.int64), p.at_least, p.at_most), log


def draw(rng: Generator, organisations: Organisations, rows: Ints, excellence: Floats, model: Model) -> Members:
    """Participants: firms that found the organisation and report figures first, then all others as they join."""
    p = model.participants
    low, high = model.figures.firms
    panel = np.minimum(rng.integers(low, high + 1, len(rows)), rows // 2)
    start = np.concatenate([[0], rows.cumsum()])
    of = np.repeat(np.arange(len(rows)), rows)
    m = len(of)
    number = np.arange(m) - start[of] + 1
    in_panel = number <= panel[of]
    kind = _types(rng, organisations, rows, panel, of, in_panel, model)
    committed = choice(rng, np.array(list(p.commitment.values())), m)
    joined, left = _dates(rng, organisations, of, excellence.mean(axis=1), model)
    joined[in_panel] = organisations.founded[of[in_panel]]
    left[in_panel] = NEVER
    committed[in_panel] = 0
    distance = _distances(rng, len(rows), of, p)
    return Members(start, panel, small(number), small(kind), small(committed), distance, small(joined), small(left))


def _types(
    rng: Generator, organisations: Organisations, rows: Ints, panel: Ints, of: Ints, in_panel: Booleans, model: Model
) -> Ints:
    """Types drawn by each organisation's own shares, which scatter around their mean; the panel consists of firms."""
    p = model.participants
    names = list(p.types)
    mean = np.tile(np.array(list(p.types.values())), (len(rows), 1))
    mean[organisations.area == list(model.areas).index(p.hospitals_in), names.index("hospital")] = p.hospital_share
    shares = rng.standard_gamma(mean * p.concentration)
    firm = [names.index(name) for name in BUSINESSES]
    shares /= shares.sum(axis=1, keepdims=True)
    wanted = shares[:, firm].sum(axis=1)  # of firms in the whole; the panel holds some of them already
    open_rows = np.maximum((wanted * rows - panel) / (rows - panel), 0)
    shares[:, firm] *= (open_rows / wanted)[:, None]
    edges = (shares / shares.sum(axis=1, keepdims=True)).cumsum(axis=1)
    at = rng.random(len(of))
    kind = np.zeros(len(of), dtype=np.int8)
    for column in range(len(names) - 1):
        kind += at >= edges[of, column]
    large = rng.random(len(of)) < p.large_in_panel
    return np.where(in_panel, np.where(large, names.index("large_firm"), names.index("small_medium_firm")), kind)


def _dates(
    rng: Generator, organisations: Organisations, of: Ints, excellence: Floats, model: Model
) -> tuple[Ints, Ints]:
    p = model.participants
    last = np.datetime64(model.last_day).astype(int)
    founded = organisations.founded[of]
    joined = founded + ((last - founded) * rng.random(len(of)) ** p.joining).astype(np.int64)
    rate = p.leaving.rate * np.exp(
        p.leaving.spread * rng.standard_normal(len(excellence)) + p.leaving.per_excellence * excellence
    )
    stay = rng.standard_exponential(len(of)) / rate[of] * DAYS_A_YEAR
    left = joined + 1 + np.minimum(stay, last).astype(np.int64)
    return joined, np.where(left > last, NEVER, left)


def _distances(rng: Generator, n: int, of: Ints, p: Numbers) -> Floats:
    near = rng.beta(p.near.mean * p.near.concentration, (1 - p.near.mean) * p.near.concentration, n)
    inside = rng.random(len(of)) < near[of]
    at = rng.random(len(of))
    far = p.near_km + p.far_km.median * np.exp(p.far_km.spread * rng.standard_normal(len(of)))
    distance = np.round(np.where(inside, p.near_km * at**2, far))
    return np.where(rng.random(len(of)) < p.distance_missing, np.nan, distance)


def small(values: Ints) -> Ints:
    """The same numbers in half the memory; days until the year 5881580 fit."""
    return values.astype(np.int32)


@dataclass(frozen=True)
class Lists:
    """What the lists of committed participants show, arrays over organisations.

    count; near: percent within the distance of the model; business, research: percent; types: how many families of
    types there are; stayed: percent of those of 12 months ago; balance: whether no fewer joined than left since.
    """

    count: Ints
    near: Floats
    business: Floats
    research: Floats
    types: Ints
    stayed: Floats
    balance: Booleans


def lists(members: Members, at: Ints, days: Ints, model: Model) -> Lists:
    """The lists of the organisations at positions `at` on `days`."""
    rows = np.diff(members.start)[at]
    begin = np.concatenate([[0], rows.cumsum()[:-1]])
    chosen = np.repeat(members.start[at] - begin, rows) + np.arange(rows.sum())
    day = np.repeat(days, rows)
    names, types = list(model.participants.types), members.type[chosen]
    committed = members.committed[chosen] != list(model.participants.commitment).index("none")
    joined, left, distance = members.joined[chosen], members.left[chosen], members.distance[chosen]
    year_ago = day - round(DAYS_A_YEAR)
    now = committed & (joined <= day) & (left > day)
    then = committed & (joined <= year_ago) & (left > year_ago)

    def add(mask: Booleans) -> Ints:
        return np.add.reduceat(mask.astype(np.int64), begin)

    count, before, known = add(now), add(then), add(now & ~np.isnan(distance))
    business = add(now & np.isin(names, BUSINESSES)[types])
    research = add(now & np.isin(names, RESEARCH)[types])
    other = count - business - research
    stayed = add(now & then)
    return Lists(
        count,
        percent(add(now & (distance <= model.participants.near_km)), known),
        percent(business, count),
        percent(research, count),
        (business > 0).astype(np.int64) + (research > 0) + (other > 0),
        percent(stayed, before),
        count - stayed >= before - stayed,
    )


def percent(part: Ints, whole: Ints) -> Floats:
    """100 part / whole; nan where there is nothing."""
    return np.divide(100.0 * part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def by_type(members: Members, day: int, names: list[str]) -> Mapping[str, Ints]:
    """How many participants of each type every organisation has on a day."""
    there = (members.joined <= day) & (members.left > day)
    return {
        name: np.add.reduceat((there & (members.type == place)).astype(np.int64), members.start[:-1])
        for place, name in enumerate(names)
    }
