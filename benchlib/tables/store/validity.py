"""Tables of text checked as those of a folder are, and records with them."""

import datetime as dt
from collections.abc import Iterable, Sequence

from benchlib.tables import checking, contradictions, orphans, plausibility, respondents
from benchlib.tables.checking import Facts
from benchlib.tables.faults import Fault, ordered
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES
from benchlib.tables.store.records import RECORDS


def facts(read: Sequence[RawTable], faults: Iterable[Fault] = (), today: dt.date | None = None) -> Facts:
    """Facts with every fault, as `checking.check` finds them in a folder; faults: what was wrong with the files."""
    raws = {raw.name: raw for raw in read}
    frames = {name: table.empty() for name, table in TABLES.items()}
    found = list(faults)
    for raw in filter(lambda raw: raw.readable, read):
        frames[raw.name], wrong = checking._typed(raw, TABLES[raw.name], today or dt.date.today())
        found += wrong
    sources = {raw.name: raw.source for raw in read}
    found += orphans.find(frames, raws)
    found += checking._whole(frames, raws)
    found += contradictions.find(frames, sources)
    found += plausibility.find(frames, sources)
    found += respondents.find(frames, sources)
    columns = {raw.source: list(raw.frame.columns) for raw in read}
    return Facts(frames, tuple(ordered(found, columns)), sources)


def records(read: Sequence[RawTable], today: dt.date | None = None) -> list[Fault]:
    """What is wrong with the cells of records."""
    found: list[Fault] = []
    for raw in filter(lambda raw: raw.readable, read):
        found += checking._typed(raw, RECORDS[raw.name], today or dt.date.today())[1]
    return found
