"""Values that hold from a day on, with the source they were read from and how sure they are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """Unknown keys, other types than declared and numbers that are not finite are errors; instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Mark(StrEnum):
    """How sure a rule is."""

    VERIFIED = "verified"
    RECALLED = "recalled"
    INFERRED = "inferred"
    PROPOSED = "proposed"


Marked = Annotated[Mark, Field(strict=False)]  # a word in YAML, an enumeration here


class Source(Strict):
    """Where a rule or number was read."""

    title: str
    address: str | None = None
    read: dt.date | None = None


class Dated(Strict):
    """Something that holds from a day on, until another day or the next entry of its list."""

    from_: dt.date = Field(alias="from")
    until: dt.date | None = None
    mark: Marked
    source: str
    note: str | None = None


class Number(Dated):
    """A dated number."""

    value: float


class Rule(Strict):
    """The head of a rule file; the id is the file's name."""

    id: str
    title: str
    version: dt.date
    sources: Mapping[str, Source]


D = TypeVar("D", bound=Dated)


def in_force(entries: Sequence[D], on: dt.date) -> D | None:
    """The entry of a dated list that holds on a day: the last one begun, unless it has ended; None where none does."""
    begun = [entry for entry in entries if entry.from_ <= on]
    last = max(begun, key=lambda entry: entry.from_, default=None)
    return last if last and (last.until is None or on <= last.until) else None
