"""Opening a store: who may read it, which addresses and versions are refused, what an older one becomes."""

import os
import sqlite3
import stat
from functools import partial
from pathlib import Path

import pytest
from children import codes, forked
from sqlalchemy import insert, inspect, text

from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import addresses, connections, contents, migration, versions
from benchlib.tables.store.columns import FACTS, KEPT, metadata
from benchlib.tables.store.versions import Given, Place


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(place) -> set[str]:
    return set(inspect(place.engine).get_table_names())


def test_a_new_store_holds_every_table(place):
    assert names(place) == {table.name for table in metadata.sorted_tables} | {migration.VERSION_TABLE}
    assert {name for name in TABLES if name not in names(place)} == {"answers"}  # they are versions
    assert store.load(place) == []


def test_a_file_is_for_its_owner_only_whatever_the_umask(tmp_path):
    file = tmp_path / "data" / "s.sqlite"
    before = os.umask(0)
    try:
        with store.opened(f"sqlite:///{file}") as place, place.writing() as connection:
            connection.execute(text("UPDATE organisations SET name = name"))
            modes = {path.name: mode(path) for path in file.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"s.sqlite": 0o600, "s.sqlite-wal": 0o600, "s.sqlite-shm": 0o600}


@pytest.mark.parametrize("given", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused(tmp_path, given):
    file = tmp_path / "s.sqlite"
    store.opened(f"sqlite:///{file}").close()
    file.chmod(given)
    with pytest.raises(BadInput, match=rf"chmod 600 s\.sqlite \(now it is {given:o}\)"):
        store.opened(f"sqlite:///{file}")


def test_settings_of_sqlite(tmp_path):
    with store.opened(f"sqlite:///{tmp_path / 's.sqlite'}") as place, place.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 60_000, "secure_delete": 1,
    }  # fmt: skip


def test_a_missing_file_is_made_only_where_asked(tmp_path):
    file = tmp_path / "s.sqlite"
    with pytest.raises(BadInput, match="there is no such store"):
        store.opened(f"sqlite:///{file}", create=False)
    assert not file.exists()


def test_what_is_no_database_is_refused(tmp_path):
    file = tmp_path / "s.sqlite"
    file.write_text("cluster_id,name\n" * 100)
    file.chmod(0o600)
    with pytest.raises(BadInput, match="file is not a database"):
        store.opened(f"sqlite:///{file}")
    assert file.read_text() == "cluster_id,name\n" * 100


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "s.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE customers (id)")
    connection.close()
    file.chmod(0o600)
    with pytest.raises(BadInput, match=r"expected an empty database or a store; this one holds other tables \(cust"):
        store.opened(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("customers",)]


@pytest.mark.parametrize(
    "address",
    [
        "", "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///file:x?uri=true", "sqlite:///x?mode=ro",
        "sqlite://host/x", "mysql://u:hush@h/d", "postgresql://u:hush@h", "postgresql+asyncpg://u:hush@h/d",
        "postgresql://u:hush@h:port/d", "hush",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_used(address):
    with pytest.raises(BadInput, match="expected sqlite:///FILE") as caught:
        addresses.url(address)
    assert "hush" not in str(caught.value)


def test_a_server_that_does_not_answer():
    with pytest.raises(BadInput, match="the database refused") as caught:
        store.opened("postgresql://me:hush@127.0.0.1:1/db?application_name=hush2")
    assert "postgresql+psycopg://me:***@127.0.0.1:1/db" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_wrong_password_is_not_shown(postgresql):
    wrong = addresses.make_url(postgresql).set(username="somebody", password="hush-hush")
    with pytest.raises(BadInput, match="password authentication failed") as caught:
        store.opened(wrong.render_as_string(hide_password=False))
    assert "hush-hush" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_store_shows_no_password(postgresql):
    with store.opened(postgresql) as place:
        assert "p%40ss" not in repr(place)
        assert "p@ss" not in repr(place)
        assert ":***@127.0.0.1" in place.address


def test_an_unknown_option_of_the_server(postgresql):
    with pytest.raises(BadInput) as caught:
        store.opened(f"{postgresql}?hush=hush")
    assert "p@ss" not in str(caught.value)


def test_a_store_that_is_newer_is_refused_with_both_versions(address):
    with store.opened(address) as place, place.writing() as connection:
        connection.execute(text(f"UPDATE {migration.VERSION_TABLE} SET version_num = '99'"))
    with pytest.raises(
        BadInput, match=rf"this store has version 99; this benchlib knows versions up to {migration.head()}"
    ):
        store.opened(address)


def test_a_version_that_cannot_be_read(address):
    with store.opened(address) as place, place.writing() as connection:
        connection.execute(text(f"UPDATE {migration.VERSION_TABLE} SET version_num = 'abc'"))
    with pytest.raises(BadInput, match="'abc'; expected a store; its version cannot be read"):
        store.opened(address)


def first_version(address):
    """A store as version 1 of the code made it."""
    url = addresses.url(address)
    if addresses.is_sqlite(url):
        connections.create_file(Path(url.database))
    place = connections.Store(addresses.shown(url), connections.engine(url))
    assert migration.upgrade(place, to=1) == 0
    return place


def test_an_older_store_becomes_a_new_one_and_keeps_its_rows(address, written):
    old = first_version(address)
    assert "invitations" not in names(old)
    store.import_(old, written(), "office")
    assert versions.save(old, Place("a1", "strategy.plan"), Given("3"), 0, "ana").version.number == 1
    with store.opened(address) as place:
        assert names(place) >= {"invitations", "uses", "peer_submissions"}
        with place.reading() as connection:
            assert migration.version(connection, "") == migration.head() == 2
            rows = {name: len(frame) for name, frame in contents.facts(connection).items() if len(frame)}
        assert rows == {"organisations": 2, "assessments": 1, "answers": 1}
        assert versions.current(place, "a1")["strategy.plan", ""].given == Given("3")


def test_a_column_that_the_schemas_gained_is_added_empty(address, written):
    with store.opened(address) as place:
        store.import_(place, written(), "office")
        with place.writing(exclusive=True) as connection:
            connection.execute(text("ALTER TABLE organisations DROP COLUMN website"))
            migration.follow(connection, metadata.tables.values())
        with place.reading() as connection:
            assert contents.facts(connection)["organisations"]["website"].tolist() == ["", ""]
            assert contents.facts(connection)["organisations"]["name"].tolist() == ["Alpha", "Beta"]


def test_columns_of_the_newest_version():
    """Where a schema gains a column, a step in `migrations` has to call `follow`; then this number is set anew."""
    columns = sorted(f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns)
    assert (migration.head(), len(columns)) == (2, 121)


def test_a_store_opened_before_a_fork_works_in_the_children(filled):
    versions.save(filled, Place("a1", "q"), Given("0"), 0, "parent")

    def answer(number: int) -> int:
        saved = versions.save(filled, Place("a1", f"q{number}"), Given(str(number)), 0, "child")
        return 0 if isinstance(saved, versions.Saved) else 3

    assert codes([forked(partial(answer, number)) for number in range(4)]) == [0, 0, 0, 0]
    assert versions.save(filled, Place("a1", "q"), Given("1"), 1, "parent").version.number == 2
    given = {indicator: version.given.value for (indicator, _), version in versions.current(filled, "a1").items()}
    assert given == {"q": "1", "q0": "0", "q1": "1", "q2": "2", "q3": "3"}


def test_two_processes_that_open_a_new_store_at_once(address):
    assert codes([forked(lambda: store.opened(address)) for _ in range(4)]) == [0, 0, 0, 0]
    assert "uses" in names(store.opened(address, create=False))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (KEPT["answer_versions"], {"assessment_id": "a9", "indicator": "q", "version": 1, "place": 1}),
        (KEPT["submissions"], {"assessment_id": "a9", "number": 1, "place": 1}),
        (FACTS["labels"], {"row_key": "0" * 64, "cluster_id": "gamma", "place": 1}),
        (FACTS["organisations"], {"row_key": "0" * 64, "cluster_id": "alpha", "place": 1}),
    ],
)
def test_the_database_itself_refuses_rows_without_what_they_refer_to_and_rows_twice(filled, table, row):
    with (
        pytest.raises(BadInput, match=r"(?i)the database refused .*(foreign key|unique)"),
        filled.writing() as connection,
    ):
        connection.execute(insert(table).values(row))
    with filled.reading() as connection:
        assert {name: len(frame) for name, frame in contents.facts(connection).items() if len(frame)} == {
            "organisations": 2, "assessments": 1,
        }  # fmt: skip
