"""From latent excellence to the level of each indicator, and from levels to answers in the units of the framework.

A level is continuous: its whole part is the step of the indicator's scale that is reached, so 3.4 lies between the
third and the fourth threshold. Answers are found by going back through the framework's thresholds; none stands here.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from benchlib.assess import scoring
from benchlib.rules.models import Framework
from benchlib.synthetic.conduct import Steps
from benchlib.synthetic.membership import Lists
from benchlib.synthetic.organisations import Booleans, Floats, Generator, Ints
from benchlib.synthetic.settings import Model

TINY = 1e-9
WHOLE = scoring.SHARE_BOUNDS[1]
COMPOSITION, COUNT, NEAR, MATURITY, STAFF, STABILITY, GROUPS = "1.1.1", "1.1.2", "1.2", "2.1", "2.2.1", "2.3", "4.5"


@dataclass(frozen=True)
class Scale:
    """The scales of k indicators on a day.

    knots (k, t + 2): 0, the thresholds, and the most that is drawn; steps (k,): how many thresholds there are; kind
    (k,): the input of each; asked (k,): whether a rule holds on the day; thresholds, worth: as in `scoring.scale`.
    """

    items: list[str]
    kind: list[str]
    knots: Floats
    steps: Ints
    asked: Booleans
    thresholds: Floats
    worth: Floats
    decimals: int

    def values(self, level: Floats, item: Ints) -> Floats:
        """Answers at levels (m,) on indicators at positions item (m,)."""
        within = np.clip(level, 0, self.steps[item] + 1 - TINY)
        step = within.astype(np.int64)
        low, high = self.knots[item, step], self.knots[item, step + 1]
        between = low + (within - step) * (high - low)
        kind = np.array(self.kind)[item]
        fine = np.where(kind == "count", 1, 10**self.decimals)
        result = np.floor(between * fine + TINY) / fine  # never up: that could reach the next threshold
        return np.where((kind == "rubric") | (kind == "gate"), low, result)

    def points(self, values: Floats) -> Floats:
        """Points of answers (n, k) to all indicators, (n, k)."""
        items = np.tile(np.arange(len(self.items)), len(values))
        return scoring.points_of(values.ravel(), items, self.thresholds, self.worth).reshape(values.shape)


def scale(framework: Framework, on: dt.date, model: Model) -> Scale:
    """The scales of a framework's indicators on a day."""
    thresholds, worth = scoring.scale(framework, on)
    kind = [str(indicator.input) for indicator in framework.indicators.values()]
    steps = np.isfinite(thresholds).sum(axis=1)
    knots = np.zeros((len(kind), thresholds.shape[1] + 2))
    knots[:, 1:-1] = thresholds
    last = knots[np.arange(len(kind)), steps]
    most = np.where(np.array(kind) == "share", WHOLE, last * model.levels.most)
    knots[np.arange(len(kind)), steps + 1] = most
    asked = ~np.isnan(worth[:, 0])
    return Scale(list(framework.indicators), kind, knots, steps, asked, thresholds, worth, model.levels.decimals)


def own(rng: Generator, n: int, items: list[str], model: Model) -> Floats:
    """Base of each organisation on each indicator without its excellence, (n, k)."""
    base = np.array([model.levels.base.get(item, 0.0) for item in items])
    return base + model.levels.own_sd * rng.standard_normal((n, len(items)), dtype=np.float32)


def true(rng: Generator, own: Floats, excellence: Floats, prepared: Ints, model: Model) -> Floats:
    """Levels (n, k) on a day. prepared: 0 not, 1 for silver, 2 for gold; who has prepared keeps what it gained."""
    noise = model.levels.noise_sd * rng.standard_normal(own.shape)
    level = own + model.levels.slope * excellence[:, None] + noise
    both = [model.levels.prepared["silver"], model.levels.prepared["gold"]]
    share = np.array([0.0, *(step.share for step in both)])[prepared][:, None]
    towards = np.array([0.0, *(step.towards for step in both)])[prepared][:, None]
    return level + share * np.maximum(towards - level, 0)


def facts(lists: Lists, years: Floats, fte: Floats, model: Model) -> dict[str, Floats]:
    """Answers that follow from the tables: participants, founding and staff."""
    return {
        COMPOSITION: _composition(lists, model.steps),
        COUNT: lists.count.astype(float),
        NEAR: np.round(lists.near, model.levels.decimals),
        MATURITY: np.round(years, model.levels.decimals),
        STAFF: _staff(lists.count, fte, model.steps),
        STABILITY: _stability(lists, model.steps),
    }


def _highest(reached: list[Booleans]) -> Floats:
    """The number of the highest step whose description holds."""
    return np.max([np.where(mask, step, 0.0) for step, mask in enumerate(reached, start=1)], axis=0)


def _composition(lists: Lists, steps: Steps) -> Floats:
    return _highest(
        [
            (lists.types >= step.types) & (lists.business >= step.business) & (lists.research >= step.research)
            for step in steps.composition
        ]
    )


def _staff(participants: Ints, fte: Floats, steps: Steps) -> Floats:
    return _highest(
        [(fte >= step.fte) & (step.per is None or participants <= fte * (step.per or 0)) for step in steps.staff]
    )


def _stability(lists: Lists, steps: Steps) -> Floats:
    stayed = np.nan_to_num(lists.stayed)
    return _highest([(stayed >= step.stayed) & (lists.balance | (not step.balance)) for step in steps.stability])
