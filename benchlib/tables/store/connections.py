"""Connections to the store, and what holds inside them: one writer's transaction is whole, and is on disk when it ends.

No connection stays open between two transactions, so that a process may be forked at any time in between.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from benchlib.tables.faults import BadInput
from benchlib.tables.store import addresses

WAIT = 60  # seconds for another writer
CONNECT = 10  # seconds for a server
LOCK = 0x62656E63686C6962  # one number for all writers of a database
WRITING = "benchlib_writing"
PRAGMAS = (
    f"PRAGMA busy_timeout = {WAIT * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)
EXCLUSIVE, SHARED = "exclusive", "shared"


@dataclass(frozen=True)
class Store:
    """An open store: where it is, without password, how to reach it, and the process that opened it."""

    address: str
    engine: Engine = field(repr=False)
    pid: int = field(default_factory=os.getpid)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything; the store can still be used and opens again by itself."""
        self.engine.dispose(close=os.getpid() == self.pid)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the store as it was when the first row was read, whoever writes meanwhile."""
        with self._connected() as connection:
            if not self.sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, exclusive: bool = False) -> Iterator[Connection]:
        """A connection whose changes are all there, on disk, when the block ends, or none where it raises.

        SQLite lets one writer in at a time. In PostgreSQL writers wait for each other only where they touch the same
        assessment, and where one of them asks to be alone (`exclusive`).
        """
        with self._connected() as connection:
            connection = connection.execution_options(**{WRITING: True})
            with connection.begin():
                if not self.sqlite:
                    connection.execute(_LOCKS[exclusive], {"lock": LOCK})
                yield connection

    @property
    def sqlite(self) -> bool:
        """Whether it is one file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise BadInput.of(self.address, _reason(error, self.engine.url)) from None


_LOCKS = {
    True: text("SELECT pg_advisory_xact_lock(:lock)"),
    False: text("SELECT pg_advisory_xact_lock_shared(:lock)"),
}


def _reason(error: DBAPIError, address: URL) -> str:
    said = addresses.unsecret(" ".join(str(error.orig).split()), address)
    return f"the database refused ({said})"


def engine(address: URL) -> Engine:
    """An engine that keeps no connection. Raises BadInput where the driver is not installed or an option is unknown."""
    options: dict[str, Any] = {"timeout": WAIT} if addresses.is_sqlite(address) else {"connect_timeout": CONNECT}
    try:
        made = create_engine(address, poolclass=NullPool, connect_args=options, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise BadInput.of(
            addresses.shown(address), f"{error.name} is not here; install benchlib[postgresql]"
        ) from error
    except (SQLAlchemyError, TypeError, ValueError):
        raise BadInput.of(addresses.shown(address), addresses.EXPECTED) from None
    if addresses.is_sqlite(address):
        event.listen(made, "connect", _prepared)
        event.listen(made, "begin", _begun)
    return made


def _prepared(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begun` says so, and not at the first change
    for pragma in PRAGMAS:
        connection.execute(pragma).close()


def _begun(connection: Connection) -> None:
    """A writer takes its turn at once: two that first read and then write would lose one of the changes."""
    writes = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_file(file: Path) -> None:
    """An empty file that only its owner may read; the files that SQLite puts beside it take over who may."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, addresses.PRIVATE))
    except OSError as error:
        raise BadInput.of(file, f"this file cannot be made ({error.strerror})") from error
