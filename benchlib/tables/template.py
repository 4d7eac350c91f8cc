"""The empty workbook that a cluster manager fills in: one sheet a table, explained, with lists and checks in the cells.

What is filled in is read by `benchlib.tables.workbooks`, which skips everything that starts with `#`.
"""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from benchlib.tables import dropdowns, guide, styling
from benchlib.tables.dropdowns import Input
from benchlib.tables.raw import REMARK
from benchlib.tables.schemas import TABLES, Field, Kind, Table

FIRST_ASSESSMENT = "A1"
START = ("organisations", "assessments", "answers")
PREFILLED = {"assessment_id": FIRST_ASSESSMENT, "kind": "self", "status": "draft"}
ANSWERS = (
    *("assessment_id", "indicator", "# group", "# question", "# how to answer", "value"),
    *("# evidence asked for", "evidence", "comment", "assessor", "answered_at"),
)
FREE = ("value", "evidence", "comment")

MADE = dt.datetime(2000, 1, 1)  # the file tells nothing of the day on which it was made
ZIP_MADE = (1980, 1, 1, 0, 0, 0)
WIDTHS: Mapping[Kind, int] = {"url": 34, "text": 34, "id": 24, "code": 24, "moment": 20, "date": 20, "answer": 14}
REMARK_WIDTHS = {"# group": 22, "# question": 50, "# how to answer": 50, "# evidence asked for": 42}
ANSWER_WIDTHS = {"assessment_id": 16, "indicator": 18, "comment": 34, "assessor": 18}

HOW_TO: Mapping[Kind, str] = {
    "id": "Short, without spaces, such as rohealth or p-17.",
    "code": "Choose from the list.",
    "url": "Starts with https://",
    "integer": "A whole number.",
    "number": "A number.",
    "date": "As 2024-05-31; if only the month or the year is known: 2024-05 or 2024.",
    "moment": "As 2024-05-31 or 2024-05-31T14:30.",
}


@dataclass(frozen=True)
class Question:
    """A question of a framework as the workbook asks it; `described` tells what each step of a rubric asks for."""

    indicator: str
    group: str
    name: str
    question: str
    unit: str
    evidence: str
    input: Input
    described: Mapping[int, str] = field(default_factory=dict)

    @property
    def how_to_answer(self) -> str:
        """What to enter, and the steps of a rubric, a line each."""
        unit = f". Unit: {self.unit}" if self.input in ("count", "years") else ""
        steps = [f"{step} = {text}" for step, text in sorted(self.described.items())]
        return "\n".join([f"{dropdowns.ENTER[self.input]}{unit}", *steps])


def write(file: Path, framework: str, questions: Sequence[Question]) -> None:
    """Write a workbook with a sheet for each table; the questions stand in the sheet of answers, one row each.

    A first assessment is begun in them, with the id of the framework. The same input gives the same bytes.
    """
    book = Workbook()
    book.properties.creator = "benchlib"
    book.properties.created = book.properties.modified = MADE
    guide.write(book.active, START)
    sheets = {name: book.create_sheet(name) for name in TABLES}
    for name, table in TABLES.items():
        _table(sheets[name], table)
    _codes(book.create_sheet(dropdowns.CODES))
    columns = TABLES["assessments"].columns
    for name, value in (PREFILLED | {"framework": framework}).items():
        styling.put(sheets["assessments"], 3, columns.index(name) + 1, value)
    _questions(sheets["answers"], questions)
    file.write_bytes(_saved(book))


def _saved(book: Workbook) -> bytes:
    """The bytes of a workbook without the time of writing."""
    written, plain = BytesIO(), BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":  # saving puts the current time into it
                book.properties.modified = MADE
                content = tostring(book.properties.to_tree())
            new.writestr(zipfile.ZipInfo(name, ZIP_MADE), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _table(sheet: Worksheet, table: Table) -> None:
    headers = ANSWERS if table.name == "answers" else table.columns
    heights = []
    for place, name in enumerate(headers, start=1):
        remark = name.startswith(REMARK)
        described = None if remark else table[name]
        text = "For reading only." if remark else _explained(table[name], table)
        width = _width(name, described)
        heights.append(styling.lines(text, width))
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width, dimension.alignment, dimension.number_format = width, styling.TOP, _number_format(described)
        _header(styling.put(sheet, 1, place, name), described)
        styling.put(
            sheet,
            2,
            place,
            f"{REMARK} {text}" if place == 1 else text,
            styling.font(italic=True, size=9, color=styling.GREY),
        )
        if described:
            dropdowns.restrict(sheet, letter, described, table)
    sheet.row_dimensions[1].height = styling.LINE * 1.4
    sheet.row_dimensions[2].height = styling.LINE * max(heights)
    sheet.freeze_panes = "C3" if table.name == "answers" else "B3"
    sheet.sheet_properties.tabColor = styling.NAVY if table.name in START else None
    styling.printed(sheet, landscape=True)


def _header(cell: Any, described: Field | None) -> None:
    required = described is not None and described.required
    cell.font = styling.font(
        bold=True, color="FFFFFF" if required else styling.styling.GREY if described is None else styling.INK
    )
    cell.fill = PatternFill(
        "solid", fgColor=styling.NAVY if required else "F2F2F2" if described is None else styling.PALE
    )
    cell.alignment = Alignment(vertical="center")


def _explained(described: Field, table: Table) -> str:
    """Whether a column is required, what it means, its unit and how to write it."""
    target = table.refers.get(described.name)
    how = f"An id that stands in sheet {target.split('.')[0]}." if target else HOW_TO.get(described.kind, "")
    how = f"Such as {described.form.rpartition(' ')[2]}." if described.form else how
    unit = f" Unit: {described.unit}." if described.unit not in ("", "date", "year", "number") else ""
    meaning = described.meaning[0].upper() + described.meaning[1:]
    return f"{'REQUIRED' if described.required else 'Optional'}. {meaning}.{unit} {how}".strip()


def _width(name: str, described: Field | None) -> int:
    if described is None:
        return REMARK_WIDTHS[name]
    return max(WIDTHS.get(described.kind, 16), len(name) + 4)


def _number_format(described: Field | None) -> str:
    numeric = described is not None and described.kind in ("integer", "number", "answer")
    return "General" if numeric else styling.TEXT


def _codes(sheet: Worksheet) -> None:
    for name, (place, described) in dropdowns.lists().items():
        styling.put(sheet, 1, place, name, styling.font(bold=True))
        styling.put(sheet, 2, place, described.meaning, styling.font(italic=True, size=9, color=styling.GREY))
        for row, code in enumerate(described.codes, start=dropdowns.FIRST):
            styling.put(sheet, row, place, code)
            if described.labels:
                styling.put(sheet, row, place + 1, described.labels[code])
        for column, width in ((place, max(26, *map(len, described.codes))), (place + 1, 34)):
            sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[2].height = styling.LINE * 3
    sheet.freeze_panes = "A3"
    styling.printed(sheet, landscape=True)


def _questions(sheet: Worksheet, questions: Sequence[Question]) -> None:
    for name, width in ANSWER_WIDTHS.items():
        sheet.column_dimensions[get_column_letter(ANSWERS.index(name) + 1)].width = width
    group = None
    for row, asked in enumerate(questions, start=3):
        _question(sheet, row, asked, first=asked.group != group)
        group = asked.group
    dropdowns.restrict_answers(
        sheet, get_column_letter(ANSWERS.index("value") + 1), [asked.input for asked in questions]
    )


def _question(sheet: Worksheet, row: int, asked: Question, first: bool) -> None:
    shown = {
        "# group": asked.group,
        "# question": f"{asked.name}\n{asked.question}",
        "# how to answer": asked.how_to_answer,
        "# evidence asked for": asked.evidence,
    }
    filled = {"assessment_id": FIRST_ASSESSMENT, "indicator": asked.indicator}
    for name, text in (filled | shown).items():
        styling.put(
            sheet,
            row,
            ANSWERS.index(name) + 1,
            text,
            styling.font(color=styling.styling.INK if name in filled else styling.GREY),
        )
    _bold_name(sheet.cell(row, ANSWERS.index("# question") + 1), asked)
    for place, name in enumerate(ANSWERS, start=1):
        cell = sheet.cell(row, place)
        free = name in FREE
        cell.border = Border(
            top=styling.BEGUN if first else styling.HAIR,
            bottom=styling.HAIR,
            left=styling.HAIR if free else None,
            right=styling.HAIR if free else None,
        )
        if free:
            cell.fill, cell.alignment = PatternFill("solid", fgColor=styling.CREAM), styling.TOP
            cell.number_format = "General" if name == "value" else styling.TEXT
    sheet.row_dimensions[row].height = styling.LINE * max(
        styling.lines(text, REMARK_WIDTHS[name]) for name, text in shown.items()
    )


def _bold_name(cell: Any, asked: Question) -> None:
    bold = InlineFont(rFont=styling.FONT, sz=11, b=True, color=styling.INK)
    plain = InlineFont(rFont=styling.FONT, sz=11, color=styling.GREY)
    cell.value = CellRichText(TextBlock(bold, f"{asked.name}\n"), TextBlock(plain, asked.question))
