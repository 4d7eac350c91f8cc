"""What a report is about: an organisation, a participant of one, a country, a region, or the whole edition.

A notebook's parameters tell. Reports of all kinds may stand in one edition, each kind in a folder of its own below
`pages` and `notebooks`.
"""

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import papermill

from benchlib.run import policy, selection
from benchlib.run.reports import report
from benchlib.run.reports.edition import Edition
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput

PUBLICATION = "analysis-of-cluster-competitiveness"
SINCE = "since"

Keys = tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """A kind of report: its name, the parameters that say whom it is about, and what else it may be told.

    tables: those that its reports read and no other kind does; empty where they read what organisations' reports read.
    """

    name: str
    keys: Keys
    options: Keys = ()
    tables: frozenset[str] = frozenset()

    def reads(self, table: str) -> bool:
        """Whether its reports may rest on a table of the results."""
        return table in self.tables if self.tables else table not in APART

    def task(self, edition: Edition, whom: Keys, as_of: dt.date, options: Mapping[str, str]) -> "Task":
        """The report about someone, by the values of `keys`."""
        about = dict(zip(self.keys, whom, strict=True)) | {name: options.get(name, "") for name in self.options}
        parameters = {"edition": str(edition.folder.resolve()), "as_of": as_of.isoformat(), **about}
        return Task(self.place("/".join(whom) or PUBLICATION), parameters)

    def place(self, name: str) -> str:
        """The name of a report in its edition: the organisation's id, else with its kind before it."""
        return name if self is ORGANISATION else f"{self.name}/{name}"

    def has(self, name: str) -> bool:
        """Whether a report of this name is of this kind; ids hold no slash."""
        return "/" not in name if self is ORGANISATION else name.startswith(f"{self.name}/")

    def clear(self, edition: Edition) -> None:
        """Remove every report of this kind."""
        for folder in (edition.pages, edition.notebooks):
            if self is ORGANISATION:
                for file in [file for file in folder.glob("*") if file.is_file()]:
                    file.unlink()
            else:
                shutil.rmtree(folder / self.name, ignore_errors=True)


@dataclass(frozen=True)
class Task:
    """One report to make: its name in the edition and the parameters of its notebook."""

    name: str
    parameters: Mapping[str, str]


ORGANISATION = Subject("cluster", ("cluster_id",))
PARTICIPANT = Subject("participant", ("cluster_id", "participant_id"))
COUNTRY = Subject("country", ("country",), tables=policy.COUNTRY_TABLES)
REGION = Subject("region", ("nuts2",), tables=policy.REGION_TABLES)
EDITION = Subject("edition", (), (SINCE,))
SUBJECTS: Sequence[Subject] = (PARTICIPANT, ORGANISATION, COUNTRY, REGION, EDITION)
APART = COUNTRY.tables | REGION.tables


def chosen(subject: Subject, facts: Facts, only: Sequence[str], where: Sequence[str]) -> list[Keys]:
    """Whom reports of a kind are about, by its keys.

    only: ids or names of organisations; for participants also ids of these; codes of countries or regions for those.
    Raises BadInput, see `selection`.
    """
    if subject is EDITION:
        if only or where:
            raise BadInput.of("--only, --where", "expected neither: this report is about all organisations of PATH")
        return [()]
    if subject is COUNTRY:
        return [(code,) for code in selection.countries(facts, only, where)]
    if subject is REGION:
        return [(code,) for code in selection.regions(facts, only, where)]
    if subject is ORGANISATION:
        return [(name,) for name in selection.choose(facts, only, where)]
    single = set(facts["participants"]["participant_id"]).intersection(only)
    organisations = selection.choose(facts, [name for name in only if name not in single], where)
    return [*selection.participants(facts, organisations, sorted(single))]


def of(notebook: Path) -> Subject:
    """What a notebook reports on: the subject whose keys it has. Raises BadInput for other parameters than these."""
    declared = papermill.inspect_notebook(str(notebook))
    subject = next((one for one in SUBJECTS if one.keys and declared.keys() >= {*one.keys}), None)
    subject = subject or (EDITION if SINCE in declared else ORGANISATION)
    report.check_parameters(
        notebook, {"edition": "", "as_of": "", **dict.fromkeys((*subject.keys, *subject.options), "")}
    )
    return subject
