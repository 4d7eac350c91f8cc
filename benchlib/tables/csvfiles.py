"""A table in a CSV file: commas, UTF-8, quotation marks doubled inside a cell. All that departs from it is named."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from benchlib.tables import raw
from benchlib.tables.faults import Fault, Severity
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES

BATCH = 500  # rows turned into columns at once: their lists are gone before the collector of cycles looks at them
HEAD = 1 << 16
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
ARCHIVE_MARK = b"PK\x03\x04"
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
AS_UTF8 = "in Excel, save as 'CSV UTF-8', or as a workbook (.xlsx) and check that"
LEGACY = f"expected text in UTF-8; this is Windows-1252 or another older encoding ({AS_UTF8})"
MALFORMED: list[str] = []  # stands for a line that the csv module cannot read
BROKEN = (
    "expected every quotation mark to be closed, one inside a cell to be written twice, "
    f"and no cell longer than {csv.field_size_limit()} characters"
)


def read(file: Path, name: str) -> tuple[RawTable, list[Fault]]:
    """A CSV file as a table of text, and what is wrong with the file."""
    with file.open("rb") as binary:
        head = binary.read(HEAD)
    refused = _refused(head, TABLES[name].columns)
    if refused:
        return RawTable(name, file.name, pd.DataFrame()), [Fault(file.name, 1, None, None, refused)]
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        records = _records(csv.reader(stream, strict=True))
        reading = _Reading(file.name, next(records, []))
        _take_all(reading, records)
    if head.startswith(BYTE_ORDER_MARK):
        note = "starts with a byte-order mark, which was left out"
        reading.faults.insert(0, Fault(file.name, 1, None, None, note, Severity.NOTE))
    frame, found = raw.tidied(file.name, reading.frame())
    table = RawTable(name, file.name, frame, frozenset(reading.set_aside) - {""}, complete=not reading.lost)
    return table, reading.faults + reading.lost_rows() + found


def _refused(head: bytes, columns: Sequence[str]) -> str | None:
    """Why a file cannot be read as CSV at all, from its first bytes."""
    if not head.removeprefix(BYTE_ORDER_MARK).strip():
        return "the file is empty; expected a header with column names in row 1"
    if head.startswith(ARCHIVE_MARK):
        return "expected text with commas; this is a workbook or another archive with the ending .csv"
    if head.startswith(WIDE_MARKS) or b"\x00" in head[:4]:
        return f"expected text in UTF-8; this is UTF-16, which spreadsheets call Unicode text ({AS_UTF8})"
    first = head.decode("utf-8-sig", errors="replace").splitlines()[0]
    for mark, called in SEPARATORS.items():
        if first.lower().startswith(f"sep={mark}") or _named(first, mark, columns) > _named(first, ",", columns):
            return f"expected commas between the cells; here they are separated by {called} ({AS_UTF8})"
    return None


def _named(line: str, separator: str, columns: Sequence[str]) -> int:
    return len({cell.strip(' "').lower() for cell in line.split(separator)} & set(columns))


def _records(reader: Any) -> Iterator[list[str]]:
    """The records of a csv.reader; in the place of each line that it cannot make a record of, MALFORMED."""
    line = 0  # where the last whole record ended
    while True:
        try:
            for record in reader:
                yield record
                line = reader.line_num
        except csv.Error:
            yield from repeat(MALFORMED, reader.line_num - line)
            line = reader.line_num
        else:
            return


@dataclass
class _Reading:
    """What has been read so far: faults, batches of columns with their rows, cells of rows set aside, rows lost."""

    source: str
    header: list[str]
    faults: list[Fault] = field(default_factory=list)
    batches: list[list[pa.Array]] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)
    lost: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        legacy = [_legacy(name) for name in self.header]
        self.faults += [
            Fault(self.source, 1, new, new, LEGACY) for old, new in zip(self.header, legacy, strict=True) if old != new
        ]
        self.header = legacy
        self.faults += raw.header_faults(self.source, self.header)

    def lost_rows(self) -> list[Fault]:
        """A fault for each run of rows that could not be told apart."""
        runs = raw.runs(np.array(self.lost, dtype=np.int64))
        return [Fault(self.source, int(run[0]), None, None, _lost_text(run)) for run in runs]

    def frame(self) -> pd.DataFrame:
        """The rows read, indexed by spreadsheet row; of a column that stands twice the first."""
        columns = raw.positions(self.header)
        if not columns:
            return pd.DataFrame()
        chunks = {name: [batch[place] for batch in self.batches] for name, place in columns.items()}
        text = pa.table({name: pa.chunked_array(batch, pa.large_string()) for name, batch in chunks.items()})
        rows = np.concatenate(self.rows) if self.rows else np.empty(0, dtype=np.int64)
        return text.combine_chunks().to_pandas().set_axis(pd.Index(rows), axis="index")


def _lost_text(run: np.ndarray) -> str:
    return BROKEN if len(run) == 1 else f"rows {run[0]} to {run[-1]} cannot be read: {BROKEN}"


def _take_all(reading: _Reading, records: Iterator[list[str]]) -> None:
    start = raw.FIRST_ROW
    while batch := list(islice(records, BATCH)):
        _take(reading, batch, start)
        start += len(batch)


def _take(reading: _Reading, batch: list[list[str]], start: int) -> None:
    wide = len(reading.header)
    rows = np.arange(start, start + len(batch))
    if set(map(len, batch)) != {wide}:
        batch, rows = _of_full_width(reading, batch, start)
    named = raw.width(reading.header)
    if named < wide:
        for row, record in zip(rows, batch, strict=True):
            reading.faults += raw.outside(reading.source, int(row), record[named:])
    if batch and wide:
        cells = zip(*batch, strict=True)
        reading.batches.append([_column(reading, name, rows, c) for name, c in zip(reading.header, cells, strict=True)])
        reading.rows.append(rows)


def _of_full_width(reading: _Reading, batch: list[list[str]], start: int) -> tuple[list[list[str]], np.ndarray]:
    """The records as wide as the header, a blank line as an empty record; the others become faults."""
    wide = len(reading.header)
    kept: dict[int, list[str]] = {}
    for row, record in enumerate(batch, start=start):
        if len(record) == wide:
            kept[row] = record
        elif record is MALFORMED:
            reading.lost.append(row)
        elif not record:
            kept[row] = [""] * wide
        else:
            reading.set_aside.update(record)
            text = f"expected {wide} cells as in the header, found {len(record)}"
            reading.faults.append(Fault(reading.source, row, None, _legacy(",".join(record)), text))
    return list(kept.values()), np.fromiter(kept, dtype=np.int64)


def _column(reading: _Reading, name: str, rows: np.ndarray, cells: tuple[str, ...]) -> pa.Array:
    try:
        return pa.array(cells, pa.large_string())
    except UnicodeEncodeError:  # bytes that are not UTF-8 came in as surrogates
        shown = [_legacy(cell) for cell in cells]
        reading.faults += [
            Fault(reading.source, int(row), name or None, new, LEGACY)
            for row, old, new in zip(rows, cells, shown, strict=True)
            if old != new
        ]
        return pa.array(shown, pa.large_string())


def _legacy(cell: str) -> str:
    """The cell with bytes that are not UTF-8 read as Windows-1252."""
    if cell.isascii():
        return cell
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return cell
