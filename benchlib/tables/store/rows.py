"""Rows of facts and records on their way into the database."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy import Table as SqlTable

from benchlib.tables.store.columns import FACTS, KEPT, PLACE, ROW_KEY
from benchlib.tables.store.merging import Merged, Merges
from benchlib.tables.store.succession import Row

BATCH = 5_000  # rows sent at once


def write(connection: Connection, merges: Merges, records: Mapping[str, Sequence[Row]]) -> None:
    """Write merged tables of facts and further rows of records, inside a transaction."""
    for name, stored in FACTS.items():
        one = merges[name]
        _update(connection, stored, one)
        added = one.added[list(one.table.columns)].assign(**{ROW_KEY: one.added_keys})
        _insert(connection, stored, added.to_dict("records"))
    for name, stored in KEPT.items():
        whole = [column.name for column in stored.columns if column.type.python_type is int and column.name != PLACE]
        numbered = [{**row, **{column: int(row[column]) for column in whole}} for row in records[name]]
        _insert(connection, stored, numbered)


def _update(connection: Connection, stored: SqlTable, one: Merged) -> None:
    after: dict[str, dict[str, str]] = {}
    for cell in one.replaced:
        after.setdefault(cell.row_key, {})[cell.column] = cell.after
    for key, values in after.items():
        connection.execute(update(stored).where(stored.c[ROW_KEY] == key).values(**values))


def _insert(connection: Connection, stored: SqlTable, rows: Sequence[Mapping[str, object]]) -> None:
    """Add rows after those that are there, in their order."""
    if not rows:
        return
    first = connection.execute(select(func.coalesce(func.max(stored.c[PLACE]), 0))).scalar_one() + 1
    placed = [{**row, PLACE: place} for place, row in enumerate(rows, start=first)]
    for start in range(0, len(placed), BATCH):
        connection.execute(insert(stored), placed[start : start + BATCH])
