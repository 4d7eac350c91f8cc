"""Facts checked against the rules as well: what the tables alone cannot know."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.models import Framework
from benchlib.tables import checking
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, Fault, ordered, unknown
from benchlib.tables.schemas import TABLES

PEERS = "peer_answers"


def check(
    path: Path | str,
    today: dt.date | None = None,
    known: Mapping[str, Framework] | None = None,
    asked: Competitiveness | None = None,
) -> Facts:
    """Facts with every fault: those of the tables, and answers that do not fit what was asked.

    known: the frameworks that assessments may be made with, by id; by default all that are shipped.
    asked: the settings whose aspects peers are asked about; by default those that are shipped.
    """
    facts = checking.check(path, today)
    frameworks = known or {name: loading.framework(name) for name in loading.known()}
    further = scoring.faults(facts["answers"], facts["assessments"], frameworks)
    further += _not_asked(facts, asked or loading.competitiveness())
    placed = [replace(fault, source=facts.sources[fault.source]) for fault in further]
    columns = {source: TABLES[name].columns for name, source in facts.sources.items()}
    return replace(facts, faults=tuple(ordered([*facts.faults, *placed], columns)))


def load(
    path: Path | str,
    today: dt.date | None = None,
    known: Mapping[str, Framework] | None = None,
    asked: Competitiveness | None = None,
) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error; the rest is as in `check`."""
    facts = check(path, today, known, asked)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts


def _not_asked(facts: Facts, asked: Competitiveness) -> list[Fault]:
    """Peers' answers to questions that are no aspects."""
    questions = facts[PEERS]["question"].dropna()
    aspects = list(asked.qualitative.aspects)
    strange = questions[~questions.isin(aspects)]
    texts = {name: unknown(name, aspects, f"question of {asked.id}") for name in strange.unique()}
    return [Fault(PEERS, int(row), "question", name, texts[name]) for row, name in strange.items()]
