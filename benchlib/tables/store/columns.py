"""The tables of the database, derived from the one list of schemas, with those of the store beside them.

Facts stand as the text that a file holds, so that nothing is lost; what a cell means is told by the check on reading.
A row is found by the checksum of its key, because keys hold texts of any length, and keeps its place among the others.
Times are text as well, in UTC and of one width, so that their order is the order of time.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy import Table as SqlTable

from benchlib.tables.schemas import TABLES, Field, Table
from benchlib.tables.store.records import ANSWERS, RECORDS

ROW_KEY, PLACE = "row_key", "place"
ROLES = ("manager", "assessor", "peer", "policy")
_LONG = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _alone(column: str, table: Table) -> bool:
    return table.key == (column,)


def _reference(field: Field, table: Table) -> Iterator[ForeignKey]:
    """The database holds a reference that must be there and that points to a whole key."""
    if field.required and field.name in table.refers:
        other, column = table.refers[field.name].split(".")
        if _alone(column, TABLES[other]):
            yield ForeignKey(f"{other}.{column}")


def _column(field: Field, table: Table, key: bool = False) -> Column:
    whole = field.kind == "integer" and table.name in RECORDS
    kind, empty = (Integer(), None) if whole else (Text(), "")
    unique = _alone(field.name, table) or None
    references = _reference(field, table)
    return Column(field.name, kind, *references, nullable=False, server_default=empty, unique=unique, primary_key=key)


def _place() -> Column:
    return Column(PLACE, _LONG, nullable=False, index=True)


def _facts(table: Table) -> SqlTable:
    key = Column(ROW_KEY, String(64), primary_key=True)
    columns = [_column(field, table) for field in table.fields]
    return SqlTable(table.name, metadata, key, _place(), *columns, sqlite_with_rowid=False)


def _records(table: Table) -> SqlTable:
    columns = [_column(field, table, field.name in table.key) for field in table.fields]
    return SqlTable(table.name, metadata, _place(), *columns, sqlite_with_rowid=False)


FACTS = {name: _facts(table) for name, table in TABLES.items() if name != ANSWERS}
KEPT = {name: _records(table) for name, table in RECORDS.items()}


def _text(name: str, *more: ForeignKey, key: bool = False, needed: bool = True) -> Column:
    return Column(name, Text(), *more, primary_key=key, nullable=not needed)


INVITATIONS = SqlTable(
    "invitations",
    metadata,
    _text("id", key=True),
    _text("role"),
    _text("cluster_id", ForeignKey("organisations.cluster_id"), needed=False),
    _text("assessment_id", ForeignKey("assessments.assessment_id"), needed=False),
    _text("wave", needed=False),
    _text("person"),
    _text("created_by"),
    _text("created_at"),
    _text("expires_at"),
    _text("revoked_at", needed=False),
    sqlite_with_rowid=False,
)
USES = SqlTable(
    "uses",
    metadata,
    Column("number", _LONG, primary_key=True, autoincrement=True),
    Column("invitation_id", Text(), ForeignKey("invitations.id"), nullable=False, index=True),
    _text("used_at"),
    _text("action"),
)
PEER_SUBMISSIONS = SqlTable(  # that somebody has answered, and nothing that leads from there to the answers
    "peer_submissions",
    metadata,
    _text("cluster_id", ForeignKey("organisations.cluster_id"), key=True),
    _text("wave", key=True),
    _text("invitation_id", ForeignKey("invitations.id"), key=True),
    sqlite_with_rowid=False,
)
ACCESS = {table.name: table for table in (INVITATIONS, USES, PEER_SUBMISSIONS)}
