"""Facts checked against the rules as well: what the tables alone cannot know.

They come from a folder, a workbook or a store: its address, or nothing for the default one.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.models import Framework
from benchlib.tables import checking
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, Fault, ordered, unknown
from benchlib.tables.schemas import TABLES

if TYPE_CHECKING:
    from benchlib.tables.store import Store

PEERS = "peer_answers"
PORTFOLIO = Path(__file__).resolve().parents[2] / "data" / "portfolio"
FILLED_BY = "benchlib"  # who fills a new store with the shipped portfolio


def check(
    path: Path | str | None = None,
    today: dt.date | None = None,
    known: Mapping[str, Framework] | None = None,
    asked: Competitiveness | None = None,
) -> Facts:
    """Facts with every fault: those of the tables, and answers that do not fit what was asked.

    path: a folder, a workbook or the address of a store; by default the store that `tables.store.opened` opens, which
    is filled with the shipped portfolio where nothing is in it.
    known: the frameworks that assessments may be made with, by id; by default all that are shipped.
    asked: the settings whose aspects peers are asked about; by default those that are shipped.
    """
    facts = _read(path, today)
    further = judged(facts, known, asked)
    columns = {source: TABLES[name].columns for name, source in facts.sources.items()}
    return replace(facts, faults=tuple(ordered([*facts.faults, *further], columns)))


def load(
    path: Path | str | None = None,
    today: dt.date | None = None,
    known: Mapping[str, Framework] | None = None,
    asked: Competitiveness | None = None,
) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error; the rest is as in `check`."""
    facts = check(path, today, known, asked)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts


def judged(
    facts: Facts, known: Mapping[str, Framework] | None = None, asked: Competitiveness | None = None
) -> list[Fault]:
    """What the rules find in facts that the tables alone could not know."""
    frameworks = known or {name: loading.framework(name) for name in loading.known()}
    further = scoring.faults(facts["answers"], facts["assessments"], frameworks)
    further += _not_asked(facts, asked or loading.competitiveness())
    return [replace(fault, source=facts.sources[fault.source]) for fault in further]


def is_address(path: Path | str) -> bool:
    """Whether a source is the address of a store and not a folder or workbook.

    >>> is_address("sqlite:///portfolio.sqlite"), is_address("data/portfolio")
    (True, False)
    """
    return isinstance(path, str) and "://" in path


def _read(path: Path | str | None, today: dt.date | None) -> Facts:
    if path is not None and not is_address(path):
        return checking.check(path, today)
    from benchlib.tables import store  # the database's modules are loaded only where one is asked for
    from benchlib.tables.store import validity

    with store.opened(None if path is None else str(path), create=path is None) as place:
        if path is None:
            fill(place, today)
        tables = store.load(place)
        if not tables:
            raise BadInput.of(place.address, "nothing is in this store; `benchlib import PATH` fills it")
        return validity.facts(tables, today=today)


def fill(place: "Store", today: dt.date | None = None) -> bool:
    """Fill a store in which nothing is with the shipped portfolio; whether it was empty."""
    from benchlib.tables import store

    if store.load(place):
        return False
    store.import_(place, PORTFOLIO, FILLED_BY, judged, today)
    return True


def _not_asked(facts: Facts, asked: Competitiveness) -> list[Fault]:
    """Peers' answers to questions that are no aspects."""
    questions = facts[PEERS]["question"].dropna()
    aspects = list(asked.qualitative.aspects)
    strange = questions[~questions.isin(aspects)]
    texts = {name: unknown(name, aspects, f"question of {asked.id}") for name in strange.unique()}
    return [Fault(PEERS, int(row), "question", name, texts[name]) for row, name in strange.items()]
