"""A folder or workbook taken into the store: all of it or, where anything is wrong, nothing."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, Fault, Severity
from benchlib.tables.store import cells, changes, contents, files, moments, rows, validity
from benchlib.tables.store.connections import Store
from benchlib.tables.store.files import Read
from benchlib.tables.store.records import RECORDS, VERSIONS

Judge = Callable[[Facts], Iterable[Fault]]


@dataclass(frozen=True)
class Imported:
    """What an import did, by table: rows added (for answers: versions), rows replaced, rows that were there already.

    `findings` are the contradictions and notes of the check.
    """

    added: Mapping[str, int]
    replaced: Mapping[str, int]
    same: Mapping[str, int]
    findings: Sequence[Fault]


def import_(
    store: Store,
    path: Path | str,
    by: str,
    judge: Judge = lambda _: (),
    today: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Imported:
    """Take a folder or workbook into the store, in one transaction.

    - It is checked first, as `benchlib check` does, and `judge` may find more (what rules forbid). Any error: BadInput
      with every offender, and nothing is written. The same where the whole would be wrong, such as real organisations
      among synthetic ones.
    - Rows with a new key are added. Rows whose key is there replace the cells of the columns that the file has; what
      stood there before is kept in `replacements`. Rows that the file does not have stay: an import deletes nothing.
    - Answers are never replaced. One that stands among the versions is there already; another one becomes the next
      version. If the last version bears a later moment (somebody has answered since), it is an error.
    - The status of an assessment whose steps the store knows does not change by an import: another one is an error.
    - Records of an export (versions, steps, replacements) continue those of the store; if they went another way, it is
      an error.
    - Importing the same again changes nothing.

    by: who imports. at: when, with a zone; now by default. today: bounds dates that cannot lie in the future.
    """
    given = files.read(Path(path))
    found = _checked(given, judge, today)
    when = moments.written(at or moments.now())
    cells.check([RECORDS[VERSIONS]["recorded_by"]], {"recorded_by": by}, "who imports")
    with store.writing(exclusive=True) as connection:
        facts, records = contents.facts(connection), contents.records(connection)
        planned = changes.plan(given, facts, records, by, when)
        changes.refuse_wrong(planned, len(facts["organisations"]) > 0, today)
        rows.write(connection, planned.merges, planned.added)
    findings = [fault for fault in found.faults if fault.severity is not Severity.ERROR]
    return Imported(_some(planned.new), _some(planned.replaced), _some(planned.same), findings)


def _some(numbers: Mapping[str, int]) -> Mapping[str, int]:
    return {name: number for name, number in numbers.items() if number}


def _checked(given: Read, judge: Judge, today: dt.date | None) -> Facts:
    found = validity.facts(given.facts, given.faults, today)
    errors = [*found.errors, *validity.records(given.records, today)]
    errors += [fault for raw in (*given.facts, *given.records) for fault in cells.long_cells(raw.source, raw.frame)]
    errors = errors or [fault for fault in judge(found) if fault.severity is Severity.ERROR]
    if errors:
        raise BadInput(errors)
    return found
