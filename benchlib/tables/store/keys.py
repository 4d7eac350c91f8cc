"""The key of a row as a checksum: two spellings of one value give the same one."""

import hashlib
import json

import pandas as pd

from benchlib.tables import parsing
from benchlib.tables.schemas import Field, Table

FOLDED = "organisations"  # their ids become names of files, which some systems fold
TYPED = ("integer", "number", "answer", "moment")


def of_rows(text: pd.DataFrame, table: Table) -> list[str]:
    """The checksum of each row's key, 64 hexadecimal digits.

    text: cells of a table as they stand in a file; columns that are not there count as empty.
    """
    cells = text.reindex(columns=list(table.key), fill_value="")
    columns = [canonical(cells[name], table[name]) for name in table.key]
    if table.name == FOLDED:
        columns = [[cell.lower() for cell in column] for column in columns]
    return [digest(row) for row in zip(*columns, strict=True)]


def digest(cells: tuple[str, ...]) -> str:
    """The checksum of the cells of one key."""
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def canonical(text: pd.Series, field: Field) -> list[str]:
    """Each cell in one spelling: 2020 for 2020.0, 1.0 for yes, UTC for other zones. What cannot be read stays.

    >>> canonical(pd.Series(["2020.0", "", "x"]), Field("year", "integer", "year"))
    ['2020', '', 'x']
    """
    if field.kind not in TYPED:
        return [str(cell) for cell in text]
    columns, _ = parsing.parse(text.astype("str"), field)
    typed = columns[field.name]
    return [
        str(cell) if missing else _spelled(value)
        for cell, value, missing in zip(text, typed, typed.isna(), strict=True)
    ]


def _spelled(value: object) -> str:
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
