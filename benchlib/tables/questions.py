"""A framework's questions in the sheet of answers of the workbook to fill in: one row each, ready to be answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from benchlib.tables import dropdowns, styling
from benchlib.tables.dropdowns import FIRST, Input

COLUMNS = (
    *("assessment_id", "indicator", "# group", "# question", "# how to answer", "value"),
    *("# evidence asked for", "evidence", "comment", "assessor", "answered_at"),
)
FREE = ("value", "evidence", "comment")  # what the person who fills in has to look at
WIDTHS = {
    **{"assessment_id": 16, "indicator": 18, "value": 14, "evidence": 34, "comment": 34, "assessor": 18},
    **{"answered_at": 20, "# group": 22, "# question": 50, "# how to answer": 50, "# evidence asked for": 42},
}


@dataclass(frozen=True)
class Question:
    """A question as the workbook asks it; `described` tells what each step of a rubric asks for."""

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


def fill(sheet: Worksheet, assessment: str, questions: Sequence[Question]) -> None:
    """Write the questions below the header of the sheet of answers, all for one assessment."""
    group = None
    for row, asked in enumerate(questions, start=FIRST):
        _texts(sheet, row, assessment, asked)
        _looks(sheet, row, begins=asked.group != group)
        group = asked.group
    letter = get_column_letter(COLUMNS.index("value") + 1)
    dropdowns.restrict_answers(sheet, letter, [asked.input for asked in questions])


def _texts(sheet: Worksheet, row: int, assessment: str, asked: Question) -> None:
    shown = {
        "# group": asked.group,
        "# question": f"{asked.name}\n{asked.question}",
        "# how to answer": asked.how_to_answer,
        "# evidence asked for": asked.evidence,
    }
    for name, text in {"assessment_id": assessment, "indicator": asked.indicator}.items():
        styling.put(sheet, row, COLUMNS.index(name) + 1, text)
    for name, text in shown.items():
        styling.put(sheet, row, COLUMNS.index(name) + 1, text, styling.font(color=styling.GREY))
    _bold_name(sheet.cell(row, COLUMNS.index("# question") + 1), asked)
    tallest = max(styling.lines(text, WIDTHS[name]) for name, text in shown.items())
    sheet.row_dimensions[row].height = styling.LINE * tallest


def _bold_name(cell: Any, asked: Question) -> None:
    bold = InlineFont(rFont=styling.FONT, sz=11, b=True, color=styling.INK)
    plain = InlineFont(rFont=styling.FONT, sz=11, color=styling.GREY)
    cell.value = CellRichText(TextBlock(bold, f"{asked.name}\n"), TextBlock(plain, asked.question))


def _looks(sheet: Worksheet, row: int, begins: bool) -> None:
    above = styling.BEGUN if begins else styling.HAIR
    for place, name in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row, place)
        side = styling.HAIR if name in FREE else None
        cell.border = Border(top=above, bottom=styling.HAIR, left=side, right=side)
        cell.alignment = styling.TOP
        cell.number_format = "General" if name == "value" else styling.TEXT
        if name in FREE:
            cell.fill = PatternFill("solid", fgColor=styling.CREAM)
