"""The first sheet of the workbook: how to fill it in, how to check it, what the sheets are."""

from collections.abc import Collection

from openpyxl.styles import Alignment
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from benchlib.tables import styling
from benchlib.tables.schemas import TABLES

TITLE = "read me"
LINK = "0563C1"
WIDTHS = {"A": 26, "B": 84}
TEXT = """
# Facts on a cluster organisation
Fill in what you know; leave empty what you do not. What is empty is reported as missing, never guessed.

## How to fill in
1.  Start with the sheets organisations, assessments and answers. The others are welcome but can wait.
     There, an assessment with the id A1 is begun for you: name your cluster_id and the date, then answer.
2.  Row 1 of a sheet names the columns and row 2 explains them. Please leave both as they are.
3.  Write from row 3 on, one line for each organisation, participant, answer and so on.
4.  Dark column names with REQUIRED below: needed in every line that you use. All others are optional.
5.  Where a list is offered, click the arrow beside the cell and choose. Sheet codes explains the choices.
6.  Dates look like 2024-05-31. If you know only the month or the year, write 2024-05 or 2024.
7.  Numbers stand alone: no unit, no % sign and nothing between the thousands.
8.  Columns whose name starts with # are for reading. The program does not read them.

## Figures and peers' answers
Sheet participant_figures: a line for each participant and year. Amounts are whole EUR, not thousands.
Other currencies are converted before they are written, at the average rate of the year, by whoever knows it.
Sheet peer_answers: a line for each respondent and question, from 1 (not at all) to 5 (fully).
A respondent is a number such as r1, the same in all its answers of a wave. Please write no names.
Leave participant_id empty where the cluster as a whole is judged. The questions stand in sheet codes.

## How to check
Save the file, then run     benchlib check FILE     with the name of your file.
It lists all that is missing or wrong, with sheet, row and column. Correct it and check as often as you like.

## Your data stay with you
Nothing leaves your computer: the program reads this file where it is and sends nothing anywhere.

## The sheets
"""


def write(sheet: Worksheet, start: Collection[str]) -> None:
    """Fill the sheet; the tables in `start` are marked as those to begin with."""
    sheet.title = TITLE
    sheet.sheet_view.showGridLines = False
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    lines = TEXT.strip().split("\n")
    for row, line in enumerate(lines, start=1):
        _line(sheet, row, line)
    for row, table in enumerate(TABLES.values(), start=len(lines) + 1):
        cell = styling.put(sheet, row, 1, table.name, styling.font(color=LINK, underline="single"))
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.name}'!A3")
        note = " (start here)" if table.name in start else ""
        styling.put(sheet, row, 2, f"{table.meaning}{note}", styling.font(bold=bool(note)))
    styling.printed(sheet, landscape=False)


def _line(sheet: Worksheet, row: int, line: str) -> None:
    marks = len(line) - len(line.lstrip("#"))
    size, height = {1: (18, 30), 2: (13, 24)}.get(marks, (11, 18))
    style = styling.font(bold=True, size=size, color=styling.NAVY) if marks else None
    cell = styling.put(sheet, row, 1, line.lstrip("# ") if marks else line, style)
    cell.alignment = Alignment(vertical="center")  # not wrapped: the line runs on over the next column
    sheet.row_dimensions[row].height = height
