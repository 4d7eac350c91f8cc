"""Assessments, answers and labels of a block of organisations, period by period."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from benchlib.assess import scoring
from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework, Indicator, Question, Reaches
from benchlib.synthetic import answering, awards, cycles, levels
from benchlib.synthetic.answering import Answers, Matter
from benchlib.synthetic.awards import AGREED, DRAFT, SUBMITTED, Assessments, Labels
from benchlib.synthetic.conduct import Kind
from benchlib.synthetic.cycles import State
from benchlib.synthetic.latent import Latent, Team
from benchlib.synthetic.levels import Scale
from benchlib.synthetic.membership import Members, lists
from benchlib.synthetic.organisations import DAYS_A_YEAR, Booleans, Floats, Generator, Ints, Organisations, day, year
from benchlib.synthetic.rows import joined
from benchlib.synthetic.settings import Country, Model
from benchlib.tables.schemas import ASSESSMENT_KINDS, LEVELS

LISTED, IMPROVEMENTS = "label.listed", "label.improvements"


@dataclass(frozen=True)
class Rules:
    """The frameworks by kind of assessment, and the one whose label rules judge."""

    frameworks: Mapping[Kind, Framework]
    judge: Framework

    @property
    def items(self) -> list[str]:
        """Indicators of the benchmarking, then the questions of the label rules."""
        return [*self.frameworks["benchmark"].indicators, *self.judge.labels.questions]

    @property
    def gates(self) -> list[bool]:
        """Whether each of the items is answered with yes or no."""
        known: dict[str, Indicator | Question] = {
            **self.frameworks["benchmark"].indicators,
            **self.judge.labels.questions,
        }
        return [known[item].input == "gate" for item in self.items]

    def asked(self, question: str, on: dt.date) -> bool:
        """Whether a condition of all levels that is in force on a day looks at a question."""
        entries = [in_force(condition, on) for condition in self.judge.labels.common.values()]
        return any(isinstance(entry, Reaches) and question in entry.items for entry in entries)


@dataclass(frozen=True)
class Scene:
    """All that assessments depend on.

    own: levels without excellence, (n, k); listed: whether on the platform once that is asked for, (n,).
    """

    rng: Generator
    model: Model
    rules: Rules
    organisations: Organisations
    latent: Latent
    team: Team
    members: Members
    own: Floats
    listed: Booleans


@dataclass
class Course:
    """What has happened so far; grows from period to period.

    truth: percent of the maximum without assessors' error, an assessment each; latest: number of each organisation's
    latest benchmarking; groups: highest step of its working groups.
    """

    latest: Ints
    groups: Ints
    assessments: list[Assessments] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    labels: list[Labels] = field(default_factory=list)
    truth: list[Floats] = field(default_factory=list)
    number: int = 0


def run(scene: Scene, countries: Mapping[str, Country]) -> tuple[Course, State]:
    """The course of all organisations from the first wave to the last day."""
    n, waves = len(scene.organisations), scene.model.waves
    entry = scene.latent.excellence[np.arange(n), year(scene.organisations.entry) - waves.first]
    state = cycles.begin(scene.rng, scene.organisations, entry, scene.model, countries)
    course = Course(np.full(n, -1), np.zeros(n, dtype=np.int64))
    for first, last in awards.periods(waves.first, scene.model.last_day, scene.rules.judge):
        at = cycles.due(state, days_since(first), days_since(last))
        if len(at):
            _period(scene, state, course, at, first)
    _selves_now(scene, state, course)
    return course, state


def days_since(on: dt.date) -> int:
    """A day as days since 1970."""
    return (on - dt.date(1970, 1, 1)).days


def _period(scene: Scene, state: State, course: Course, at: Ints, first: dt.date) -> None:
    """One period: those at positions `at` are assessed, judged, and plan what comes next."""
    cycles.prepare(state, at)
    kinds: dict[Kind, Ints] = {
        "benchmark": at[state.next_kind[at] == cycles.BENCHMARK],
        "audit": at[state.next_kind[at] == cycles.AUDIT],
    }
    parts = [_official(scene, state, course, mine, kind, first) for kind, mine in kinds.items() if len(mine)]
    assessed, answers = joined(Assessments, [part[0] for part in parts]), joined(Answers, [part[1] for part in parts])
    won, score = _judged(scene, course, assessed, answers)
    course.assessments.append(assessed)
    course.answers.append(answers)
    course.labels += [_awarded(assessed, won[level], level, score) for level in LEVELS if won[level].any()]
    if len(kinds["audit"]):
        _selves_before(scene, state, course, assessed.of(_of_kind(assessed, "audit")), first)
    benchmarked = _of_kind(assessed, "benchmark")
    course.latest[assessed.organisation[benchmarked]] = assessed.number[benchmarked]
    cycles.advance(scene.rng, state, assessed.organisation, won, scene.model)


def _judged(
    scene: Scene, course: Course, assessed: Assessments, answers: Answers
) -> tuple[dict[str, Booleans], Floats]:
    """Verdicts on those assessed, from all that is known of their organisations; see `awards.judged`."""
    involved = np.zeros(len(scene.organisations), dtype=bool)
    involved[assessed.organisation] = True
    rests_on = np.zeros(course.number, dtype=bool)
    rests_on[course.latest[assessed.organisation[_of_kind(assessed, "audit")]]] = True
    before = [part.of(rests_on[part.assessment]) for part in course.answers] if rests_on.any() else []
    made = [part.of(involved[part.organisation]) for part in course.assessments]
    held = [part.of(involved[part.organisation]) for part in course.labels]
    return awards.judged(
        assessed,
        joined(Assessments, [*made, assessed]),
        joined(Answers, [*before, answers]),
        scene.rules.items,
        joined(Labels, held) if held else awards.NO_LABELS,
        scene.rules.judge,
    )


def _of_kind(made: Assessments, kind: Kind) -> Booleans:
    return made.kind == ASSESSMENT_KINDS.index(kind)


def _awarded(assessed: Assessments, won: Booleans, level: str, score: Floats) -> Labels:
    mine = assessed.of(np.flatnonzero(won))
    known = score[won] if level == LEVELS[-1] else np.full(len(mine.day), np.nan)
    return Labels(mine.organisation, np.full(len(mine.day), LEVELS.index(level)), mine.day, known)


def _official(
    scene: Scene, state: State, course: Course, at: Ints, kind: Kind, first: dt.date
) -> tuple[Assessments, Answers]:
    """A benchmarking or audit of each organisation at `at`, on the day that it has planned."""
    assessments = _opened(course, at, kind, state.next_day[at], np.full(len(at), AGREED))
    answers = _answered(scene, state, course, assessments, kind, first)
    questions = [answers, _listed(scene, assessments, kind, first)]
    second = (state.prepared[at] == cycles.SILVER) & (state.benchmarks[at] == 1) & (kind == "benchmark")
    return assessments, joined(Answers, [*questions, _improvements(scene, assessments.of(second))])


def _opened(course: Course, at: Ints, kind: Kind, days: Ints, status: Ints) -> Assessments:
    number = course.number + np.arange(len(at))
    course.number += len(at)
    return Assessments(number, at, np.full(len(at), ASSESSMENT_KINDS.index(kind)), days, status)


def _answered(scene: Scene, state: State, course: Course, made: Assessments, kind: Kind, first: dt.date) -> Answers:
    """Answers to the indicators of the framework that the kind of assessment uses; notes the truth in the course."""
    model, at = scene.model, made.organisation
    scale = levels.scale(scene.rules.frameworks[kind], first, model)
    columns = np.array([scene.rules.items.index(item) for item in scale.items])
    wave = np.clip(year(made.day) - model.waves.first, 0, None)
    level = levels.true(
        scene.rng, scene.own[np.ix_(at, columns)], scene.latent.excellence[at, wave], state.prepared[at], model
    )
    seen = lists(scene.members, at, made.day, model)
    years = (made.day - scene.organisations.founded[at]) / DAYS_A_YEAR
    matter = Matter(made.number, made.day, level, levels.facts(seen, years, scene.team.fte[at, wave], model))
    answers, truth = answering.assessed(scene.rng, matter, kind, scale, model)
    course.truth.append(_percent(truth, scale, scene.rules.judge, first))
    np.maximum.at(course.groups, at, truth[:, scale.items.index(levels.GROUPS)].astype(np.int64))
    return replace(answers, item=columns[answers.item])


def _percent(truth: Floats, scale: Scale, judge: Framework, on: dt.date) -> Floats:
    """Percent of the maximum of the framework that judges."""
    scored = [scale.items.index(item) for item in judge.scored]
    points = scale.points(truth)[:, scored]
    return 100 * points.sum(axis=1) / (len(scored) * scoring.maximum(judge, on))


def _selves_before(scene: Scene, state: State, course: Course, audits: Assessments, first: dt.date) -> None:
    """The self-assessment that comes before each audit."""
    low, high = scene.model.cycles.self_before_audit_days
    days = audits.day - scene.rng.integers(low, high + 1, len(audits.day))
    _selves(scene, state, course, audits.organisation, days, np.full(len(days), SUBMITTED), first)


def _selves_now(scene: Scene, state: State, course: Course) -> None:
    """Self-assessments of the last wave by some organisations; some of them are not finished."""
    model, n = scene.model, len(scene.organisations)
    first, last = int(day(model.waves.last)), days_since(model.last_day)
    at = np.flatnonzero((scene.rng.random(n) < model.cycles.self_now) & (scene.organisations.entry < first))
    days = scene.rng.integers(first, last + 1, len(at))
    draft = scene.rng.random(len(at)) < model.cycles.self_draft
    if len(at):
        _selves(scene, state, course, at, days, np.where(draft, DRAFT, SUBMITTED), dt.date(model.waves.last, 1, 1))


def _selves(scene: Scene, state: State, course: Course, at: Ints, days: Ints, status: Ints, first: dt.date) -> None:
    assessments = _opened(course, at, "self", days, status)
    answers = _answered(scene, state, course, assessments, "self", first)
    course.assessments.append(assessments)
    course.answers.append(joined(Answers, [answers, _listed(scene, assessments, "self", first)]))


def _listed(scene: Scene, made: Assessments, kind: Kind, first: dt.date) -> Answers:
    """Whether the organisations are listed on the platform, where the rules ask for it."""
    asked = made.of(np.full(len(made.day), scene.rules.asked(LISTED, first)))
    who = answering.ORGANISATION if kind == "self" else answering.EXPERT
    return _question(scene, asked, LISTED, scene.listed[asked.organisation].astype(float), who)


def _improvements(scene: Scene, made: Assessments) -> Answers:
    """How many areas of improvement those that go for silver describe."""
    drawn = scene.model.answers.improvements
    areas = np.rint(drawn.prepared + drawn.spread * scene.rng.standard_normal(len(made.day)))
    return _question(scene, made, IMPROVEMENTS, np.maximum(areas, 0), answering.EXPERT)


def _question(scene: Scene, made: Assessments, item: str, values: Floats, assessor: int) -> Answers:
    n = len(made.day)
    place, yes = np.full(n, scene.rules.items.index(item)), np.ones(n, dtype=bool)
    return Answers(made.number, place, np.full(n, assessor), values, yes, made.day, ~yes)
