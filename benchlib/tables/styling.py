"""How cells of a written workbook look, and that text in them stays text."""

import math
from typing import Any

from openpyxl.styles import Alignment, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
NAVY, PALE, SMOKE, CREAM = "1F3864", "DCE6F1", "F2F2F2", "FFF8E1"
INK, GREY, WHITE = "1F1F1F", "595959", "FFFFFF"
TOP = Alignment(wrap_text=True, vertical="top")
HAIR, BEGUN = Side(style="hair", color=GREY), Side(style="medium", color=NAVY)  # between rows; where a group begins
LINE = 15.0  # points of height
TEXT = "@"  # keeps a spreadsheet from turning 2021-03 or 1.2 into a date, or =1+1 into a formula


def font(**style: Any) -> Font:
    """The font of all cells, with changes."""
    return Font(name=FONT, **({"size": 11, "color": INK} | style))


def put(sheet: Worksheet, row: int, column: int, value: object, style: Font | None = None) -> Any:
    """Write a cell; text is text, also where it starts like a formula."""
    cell = sheet.cell(row, column)
    cell.value = value
    cell.alignment = TOP
    cell.font = style or font()
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = TEXT
    return cell


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of that many characters, a little generous: no font is known here.

    >>> lines("Number of participants\\nHow many?", 20)
    3
    """
    return sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n"))


def printed(sheet: Worksheet, landscape: bool = True) -> None:
    """On A4, as wide as the page, with the names of the columns on every page."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if landscape:
        sheet.print_title_rows = "1:2"
