"""Assessments, answers and labels of a block of organisations, period by period: each label opens the way to the next."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework, Reaches
from benchlib.synthetic import answering, awards, cycles, levels
from benchlib.synthetic.answering import Answers, Matter
from benchlib.synthetic.awards import Assessments, Labels
from benchlib.synthetic.cycles import State
from benchlib.synthetic.latent import Latent, Team
from benchlib.synthetic.levels import Scale
from benchlib.synthetic.membership import Members, lists
from benchlib.synthetic.organisations import DAYS_A_YEAR, Booleans, Floats, Generator, Ints, Organisations, day
from benchlib.synthetic.settings import Country, Kind, Model
from benchlib.tables.schemas import ASSESSMENT_KINDS, LEVELS

SELF, BENCHMARK, AUDIT = map(ASSESSMENT_KINDS.index, ("self", "benchmark", "audit"))
LISTED, IMPROVEMENTS = "label.listed", "label.improvements"


@dataclass(frozen=True)
class Rules:
    """The frameworks by kind of assessment, and the one whose label rules judge."""

    frameworks: Mapping[Kind, Framework]
    judge: Framework

    @property
    def items(self) -> list[str]:
        """Indicators of the widest framework, then the questions of the label rules."""
        return [*self.frameworks["benchmark"].indicators, *self.judge.labels.questions]


@dataclass(frozen=True)
class Actors:
    """A block of organisations as far as assessments depend on it; own: levels without excellence, (n, k)."""

    organisations: Organisations
    latent: Latent
    team: Team
    members: Members
    own: Floats


@dataclass
class Course:
    """What has happened so far; grows from period to period. truth: percent of the maximum without assessors' error."""

    assessments: list[Assessments] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    truth: list[Floats] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many assessments there are."""
        return sum(len(part.number) for part in self.assessments)


def run(
    rng: Generator, actors: Actors, rules: Rules, model: Model, countries: dict[str, Country]
) -> tuple[Course, State]:
    """The course of all organisations from the first wave to the last day."""
    n = len(actors.organisations)
    wave = awards_year(actors.organisations.entry) - model.waves.first
    state = cycles.begin(rng, actors.organisations, actors.latent.excellence[np.arange(n), wave], model, countries)
    course = Course()
    past = _Past(np.full(n, -1), {})
    for first, last in awards.periods(model.waves.first, model.last_day, rules.judge):
        at = cycles.due(state, _number(first), _number(last))
        if len(at):
            _period(rng, actors, rules, model, state, course, past, at, first)
    _selves_now(rng, actors, rules, model, state, course)
    return course, state


def awards_year(days: Ints) -> Ints:
    """Calendar year of days since 1970."""
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _number(on: dt.date) -> int:
    return int(np.datetime64(on).astype(int))


@dataclass
class _Past:
    """The latest benchmarking of each organisation (its number), and the answers of the benchmarkings, by period."""

    benchmark: Ints
    answers: dict[int, Answers]

    def of(self, at: Ints) -> list[Answers]:
        """Answers of the latest benchmarkings of organisations."""
        wanted = self.benchmark[at]
        return [part.of(np.isin(part.assessment, wanted)) for part in self.answers.values()]


def _period(
    rng: Generator,
    actors: Actors,
    rules: Rules,
    model: Model,
    state: State,
    course: Course,
    past: _Past,
    at: Ints,
    first: dt.date,
) -> None:
    cycles.prepare(state, at)
    kinds: tuple[tuple[Kind, int], ...] = (("benchmark", BENCHMARK), ("audit", AUDIT))
    made, answers = [], []
    for kind, code in kinds:
        mine = at[state.next_kind[at] == code]
        if len(mine):
            assessments, given, truth = _assess(rng, actors, rules, model, state, course, mine, kind, first)
            made.append(assessments)
            answers.append(given)
            course.truth.append(truth)
            if code == AUDIT:
                _self_before(rng, actors, rules, model, state, course, mine, first)
    _ = past
    raise NotImplementedError
