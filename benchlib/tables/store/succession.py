"""What an import adds to the records: versions and steps that continue those of the store, none in their place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from benchlib.tables.faults import Fault
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES, Table
from benchlib.tables.store import keys
from benchlib.tables.store.merging import Merges
from benchlib.tables.store.records import ANSWER_KEY, ANSWERS, RECORDS, REPLACEMENTS, VERSIONS

Row = dict[str, str]
OTHER = "the store holds something else under this key: it went another way since this was exported"
GAP = "expected the numbers 1, 2, 3 ... without a gap"
LATER = "the store has a later answer, of {at} by {by}: export it, decide, and give a later answered_at"
WHAT = ("value", "evidence", "comment")


@dataclass(frozen=True)
class Continued:
    """Rows to add to records, and what forbids it."""

    rows: list[Row]
    faults: list[Fault]
    same: int


def continued(raw: RawTable, stored: pd.DataFrame) -> Continued:
    """The rows of a table of records that the store does not have yet.

    Each series (all rows that differ in the number only) has to begin as the store's does; the longer one holds.
    """
    table = RECORDS[raw.name]
    known = {_key(row, table): row for row in stored.to_dict("records")}
    given = raw.frame.reindex(columns=table.columns, fill_value="").astype("str")
    rows = given.to_dict("records")
    faults = [
        Fault(raw.source, int(place), None, None, OTHER)
        for place, row in zip(given.index, rows, strict=True)
        if known.get(_key(row, table), row) != row
    ]
    faults += _gaps(raw.source, given, table)
    added = [row for row in rows if _key(row, table) not in known]
    return Continued(added, faults, len(rows) - len(added))


def _key(row: Mapping[str, str], table: Table) -> tuple[str, ...]:
    *series, number = (row[name] for name in table.key)
    return (*series, str(int(number)))


def _gaps(source: str, given: pd.DataFrame, table: Table) -> list[Fault]:
    *series, number = table.key
    numbers = given[number].astype(int)
    ranks = numbers.groupby([given[name] for name in series], sort=False).rank().astype(int)
    return [Fault(source, int(row), number, given.at[row, number], GAP) for row in given.index[numbers != ranks]]


def backwards(raw: RawTable) -> list[Fault]:
    """Versions that bear an earlier moment than the one before: then not the last one would hold."""
    versions = raw.frame.reindex(columns=RECORDS[VERSIONS].columns, fill_value="")
    moments = pd.Series(_moments(versions), index=versions.index)
    numbered = versions.assign(number=versions["version"].astype(int)).sort_values("number", kind="stable")
    before = (
        moments[numbered.index].groupby([numbered[name] for name in ANSWER_KEY], sort=False).shift(1, fill_value="")
    )
    late = before[before > moments[numbered.index]]
    text = "expected no earlier moment than that of the version before"
    return [
        Fault(raw.source, int(row), "answered_at", versions.at[row, "answered_at"], text) for row in sorted(late.index)
    ]


def _moments(frame: pd.DataFrame) -> list[str]:
    """The moments of answers in one spelling, whose order is that of time; "" comes first."""
    return keys.canonical(frame["answered_at"], TABLES[ANSWERS]["answered_at"])


def answers(raw: RawTable, versions: Sequence[Row], by: str, at: str) -> Continued:
    """The versions that a file's answers become.

    versions: all that the store has, and that the same import adds. An answer that stands among the versions, with what
    the file says of it, is there already. Another one becomes the next version, unless the last version bears a later
    moment: then a person has to decide, and it is a fault. Columns that the file lacks stay as in the last version.
    """
    table = TABLES[ANSWERS]
    present = [name for name in (*WHAT, "answered_at") if name in raw.frame]
    given = raw.frame.reindex(columns=table.columns, fill_value="").astype("str")
    given = given.assign(moment=_moments(given), plain=keys.canonical(given["value"], table["value"]))
    known = _known(versions)
    result = Continued([], [], 0)
    same = 0
    for place, row in given.sort_values("moment", kind="stable").iterrows():
        series = known.setdefault(tuple(row[name] for name in ANSWER_KEY), [])
        if any(_alike(row, version, present) for version in series):
            same += 1
        elif series and series[-1]["moment"] > row["moment"]:
            text = LATER.format(at=series[-1]["answered_at"], by=series[-1]["recorded_by"])
            result.faults.append(Fault(raw.source, int(str(place)), "answered_at", row["answered_at"], text))
        else:
            series.append(_next(row, series, present, {"recorded_by": by, "recorded_at": at}))
            result.rows.append({"place": str(place), **series[-1]})
    ordered = sorted(result.rows, key=lambda row: int(row["place"]))
    return Continued([{name: row[name] for name in RECORDS[VERSIONS].columns} for row in ordered], result.faults, same)


def _known(versions: Sequence[Row]) -> dict[tuple[str, ...], list[Row]]:
    """The versions of each answer in their order, with moment and value in one spelling."""
    frame = pd.DataFrame(versions, columns=RECORDS[VERSIONS].columns, dtype="str")
    frame = frame.assign(moment=_moments(frame), plain=keys.canonical(frame["value"], TABLES[ANSWERS]["value"]))
    known: dict[tuple[str, ...], list[Row]] = {}
    for row in frame.assign(number=frame["version"].astype(int)).sort_values("number").to_dict("records"):
        known.setdefault(tuple(row[name] for name in ANSWER_KEY), []).append(row)
    return known


def _alike(row: Mapping[str, str], version: Row, present: Sequence[str]) -> bool:
    spelled = {"value": "plain", "answered_at": "moment"}
    return all(row[spelled.get(name, name)] == version[spelled.get(name, name)] for name in present)


def _next(row: Mapping[str, str], series: Sequence[Row], present: Sequence[str], who: Row) -> Row:
    before = series[-1] if series else {}
    kept = {name: row[name] if name in present else before.get(name, "") for name in (*WHAT, "answered_at")}
    spelled = {"moment": row["moment"], "plain": row["plain"]}
    return {name: row[name] for name in ANSWER_KEY} | kept | spelled | who | {"version": str(len(series) + 1)}


def replacements(merges: Merges, stored: Sequence[Row], by: str, at: str) -> list[Row]:
    """Rows of the record of replacements for the cells that get another text."""
    *series, _ = RECORDS[REPLACEMENTS].key
    last = Counter(tuple(row[name] for name in series) for row in stored)
    found = [((name, cell.row_key, cell.column), cell.before) for name, one in merges.items() for cell in one.replaced]
    names = RECORDS[REPLACEMENTS].columns
    return [dict(zip(names, (*key, str(last[key] + 1), before, by, at), strict=True)) for key, before in found]
