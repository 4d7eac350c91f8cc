"""A block of organisations with all that happens to them: made at once, from random numbers of its own."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchlib.assess import history
from benchlib.rules import loading
from benchlib.synthetic import (
    assessing,
    awards,
    cooperation,
    figures,
    latent,
    levels,
    membership,
    organisations,
    settings,
    survey,
)
from benchlib.synthetic.answering import Answers
from benchlib.synthetic.assessing import Rules, Scene, days_since
from benchlib.synthetic.awards import Assessments, Labels
from benchlib.synthetic.cooperation import Cooperations
from benchlib.synthetic.cycles import State
from benchlib.synthetic.figures import Figures
from benchlib.synthetic.latent import Latent, Team
from benchlib.synthetic.membership import Members
from benchlib.synthetic.organisations import Booleans, Floats, Generator, Ints, Organisations, year
from benchlib.synthetic.rows import joined
from benchlib.synthetic.settings import Country, Model
from benchlib.synthetic.survey import Survey
from benchlib.tables.schemas import LEVELS

STREAMS = ("organisations", "latent", "members", "team", "levels", "course", "figures", "peers", "others")


@dataclass(frozen=True)
class Block:
    """Everything about n organisations; assessments stand in order of organisation and day, answers in theirs.

    truth: percent of the maximum without assessors' error, an assessment each; until: last day of each label;
    published: whether the score of a label is; groups: number of working groups; items: indicators and questions; gate:
    whether one is answered with yes or no.
    """

    seed: int
    index: int
    organisations: Organisations
    latent: Latent
    team: Team
    members: Members
    state: State
    listed: Booleans
    items: list[str]
    gate: list[bool]
    assessments: Assessments
    truth: Floats
    answers: Answers
    labels: Labels
    until: Ints
    published: Booleans
    cooperations: Cooperations
    groups: Ints


@cache
def rules() -> Rules:
    """The frameworks that the portfolio's assessments use. Raises RuleError."""
    model = settings.model()
    frameworks = {kind: loading.framework(name) for kind, name in model.frameworks.items()}
    return Rules(frameworks, loading.framework(model.rules))


def make(seed: int, index: int, clusters: int, model: Model, countries: Mapping[str, Country]) -> Block:
    """Block number `index` (0, 1, ...) of a portfolio of so many organisations: the same for the same arguments."""
    first = index * model.block
    n = min(model.block, clusters - first)
    streams = _streams(seed, index)
    of = organisations.draw(streams["organisations"], first + 1, n, model, countries)
    hidden = latent.draw(streams["latent"], of, model)
    rows, size = membership.sizes(streams["members"], of, hidden.excellence, model)
    members = membership.draw(streams["members"], of, rows, hidden.excellence, model)
    team = latent.team(streams["team"], hidden.excellence, size, model)
    by = rules()
    own = levels.own(streams["levels"], n, list(by.frameworks["benchmark"].indicators), model)
    listed = streams["levels"].random(n) < model.answers.listed
    scene = Scene(streams["course"], model, by, of, hidden, team, members, own, listed)
    course, state = assessing.run(scene, countries)
    assessments, truth, answers = _ordered(course)
    labels = _labels(course)
    others = streams["others"]
    return Block(
        seed,
        index,
        of,
        hidden,
        team,
        members,
        state,
        listed,
        by.items,
        by.gates,
        assessments,
        truth,
        answers,
        labels,
        awards.ends(labels, by.judge),
        _published(others, labels.score, model),
        cooperation.draw(others, of, model),
        cooperation.working_groups(others, course.groups, model),
    )


def figures_of(made: Block, model: Model) -> Figures:
    """Participants' figures of a block; drawn when they are asked for, because they take memory."""
    rng = _streams(made.seed, made.index)["figures"]
    return figures.draw(rng, made.members, made.latent.q, _first_wave(made, model), model)


def survey_of(made: Block, model: Model) -> Survey:
    """Peers' answers on a block, on organisations and then on single firms; drawn when they are asked for."""
    rng, v = _streams(made.seed, made.index)["peers"], made.latent.v
    wave, first = _first_wave(made, model), int(made.organisations.number[0])
    both = [
        survey.on_organisations(rng, v, wave, model),
        survey.on_firms(rng, made.members, v, first, wave, model),
    ]
    return joined(Survey, both)


def _first_wave(made: Block, model: Model) -> Ints:
    return year(made.organisations.entry) - model.waves.first


def _streams(seed: int, index: int) -> dict[str, Generator]:
    """Random numbers of a block, one stream for each subject, so that a change in one leaves the others as they are."""
    seeds = np.random.SeedSequence(seed, spawn_key=(index,)).spawn(len(STREAMS))
    return {name: np.random.Generator(np.random.PCG64(child)) for name, child in zip(STREAMS, seeds, strict=True)}


def _ordered(course: assessing.Course) -> tuple[Assessments, Floats, Answers]:
    """Assessments by organisation and day, numbered anew; their truth; answers in the order of their assessments."""
    made = joined(Assessments, course.assessments)
    order = np.lexsort((made.kind, made.day, made.organisation))
    place = np.empty(len(order), dtype=np.int64)
    place[made.number[order]] = np.arange(len(order))
    truth = np.concatenate(course.truth)[made.number[order]]
    answers = joined(Answers, course.answers)
    position = place[answers.assessment]
    rows = np.lexsort((answers.day, answers.item, answers.assessor, position))
    made = made.of(order)
    numbered = Assessments(np.arange(len(order)), made.organisation, made.kind, made.day, made.status)
    sorted_ = answers.of(rows)
    return numbered, truth, Answers(position[rows], *list(vars(sorted_).values())[1:])


def _labels(course: assessing.Course) -> Labels:
    """Labels by organisation, day and level."""
    if not course.labels:
        return awards.NO_LABELS
    labels = joined(Labels, course.labels)
    return labels.of(np.lexsort((labels.level, labels.day, labels.organisation)))


def _published(rng: Generator, score: Floats, model: Model) -> Booleans:
    """Whose score is published: the better, the more often."""
    p = model.publication
    at = rng.random(len(score))
    return np.nan_to_num(at * (1 + np.exp((p.middle - score) / p.scale)), nan=1.0) < p.at_most


def valid_on(block: Block, on: dt.date) -> Booleans:
    """Whether each organisation holds some label on a day."""
    by = rules().judge.labels
    line = history.timeline(awards.table(block.labels), by)
    clusters = np.arange(len(block.organisations))
    status = history.statuses(line, clusters, on, by)
    valid = (status["state"] == history.VALID).to_numpy().reshape(len(clusters), len(LEVELS))
    return valid.any(axis=1)


def first_awards(block: Block) -> Ints:
    """Day of the first award of each level (n, levels); the latest day there is where there was none."""
    days = np.full((len(block.organisations), len(LEVELS)), np.iinfo(np.int64).max)
    np.minimum.at(days, (block.labels.organisation, block.labels.level), block.labels.day)
    return days


def there_on(block: Block, on: dt.date, model: Model) -> Mapping[str, Ints]:
    """Participants of each organisation by type on a day."""
    return membership.by_type(block.members, days_since(on), list(model.participants.types))
