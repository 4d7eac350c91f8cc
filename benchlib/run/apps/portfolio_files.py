"""What the page shows as files to take home: CSV and Excel, in which no cell is ever a formula."""

import io
from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from benchlib.present import wording

ABOUT = "about"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"  # in front of text that a spreadsheet would run
WIDEST, LONGEST = 60, 31  # letters of a column; of the name of a sheet
CSV = "text/csv"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Frames = Mapping[str, pd.DataFrame]
Cell = str | int | float | None


def harmless(value: object) -> Cell:
    """A cell as spreadsheets may have it: numbers as they are, text that they would run as text, nothing for nan.

    >>> harmless("=1+1"), harmless("  @SUM(A1)"), harmless(-2.5), harmless("R&D - new"), harmless(float("nan"))
    ("'=1+1", "'  @SUM(A1)", -2.5, 'R&D - new', None)
    """
    if not wording.known(value):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if hasattr(value, "item"):  # a number of numpy
        return harmless(value.item())
    text = wording.visible(str(value))
    return MARK + text if str(value).startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS) else text


def csv(frames: Frames, about: Mapping[str, str]) -> bytes:
    """All tables one below the other: their name in the column `table`, then the columns that any of them has."""
    every = {ABOUT: _about(about), **frames}
    rows = [_safe(frame).assign(table=name) for name, frame in every.items()]
    together = pd.concat(rows, ignore_index=True)
    ordered = together[["table", *(name for name in together.columns if name != "table")]]
    text = ordered.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig")  # with its mark, by which Excel knows the letters of all languages


def workbook(frames: Frames, about: Mapping[str, str]) -> bytes:
    """A sheet a table, the first on what is shown."""
    book = Workbook()
    book.remove(book.active)
    for name, frame in {ABOUT: _about(about), **frames}.items():
        sheet = book.create_sheet(name[:LONGEST])
        safe = _safe(frame)
        rows = [list(safe.columns), *safe.to_numpy().tolist()]
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=number == 1)
        sheet.freeze_panes = "A2"
        for place, column in enumerate(zip(*rows, strict=True), start=1):
            longest = max(len(str(value)) for value in column if value is not None)
            sheet.column_dimensions[get_column_letter(place)].width = min(WIDEST, longest + 3)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _about(about: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"item": list(about), "text": list(about.values())})


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of harmless cells, headers among them."""
    cells = frame.astype(object).map(harmless)
    return cells.where(cells.notna(), None).rename(columns=lambda name: str(harmless(name)))
