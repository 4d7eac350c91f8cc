"""Where kernels come from: a line to the warmed process, started where there is none yet."""

import atexit
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchlib.run.kernels import CHOICE, FORKED
from benchlib.run.kernels.warmed import LONGEST, House

DOOR = "BENCHLIB_NURSERY"  # environment variable: the socket of a warmed process that a parent has started
WARM = "BENCHLIB_WARM"  # environment variable: module:function that imports what kernels need
WARMING = "benchlib.present.warming:warm"
POSSIBLE = sys.platform == "linux"  # elsewhere there is no way to watch a process that another has forked
PATIENCE = 60.0  # seconds for the first imports on a cold disk
ALONE = {  # threads that libraries would start on import: of linear algebra, and of the allocator of Arrow
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
SHAPING = ("PYTHON", "OMP_", "OPENBLAS_", "MKL_")  # read when Python or a library starts: a fork cannot change them


class NoKernel(RuntimeError):
    """The warmed process could not give a kernel; the message says why."""


@dataclass(frozen=True)
class Born:
    """A kernel: its process id, a pipe that tells when it can be spoken to, and what tells when it has ended."""

    kernel: int
    ready: int
    watched: int


@dataclass
class Line:
    """A line to a warmed process; `owner` is held by whoever started it, who ends it by letting go."""

    client: socket.socket
    owner: socket.socket | None = None
    process: subprocess.Popen[bytes] | None = None


_lines: dict[tuple[int, tuple[tuple[str, str], ...]], Line] = {}
_lock = threading.Lock()


def born(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str | None, files: Mapping[str, int]
) -> Born:
    """A kernel forked from the warmed process, which is started first where there is none. Raises NoKernel."""
    asked = {"arguments": list(arguments), "environment": dict(environment), "folder": folder, "files": list(files)}
    message = json.dumps(asked).encode()
    if len(message) > LONGEST:
        raise NoKernel(f"the environment of the kernel holds {len(message)} bytes; expected at most {LONGEST}")
    with _lock:
        line = _line(environment)
        socket.send_fds(line.client, [message], list(files.values()))
        answer, numbers, _, _ = socket.recv_fds(line.client, LONGEST, 2)
    if not answer:
        _lines.clear()
        raise NoKernel("the warmed process has ended; what it wrote before stands in the error output")
    told = json.loads(answer)
    if "error" in told:
        raise NoKernel(told["error"])
    return Born(told["kernel"], *numbers)


def status(kernel: int, environment: Mapping[str, str]) -> int | None:
    """The exit code of a kernel that has ended; None where it is not known."""
    with _lock:
        line = _lines.get(_key(environment))
        if line is None:
            return None
        try:
            line.client.send(json.dumps({"status": kernel}).encode())
            return json.loads(line.client.recv(LONGEST))["status"]
        except (OSError, ValueError):
            return None


def _key(environment: Mapping[str, str]) -> tuple[int, tuple[tuple[str, str], ...]]:
    shaping = sorted((name, value) for name, value in environment.items() if name.startswith(SHAPING))
    return os.getpid(), tuple(shaping)


def _line(environment: Mapping[str, str]) -> Line:
    key = _key(environment)
    if key not in _lines:
        door = os.environ.get(DOOR)
        shared = door and _key(os.environ) == key
        _lines[key] = Line(_entered(door)) if shared and door else _started(environment)
    return _lines[key]


def _entered(door: str) -> socket.socket:
    client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client.connect(door)
    return client


def started(environment: Mapping[str, str]) -> tuple[Line, str]:
    """A warmed process and its door, for child processes to enter: pass it to them as `DOOR`. Raises NoKernel."""
    folder = tempfile.mkdtemp(prefix="benchlib-")  # only its owner may enter it
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    door = str(Path(folder) / "door")
    entrance = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    entrance.bind(door)
    entrance.listen()
    owner, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept, warm = House(other, entrance).kept(), environment.get(WARM, WARMING)
    process = subprocess.Popen(  # noqa: S603 - our own module, by this Python
        [sys.executable, "-m", "benchlib.run.kernels.warmed", kept, warm],
        pass_fds=[other.fileno(), entrance.fileno()],
        env={**ALONE, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in a terminal is for whoever runs kernels, not for this
    )
    other.close()
    entrance.close()
    if not select.select([owner], [], [], PATIENCE)[0] or not owner.recv(1):
        process.kill()
        raise NoKernel(f"the warmed process did not start ({warm}); what it wrote stands in the error output")
    return Line(_entered(door), owner, process), door


def _started(environment: Mapping[str, str]) -> Line:
    return started(environment)[0]


@contextmanager
def shared(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A warmed process for the time of a block; yields the variables by which child processes fork their kernels.

    Where kernels cannot be forked, or the environment chooses another provisioner, it yields none: plain kernels start.
    """
    if not POSSIBLE or environment.get(CHOICE, FORKED) != FORKED:
        yield {}
        return
    line, door = started(environment)
    try:
        yield {CHOICE: FORKED, DOOR: door}
    finally:
        for end in (line.client, line.owner):
            if end:
                end.close()
        if line.process:
            line.process.wait()
