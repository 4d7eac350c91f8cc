"""Lists and limits in the cells of a workbook, so that a spreadsheet helps while it is filled in.

They help and do not replace the check: what is pasted into a cell goes past them.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from benchlib.tables.expectations import rule
from benchlib.tables.parsing import WORDS
from benchlib.tables.schemas import TABLES, Field, Table

Input = Literal["count", "share", "years", "rubric", "gate"]
Lists = Mapping[str, tuple[int, Field]]

CODES = "codes"
FIRST, LAST = 3, 1_048_576  # rows of a sheet that are filled in; the last one is the limit of the file format
LISTED_IDS = 10_000  # rows of another sheet whose ids are offered
LONGEST_MESSAGE = 225  # limits of the file format
LONGEST_TITLE = 32
MOST_CHOICES = 10  # whole numbers that are offered in a list
STEPS = range(6)

ENTER: Mapping[Input, str] = {
    "rubric": "A step from 0 (none) to 5: the highest one that your evidence supports",
    "gate": "Yes or no",
    "share": "A percentage from 0 to 100, without the % sign",
    "count": "A number, 0 or more",
    "years": "A number, 0 or more",
}
_LIMITS: Mapping[Input, Mapping[str, str]] = {
    "rubric": {"type": "list", "formula1": f'"{",".join(map(str, STEPS))}"'},
    "gate": {"type": "list", "formula1": f'"{",".join(WORDS)}"'},
    "share": {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "100"},
    "count": {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
    "years": {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": "0"},
}
_IS_DATE = (
    'AND(ISNUMBER(VALUE(LEFT({c},4))),OR(LEN({c})=4,AND(LEN({c})=7,MID({c},5,1)="-"),'
    'AND(LEN({c})=10,MID({c},5,1)="-",MID({c},8,1)="-")))'
)
_IS_ID = 'AND(LEN({c})<=64,ISERROR(FIND(" ",{c})))'
_IS_ADDRESS = 'OR(LEFT({c},7)="http://",LEFT({c},8)="https://")'
_CUSTOM = {"date": _IS_DATE, "id": _IS_ID, "url": _IS_ADDRESS}


def lists(tables: Mapping[str, Table] = TABLES) -> Lists:
    """Each list of codes by table.column: its column in the sheet of codes, and its field.

    What a code means stands in the next column, where it has a meaning beside its name.
    """
    places = {}
    place = 1
    for table in tables.values():
        for field in table.fields:
            if field.codes:
                places[f"{table.name}.{field.name}"] = place, field
                place += 2 if field.labels else 1
    return places


def restrict(sheet: Worksheet, letter: str, field: Field, table: Table, codes: Lists) -> None:
    """Offer what a column of a table can hold, and say what is expected where something else is typed.

    codes: the lists in the sheet of codes, as `lists` gives them.
    """
    limits = _limits(letter, field, table, codes)
    if limits:
        title = field.name[:LONGEST_TITLE]
        check = DataValidation(**limits, allow_blank=True, showErrorMessage=True, errorTitle=title, error=_said(field))
        if field.hint:
            check.showInputMessage, check.promptTitle, check.prompt = True, title, field.hint
        check.errorStyle = "warning" if field.name in table.refers else "stop"
        sheet.add_data_validation(check)
        check.add(f"{letter}{FIRST}:{letter}{LAST}")


def _limits(letter: str, field: Field, table: Table, codes: Lists) -> Mapping[str, str]:
    if field.codes:
        place, _ = codes[f"{table.name}.{field.name}"]
        return {"type": "list", "formula1": f"{CODES}!{_cells(place, len(field.codes))}"}
    if field.name in table.refers:
        return {"type": "list", "formula1": _ids(table.refers[field.name])}
    if field.kind in ("integer", "number"):
        return _bounds(field)
    if field.kind in _CUSTOM:
        return {"type": "custom", "formula1": _CUSTOM[field.kind].format(c=f"{letter}{FIRST}")}
    return {}


def _cells(place: int, number: int) -> str:
    letter = get_column_letter(place)
    return f"${letter}${FIRST}:${letter}${FIRST + number - 1}"


def _ids(target: str) -> str:
    """The filled part of a column of another sheet."""
    table, column = target.split(".")
    place = TABLES[table].columns.index(column) + 1
    filled = f"COUNTA({table}!{_cells(place, LISTED_IDS)})"
    return f"OFFSET({table}!{_cells(place, 1).split(':')[0]},0,0,MAX(1,{filled}),1)"


def _bounds(field: Field) -> Mapping[str, str]:
    if field.kind == "integer" and field.low is not None and field.high is not None:
        choices = range(int(field.low), int(field.high) + 1)
        if len(choices) <= MOST_CHOICES:
            return {"type": "list", "formula1": f'"{",".join(map(str, choices))}"'}
    kind = "whole" if field.kind == "integer" else "decimal"
    low = f"{-1e15 if field.low is None else field.low:.15g}"
    if field.high is None:
        return {"type": kind, "operator": "greaterThanOrEqual", "formula1": low}
    return {"type": kind, "operator": "between", "formula1": low, "formula2": f"{field.high:.15g}"}


def _said(field: Field) -> str:
    limits = [f"at least {field.low:g}"] if field.low is not None else []
    limits += [f"at most {field.high:g}"] if field.high is not None else []
    text = f"{rule(field)}{', ' if limits else ''}{' and '.join(limits)}."
    if len(text) > LONGEST_MESSAGE:
        text = "expected one of the list: click the arrow beside the cell, or see the sheet codes."
    return text[0].upper() + text[1:]


def restrict_answers(sheet: Worksheet, letter: str, inputs: Sequence[Input]) -> None:
    """Offer in each row of the answers what its question can be answered with."""
    for kind in dict.fromkeys(inputs):
        text = f"{ENTER[kind]}."
        check = DataValidation(**_LIMITS[kind], allow_blank=True, showErrorMessage=True, errorTitle="value", error=text)
        check.showInputMessage, check.promptTitle, check.prompt = True, "How to answer", text
        sheet.add_data_validation(check)
        for row, asked in enumerate(inputs, start=FIRST):
            if asked == kind:
                check.add(f"{letter}{row}")
