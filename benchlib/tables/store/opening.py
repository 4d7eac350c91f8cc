"""Open the store: make it where there is none, bring it to the version of the code."""

from pathlib import Path

from sqlalchemy import URL, text

from benchlib.tables.faults import BadInput
from benchlib.tables.store import addresses, migration
from benchlib.tables.store.connections import Store, create_file, engine


def opened(address: str | URL | None = None, create: bool = True) -> Store:
    """The store at an address; without one, the default of `addresses.default`.

    A SQLite file that is missing is made, readable for its owner only, unless `create` is off. An older store is
    brought to the version of this code. Raises BadInput: address that cannot be used, file that others may read,
    database that does not answer or belongs to another program, store newer than the code.
    """
    url = addresses.default() if address is None else addresses.url(address)
    if addresses.is_sqlite(url):
        _check_file(Path(str(url.database)), create)
    store = Store(addresses.shown(url), engine(url))
    if not store.sqlite:
        _check_server(store)
    migration.upgrade(store)
    return store


def _check_file(file: Path, create: bool) -> None:
    if not file.exists():
        if not create:
            raise BadInput.of(file, "there is no such store; `benchlib import PATH` makes one")
        create_file(file)
    addresses.refuse_open(file)


def _check_server(store: Store) -> None:
    with store.reading() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise BadInput.of(store.address, "expected a database with the encoding UTF8", encoding)
