"""Facts from a folder or workbook, with everything that is wrong with them found in one pass."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.errors

from benchlib.tables import contradictions, files, parsing
from benchlib.tables.faults import BadInput, Fault, Severity
from benchlib.tables.files import RawTable
from benchlib.tables.schemas import SYNTHETIC_PREFIX, TABLES, Table

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Facts:
    """Typed frames by table name (all tables; those not given are empty) and what was found on the way."""

    frames: Frames
    faults: tuple[Fault, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    @property
    def errors(self) -> list[Fault]:
        """The faults that forbid any use."""
        return [fault for fault in self.faults if fault.severity is Severity.ERROR]

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""
        return bool(self["organisations"]["cluster_id"].str.startswith(SYNTHETIC_PREFIX).any())


def check(path: Path | str, today: dt.date | None = None) -> Facts:
    """Read and check; never raises for what stands in the cells. Frames hold the rows that could be read.

    `today` (default: the current date) bounds dates that cannot lie in the future.
    Frames are indexed by spreadsheet row.
    """
    raws, faults = files.read(Path(path))
    frames = {name: table.empty() for name, table in TABLES.items()}
    for raw in raws:
        frames[raw.name], found = _typed(raw, TABLES[raw.name], today or dt.date.today())
        faults += found
    sources = {raw.name: raw.source for raw in raws}
    faults += _orphans(frames, sources)
    faults += _whole(frames, sources)
    faults += contradictions.find(frames, sources)
    return Facts(frames, tuple(faults))


def load(path: Path | str, today: dt.date | None = None) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error; contradictions and notes stay in `faults`."""
    facts = check(path, today)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts


def _typed(raw: RawTable, table: Table, today: dt.date) -> tuple[pd.DataFrame, list[Fault]]:
    faults = _column_faults(raw, table)
    text = raw.frame.reindex(columns=table.columns, fill_value="").astype(str)
    columns: dict[str, pd.Series] = {}
    unreadable = pd.DataFrame(False, index=text.index, columns=table.columns)
    for field in table.fields:
        parsed, bad = parsing.parse(text[field.name], field)
        faults += [
            Fault(raw.source, int(row), field.name, value, parsing.expected(field, value))
            for row, value in text[field.name][bad].items()
        ]
        if not field.future:
            late = parsing.later_than(parsed, field, today)
            faults += _cells(
                raw.source, field.name, text[field.name][late], f"expected nothing later than today ({today})"
            )
        columns |= parsed
        unreadable[field.name] = bad
    frame = pd.DataFrame(columns, index=text.index)
    if not raw.frame.empty:
        faults += _schema_faults(raw.source, frame, text, unreadable, table)
    return frame, faults + _duplicates(raw.source, text, table)


def _cells(source: str, column: str, cells: pd.Series, expected: str) -> list[Fault]:
    return [Fault(source, int(row), column, value, expected) for row, value in cells.items()]


def _column_faults(raw: RawTable, table: Table) -> list[Fault]:
    present = list(raw.frame.columns)
    faults = [
        Fault(raw.source, 1, str(column), None, files.unknown(column, table.columns, "column"))
        for column in present
        if column not in table.columns
    ]
    missing = [field.name for field in table.fields if field.required and field.name not in present]
    return faults + [Fault(raw.source, 1, name, None, "this column is missing") for name in missing]


def _schema_faults(
    source: str, frame: pd.DataFrame, text: pd.DataFrame, unreadable: pd.DataFrame, table: Table
) -> list[Fault]:
    try:
        table.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.dropna(subset=["index"])
        faults = []
        for row, column, check in zip(cases["index"].astype(int), cases["column"], cases["check"], strict=True):
            if not unreadable.at[row, column]:
                wanted = "expected a value" if check == "not_nullable" else str(check)
                faults.append(Fault(source, row, column, text.at[row, column], wanted))
        return faults
    return []


def _duplicates(source: str, text: pd.DataFrame, table: Table) -> list[Fault]:
    key = text[list(table.key)]
    if table.name == "organisations":
        key = key.apply(lambda column: column.str.lower())  # ids become file names, which some systems fold
    repeated = key.duplicated()
    if not repeated.any():
        return []
    rows = pd.Series(text.index, index=text.index)
    first = rows.groupby([key[column] for column in key]).transform("min")
    return [
        Fault(
            source,
            int(row),
            ", ".join(table.key),
            ", ".join(text.loc[row, list(table.key)]),
            f"this key already stands in row {first[row]}",
        )
        for row in text.index[repeated]
    ]


def _orphans(frames: Frames, sources: Mapping[str, str]) -> list[Fault]:
    faults = []
    for name, source in sources.items():
        for column, target in TABLES[name].refers.items():
            other, key = target.split(".")
            ids = frames[name][column].dropna()
            missing = ids[~ids.isin(frames[other][key])]
            faults += _cells(source, column, missing, f"expected a {key} that stands in {other}")
    return faults


def _whole(frames: Frames, sources: Mapping[str, str]) -> list[Fault]:
    """What only all tables together show: something to work on, and no mix of real and invented organisations."""
    if sources and frames["organisations"].empty and "organisations" not in sources:
        return [Fault("organisations", None, None, None, "this table is missing")]
    ids = frames["organisations"]["cluster_id"].dropna()
    invented = ids.str.startswith(SYNTHETIC_PREFIX)
    if sources and ids.empty:
        return [Fault(sources["organisations"], None, None, None, "expected at least one organisation")]
    if invented.all() or not invented.any():
        return []
    expected = f"real and synthetic organisations must not mix; others here {{}} start with {SYNTHETIC_PREFIX}"
    few, word = (invented, "do not") if invented.sum() <= (~invented).sum() else (~invented, "do")
    return _cells(sources["organisations"], "cluster_id", ids[few], expected.format(word))
