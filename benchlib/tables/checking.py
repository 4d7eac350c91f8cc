"""Facts from a folder or workbook, with everything that is wrong with them found in one pass."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.errors

from benchlib.tables import contradictions, files, orphans, parsing, plausibility, respondents
from benchlib.tables.expectations import column, expected
from benchlib.tables.faults import BadInput, Fault, Severity, ordered
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import SYNTHETIC_PREFIX, TABLES, Field, Table

Frames = Mapping[str, pd.DataFrame]
Raws = Mapping[str, RawTable]

ORGANISATIONS = "organisations"
WORDED = {"codes", "pattern", "not_nullable"}  # checks whose text depends on what stands in the cell


@dataclass(frozen=True)
class Facts:
    """Typed frames by table name (all tables; those not given are empty) and what was found on the way.

    `sources` names the file or sheet of each table that was given.
    """

    frames: Frames
    faults: tuple[Fault, ...]
    sources: Mapping[str, str]

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frames[table]

    @property
    def errors(self) -> list[Fault]:
        """The faults that forbid any use."""
        return [fault for fault in self.faults if fault.severity is Severity.ERROR]

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""
        return bool(self[ORGANISATIONS]["cluster_id"].str.startswith(SYNTHETIC_PREFIX).any())


def check(path: Path | str, today: dt.date | None = None) -> Facts:
    """Read and check; never raises for what stands in the cells. Frames hold the cells that could be read.

    `today` (default: the current date) bounds dates that cannot lie in the future.
    Frames are indexed by spreadsheet row; faults are in the order of files or sheets, rows and columns.
    Raises BadInput where `path` is neither a folder nor a workbook.
    """
    read, faults = files.read(Path(path))
    raws = {raw.name: raw for raw in read}
    frames = {name: table.empty() for name, table in TABLES.items()}
    for raw in filter(lambda raw: raw.readable, read):
        frames[raw.name], found = _typed(raw, TABLES[raw.name], today or dt.date.today())
        faults += found
    sources = {raw.name: raw.source for raw in read}
    faults += orphans.find(frames, raws)
    faults += _whole(frames, raws)
    faults += contradictions.find(frames, sources)
    faults += plausibility.find(frames, sources)
    faults += respondents.find(frames, sources)
    columns = {raw.source: list(raw.frame.columns) for raw in read}
    return Facts(frames, tuple(ordered(faults, columns)), sources)


def load(path: Path | str, today: dt.date | None = None) -> Facts:
    """Facts that are fit for use. Raises BadInput with every error; contradictions and notes stay in `faults`."""
    facts = check(path, today)
    if facts.errors:
        raise BadInput(facts.errors)
    return facts


def _typed(raw: RawTable, table: Table, today: dt.date) -> tuple[pd.DataFrame, list[Fault]]:
    faults = _column_faults(raw, table)
    text = raw.frame.reindex(columns=table.columns, fill_value="").astype("str")
    columns: dict[str, pd.Series] = {}
    for field in table.fields:
        parsed, unreadable = parsing.parse(text[field.name], field)
        faults += _worded(raw.source, field, text[field.name][unreadable])
        if not field.future:
            late = parsing.later_than(parsed, field, today)
            faults += _cells(raw.source, text[field.name][late], f"expected nothing later than today ({today})")
        columns |= parsed
    frame = pd.DataFrame(columns, index=text.index)
    if not frame.empty:
        present = set(raw.frame.columns)
        faults += [f for f in _schema_faults(raw.source, frame, text, table) if f.column in present]
        if all(field.name in present for field in table.fields if field.required and field.name in table.key):
            faults += _duplicates(raw.source, frame, text, table)
    return _without_wrong(frame, faults, table), faults


def _without_wrong(frame: pd.DataFrame, faults: Iterable[Fault], table: Table) -> pd.DataFrame:
    """The frame with wrong cells missing, so that nothing follows from them; ids stay, other tables refer to them."""
    wrong: dict[str, list[int]] = {}
    for fault in faults:
        if fault.row is not None and fault.column in table.columns and table[fault.column].kind != "id":
            wrong.setdefault(fault.column, []).append(fault.row)
    masked = {
        name: frame[name].mask(frame.index.isin(rows))
        for column, rows in wrong.items()
        for name in table[column].typed_columns()
    }
    return frame.assign(**masked)


def _cells(source: str, cells: pd.Series, text: str) -> list[Fault]:
    return [Fault(source, int(row), str(cells.name), value, text) for row, value in cells.items()]


def _worded(source: str, field: Field, cells: pd.Series) -> list[Fault]:
    """Faults that say for each value what was expected in its place."""
    texts = {value: expected(field, value) for value in cells.unique()}
    return [Fault(source, int(row), field.name, value, texts[value]) for row, value in cells.items()]


def _column_faults(raw: RawTable, table: Table) -> list[Fault]:
    present = list(raw.frame.columns)
    faults = [
        Fault(raw.source, 1, str(name), None, column(str(name), table)) for name in present if name not in table.columns
    ]
    missing = [field for field in table.fields if field.required and field.name not in present]
    return faults + [Fault(raw.source, 1, f.name, None, f"this column is missing: {f.meaning}") for f in missing]


def _schema_faults(source: str, frame: pd.DataFrame, text: pd.DataFrame, table: Table) -> list[Fault]:
    try:
        table.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        faults = []
        for (column, name), cases in error.failure_cases.groupby(["column", "check"], sort=False):
            cells = text.loc[cases["index"].astype(int), column]
            found = _worded(source, table[column], cells) if name in WORDED else _cells(source, cells, name)
            faults += found
        return faults
    return []


def _duplicates(source: str, frame: pd.DataFrame, text: pd.DataFrame, table: Table) -> list[Fault]:
    """Rows whose key stands further up. A key with a cell that is missing or cannot be read is no key."""
    fields = [table[name] for name in table.key if text[name].ne("").any()]
    key = pd.DataFrame({f.name: text[f.name] if f.kind == "date" else frame[f.name] for f in fields})
    if table.name == ORGANISATIONS:
        key = key.apply(lambda column: column.str.lower())  # ids become file names, which some systems fold
    whole = pd.Series(True, key.index)
    for field in fields:
        missing = frame[field.name].isna()
        whole &= ~missing if field.required else ~(missing & text[field.name].ne(""))
    key = key[whole]
    repeated = key.duplicated()
    if not repeated.any():
        return []
    rows = pd.Series(key.index, index=key.index)
    first = rows.groupby([key[column] for column in key], dropna=False).transform("min")[repeated]
    shown = text.loc[first.index, list(table.key)].agg(", ".join, axis=1)
    return [
        Fault(source, int(row), ", ".join(table.key), value, table.again.format(earlier))
        for row, earlier, value in zip(first.index, first, shown, strict=True)
    ]


def _whole(frames: Frames, raws: Raws) -> list[Fault]:
    """What only all tables together show: something to work on, and no mix of real and invented organisations."""
    if not raws:
        return []
    if ORGANISATIONS not in raws:
        text = "this table is missing; it names the organisations that the other tables are about"
        return [Fault(ORGANISATIONS, None, None, None, text)]
    raw = raws[ORGANISATIONS]
    if raw.readable and frames[ORGANISATIONS].empty and raw.complete and not raw.set_aside:
        text = "no row is filled in; expected at least one organisation"
        return [Fault(raw.source, None, None, None, text)]
    ids = frames[ORGANISATIONS]["cluster_id"].dropna()
    return _mixed(raw.source, ids, ids.str.startswith(SYNTHETIC_PREFIX))


def _mixed(source: str, ids: pd.Series, invented: pd.Series) -> list[Fault]:
    if invented.all() or not invented.any():
        return []
    few, word = (invented, "do not") if invented.sum() <= (~invented).sum() else (~invented, "do")
    text = f"real and synthetic organisations must not mix; the others here {word} start with {SYNTHETIC_PREFIX}"
    return _cells(source, ids[few], text)
