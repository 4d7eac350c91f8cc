"""Organisations as their own announcements describe them: strict models of a YAML file, and its facts as tables."""

from collections.abc import Sequence

import pandas as pd
from pydantic import Field

from benchlib.tables.schemas import TABLES
from benchlib.tables.sidecars import PartialDate, Strict, Text


class RegistryRow(Strict):
    """Names one row of the registry by what it says."""

    cluster: Text
    level: Text
    awarded: str = ""
    valid_until: str = ""
    source_url: Text


class AnnouncedLabel(Strict):
    """A label as announced; `repeats` is the registry row that tells of the same award, `source` a page of its own."""

    level: Text
    awarded: PartialDate
    source: Text | None = None
    repeats: RegistryRow | None = None


class Composition(Strict):
    """Participants by kind, as stated."""

    stated_on: PartialDate
    participants: dict[str, int]


class Announcement(Strict):
    """An organisation (its page is `source`) and what it announced on the page `announcement`.

    Alliances are kept, but stand in no table yet: cooperations are between two known organisations.
    """

    cluster_id: Text
    name: Text
    country: Text
    nuts2: str = ""
    area: str = ""
    founded_year: int | None = None
    website: str = ""
    source: Text
    announcement: Text
    labels: list[AnnouncedLabel]
    composition: Composition | None = None
    working_groups: list[Text] = Field(default_factory=list)
    alliances: list[Text] = Field(default_factory=list)


class Announcements(Strict):
    """The file of announcements."""

    organisations: list[Announcement]


def tables(announced: Sequence[Announcement]) -> dict[str, pd.DataFrame]:
    """Organisations, labels, compositions and working groups with the columns of their CSV files; blank is missing."""
    records = {
        "organisations": [a.model_dump() for a in announced],
        "labels": [
            _of(a, level=label.level, awarded=label.awarded, source=label.source or a.announcement)
            for a in announced
            for label in a.labels
        ],
        "compositions": [
            _of(a, stated_on=a.composition.stated_on, type=kind, participants=number)
            for a in announced
            if a.composition
            for kind, number in a.composition.participants.items()
        ],
        "working_groups": [_of(a, name=group) for a in announced for group in a.working_groups],
    }
    return {name: pd.DataFrame(rows, columns=TABLES[name].columns, dtype=object) for name, rows in records.items()}


def _of(announcement: Announcement, **facts: str | int) -> dict[str, str | int]:
    return {"cluster_id": announcement.cluster_id, "source": announcement.announcement, **facts}
