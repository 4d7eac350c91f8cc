"""The empty workbook that a cluster manager fills in: one sheet a table, explained, with lists and checks in the cells.

What is filled in is read by `benchlib.tables.workbooks`, which skips everything that starts with `#`.
"""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from benchlib.tables import dropdowns, guide, questions, styling
from benchlib.tables.questions import Question
from benchlib.tables.raw import REMARK
from benchlib.tables.schemas import TABLES, Field, Kind, Table

__all__ = ["Question", "write"]

ASSESSMENT = {"assessment_id": "A1", "kind": "self", "status": "draft"}  # begun for the person who fills in
PEERS = "peer_answers"
START = ("organisations", "assessments", "answers")
MADE = dt.datetime(2000, 1, 1)  # the file tells nothing of the day on which it was made
ZIP_MADE = (1980, 1, 1, 0, 0, 0)
WIDTHS: Mapping[Kind, int] = {"url": 34, "text": 34, "id": 24, "code": 24, "moment": 20, "date": 20}
NARROW = 16
FOR_READING = "For reading only."
ASPECTS = "Choose from the list; sheet codes tells what each one asks."
AMOUNTS = "#,##0"  # thousands are seen apart, so that a slip of the unit is

HOW_TO: Mapping[Kind, str] = {
    "id": "Short, without spaces, such as rohealth or p-17.",
    "code": "Choose from the list.",
    "url": "Starts with https://",
    "integer": "A whole number.",
    "number": "A number.",
    "date": "As 2024-05-31; if only the month or the year is known: 2024-05 or 2024.",
    "moment": "As 2024-05-31 or 2024-05-31T14:30.",
}


def write(
    file: Path, framework: str, asked: Sequence[Question], aspects: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write a workbook with a sheet for each table; the questions stand in the sheet of answers, one row each.

    An assessment is begun, with the id of the framework; the questions belong to it. `aspects` is what peers are asked,
    by the id of the question; peers' answers offer them. A file that exists is replaced. The same input gives the same
    bytes.
    """
    book = Workbook()
    book.properties.creator = "benchlib"
    book.properties.created = MADE
    guide.write(book.active, START)
    tables = {**TABLES, PEERS: _offering(TABLES[PEERS], aspects)} if aspects else TABLES
    codes = dropdowns.lists(tables)
    for table in tables.values():
        _table(book.create_sheet(table.name), table, codes)
    _codes(book.create_sheet(dropdowns.CODES), codes)
    columns = TABLES["assessments"].columns
    for name, value in (ASSESSMENT | {"framework": framework}).items():
        styling.put(book["assessments"], dropdowns.FIRST, columns.index(name) + 1, value)
    questions.fill(book["answers"], ASSESSMENT["assessment_id"], asked)
    file.write_bytes(_saved(book))


def _offering(peers: Table, aspects: Mapping[str, str]) -> Table:
    """The table of peers' answers whose questions are the aspects."""
    fields = [
        replace(field, codes=tuple(aspects), labels=aspects, hint=ASPECTS) if field.name == "question" else field
        for field in peers.fields
    ]
    return replace(peers, fields=tuple(fields))


def _saved(book: Workbook) -> bytes:
    """The bytes of a workbook without the time of writing."""
    written, plain = BytesIO(), BytesIO()
    book.save(written)
    book.properties.modified = MADE  # saving has put the current time there
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(plain, "w") as new:
        for name in old.namelist():
            properties = name == "docProps/core.xml"
            content = tostring(book.properties.to_tree()) if properties else old.read(name)
            new.writestr(zipfile.ZipInfo(name, ZIP_MADE), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _table(sheet: Worksheet, table: Table, codes: dropdowns.Lists) -> None:
    answers = table.name == "answers"
    names = questions.COLUMNS if answers else table.columns
    columns = {name: None if name.startswith(REMARK) else table[name] for name in names}
    for place, (name, described) in enumerate(columns.items(), start=1):
        width = questions.WIDTHS[name] if answers else _width(name, described)
        _column(sheet, place, width, described)
        _header(styling.put(sheet, 1, place, name), described)
        text = f"{REMARK} {_explained(described, table)}" if place == 1 else _explained(described, table)
        styling.put(sheet, 2, place, text, styling.font(italic=True, size=9, color=styling.GREY))
        _raise(sheet, 2, styling.lines(text, width))
        if described:
            dropdowns.restrict(sheet, get_column_letter(place), described, table, codes)
    _raise(sheet, 1, 1.4)
    sheet.freeze_panes = "C3" if answers else "B3"
    sheet.sheet_properties.tabColor = styling.NAVY if table.name in START else None
    styling.printed(sheet)


def _raise(sheet: Worksheet, row: int, lines: float) -> None:
    """Make a row at least so many lines high."""
    dimension = sheet.row_dimensions[row]
    dimension.height = max(dimension.height or 0, styling.LINE * lines)


def _column(sheet: Worksheet, place: int, width: int, described: Field | None) -> None:
    """How cells of a column that are filled in later look."""
    numeric = described is not None and described.kind in ("integer", "number", "answer")
    dimension = sheet.column_dimensions[get_column_letter(place)]
    dimension.width, dimension.alignment = width, styling.TOP
    dimension.number_format = "General" if numeric else styling.TEXT
    if described is not None and described.unit == "EUR":
        dimension.number_format = AMOUNTS


def _width(name: str, described: Field | None) -> int:
    return max(WIDTHS.get(described.kind, NARROW) if described else NARROW, len(name) + 4)


def _header(cell: Any, described: Field | None) -> None:
    """Required columns are dark, remarks grey; row 2 says it in words as well."""
    text, fill = styling.INK, styling.PALE
    if described is None:
        text, fill = styling.GREY, styling.SMOKE
    elif described.required:
        text, fill = styling.WHITE, styling.NAVY
    cell.font, cell.fill = styling.font(bold=True, color=text), PatternFill("solid", fgColor=fill)
    cell.alignment = Alignment(vertical="center")


def _explained(described: Field | None, table: Table) -> str:
    """Whether a column is required, what it means, its unit and how to write it."""
    if described is None:
        return FOR_READING
    how = HOW_TO.get(described.kind, "")
    if described.form:
        how = f"Such as {described.form.rpartition(' ')[2]}."
    if described.name in table.refers:
        how = f"An id that stands in sheet {table.refers[described.name].split('.')[0]}."
    how = described.hint or how
    unit = f" Unit: {described.unit}." if described.unit not in ("", "date", "year", "number", "1-5") else ""
    meaning = described.meaning[0].upper() + described.meaning[1:]
    return f"{'REQUIRED' if described.required else 'Optional'}. {meaning}.{unit} {how}".strip()


def _codes(sheet: Worksheet, codes: dropdowns.Lists) -> None:
    for name, (place, described) in codes.items():
        styling.put(sheet, 1, place, name, styling.font(bold=True))
        styling.put(sheet, 2, place, described.meaning, styling.font(italic=True, size=9, color=styling.GREY))
        for row, code in enumerate(described.codes, start=dropdowns.FIRST):
            styling.put(sheet, row, place, code)
            if described.labels:
                styling.put(sheet, row, place + 1, described.labels[code])
        for column, width in ((place, max(26, *map(len, described.codes))), (place + 1, 34)):
            sheet.column_dimensions[get_column_letter(column)].width = width
    _raise(sheet, 2, 3)
    sheet.freeze_panes = "A3"
    styling.printed(sheet)
