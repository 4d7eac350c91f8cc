"""The version of a store, and the way from an older one to the one that this code knows.

The steps stand in `migrations`, one file each, run by alembic without a file of settings. Columns of facts and records
follow the schemas: a step that calls `follow` makes the tables that are missing and adds the columns that they lack.
"""

from collections.abc import Iterable
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy import Table as SqlTable
from sqlalchemy.schema import CreateColumn

from benchlib.tables.faults import BadInput
from benchlib.tables.store.columns import metadata
from benchlib.tables.store.connections import Store

VERSION_TABLE = "benchlib_version"
FOLDER = Path(__file__).parent / "migrations"


def _scripts() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("version_locations", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config, ScriptDirectory.from_config(config)


def head() -> int:
    """The version that this code knows."""
    return int(_scripts()[1].get_current_head() or 0)


def version(connection: Connection, where: str) -> int:
    """The version of a store; 0 for an empty database. Raises BadInput where it belongs to another program."""
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found = context.get_current_revision()
    if found is None:
        others = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
        if others:
            some = ", ".join(sorted(others)[:3])
            raise BadInput.of(where, f"expected an empty database or a store; this one holds other tables ({some})")
        return 0
    if not (found.isascii() and found.isdigit()):
        raise BadInput.of(where, "expected a store; its version cannot be read", found)
    return int(found)


def refuse_newer(found: int, where: str) -> None:
    """Raise BadInput where a store is newer than the code, which would not know what stands in it."""
    if found > head():
        text = f"this store has version {found}; this benchlib knows versions up to {head()}: install a newer benchlib"
        raise BadInput.of(where, text)


def upgrade(store: Store, to: int | None = None) -> int:
    """Bring a store to a version (default: the newest known), in one transaction; returns the version it had."""
    with store.reading() as connection:
        found = version(connection, store.address)
    refuse_newer(found, store.address)
    target = head() if to is None else to
    if found >= target:
        return found
    with store.writing(exclusive=True) as connection:
        found = version(connection, store.address)  # another process may have been quicker
        refuse_newer(found, store.address)
        if found < target:
            _run(connection, str(target))
    return found


def _run(connection: Connection, target: str) -> None:
    config, scripts = _scripts()

    def steps(revision: object, _: object) -> object:
        return scripts._upgrade_revs(target, revision)  # type: ignore[arg-type]

    with EnvironmentContext(config, scripts, fn=steps, destination_rev=target) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE, transactional_ddl=True)
        environment.run_migrations()


def follow(connection: Connection, tables: Iterable[SqlTable]) -> None:
    """Make the tables that are missing and add the columns that tables lack, empty."""
    wanted = list(tables)
    present = set(inspect(connection).get_table_names())
    metadata.create_all(connection, tables=[table for table in wanted if table.name not in present])
    for table in wanted:
        if table.name in present:
            _complete(connection, table)


def _complete(connection: Connection, table: SqlTable) -> None:
    known = {column["name"] for column in inspect(connection).get_columns(table.name)}
    name = connection.dialect.identifier_preparer.format_table(table)
    for column in table.columns:
        if column.name not in known:
            written = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {written}")
