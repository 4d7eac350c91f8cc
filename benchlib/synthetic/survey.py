"""Peers' answers: on organisations in every wave of the survey, and on single firms of some of them.

An answer is 1 + y / 25 with y = v + offset of the aspect + severity of the respondent + noise, on 0-100, and is rounded
at random to one of the two nearest whole numbers, so that its expectation is right within 1 to 5.
"""

from dataclasses import dataclass

import numpy as np

from benchlib.synthetic.membership import Members, small
from benchlib.synthetic.organisations import Floats, Generator, Ints, choice
from benchlib.synthetic.settings import Model

WIDTH = 25.0  # points of 0-100 in one step of an answer, as the methods digitise answers


@dataclass(frozen=True)
class Survey:
    """Rows of the table peer_answers: position of the organisation, number of the firm (0: the organisation itself),
    year, respondent, role and question (positions in the lists of the model), value 1-5.
    """

    organisation: Ints
    firm: Ints
    year: Ints
    respondent: Ints
    role: Ints
    question: Ints
    value: Ints


def on_organisations(rng: Generator, v: Floats, first_wave: Ints, model: Model) -> Survey:
    """Answers on organisations. v: (n, t); first_wave: (n,) position of the first wave of each."""
    peers = model.peers
    low, high = peers.respondents
    waves = np.arange(v.shape[1])
    open_ = (waves >= first_wave[:, None]) & (waves >= peers.first_wave - model.waves.first)
    row, wave = np.nonzero(open_ & (rng.random(v.shape) >= peers.missing))
    number = rng.integers(low, high + 1, len(row))
    own = _aspects(rng, len(v), model)[row]
    return _asked(rng, row, np.zeros_like(row), wave, number, v[row, wave][:, None] + own, model)


def on_firms(rng: Generator, members: Members, v: Floats, first: int, first_wave: Ints, model: Model) -> Survey:
    """Answers on the first firms of every so many-th organisation. first: number of the first organisation."""
    judged = model.peers.participants
    waves = np.arange(v.shape[1])
    chosen = (first + np.arange(len(v))) % judged.every == 0
    open_ = chosen[:, None] & (waves >= first_wave[:, None]) & (waves >= judged.first_wave - model.waves.first)
    firms = np.arange(judged.firms) < members.panel[:, None]
    row, wave, firm = np.nonzero(open_[:, :, None] & firms[:, None, :])
    own = judged.firm_sd * rng.standard_normal(firms.shape)
    level = (v[row, wave] + own[row, firm])[:, None] + _aspects(rng, len(v), model)[row]
    return _asked(rng, row, firm + 1, wave, np.full(len(row), judged.respondents), level, model)


def _aspects(rng: Generator, n: int, model: Model) -> Floats:
    """Offsets of aspects: common ones and each organisation's own, which add up to 0; (n, aspects)."""
    mean = np.array(list(model.peers.aspects.values()))
    own = model.peers.aspect_sd * rng.standard_normal((n, len(mean)))
    return mean + own - own.mean(axis=1, keepdims=True)


def _asked(rng: Generator, row: Ints, firm: Ints, wave: Ints, number: Ints, level: Floats, model: Model) -> Survey:
    """Answers of `number` respondents to each of the rows; level: (rows, aspects) on 0-100."""
    peers, aspects = model.peers, level.shape[1]
    of = np.repeat(np.arange(len(row)), number)
    respondent = np.arange(len(of)) - np.repeat(number.cumsum() - number, number) + 1
    role = choice(rng, np.array(list(peers.roles.values())), len(of))
    severity = peers.respondent_sd * rng.standard_normal(len(of))
    y = level[of] + severity[:, None] + peers.noise_sd * rng.standard_normal((len(of), aspects))
    value = np.floor(1 + np.clip(y, 0, 4 * WIDTH) / WIDTH + rng.random(y.shape)).astype(np.int32)
    each = np.repeat(of, aspects)
    return Survey(
        small(row)[each],
        small(firm)[each],
        small(wave + model.waves.first)[each],
        np.repeat(small(respondent), aspects),
        np.repeat(small(role), aspects),
        np.tile(small(np.arange(aspects)), len(of)),
        np.minimum(value, 5).ravel(),
    )
