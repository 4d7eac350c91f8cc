"""DATA and META from CSV files to typed frames; what cannot be read as a number becomes a fault, never a guess."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchlib.tables import csvfiles, parsing
from benchlib.tables.faults import Fault
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import Field

UNIT, NAME, YEAR = "unit", "name", "year"
GROUP, DENOMINATOR = "group_", "den_"

META_NUMBERS = {
    "level": "integer",
    "weight": "number",
    "direction": "number",
    "goalpost_low": "number",
    "goalpost_high": "number",
    "target": "number",
}
META_NEEDED = ("code", "level", "parent", "direction")

KNOWN_FROM = "organisations"  # a table whose header looks like ours: it tells commas from semicolons
COMMA = r"-?\d+(\.\d{3})*,\d+"
EXPECTED = "expected a number with a decimal point, or an empty cell where it is missing"
WITH_COMMA = "expected a decimal point; this has a comma"
WHOLE = "expected a whole number"


@dataclass(frozen=True)
class Tables:
    """DATA (one row a unit and year) and META (one row a node), each indexed by spreadsheet row, with their names."""

    data: pd.DataFrame
    meta: pd.DataFrame
    data_name: str = "DATA"
    meta_name: str = "META"


def read(data: Path, meta: Path) -> tuple[Tables, list[Fault]]:
    """Both tables and what is wrong with the files and their cells; a cell that cannot be read is missing."""
    (data_raw, data_faults), (meta_raw, meta_faults) = (_raw(file) for file in (data, meta))
    nodes = meta_raw.frame.reindex(columns=["code", "level"])
    codes = set(nodes.loc[nodes["level"] == "1", "code"])
    kinds = {name: _kind(name, codes) for name in data_raw.frame.columns}
    typed, more = zip(_typed(data_raw, kinds), _typed(meta_raw, META_NUMBERS), strict=True)
    return Tables(*typed, data.name, meta.name), [*data_faults, *more[0], *meta_faults, *more[1]]


def _raw(file: Path) -> tuple[RawTable, list[Fault]]:
    nothing = RawTable(KNOWN_FROM, file.name, pd.DataFrame())
    try:
        raw, faults = csvfiles.read(file, KNOWN_FROM)
    except OSError as error:
        return nothing, [Fault(file.name, None, None, None, f"this file cannot be read ({error.strerror})")]
    marks = [mark for mark in csvfiles.SEPARATORS if len(raw.frame.columns) == 1 and mark in raw.frame.columns[0]]
    if marks:
        text = f"expected commas between the cells; here they are separated by {csvfiles.SEPARATORS[marks[0]]}"
        return nothing, [Fault(file.name, 1, None, None, f"{text} ({csvfiles.AS_UTF8})")]
    return raw, faults


def _kind(name: str, codes: set[str]) -> str:
    if name == YEAR:
        return "integer"
    return "number" if name in codes or name.startswith(DENOMINATOR) else "text"


def _typed(raw: RawTable, kinds: Mapping[str, str]) -> tuple[pd.DataFrame, list[Fault]]:
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name, text in raw.frame.items():
        kind = kinds.get(str(name), "text")
        if kind == "text":
            columns[str(name)] = text.where(text.str.strip().ne(""))
            continue
        field = Field(str(name), "integer" if kind == "integer" else "number", "")
        parsed, wrong = parsing.parse(text, field)
        columns[str(name)] = parsed[str(name)]
        faults += _unreadable(raw.source, text[wrong], WHOLE if kind == "integer" else EXPECTED)
    return pd.DataFrame(columns, index=raw.frame.index), faults


def _unreadable(source: str, cells: pd.Series, expected: str) -> Iterator[Fault]:
    commas = cells.str.fullmatch(COMMA)
    for row, value in cells.items():
        yield Fault(source, int(row), str(cells.name), value, WITH_COMMA if commas[row] else expected)
