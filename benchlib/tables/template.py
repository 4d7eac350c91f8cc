"""The empty workbook that a cluster manager fills in: one sheet a table, explained, with lists and checks in the cells.

What is filled in is read by `benchlib.tables.workbooks`, which skips everything that starts with `#`.
"""

import datetime as dt
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from benchlib.tables import dropdowns
from benchlib.tables.raw import REMARK
from benchlib.tables.schemas import TABLES, Field, Kind, Table

Input = Literal["count", "share", "years", "rubric", "gate"]

FIRST_ASSESSMENT = "A1"
START = ("organisations", "assessments", "answers")
PREFILLED = {"assessment_id": FIRST_ASSESSMENT, "kind": "self", "status": "draft"}
ANSWERS = (
    *("assessment_id", "indicator", "# group", "# question", "# how to answer", "value"),
    *("# evidence asked for", "evidence", "comment", "assessor", "answered_at"),
)

FREE = ("value", "evidence", "comment")

TEXT = "@"  # keeps a spreadsheet from turning 2021-03 or 1.2 into a date, or =1+1 into a formula
MADE = dt.datetime(2000, 1, 1)  # the file tells nothing of the day on which it was made
ZIP_MADE = (1980, 1, 1, 0, 0, 0)
LINE = 15.0  # points of height
WIDTHS: Mapping[Kind, int] = {"url": 34, "text": 34, "id": 24, "code": 24, "moment": 20, "date": 20, "answer": 14}
REMARK_WIDTHS = {"# group": 22, "# question": 50, "# how to answer": 50, "# evidence asked for": 42}
ANSWER_WIDTHS = {"assessment_id": 16, "indicator": 18, "comment": 34, "assessor": 18}

FONT = "Calibri"
NAVY, PALE, CREAM, INK, GREY = "1F3864", "DCE6F1", "FFF8E1", "1F1F1F", "595959"
TOP = Alignment(wrap_text=True, vertical="top")
BOX = Border(*(Side(style="hair", color=GREY),) * 4)
LINE_ABOVE = Border(top=Side(style="thin", color=NAVY))

HOW_TO: Mapping[Kind, str] = {
    "id": "Short, without spaces, such as rohealth or p-17.",
    "code": "Choose from the list.",
    "url": "Starts with https://",
    "integer": "A whole number.",
    "number": "A number.",
    "date": "As 2024-05-31; if only the month or the year is known: 2024-05 or 2024.",
    "moment": "As 2024-05-31 or 2024-05-31T14:30.",
}
READ_ME = (
    ("Facts on a cluster organisation", "title"),
    (
        "Fill in what you know; leave empty what you do not. What is empty is reported as missing, never guessed.",
        "text",
    ),
    ("", "text"),
    ("How to fill in", "heading"),
    ("1.  Start with the sheets organisations, assessments and answers. The others are welcome but can wait.", "text"),
    ("     There, an assessment with the id A1 is begun for you: name your cluster_id and the date, then answer.", "text"),
    ("2.  Row 1 of a sheet names the columns and row 2 explains them. Please leave both as they are.", "text"),
    ("3.  Write from row 3 on, one line for each organisation, participant, answer and so on.", "text"),
    ("4.  Dark column names with REQUIRED below: needed in every line that you use. All others are optional.", "text"),
    (
        "5.  Where a list is offered, click the arrow beside the cell and choose. Sheet codes explains the choices.",
        "text",
    ),
    ("6.  Dates look like 2024-05-31. If you know only the month or the year, write 2024-05 or 2024.", "text"),
    ("7.  Numbers stand alone: no unit, no % sign and nothing between the thousands.", "text"),
    ("8.  Columns whose name starts with # are for reading. The program does not read them.", "text"),
    ("", "text"),
    ("How to check", "heading"),
    ("Save the file, then run     benchlib check FILE     with the name of your file.", "text"),
    (
        "It lists all that is missing or wrong, with sheet, row and column. Correct it and check as often as you like.",
        "text",
    ),
    ("", "text"),
    ("Your data stay with you", "heading"),
    ("Nothing leaves your computer: the program reads this file where it is and sends nothing anywhere.", "text"),
    ("", "text"),
    ("The sheets", "heading"),
)


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
    _read_me(book.active)
    sheets = {name: book.create_sheet(name) for name in TABLES}
    lists = dropdowns.codes(book.create_sheet("codes"), _put)
    for name, table in TABLES.items():
        _table(sheets[name], table, lists)
    columns = TABLES["assessments"].columns
    for name, value in (PREFILLED | {"framework": framework}).items():
        _put(sheets["assessments"], 3, columns.index(name) + 1, value)
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
                content = _properties(book)
            new.writestr(zipfile.ZipInfo(name, ZIP_MADE), content, zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _properties(book: Workbook) -> bytes:
    from openpyxl.xml.functions import tostring

    return bytes(tostring(book.properties.to_tree()))


def _font(**style: Any) -> Font:
    return Font(name=FONT, **({"size": 11, "color": INK} | style))


def _put(sheet: Worksheet, row: int, column: int, value: object, font: Font | None = None) -> Any:
    """Write a cell; text is text, also where it starts like a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    cell.alignment = TOP
    cell.font = font or _font()
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = TEXT
    return cell


def _read_me(sheet: Worksheet) -> None:
    sheet.title = "read me"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 84
    fonts = {"title": _font(bold=True, size=18, color=NAVY), "heading": _font(bold=True, size=13, color=NAVY)}
    for row, (text, style) in enumerate(READ_ME, start=1):
        cell = _put(sheet, row, 1, text, fonts.get(style))
        cell.alignment = Alignment(vertical="center")  # not wrapped: the line runs on over the next column
        sheet.row_dimensions[row].height = {"title": 30, "heading": 24}.get(style, 18)
    for row, table in enumerate(TABLES.values(), start=len(READ_ME) + 1):
        cell = _put(sheet, row, 1, table.name, _font(color="0563C1", underline="single"))
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.name}'!A3")
        note = " (start here)" if table.name in START else ""
        _put(sheet, row, 2, f"{table.meaning}{note}", _font(color=INK, bold=bool(note)))
    _printed(sheet, landscape=False)


def _table(sheet: Worksheet, table: Table, lists: Mapping[str, str]) -> None:
    headers = ANSWERS if table.name == "answers" else table.columns
    heights = []
    for place, name in enumerate(headers, start=1):
        remark = name.startswith(REMARK)
        described = None if remark else table[name]
        text = "For reading only." if remark else _explained(table[name], table)
        width = _width(name, described)
        heights.append(_lines(text, width))
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width, dimension.alignment, dimension.number_format = width, TOP, _number_format(described)
        _header(_put(sheet, 1, place, name), described)
        _put(sheet, 2, place, f"{REMARK} {text}" if place == 1 else text, _font(italic=True, size=9, color=GREY))
        if described:
            dropdowns.restrict(sheet, letter, described, table, lists)
    sheet.row_dimensions[1].height = LINE * 1.4
    sheet.row_dimensions[2].height = LINE * max(heights)
    sheet.freeze_panes = "C3" if table.name == "answers" else "B3"
    sheet.sheet_properties.tabColor = NAVY if table.name in START else None
    _printed(sheet, landscape=True)


def _header(cell: Any, described: Field | None) -> None:
    required = described is not None and described.required
    cell.font = _font(bold=True, color="FFFFFF" if required else GREY if described is None else INK)
    cell.fill = PatternFill("solid", fgColor=NAVY if required else "F2F2F2" if described is None else PALE)
    cell.alignment = Alignment(vertical="center")


def _explained(described: Field, table: Table) -> str:
    """Whether a column is required, what it means, its unit and how to write it."""
    target = table.refers.get(described.name)
    how = f"An id that stands in sheet {target.split('.')[0]}." if target else HOW_TO.get(described.kind, "")
    unit = f" Unit: {described.unit}." if described.unit not in ("", "date", "year", "number") else ""
    meaning = described.meaning[0].upper() + described.meaning[1:]
    return f"{'REQUIRED' if described.required else 'Optional'}. {meaning}.{unit} {how}".strip()


def _width(name: str, described: Field | None) -> int:
    if described is None:
        return REMARK_WIDTHS[name]
    return max(WIDTHS.get(described.kind, 16), len(name) + 4)


def _number_format(described: Field | None) -> str:
    numeric = described is not None and described.kind in ("integer", "number", "answer")
    return "General" if numeric else TEXT


def _questions(sheet: Worksheet, questions: Sequence[Question]) -> None:
    for name, width in ANSWER_WIDTHS.items():
        sheet.column_dimensions[get_column_letter(ANSWERS.index(name) + 1)].width = width
    group = None
    for row, asked in enumerate(questions, start=3):
        _question(sheet, row, asked)
        if asked.group != group:
            for place in range(1, len(ANSWERS) + 1):
                sheet.cell(row, place).border = LINE_ABOVE
        group = asked.group
    dropdowns.restrict_answers(
        sheet, get_column_letter(ANSWERS.index("value") + 1), [asked.input for asked in questions]
    )


def _question(sheet: Worksheet, row: int, asked: Question) -> None:
    shown = {
        "# group": asked.group,
        "# question": f"{asked.name}\n{asked.question}",
        "# how to answer": asked.how_to_answer,
        "# evidence asked for": asked.evidence,
    }
    filled = {"assessment_id": FIRST_ASSESSMENT, "indicator": asked.indicator}
    for name, text in (filled | shown).items():
        _put(sheet, row, ANSWERS.index(name) + 1, text, _font(color=INK if name in filled else GREY))
    _bold_name(sheet.cell(row, ANSWERS.index("# question") + 1), asked)
    for name in FREE:
        cell = sheet.cell(row, ANSWERS.index(name) + 1)
        cell.fill, cell.border, cell.alignment = PatternFill("solid", fgColor=CREAM), BOX, TOP
        cell.number_format = "General" if name == "value" else TEXT
    sheet.row_dimensions[row].height = LINE * max(_lines(text, REMARK_WIDTHS[name]) for name, text in shown.items())


def _bold_name(cell: Any, asked: Question) -> None:
    bold = InlineFont(rFont=FONT, sz=11, b=True, color=INK)
    plain = InlineFont(rFont=FONT, sz=11, color=GREY)
    cell.value = CellRichText(TextBlock(bold, f"{asked.name}\n"), TextBlock(plain, asked.question))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, a little generous, because no font is known here."""
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def _printed(sheet: Worksheet, landscape: bool) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if landscape:
        sheet.print_title_rows = "1:2"
