"""Facts and records read from a folder or workbook, also one that the store was exported to.

An exported folder holds the facts as CSV files and the records in a folder of their own, `records`. In such a folder a
text that a spreadsheet would take for a formula begins with an apostrophe, which reading takes away again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl

from benchlib.tables import csvfiles, files, workbooks
from benchlib.tables.faults import BadInput, Fault, unknown
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES, Table
from benchlib.tables.store import guards
from benchlib.tables.store.records import ANSWERS, RECORDS

FOLDER = "records"


@dataclass(frozen=True)
class Read:
    """Tables of facts and of records as text, and what was wrong with the files."""

    facts: list[RawTable]
    records: list[RawTable]
    faults: list[Fault]


def read(path: Path) -> Read:
    """Everything in a folder or workbook. Raises BadInput where it is neither."""
    facts, faults = files.read(path)
    if path.is_dir():
        records, further = _read_folder(path / FOLDER)
        return Read(*_unguarded(facts, records, (path / FOLDER).is_dir()), faults + further)
    records, further = _read_sheets(path)
    own = {f"{path.name}: sheet {name}" for name in RECORDS}
    return Read(facts, records, [fault for fault in faults if not _sheet(fault, own)] + further)


def _sheet(fault: Fault, own: set[str]) -> bool:
    """Whether a fault says that a sheet of records is no table of facts."""
    return fault.source in own and fault.row is None


def _unguarded(facts: list[RawTable], records: list[RawTable], exported: bool) -> tuple[list[RawTable], list[RawTable]]:
    if not exported:
        return facts, records
    return [_plain(raw, TABLES) for raw in facts], [_plain(raw, RECORDS) for raw in records]


def _plain(raw: RawTable, tables: Mapping[str, Table]) -> RawTable:
    texts = [f.name for f in tables[raw.name].fields if f.kind == "text" and f.name in raw.frame]
    taken = {name: guards.taken_off(raw.frame[name]) for name in texts}
    return replace(raw, frame=raw.frame.assign(**taken))


def _read_folder(folder: Path) -> tuple[list[RawTable], list[Fault]]:
    if not folder.is_dir():
        return [], []
    tables, faults = [], []
    for file in sorted(folder.glob(f"*{files.CSV}")):
        if file.stem not in RECORDS:
            text = unknown(file.stem, RECORDS, "file named after a table of records")
            faults.append(Fault(f"{FOLDER}/{file.name}", None, None, None, text))
            continue
        try:
            table, found = csvfiles.read(file, ANSWERS)  # the name only helps to tell other separators
        except OSError as error:
            raise BadInput.of(file, f"this file cannot be read ({error.strerror})") from error
        source = f"{FOLDER}/{file.name}"
        tables.append(replace(table, name=file.stem, source=source))
        faults += [replace(fault, source=source) for fault in found]
    return tables, faults


def _read_sheets(path: Path) -> tuple[list[RawTable], list[Fault]]:
    """The sheets of records of a workbook that `files.read` could open."""
    tables, faults = [], []
    book = openpyxl.load_workbook(path, read_only=True)
    for name in RECORDS:
        if name in book.sheetnames:
            rows, formulas = workbooks._rows(book[name])
            source = f"{path.name}: sheet {name}"
            expected = "expected text, not a formula"
            faults += [Fault(source, row, None, formula, expected) for (row, _), formula in formulas.items()]
            table, found = workbooks._table(name, source, rows)
            tables.append(table)
            faults += found
    book.close()
    return tables, faults
