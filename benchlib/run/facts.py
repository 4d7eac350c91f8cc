"""Facts checked against the rules as well: what the tables alone cannot know."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.tables import checking
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput


def check(path: Path, today: dt.date | None = None) -> Facts:
    """Facts with every fault: those of the tables, and answers that do not fit the framework they were given to."""
    facts = checking.check(path, today)
    known = {name: loading.framework(name) for name in loading.known()}
    further = scoring.faults(facts["answers"], facts["assessments"], known)
    placed = (replace(fault, source=facts.sources[fault.source]) for fault in further)
    return replace(facts, faults=(*facts.faults, *placed))


def load(path: Path, today: dt.date | None = None) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error."""
    facts = check(path, today)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts
