"""Facts checked against the rules as well: what the tables alone cannot know."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.rules.models import Framework
from benchlib.tables import checking
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, ordered
from benchlib.tables.schemas import TABLES


def check(path: Path | str, today: dt.date | None = None, known: Mapping[str, Framework] | None = None) -> Facts:
    """Facts with every fault: those of the tables, and answers that do not fit the framework they were given to.

    known: the frameworks that assessments may be made with, by id; by default all that are shipped.
    """
    facts = checking.check(path, today)
    frameworks = known or {name: loading.framework(name) for name in loading.known()}
    further = scoring.faults(facts["answers"], facts["assessments"], frameworks)
    placed = [replace(fault, source=facts.sources[fault.source]) for fault in further]
    columns = {source: TABLES[name].columns for name, source in facts.sources.items()}
    return replace(facts, faults=tuple(ordered([*facts.faults, *placed], columns)))


def load(path: Path | str, today: dt.date | None = None, known: Mapping[str, Framework] | None = None) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error; the rest is as in `check`."""
    facts = check(path, today, known)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts
