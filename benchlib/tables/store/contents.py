"""What stands in the store as tables of text, the same as a folder gives them."""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy import Table as SqlTable

from benchlib.tables.raw import FIRST_ROW, RawTable
from benchlib.tables.schemas import TABLES, Table
from benchlib.tables.store import keys
from benchlib.tables.store.columns import FACTS, KEPT, PLACE
from benchlib.tables.store.connections import Store
from benchlib.tables.store.records import ANSWER_KEY, ANSWERS, RECORDS, VERSIONS

Frames = Mapping[str, pd.DataFrame]


def load(store: Store) -> list[RawTable]:
    """The tables of facts that have rows, as from a folder: text, indexed by the row of an exported file.

    Of an answer's versions that bear the same moment the last one stands; earlier moments stay, as in a folder.
    """
    with store.reading() as connection:
        frames = facts(connection)
    return [RawTable(name, f"{name} in the store", frame) for name, frame in frames.items() if len(frame)]


def facts(connection: Connection) -> Frames:
    """Each table of facts as text, inside a transaction."""
    versions = _rows(connection, KEPT[VERSIONS], RECORDS[VERSIONS])
    return {
        name: answers(versions) if name == ANSWERS else _rows(connection, FACTS[name], table)
        for name, table in TABLES.items()
    }


def records(connection: Connection) -> Frames:
    """Each table of records as text, inside a transaction."""
    return {name: _rows(connection, KEPT[name], table) for name, table in RECORDS.items()}


def answers(versions: pd.DataFrame) -> pd.DataFrame:
    """The answers that versions stand for: the last version at each moment, the moments of an answer in order."""
    numbered = versions.assign(
        number=versions["version"].astype(int),
        moment=keys.canonical(versions["answered_at"], TABLES[ANSWERS]["answered_at"]),
    )
    last = numbered.sort_values("number", kind="stable").drop_duplicates([*ANSWER_KEY, "moment"], keep="last")
    return _numbered(last.sort_index()[TABLES[ANSWERS].columns])


def _rows(connection: Connection, stored: SqlTable, table: Table) -> pd.DataFrame:
    """The rows of a table in their order."""
    columns = [stored.c[name] for name in table.columns]
    rows = connection.execute(select(*columns).order_by(stored.c[PLACE], *stored.primary_key.columns)).all()
    frame = pd.DataFrame([tuple(row) for row in rows], columns=table.columns)
    return _numbered(frame.astype("str"))


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows numbered as a spreadsheet would show them."""
    return frame.set_axis(pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(frame)), axis="index")
