"""A table as it stands in a file or sheet: text cells with the rows they came from, nothing interpreted.

Columns whose header starts with `#` and rows whose first cell starts with `#` explain a table to people: not read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchlib.tables.faults import Fault, Severity

REMARK = "#"
FIRST_ROW = 2  # row 1 is the header
SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")


@dataclass(frozen=True)
class RawTable:
    """A table as text: `frame` holds str ("" where empty), indexed by spreadsheet row; `source` is the file or sheet.

    A table that could not be read at all has no columns. `set_aside` holds the cells of rows that do not fit the
    header; where not even the cells of some rows could be told apart, the table is not `complete`.
    """

    name: str
    source: str
    frame: pd.DataFrame
    set_aside: frozenset[str] = frozenset()
    complete: bool = True

    @property
    def readable(self) -> bool:
        """Whether the file or sheet could be read at all."""
        return self.frame.shape[1] > 0


def positions(header: Sequence[str]) -> dict[str, int]:
    """The columns to read, with where they stand: those with a name that is no remark, each where it comes first."""
    names = {name: header.index(name) for name in header}
    return {name: place for name, place in names.items() if name and not name.startswith(REMARK)}


def header_faults(source: str, header: Sequence[str]) -> list[Fault]:
    """What is wrong with column names; those at the end may be empty, as spreadsheets write them."""
    named = list(header[: width(header)])
    if not positions(named):
        return [Fault(source, 1, None, None, "expected a header with column names in row 1")]
    twice = sorted({name for name in positions(named) if named.count(name) > 1})
    faults = [Fault(source, 1, name, None, "this column stands twice in the header") for name in twice]
    if "" in named:
        faults.append(Fault(source, 1, None, "", "expected a name for every column"))
    return faults


def width(header: Sequence[str]) -> int:
    """How many columns a header names, up to the last one."""
    return max((place for place, name in enumerate(header, start=1) if name), default=0)


def outside(source: str, row: int, cells: Sequence[str]) -> Iterator[Fault]:
    """The fault of cells to the right of the header, where any of them is filled."""
    if any(cells):
        yield Fault(source, row, None, " ".join(filter(None, cells)), "expected nothing to the right of the header")


def tidied(source: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """The frame without rows that are remarks or empty, and what its cells show to be broken.

    An empty row between others is noted; those at the end are how spreadsheets fill a file up.
    """
    if frame.empty:
        return frame, []
    faults = [fault for column in frame for fault in _spreadsheet_errors(source, frame[column])]
    first = frame.iloc[:, 0]
    remark = first.str.startswith(REMARK) & ~first.isin(SPREADSHEET_ERRORS)
    empty = first.eq("")
    for column in frame.columns[1:]:
        if not empty.any():
            break
        empty &= frame[column].eq("")
    if not (empty.any() or remark.any()):
        return frame, faults
    return frame[~(remark | empty)], faults + _empty_rows(source, empty)


def _spreadsheet_errors(source: str, cells: pd.Series) -> list[Fault]:
    broken = cells[cells.str.startswith(REMARK)]
    broken = broken[broken.isin(SPREADSHEET_ERRORS)]
    expected = "expected a value; this is the error of a formula in the spreadsheet"
    return [Fault(source, int(row), str(cells.name), value, expected) for row, value in broken.items()]


def _empty_rows(source: str, empty: pd.Series) -> list[Fault]:
    """A note for each run of empty rows that is followed by a filled one."""
    filled = empty.index[~empty]
    rows = empty.index[empty & (empty.index < (filled.max() if len(filled) else 0))].to_numpy()
    return [Fault(source, int(run[0]), None, None, _empty_text(run), Severity.NOTE) for run in runs(rows)]


def runs(rows: np.ndarray) -> list[np.ndarray]:
    """Rows in ascending order, split where one or more are left out between two.

    >>> [run.tolist() for run in runs(np.array([3, 4, 7]))]
    [[3, 4], [7]]
    """
    return np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []


def _empty_text(run: np.ndarray) -> str:
    if len(run) == 1:
        return "this row is empty and was left out"
    return f"rows {run[0]} to {run[-1]} are empty and were left out"
