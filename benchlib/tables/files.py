"""From a folder of CSV files or an Excel workbook to text frames, as they stand, with the rows they came from.

Nothing is interpreted here: a cell is its text, the index of a frame is the row number that a spreadsheet shows.
Columns whose header starts with `#` and rows whose first cell starts with `#` explain a table to people and are not read.
"""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import openpyxl
import pandas as pd

from benchlib.tables.faults import BadInput, Fault, Severity
from benchlib.tables.schemas import TABLES

REMARK = "#"
WORKBOOK_SUFFIXES = {".xlsx", ".xlsm"}
UNREAD_SHEETS = {"read me", "codes"}
LEGACY_ENCODING = "cp1252"
FIRST_ROW = 2  # row 1 is the header


@dataclass(frozen=True)
class RawTable:
    """A table as text: `frame` holds str ("" where empty), indexed by spreadsheet row; `source` is the file or sheet."""

    name: str
    source: str
    frame: pd.DataFrame


def read(path: Path) -> tuple[list[RawTable], list[Fault]]:
    """Every table in a folder or workbook as text, and what is wrong with the files themselves.

    Raises BadInput where `path` is neither a folder nor a workbook.
    """
    if path.is_dir():
        return _read_folder(path)
    if path.suffix.lower() in WORKBOOK_SUFFIXES and path.is_file():
        return _read_workbook(path)
    raise BadInput.of(path, "expected a folder of CSV files or an Excel workbook (.xlsx)")


def unknown(name: object, known: Iterable[str], what: str) -> str:
    """Text for a name that is not known, with the nearest that is.

    >>> unknown("anwsers", ["answers", "labels"], "table")
    "expected a table; did you mean 'answers'?"
    """
    near = get_close_matches(str(name), list(known), n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    return f"expected a {what}; {hint}"


def _read_folder(folder: Path) -> tuple[list[RawTable], list[Fault]]:
    tables, faults = [], []
    for file in sorted(folder.glob("*.csv")):
        if file.stem in TABLES:
            frame, found = _read_csv(file)
            tables.append(RawTable(file.stem, file.name, frame))
            faults += found
        else:
            faults.append(Fault(file.name, None, None, None, unknown(file.stem, TABLES, "table")))
    if not tables:
        faults.append(
            Fault(str(folder), None, None, None, f"expected CSV files named after tables: {', '.join(TABLES)}")
        )
    return tables, faults


def _read_csv(file: Path) -> tuple[pd.DataFrame, list[Fault]]:
    encoding, faults = _encoding(file)
    try:
        with file.open(encoding=encoding, newline="") as stream:
            header = next(csv.reader(stream), [])
    except UnicodeError:
        return pd.DataFrame(), [Fault(file.name, None, None, None, "expected text in UTF-8")]
    faults += _header_faults(file.name, header)
    if not header or len(set(header)) < len(header):
        return pd.DataFrame(), faults
    try:
        frame = pd.read_csv(
            file, dtype=str, keep_default_na=False, encoding=encoding, skip_blank_lines=False, index_col=False
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        lengths = _wrong_lengths(file, encoding, len(header))
        return pd.DataFrame(columns=header), faults + (lengths or [Fault(file.name, None, None, None, str(error))])
    frame.index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame))
    short = frame.isna().any(axis=1)
    short &= frame.ne("").fillna(False).any(axis=1)  # a blank line is an empty row, not a short one
    faults += [
        Fault(file.name, int(row), None, None, f"expected {len(header)} cells as in the header")
        for row in frame.index[short]
    ]
    frame = frame.fillna("")
    if encoding == LEGACY_ENCODING:
        faults += _not_ascii(file.name, frame)
    return _without_remarks(file.name, frame, faults)


def _encoding(file: Path) -> tuple[str, list[Fault]]:
    head = file.open("rb").read(4)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", [Fault(file.name, 1, None, "UTF-16", "expected text in UTF-8")]
    try:
        with file.open(encoding="utf-8") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return LEGACY_ENCODING, []
    mark = Fault(file.name, 1, None, None, "starts with a byte-order mark, which was left out", Severity.NOTE)
    return "utf-8-sig", [mark] if head.startswith(b"\xef\xbb\xbf") else []


def _not_ascii(source: str, frame: pd.DataFrame) -> list[Fault]:
    expected = "expected text in UTF-8; this reads as Windows-1252 (save the file as 'CSV UTF-8')"
    faults = []
    for column in frame:
        odd = frame[column][frame[column].str.contains(r"[^\x00-\x7f]")]
        faults += [Fault(source, int(row), str(column), value, expected) for row, value in odd.items()]
    return faults or [Fault(source, 1, None, None, expected)]


def _wrong_lengths(file: Path, encoding: str, expected: int) -> list[Fault]:
    with file.open(encoding=encoding, newline="") as stream:
        return [
            Fault(file.name, row, None, None, f"expected {expected} cells as in the header, found {len(cells)}")
            for row, cells in enumerate(csv.reader(stream), start=1)
            if cells and len(cells) != expected
        ]


def _header_faults(source: str, header: list[str]) -> list[Fault]:
    if not header:
        return [Fault(source, 1, None, None, "expected a header with column names")]
    twice = sorted({name for name in header if header.count(name) > 1 and name})
    faults = [Fault(source, 1, name, None, "this column stands twice in the header") for name in twice]
    if "" in header:
        faults.append(Fault(source, 1, None, "", "expected a name for every column"))
    return faults


def _without_remarks(source: str, frame: pd.DataFrame, faults: list[Fault]) -> tuple[pd.DataFrame, list[Fault]]:
    frame = frame[[column for column in frame if not str(column).startswith(REMARK)]]
    if frame.shape[1] == 0:
        return frame, faults
    frame = frame[~frame.iloc[:, 0].str.startswith(REMARK)]
    empty = frame.eq("").all(axis=1)
    notes = [
        Fault(source, int(row), None, None, "this row is empty and was left out", Severity.NOTE)
        for row in frame.index[empty]
    ]
    return frame[~empty], faults + notes


def _read_workbook(path: Path) -> tuple[list[RawTable], list[Fault]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises many kinds for a damaged or foreign file
        raise BadInput.of(path.name, f"expected an Excel workbook ({error})") from error
    tables, faults = [], []
    for sheet in book.worksheets:
        source = f"{path.name}: sheet {sheet.title}"
        if sheet.title.lower() in UNREAD_SHEETS:
            continue
        if sheet.title not in TABLES:
            faults.append(Fault(source, None, None, None, unknown(sheet.title, TABLES, "table")))
            continue
        frame, found = _read_sheet(source, [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
        tables.append(RawTable(sheet.title, source, frame))
        faults += found
    book.close()
    if not tables:
        faults.append(Fault(path.name, None, None, None, f"expected sheets named after tables: {', '.join(TABLES)}"))
    return tables, faults


def _read_sheet(source: str, rows: list[list[str]]) -> tuple[pd.DataFrame, list[Fault]]:
    header = list(rows[0]) if rows else []
    while header and not header[-1]:
        header.pop()
    faults = _header_faults(source, header)
    if not header or len(set(header)) < len(header):
        return pd.DataFrame(), faults
    body = rows[1:]
    while body and not any(body[-1]):  # a sheet ends where its last filled row ends
        body.pop()
    faults += [
        Fault(
            source,
            number,
            None,
            " ".join(filter(None, row[len(header) :])),
            "expected nothing to the right of the header",
        )
        for number, row in enumerate(body, start=FIRST_ROW)
        if any(row[len(header) :])
    ]
    body = [(row + [""] * len(header))[: len(header)] for row in body]
    index = pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(body))
    return _without_remarks(source, pd.DataFrame(body, columns=header, index=index, dtype=str), faults)


def _text(cell: object) -> str:
    """A cell's value as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    return str(cell)
