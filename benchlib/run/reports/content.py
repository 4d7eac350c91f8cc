"""What an edition says, computed once before any report is made."""

import ctypes
import datetime as dt
import gc
import sys
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from benchlib.run import results
from benchlib.run.reports import edition as editions
from benchlib.run.reports import fingerprints
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.fingerprints import Prints
from benchlib.run.reports.subjects import Keys, Subject
from benchlib.run.results import Tables
from benchlib.run.rulebook import Rulebook
from benchlib.tables.checking import Facts


@dataclass(frozen=True)
class Content:
    """Facts and rules, the head of the manifest, the tables made of them, and what describes the edition."""

    facts: Facts
    by: Rulebook
    head: Mapping[str, object]
    tables: Tables
    about: Mapping[str, object]
    known: dict[Keys, Prints] = field(default_factory=dict)

    def prints(self, subject: Subject) -> Prints:
        """Fingerprints of its reports of one kind, computed once."""
        if subject.keys not in self.known:
            read = {name: frame for name, frame in self.tables.items() if subject.reads(name)}
            self.known[subject.keys] = fingerprints.edition(read, self.about, self.head, subject.keys)
        return self.known[subject.keys]

    def only(self, tables: Collection[str]) -> "Content":
        """The same with these tables only."""
        return replace(self, tables={name: self.tables[name] for name in tables}, known={})


def give_back() -> None:
    """Give memory that nothing uses any more back to the system: allocators would keep it for later."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # another C library than glibc
            ctypes.CDLL(None).malloc_trim(0)


def of(edition: Edition, path: Path | str | None, as_of: dt.date, facts: Facts, by: Rulebook) -> Content:
    """Compute it, from facts that were read from `path`."""
    head = editions.head(facts, path, by, as_of)
    about = editions.describe(edition.folder.name, facts, by, as_of)
    return Content(facts, by, head, results.compute(facts, by, as_of), about)
