"""From a folder of CSV files or an Excel workbook to text frames, as they stand, with the rows they came from.

Nothing is interpreted here: a cell is its text, the index of a frame is the row number that a spreadsheet shows.
Columns whose header starts with `#` and rows whose first cell starts with `#` explain a table to people: not read.
"""

from pathlib import Path

import pandas as pd

from benchlib.tables import csvfiles, workbooks
from benchlib.tables.faults import BadInput, Fault, unknown
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES

CSV = ".csv"
OTHER_WORKBOOKS = {".xls", ".xlsb", ".ods"}


def read(path: Path) -> tuple[list[RawTable], list[Fault]]:
    """Every table in a folder or workbook as text, and what is wrong with the files themselves.

    Raises BadInput where `path` is neither a folder nor a workbook.
    """
    if path.is_dir():
        return _read_folder(path)
    if not path.exists():
        raise BadInput.of(path, "there is no such file or folder")
    suffix = path.suffix.lower()
    if suffix in workbooks.SUFFIXES:
        return workbooks.read(path)
    if suffix in OTHER_WORKBOOKS:
        raise BadInput.of(path, "expected an Excel workbook (.xlsx); open this file and save it as one")
    if suffix == CSV:
        raise BadInput.of(path, f"expected a folder of CSV files; give the folder {path.parent}")
    raise BadInput.of(path, "expected a folder of CSV files or an Excel workbook (.xlsx)")


def _read_folder(folder: Path) -> tuple[list[RawTable], list[Fault]]:
    tables: list[RawTable] = []
    faults = []
    visible = [file for file in _listed(folder) if file.is_file() and not file.name.startswith(".")]
    for file in visible:
        if file.suffix.lower() != CSV:
            continue
        if file.stem not in TABLES:
            faults.append(Fault(file.name, None, None, None, unknown(file.stem, TABLES, "file named after a table")))
        elif file.stem in (table.name for table in tables):
            faults.append(Fault(file.name, None, None, None, f"expected one file with the table {file.stem}"))
        else:
            table, found = _read_file(file)
            tables.append(table)
            faults += found
    if not tables:
        faults.append(Fault(str(folder), None, None, None, _nothing(visible)))
    return tables, faults


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise BadInput.of(folder, f"this folder cannot be read ({error.strerror})") from error


def _read_file(file: Path) -> tuple[RawTable, list[Fault]]:
    try:
        return csvfiles.read(file, file.stem)
    except OSError as error:
        text = f"this file cannot be read ({error.strerror})"
        return RawTable(file.stem, file.name, pd.DataFrame()), [Fault(file.name, None, None, None, text)]


def _nothing(visible: list[Path]) -> str:
    books = [file.name for file in visible if file.suffix.lower() in workbooks.SUFFIXES]
    hint = f"; to check a workbook, give its name ({', '.join(books)})" if books else ""
    return f"expected CSV files named after tables: {', '.join(TABLES)}{hint}"
