"""Tables in an Excel workbook, one sheet each: a cell becomes the text that would stand in a CSV file.

Numbers and dates are taken as they are shown: a date shown without its day stays a month, 75 % stays a percentage.
"""

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.utils.escape import unescape

from benchlib.tables import amounts, raw
from benchlib.tables.faults import BadInput, Fault, unknown
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES

SUFFIXES = {".xlsx", ".xlsm"}
UNREAD_SHEETS = {"read me", "codes", "answer_versions", "submissions", "replacements"}  # the last three: of a store
OLE_MARK = b"\xd0\xcf\x11\xe0"  # an .xls workbook, or any workbook that is protected by a password
LOCALE = re.compile(r"\[\$-[^\]]*\]")
CURRENCY = re.compile(r"""\[\$([^\]-]+)[^\]]*\]|"([^"]+)"|([$£€])""")
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # literal text, colours and locales in a number format
NO_STORED_VALUE = "expected a value; this formula has none stored (open the workbook, let it calculate, save it)"

Formulas = dict[tuple[int, int], str]  # by row and column, from 1


def read(path: Path) -> tuple[list[RawTable], list[Fault]]:
    """Every table in a workbook, and what is wrong with its sheets. Raises BadInput where it is no workbook."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # parts of a workbook that openpyxl does not know
            return _read(path)
    except OSError as error:
        raise BadInput.of(path.name, f"this file cannot be read ({error.strerror or error})") from error
    except Exception as error:  # openpyxl raises many kinds for a damaged or foreign file
        raise BadInput.of(path.name, _refusal(path, error)) from error


def _refusal(path: Path, error: Exception) -> str:
    with path.open("rb") as stream:
        head = stream.read(len(OLE_MARK))
    if head == OLE_MARK:
        return "expected an Excel workbook (.xlsx); this is an old .xls file or is protected by a password"
    return f"expected an Excel workbook (.xlsx); this file is damaged or something else ({error})"


def _read(path: Path) -> tuple[list[RawTable], list[Fault]]:
    tables, faults = [], []
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets:
        source = f"{path.name}: sheet {sheet.title}"
        if sheet.title.strip().lower() in UNREAD_SHEETS:
            continue
        if sheet.title not in TABLES:
            faults.append(Fault(source, None, None, None, unknown(sheet.title, TABLES, "sheet named after a table")))
            continue
        rows, formulas = _rows(sheet)
        if formulas:
            faults += _calculated(path, sheet.title, source, rows, formulas)
        table, found = _table(sheet.title, source, rows)
        tables.append(table)
        faults += found
    book.close()
    if not tables:
        faults.append(Fault(path.name, None, None, None, f"expected sheets named after tables: {', '.join(TABLES)}"))
    return tables, faults + _merged(path)


def _rows(sheet: Any) -> tuple[list[list[str]], Formulas]:
    """The cells of a sheet as text, up to the last filled row, and its formulas."""
    sheet.reset_dimensions()  # some programs write wrong ones, and rows would be lost
    rows: list[list[str]] = []
    formulas: Formulas = {}
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        rows.append([_text(cell) for cell in cells])
        filled = number if any(rows[-1]) else filled
        formulas |= {(number, c.column): _formula(c.value) for c in cells if c.data_type == "f"}
    return rows[:filled], formulas


def _formula(value: object) -> str:
    return str(getattr(value, "text", value))  # an array formula is an object with its text


def _calculated(path: Path, title: str, source: str, rows: list[list[str]], formulas: Formulas) -> list[Fault]:
    """Put the stored results in the place of formulas; those without one become faults."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    book[title].reset_dimensions()
    faults = []
    for number, cells in enumerate(book[title].iter_rows(), start=1):
        for cell in cells:
            formula = formulas.get((number, getattr(cell, "column", 0)))
            if formula is None:
                continue
            rows[number - 1][cell.column - 1] = _text(cell)
            if cell.value is None and cell.data_type != "str":  # "str": the result is an empty text
                name = rows[0][cell.column - 1] if cell.column <= len(rows[0]) else None
                faults.append(Fault(source, number, name or None, formula, NO_STORED_VALUE))
    book.close()
    return faults


def _table(name: str, source: str, rows: list[list[str]]) -> tuple[RawTable, list[Fault]]:
    header = rows[0][: raw.width(rows[0])] if rows else []
    faults = raw.header_faults(source, header)
    columns = raw.positions(header)
    if not columns:
        return RawTable(name, source, pd.DataFrame()), faults
    body = rows[1:]
    for number, row in enumerate(body, start=raw.FIRST_ROW):
        faults += raw.outside(source, number, row[len(header) :])
    index = pd.RangeIndex(raw.FIRST_ROW, raw.FIRST_ROW + len(body))
    text = {column: pd.Series(list(_cells(body, place)), index, dtype="str") for column, place in columns.items()}
    frame, found = raw.tidied(source, pd.DataFrame(text))
    return RawTable(name, source, frame), faults + found


def _cells(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    return (row[place] if place < len(row) else "" for row in rows)


def _merged(path: Path) -> list[Fault]:
    """Merged cells hide which rows a value belongs to. The costly look for them starts only where there are some."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(b"<mergeCell " in archive.read(name) for name in sheets):
            return []
    book = openpyxl.load_workbook(path)
    text = "expected one value in each cell; these cells are merged"
    return [
        Fault(f"{path.name}: sheet {sheet.title}", cells.min_row, None, cells.coord, text)
        for sheet in book.worksheets
        if sheet.title in TABLES
        for cells in sheet.merged_cells.ranges
    ]


def _text(cell: Any) -> str:
    """A cell's value as it would stand in a CSV file, no more exact than it is shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value) if "_x" in value else value  # a workbook spells control characters as _x000D_
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number_text(value, cell.number_format)
    if isinstance(value, dt.date):
        return _date_text(value, cell.number_format)
    return str(value)


def _number_text(value: float, shown: str) -> str:
    if "%" in NOT_SHOWN.sub("", shown):
        return f"{value * 100:.12g}%"
    text = str(int(value)) if float(value).is_integer() else str(value)
    currency = _currency(shown)
    return f"{text} {currency}" if currency else text


def _currency(shown: str) -> str | None:
    """Another currency than the euro that a number is shown in: whoever sees it in the cell means it."""
    for found in CURRENCY.finditer(LOCALE.sub("", shown)):
        word = next(filter(None, found.groups())).strip()
        written = amounts.read(f"1 {word}")
        if written and written.currency not in (None, amounts.EUR):
            return word
    return None


def _date_text(value: dt.date, shown: str) -> str:
    letters = NOT_SHOWN.sub("", shown).lower()
    if "d" not in letters and "h" not in letters and "y" in letters:
        return value.isoformat()[: len("YYYY-MM" if "m" in letters else "YYYY")]
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return value.isoformat()
