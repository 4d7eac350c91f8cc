"""The way to the warmed process: for its owner only, and what is said there wrongly does no harm."""

import contextlib
import json
import os
import select
import socket
import struct
import time

import pytest

from benchlib.run.kernels import DOOR, house, lines, messages, nursery


@pytest.fixture
def door(environment, monkeypatch, forgotten):
    """The door of a warmed process that is shared, and an order that it would understand."""
    with nursery.shared(environment()) as variables:
        monkeypatch.setenv(DOOR, variables[DOOR])
        yield variables[DOOR]


@pytest.fixture
def visitor(door):
    """Opens lines through the door."""
    opened = []

    def enter():
        opened.append(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        opened[-1].settimeout(30)
        opened[-1].connect(door)
        return opened[-1]

    yield enter
    for line in opened:
        line.close()


def answer(line):
    return messages.receive(line)[0]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b"garbage", "Expecting value"),
        (b"\xff\xfe\x00", "codec can't decode"),
        (b'{"arguments": ["-f"', "Expecting"),
        (b"[1, 2]", "a message is list, expected an object"),
        (b'{"birth": true}', "0 files came with an order, expected 2"),
        (b"{" * 5000, "Expecting"),
        (b" " * 199_000 + b"1", "a message is int, expected an object"),
    ],
)
def test_what_cannot_be_read_is_said_and_does_no_harm(visitor, message, said):
    line = visitor()
    line.send(message)
    assert said in answer(line)["error"]
    line.send(json.dumps({"status": 1}).encode())
    assert answer(line) == {"code": None}


def test_an_order_with_unknown_words_is_refused(visitor):
    line = visitor()
    with open(os.devnull) as nothing:
        messages.send(line, b'{"birth": true}', [nothing.fileno()] * 2)
    assert "this asks for nothing known: " in answer(line)["error"]


def test_an_order_of_the_wrong_sort_ends_in_its_own_kernel_only(visitor, kernel, environment):
    line = visitor()
    with open(os.devnull) as nothing:
        wrong = {"arguments": [], "environment": {"A": 1}, "folder": "/nowhere"}
        messages.send(line, messages.text(wrong), [nothing.fileno(), nothing.fileno()])
        told, (ready, watched) = messages.receive(line)
    assert os.read(ready, 1) == b""
    select.select([watched], [], [], 10)
    messages.closed([ready, watched])
    line.send(messages.text({"status": told["kernel"]}))
    assert answer(line) == {"code": 1}
    assert kernel(env=environment()).value("6 * 7") == 42


def test_an_empty_message_is_a_farewell(visitor):
    line = visitor()
    line.send(b"")
    assert answer(line) is None


def test_whoever_reads_no_answers_is_shown_the_door(visitor, kernel, environment):
    line = visitor()
    line.settimeout(0.2)
    sent = 0
    with contextlib.suppress(TimeoutError, BrokenPipeError, ConnectionResetError):
        while sent < 100_000:
            line.send(b'{"status": 1}')
            sent += 1
    assert 0 < sent < 100_000
    assert kernel(env=environment()).value("6 * 7") == 42


def test_nobody_asks_for_the_end_of_a_kernel_of_others(visitor, kernel, environment):
    running = kernel(env=environment())
    line = visitor()
    line.send(messages.text({"status": running.pid}))
    assert answer(line) == {"code": None}


def test_kernels_of_two_lines_come_from_one_process(door, kernel, environment):
    running = kernel(env=environment())
    parent = running.value("__import__('os').getppid()")
    assert parent == running.value("get_ipython().kernel.parent.parent_handle")
    assert nursery._lines[door].process.pid == parent


def test_only_its_owner_may_enter_the_folder(door):
    assert os.stat(os.path.dirname(door)).st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("user", "entered"), [(0, 1), (1, 0)])
def test_another_user_is_not_welcome(monkeypatch, tmp_path, user, entered):
    """Whoever runs the tests may be no other user: the house believes to be another's instead."""
    me = os.getuid()
    monkeypatch.setattr(house.os, "getuid", lambda: me + user)
    owner, other = socket.socketpair()
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door,
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client,
        owner,
        other,
    ):
        door.bind(str(tmp_path / "door"))
        door.listen()
        home = house.built(owner, door)
        client.connect(str(tmp_path / "door"))
        assert house.knock(home) is None
        assert len(home.kernels) - 1 == entered
        for line in home.kernels:
            line.close()


def test_a_house_is_handed_over_whole():
    with socket.socket() as door:
        owner, line = socket.socketpair()
        home = house.House(owner, door, {owner: {3}, line: {1, 2}}, {9})
        kept = json.loads(home.text())
        assert kept == {
            "owner": owner.fileno(),
            "door": door.fileno(),
            "own": [3],
            "lines": [[line.fileno(), [1, 2]]],
            "ending": [9],
        }
        assert sorted(home.numbers()) == sorted([owner.fileno(), door.fileno(), line.fileno()])
        owner.close()
        line.close()


def test_a_silent_process_is_given_up(monkeypatch):
    monkeypatch.setattr(nursery, "PATIENCE", 0.2)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(nursery.PATIENCE)
    line = lines.Line(ours)
    with pytest.raises(TimeoutError):
        line.ask(b"{}")
    theirs.send(b'{"kernel": 1}')
    with pytest.raises(lines.Gone, match="it did not answer before"):
        line.ask(b"{}")
    theirs.close()
    with pytest.raises(lines.Gone):
        lines.Line(ours).ask(b"{}")
    ours.close()


def test_credentials_are_three_numbers():
    assert struct.calcsize(house.CREDENTIALS) == 12


def test_the_door_is_only_for_kernels_of_its_shape(door, kernel, environment):
    shared = nursery._lines[door].process.pid
    own = kernel(env=environment(TZ="Asia/Kathmandu"))
    assert own.warmed != shared
    assert time.tzname is not None
