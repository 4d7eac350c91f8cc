"""Facts and records written into a folder or workbook, from which the store can be made again.

In CSV files texts that look like formulas are guarded; in a workbook text is text, so nothing is added.
"""

import csv
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.cell import WriteOnlyCell

from benchlib.tables import files, workbooks
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES, Table
from benchlib.tables.store import cells, guards
from benchlib.tables.store.files import FOLDER
from benchlib.tables.store.records import RECORDS

BOOK = ".xlsx"
AS_TEXT = "@"
MOST_ROWS = 1_048_576  # of a sheet
READ_ME = """Versions of answers, states of assessments and what imports have replaced, as the tables beside them.
While this folder is here, texts in the tables that look like formulas begin with an apostrophe;
`benchlib import` takes it away again.
"""

Frames = Mapping[str, pd.DataFrame]


def write(path: Path, facts: Frames, records: Frames) -> None:
    """Write tables into a new folder or workbook (.xlsx), whole or not at all, readable for its owner only.

    Tables without rows are left out. Raises BadInput where the path exists, or a table has more rows than a sheet.
    """
    if path.suffix.lower() in workbooks.SUFFIXES | files.OTHER_WORKBOOKS and path.suffix.lower() != BOOK:
        raise BadInput.of(path, f"expected a folder or a workbook that ends in {BOOK}")
    if os.path.lexists(path) and not (path.suffix.lower() != BOOK and _empty(path)):
        raise BadInput.of(path, "this exists already and is not overwritten; give another name")
    if not path.absolute().parent.is_dir():
        raise BadInput.of(path.parent, "expected a folder that exists")
    try:
        with _unfinished(path) as work:
            made = _write_book if path.suffix.lower() == BOOK else _write_folder
            made(work / path.name, facts, records)
            os.replace(work / path.name, path)
    except OSError as error:
        raise BadInput.of(path, f"this cannot be written ({error.strerror})") from error


def _empty(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A folder beside the target that only its owner may enter, gone in the end."""
    work = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.absolute().parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _opener(name: str, flags: int) -> int:
    return os.open(name, flags, stat.S_IRUSR | stat.S_IWUSR)


def _write_folder(folder: Path, facts: Frames, records: Frames) -> None:
    folder.mkdir(mode=0o700)
    (folder / FOLDER).mkdir(mode=0o700)
    with open(folder / FOLDER / "README.txt", "w", encoding="utf-8", newline="\n", opener=_opener) as stream:
        stream.write(READ_ME)
    for place, tables, known in ((folder, facts, TABLES), (folder / FOLDER, records, RECORDS)):
        for name, frame in tables.items():
            if len(frame):
                _write_csv(place / f"{name}{files.CSV}", frame, known[name])


def _write_csv(file: Path, frame: pd.DataFrame, table: Table) -> None:
    columns = [guards.put_on(frame[f.name]) if f.kind == "text" else frame[f.name] for f in table.fields]
    with open(file, "w", encoding="utf-8", newline="", opener=_opener) as stream:
        rows = csv.writer(stream)  # its line ends, as a spreadsheet's, make it quote any line end in a cell
        rows.writerow(table.columns)
        rows.writerows(zip(*columns, strict=True))


def _write_book(file: Path, facts: Frames, records: Frames) -> None:
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "benchlib"
    for name, frame in {**facts, **records}.items():
        if len(frame) >= MOST_ROWS:
            raise BadInput.of(file.name, f"a sheet has no room for all of {name}; export a folder", len(frame))
        if len(frame):
            sheet = book.create_sheet(name)
            for row in (tuple(frame.columns), *frame.itertuples(index=False, name=None)):
                sheet.append([_cell(sheet, text) for text in row])
    if not book.worksheets:
        book.create_sheet("organisations").append(TABLES["organisations"].columns)
    with open(file, "wb", opener=_opener) as stream:
        book.save(stream)


def _cell(sheet: Any, text: str) -> Any:
    """A cell that stays text, whatever it begins with and whoever edits it."""
    if not text:
        return None
    cell = WriteOnlyCell(sheet, cells.spelled(text))
    cell.data_type = "s"
    cell.number_format = AS_TEXT
    return cell
