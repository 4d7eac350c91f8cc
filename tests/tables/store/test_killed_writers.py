"""What was shown as saved is there, whoever was killed when."""

import os
import signal
import time
from contextlib import suppress
from functools import partial

import pytest
from children import codes, forked

from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import contents, rows, versions
from benchlib.tables.store.versions import Given, Place, Saved

WRITERS, ENOUGH, PATIENCE = 6, 60, 60


def write(place: store.Store, writer: int, told: int) -> None:
    """Answer without end, and tell each answer that was saved."""
    number = 0
    while True:
        saved = versions.save(place, Place("a1", f"q{writer}"), Given(str(number)), number, f"writer {writer}")
        assert isinstance(saved, Saved)
        number = saved.version.number
        os.write(told, f"{writer} {number}\n".encode())


def begin(place: store.Store, told: int) -> list[int]:
    def until_the_server_is_gone(writer: int) -> int:
        with suppress(BadInput):
            write(place, writer, told)
        return 3

    return [forked(partial(until_the_server_is_gone, writer)) for writer in range(WRITERS)]


def wait_for(file, number: int) -> None:
    ends = time.monotonic() + PATIENCE
    while file.read_bytes().count(b"\n") < number:
        assert time.monotonic() < ends
        time.sleep(0.01)


def missing(place: store.Store, file) -> list[tuple[str, int]]:
    """What was told as saved and is not there."""
    told = [line.split() for line in file.read_text().splitlines()]
    assert len(told) >= ENOUGH
    there = {
        writer: [
            (version.number, version.given.value) for version in versions.history(place, Place("a1", f"q{writer}"))
        ]
        for writer in {writer for writer, _ in told}
    }
    for found in there.values():
        assert found == [(number + 1, str(number)) for number in range(len(found))]
    return [(writer, int(number)) for writer, number in told if int(number) > len(there[writer])]


@pytest.fixture
def told(tmp_path):
    file = tmp_path / "told"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    yield file, descriptor
    os.close(descriptor)


def test_writers_killed(filled, told):
    file, descriptor = told
    children = begin(filled, descriptor)
    try:
        wait_for(file, ENOUGH)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
    assert codes(children) == [-signal.SIGKILL] * WRITERS
    assert missing(filled, file) == []
    last = versions.history(filled, Place("a1", "q0"))
    assert isinstance(versions.save(filled, Place("a1", "q0"), Given("9"), len(last), "after"), Saved)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_the_server_killed_under_writers(filled, told, server):
    file, descriptor = told
    children = begin(filled, descriptor)
    try:
        wait_for(file, ENOUGH)
        server.kill()
        ended = codes(children)
    finally:
        server.start()
    assert ended == [3] * WRITERS
    assert missing(filled, file) == []


def test_an_import_killed_half_way_leaves_nothing(filled, written):
    more = "".join(f"c{number},Name\n" for number in range(2000))
    folder = written(organisations=f"cluster_id,name\nalpha,A\nbeta,B\n{more}")

    def killed() -> None:
        insert = rows._insert
        rows._insert = lambda *given: (insert(*given), os.kill(os.getpid(), signal.SIGKILL))
        store.import_(filled, folder, "office")

    assert codes([forked(killed)]) == [-signal.SIGKILL]
    with filled.reading() as connection:
        assert contents.facts(connection)["organisations"]["name"].tolist() == ["Alpha", "Beta"]
    assert store.import_(filled, folder, "office").added["organisations"] == 2000
