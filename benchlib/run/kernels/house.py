"""What the warmed process keeps: its owner, its door, and the kernels of everybody who has a line to it."""

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path

CREDENTIALS = "iII"  # process, user and group of the other end
MOST_LINES = 500  # files are not without end


@dataclass
class House:
    """Lines with the kernels (process ids) that were ordered through each; the owner's line is one of them."""

    owner: socket.socket
    door: socket.socket | None
    kernels: dict[socket.socket, set[int]]
    ending: set[int] = field(default_factory=set)  # killed, and not yet gone

    def text(self) -> str:
        """Everything as text, for a process that takes over; it inherits the files in `numbers`."""
        lines = [[line.fileno(), sorted(kernels)] for line, kernels in self.kernels.items() if line is not self.owner]
        door = self.door.fileno() if self.door else None
        own = sorted(self.kernels[self.owner])
        kept = {"owner": self.owner.fileno(), "door": door, "own": own, "lines": lines, "ending": sorted(self.ending)}
        return json.dumps(kept)

    def numbers(self) -> list[int]:
        """The files that it holds."""
        return [held.fileno() for held in (self.door, *self.kernels) if held]


def built(owner: socket.socket, door: socket.socket | None) -> House:
    """A new house."""
    return House(owner, door, {owner: set()})


def taken_over(text: str) -> House:
    """The house that another process has left."""
    kept = json.loads(text)
    owner = socket.socket(fileno=kept["owner"])
    door = None if kept["door"] is None else socket.socket(fileno=kept["door"])
    lines = {socket.socket(fileno=number): set(kernels) for number, kernels in kept["lines"]}
    return House(owner, door, {owner: set(kept["own"]), **lines}, set(kept["ending"]))


def knock(home: House) -> socket.socket | None:
    """Wait until somebody wants something; a line on which something was said, or None where all is seen to already.

    Never returns once the owner is gone.
    """
    poll, places = select.poll(), {place.fileno(): place for place in (*home.kernels, home.door) if place}
    for number in places:
        poll.register(number, select.POLLIN)
    knocks = poll.poll(100 if home.ending else None)
    home.ending = {kernel for kernel in home.ending if gone(kernel) is None}
    if not knocks:
        return None
    place = places[knocks[0][0]]
    if place is home.door:
        _welcome(home, place)
        return None
    home.kernels[place] = home.kernels.pop(place)  # who is first now comes last the next time
    if not _left(place):
        return place
    _farewell(home, place)
    return None


def gone(kernel: int) -> int | None:
    """The exit code of a process that has ended, None while it runs. Its number is free for others from then on."""
    try:
        ended, status = os.waitpid(kernel, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if ended else None


def end(home: House, kernel: int) -> None:
    """Kill a kernel with what it has started."""
    for kill in (os.kill, os.killpg):  # it may not lead its own group yet
        with contextlib.suppress(ProcessLookupError):
            kill(kernel, signal.SIGKILL)
    home.ending.add(kernel)


def _welcome(home: House, door: socket.socket) -> None:
    """Open the door, to the same user only."""
    try:
        line, _ = door.accept()
    except OSError:
        return
    size = struct.calcsize(CREDENTIALS)
    _, user, _ = struct.unpack(CREDENTIALS, line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size))
    if user == os.getuid() and len(home.kernels) < MOST_LINES:
        home.kernels[line] = set()
    else:
        line.close()


def _left(line: socket.socket) -> bool:
    try:
        return not line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _farewell(home: House, line: socket.socket) -> None:
    """A client that goes takes its kernels along; the owner takes everything along."""
    if line is home.owner:
        if home.door:
            shutil.rmtree(Path(home.door.getsockname()).parent, ignore_errors=True)
        os._exit(0)  # the system ends all kernels now
    for kernel in home.kernels.pop(line):
        end(home, kernel)
    line.close()
