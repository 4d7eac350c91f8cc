"""The input of `benchlib regions`: one row a regional cluster, from a CSV file of any size.

A file as it should be is read by pyarrow, in a fraction of a second for a million rows. Any other is read again row by
row, so that every offender can be named.
"""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from benchlib.tables import csvfiles, raw
from benchlib.tables.faults import BadInput, Fault, Severity, nearest
from benchlib.tables.parsing import NUMBER

Booleans = npt.NDArray[np.bool_]

CODES = ("cluster_code", "region_code")
TOTALS = ("region_employment", "cluster_employment", "total_employment")
NUMBERS = ("employment", "establishments", "lq", *TOTALS)
KNOWN_FROM = "organisations"  # a table whose header looks like ours: it tells commas from semicolons
EXPECTED = "expected a number of 0 or more with a decimal point, or an empty cell where it is missing"
LEAST = "expected at least the employment of the row"


@dataclass(frozen=True)
class Clusters:
    """What a file holds: its cells as text, as they stand (`cells`), and the typed columns that are read (`frame`).

    frame: cluster_code, region_code (categories), then those of NUMBERS that the file has (float, nan where empty).
    notes: what was left out, such as empty rows.
    """

    cells: pa.Table
    frame: pd.DataFrame
    notes: tuple[Fault, ...] = ()


def read(file: Path, needed: Collection[str], made: Collection[str]) -> Clusters:
    """A table of regional clusters. needed: measures that must be there; made: columns that will be added to it.

    Raises BadInput with every fault: of the file, of its header, and of each cell with its row and column.
    """
    cells, rows, notes = _cells(file)
    faults = list(_header(file.name, cells.column_names, needed, made))
    codes = {name: cells[name].combine_chunks().dictionary_encode() for name in CODES if name in cells.column_names}
    numbers: dict[str, np.ndarray] = {}
    for name, coded in codes.items():
        faults += _codes(file.name, name, coded, rows)
    for name in (name for name in NUMBERS if name in cells.column_names):
        numbers[name], wrong = _numbers(cells[name])
        faults += _listed(file.name, name, cells[name], wrong, rows, EXPECTED)
    if len(codes) == len(CODES):
        faults += _repeated(file.name, codes, rows)
    faults += _too_small(file.name, cells, numbers, rows)
    if faults:
        raise BadInput(sorted(faults, key=lambda fault: (fault.row or 0, fault.column or "")))
    typed = {
        name: pd.Categorical.from_codes(c.indices.to_numpy(), c.dictionary.to_pylist()) for name, c in codes.items()
    }
    return Clusters(cells, pd.DataFrame({**typed, **numbers}), notes)


def _cells(file: Path) -> tuple[pa.Table, npt.NDArray[np.int64], tuple[Fault, ...]]:
    """Cells as text, the spreadsheet row of each, and notes. Raises BadInput where the file is no table."""
    try:
        table = _quickly(file.read_bytes())
        return (table, np.arange(len(table)) + raw.FIRST_ROW, ()) if table is not None else _slowly(file)
    except OSError as error:
        raise BadInput.of(file.name, f"this file cannot be read ({error.strerror or error})") from error


def _quickly(content: bytes) -> pa.Table | None:
    """The table of a plain file; None where anything about it is not as it should be."""
    first = content[: content.find(b"\n") + 1 or len(content)].decode("utf-8", errors="replace")
    header = next(csv.reader([first]), [])
    plain = header and len(set(header)) == len(header) and all(map(_plain, header))
    if not plain or b"\n#" in content or b"\r#" in content:
        return None
    try:
        table = pa.csv.read_csv(
            BytesIO(content),
            parse_options=pa.csv.ParseOptions(ignore_empty_lines=False, newlines_in_values=b'"' in content),
            convert_options=pa.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.large_string())),
        )
    except pa.ArrowInvalid:
        return None
    blank = pc.any(pc.equal(table.column(0), "")).as_py()  # of a blank line, pyarrow makes a row of empty cells
    return table if table.column_names == header and not blank else None


def _plain(name: str) -> bool:
    return name == name.strip() and bool(name) and not name.startswith(raw.REMARK) and name.isprintable()


def _slowly(file: Path) -> tuple[pa.Table, npt.NDArray[np.int64], tuple[Fault, ...]]:
    """The table by way of the reader that names every fault; what it leaves out is noted."""
    table, found = csvfiles.read(file, KNOWN_FROM)
    marks = [mark for mark in csvfiles.SEPARATORS if len(table.frame.columns) == 1 and mark in table.frame.columns[0]]
    if marks:
        text = f"expected commas between the cells; here they are separated by {csvfiles.SEPARATORS[marks[0]]}"
        raise BadInput([Fault(file.name, 1, None, None, f"{text} ({csvfiles.AS_UTF8})")])
    notes = [fault for fault in found if fault.severity is Severity.NOTE]
    if len(notes) < len(found):
        raise BadInput(fault for fault in found if fault not in notes)
    remarks = _remarks(file)
    if remarks:
        text = f"{remarks} rows or columns that start with {raw.REMARK} are remarks and were left out"
        notes.append(Fault(file.name, None, None, None, text, Severity.NOTE))
    arrays = {str(name): pa.array(column, pa.large_string()) for name, column in table.frame.items()}
    return pa.table(arrays), table.frame.index.to_numpy(dtype=np.int64), tuple(notes)


def _remarks(file: Path) -> int:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        records = csv.reader(stream)
        columns = sum(name.startswith(raw.REMARK) for name in next(records, []))
        return columns + sum(bool(record) and record[0].startswith(raw.REMARK) for record in records)


def _header(source: str, names: Sequence[str], needed: Collection[str], made: Collection[str]) -> Iterator[Fault]:
    wanted = [*CODES, *(name for name in NUMBERS if name in needed and name not in ("lq", "share"))]
    given = [name for name in TOTALS if name in names]
    wanted += [name for name in TOTALS if given and name not in wanted]
    for name in (name for name in wanted if name not in names):
        near = nearest(name, [other for other in names if other not in wanted])
        hint = f"; is it {near!r}?" if near else ""
        why = f" with {given[0]}: all three totals or none" if name in TOTALS else ""
        yield Fault(source, 1, name, None, f"expected this column{why}; the file has {', '.join(names)}{hint}")
    for name in (name for name in names if name in made):
        yield Fault(source, 1, name, None, "expected another name: a column of this name is added to the output")


def _codes(source: str, name: str, coded: pa.DictionaryArray, rows: npt.NDArray[np.int64]) -> list[Fault]:
    """Codes that are empty or stand between spaces."""
    wrong = np.array([not code or code != code.strip() for code in coded.dictionary.to_pylist()], dtype=bool)
    if not wrong.any():
        return []
    mask = wrong[coded.indices.to_numpy()]
    return _listed(source, name, coded.cast(pa.large_string()), mask, rows, "expected a code, without spaces around it")


def _numbers(cells: pa.ChunkedArray) -> tuple[np.ndarray, Booleans]:
    """Numbers (nan where empty) and the mask of cells that are none, not finite or below 0."""
    text = pc.if_else(pc.equal(cells, ""), None, cells)
    try:
        number = pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        readable = pc.if_else(pc.fill_null(pc.match_substring_regex(text, NUMBER), False), text, None)
        number = pc.cast(readable, pa.float64())
    values = number.to_numpy(zero_copy_only=False) if isinstance(number, pa.Array) else number.to_numpy()
    filled = pc.is_valid(text).to_numpy()
    return values, filled & ~(np.isfinite(values) & (values >= 0))


def _repeated(source: str, codes: dict[str, pa.DictionaryArray], rows: npt.NDArray[np.int64]) -> list[Fault]:
    """Rows whose cluster and region stand further up."""
    cluster, region = (codes[name].indices.to_numpy().astype(np.int64) for name in CODES)
    key = pd.Series(cluster * (len(codes[CODES[1]].dictionary) + 1) + region)
    again = key.duplicated()
    if not again.any():
        return []
    first = pd.Series(rows).groupby(key).transform("min")
    names = [codes[name].dictionary.to_pylist() for name in CODES]
    column = ", ".join(CODES)
    return [
        Fault(source, int(rows[place]), column, f"{names[0][cluster[place]]}, {names[1][region[place]]}", text)
        for place in np.flatnonzero(again)
        for text in [f"this regional cluster already stands in row {first[place]}"]
    ]


def _too_small(
    source: str, cells: pa.Table, numbers: dict[str, np.ndarray], rows: npt.NDArray[np.int64]
) -> Iterator[Fault]:
    """Totals that are less than what they are the total of."""
    for name in (name for name in TOTALS if name in numbers and "employment" in numbers):
        yield from _listed(source, name, cells[name], numbers[name] < numbers["employment"], rows, LEAST)


def _listed(
    source: str, name: str, cells: pa.ChunkedArray, wrong: Booleans, rows: npt.NDArray[np.int64], expected: str
) -> list[Fault]:
    places = np.flatnonzero(wrong)
    values = cells.take(pa.array(places)).to_pylist() if len(places) else []
    return [Fault(source, int(rows[at]), name, value, expected) for at, value in zip(places, values, strict=True)]
