"""A store in both databases: a SQLite file, and a PostgreSQL server of the tests' own on a loopback port."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
from sqlalchemy import NullPool, create_engine, delete, insert, select, text

from benchlib.tables import store
from benchlib.tables.store import Store
from benchlib.tables.store.columns import FACTS, metadata

sys.path.insert(0, str(Path(__file__).parent))  # for `children`, which several test files use

USER, PASSWORD = "benchlib", "p@ss:word/%41"
QUOTED = "p%40ss%3Aword%2F%2541"
TABLES = {
    "organisations": "cluster_id,name,country\nalpha,Alpha,RO\nbeta,Beta,BE\n",
    "assessments": "assessment_id,cluster_id,framework,kind,date,status\na1,alpha,ecei-31,self,2026-03-01,draft\n",
}


@dataclass
class Server:
    """A PostgreSQL server that can be killed and started again."""

    programs: Path
    folder: Path
    port: int
    user: str | None
    process: subprocess.Popen | None = field(default=None)

    @property
    def address(self) -> str:
        return f"postgresql+psycopg://{USER}:{QUOTED}@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        options = ["-A", "scram-sha-256", "-U", USER, "-E", "UTF8", "--locale=C", f"--pwfile={password}", "--no-sync"]
        command = [self.programs / "initdb", "-D", self.folder / "data", *options]
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.folder)
        hosts = (
            f"host all {USER} 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"  # scram is slow on purpose
        )
        (self.folder / "data" / "pg_hba.conf").write_text(hosts)

    def start(self) -> None:
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "60"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port), *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, user=self.user, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )
        self._answer()

    def _answer(self) -> None:
        engine = create_engine(self.address)
        for _ in range(300):
            with suppress(Exception), engine.connect():
                engine.dispose()
                return
            assert self.process is not None
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def kill(self) -> None:
        """End all its processes at once, as a power failure would."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            first.suspend()  # begins no further ones; each of them has a session of its own
            for process in (*first.children(recursive=True), first):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        self.process.wait()


def absent(program: str) -> None:
    if os.environ.get("BENCHLIB_FULL") == "1":
        pytest.fail(f"{program} is not here and BENCHLIB_FULL=1 forbids to skip", pytrace=False)
    pytest.skip(f"{program} is not here")


def _programs() -> Path:
    """The newest installed: Debian keeps its programs apart by version."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if not found and not on_path:
        absent("PostgreSQL's initdb")
    return max(found, key=lambda path: int(path.parent.name)) if found else Path(str(on_path)).parent


def _user() -> str | None:
    """As root, the user that the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, in a folder that its user owns."""
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="benchlib-postgresql-"))
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Server(programs, folder, port, user)
    try:
        made.make()
        made.start()
        yield made
    finally:
        if made.process:
            made.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql(server: Server) -> str:
    """The address of an empty PostgreSQL database."""
    engine = create_engine(server.address, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return server.address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path) -> str:
    """The address of a store that is empty, in both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return request.getfixturevalue("postgresql")


@pytest.fixture(scope="session")
def kept(server: Server) -> str:
    """The address of a PostgreSQL database whose tables stay from test to test."""
    with create_engine(server.address, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.execute(text("CREATE DATABASE kept"))
    address = server.address.removesuffix("postgres") + "kept"
    store.opened(address).close()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path) -> Iterator[Store]:
    """An open store in which nothing is, in both databases."""
    if request.param == "sqlite":
        with store.opened(f"sqlite:///{tmp_path / 'store.sqlite'}") as made:
            yield made
        return
    with store.opened(request.getfixturevalue("kept")) as made:
        with made.writing(exclusive=True) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        yield made


@pytest.fixture(scope="session")
def beginning(tmp_path_factory) -> dict[str, list[dict]]:
    """The rows of a store with two organisations and an assessment that is a draft."""
    folder = tmp_path_factory.mktemp("beginning")
    for name, cells in TABLES.items():
        (folder / f"{name}.csv").write_text(cells)
    with store.opened(f"sqlite:///{folder / 'store.sqlite'}") as made:
        store.import_(made, folder, "office")
        with made.reading() as connection:
            return {name: [dict(row._mapping) for row in connection.execute(select(FACTS[name]))] for name in TABLES}


@pytest.fixture
def filled(place, beginning) -> Store:
    """A store with two organisations and an assessment that is a draft; checking the files each time takes longer."""
    with place.writing() as connection:
        for name, rows in beginning.items():
            connection.execute(insert(FACTS[name]), rows)
    return place


@pytest.fixture
def written(tmp_path):
    """A function: a new folder with tables, by default two organisations and an assessment that is a draft."""
    number = 0

    def write(**tables: str) -> Path:
        nonlocal number
        number += 1
        folder = tmp_path / f"given-{number}"
        folder.mkdir()
        for name, cells in {**TABLES, **tables}.items():
            (folder / f"{name}.csv").write_text(cells, encoding="utf-8", newline="")
        return folder

    return write
