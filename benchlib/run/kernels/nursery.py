"""Where kernels come from: a line to the warmed process, started where there is none yet."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchlib.run.kernels import CHOICE, DOOR, FORKED, MEMORY, WARM, house, surroundings
from benchlib.run.kernels.lines import Born, Gone, Line
from benchlib.run.kernels.messages import Order

WARMING = "benchlib.present.warming:warm"
PROGRAM = "benchlib.run.kernels.warmed"
PATIENCE = 60.0  # seconds for the first imports on a cold disk
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ALONE = {  # threads that libraries would start on import: of linear algebra, and of the allocator of Arrow
    **dict.fromkeys(THREADS, "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def _possible() -> bool:
    """Whether kernels can be forked here: elsewhere there is no way to watch a process that another has forked."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return sys.platform == "linux"


ADDRESS, OWN_NAME = 107, 20  # bytes that the address of a socket may have, and those of our folder in it
POSSIBLE = _possible()


class NoKernel(RuntimeError):
    """The warmed process could not give a kernel; the message says why."""


_lines: dict[str, Line] = {}  # of this process, by the shape of the kernels that come through them
_lock = threading.Lock()


def born(order: Order, options: Sequence[str] = ()) -> Born:
    """A kernel forked from the warmed process, which is started first where there is none. Raises NoKernel.

    options: of the interpreter.
    """
    megabytes = order.environment.get(MEMORY, "0")
    if not megabytes.isdecimal():
        raise NoKernel(f"{MEMORY} is {megabytes!r}; expected a number of megabytes")
    environment = surroundings.absolute(order.environment, order.folder)
    shape = surroundings.shape(environment, options)
    for _ in range(2):  # a warmed process that was killed is replaced
        line = _line(shape, environment, options)
        try:
            told, numbers = line.ask(order.text(), order.files)
        except Gone:
            _dropped(shape, line)
            continue
        except TimeoutError:
            _dropped(shape, line)
            raise NoKernel(f"the warmed process did not answer within {PATIENCE:.0f} seconds") from None
        if "error" in told:
            raise NoKernel(told["error"])
        ready, watched = numbers
        return Born(told["kernel"], ready, watched, line)
    raise NoKernel("the warmed process has ended, twice; what it wrote before stands in the error output")


def _line(shape: str, environment: Mapping[str, str], options: Sequence[str]) -> Line:
    with _lock:
        if shape not in _lines:
            _lines[shape] = _entered(shape) or _started(environment, options)
        return _lines[shape]


def _dropped(shape: str, line: Line) -> None:
    with _lock:
        if _lines.get(shape) is line:
            del _lines[shape]


def _entered(shape: str) -> Line | None:
    """A line through the door that a parent has opened, if kernels of this shape come from there."""
    door = Path(os.environ.get(DOOR, os.devnull))
    if door.name != shape:
        return None
    client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client.settimeout(PATIENCE)
    try:
        client.connect(str(door))
    except OSError:
        client.close()
        return None
    return Line(client)


def _started(environment: Mapping[str, str], options: Sequence[str], door: socket.socket | None = None) -> Line:
    """A warmed process, which will listen at its door, where it has one. It warms up while others go on."""
    client, owner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    client.settimeout(PATIENCE)
    kept = house.built(owner, door)
    process = subprocess.Popen(  # noqa: S603 - our own module, by this Python
        [sys.executable, *options, "-m", PROGRAM, kept.text(), environment.get(WARM, WARMING)],
        pass_fds=kept.numbers(),
        env={**ALONE, **surroundings.shaping(environment)},
        cwd="/",  # Python would look there first, and nobody keeps a random.py there
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for whoever runs kernels, not for this
    )
    owner.close()
    if process.stdin:
        process.stdin.close()  # as jupyter_client does: whoever reads comes to the end at once
    return Line(client, process)


def _near(name: str) -> str:
    """The folder for temporary files, or the system's own where that is too deep for the address of a socket."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) + len(name) + OWN_NAME <= ADDRESS else "/tmp"  # noqa: S108


@contextmanager
def shared(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """A warmed process for the time of a block; yields the variables by which child processes fork their kernels.

    Where kernels cannot be forked, or the environment chooses another provisioner, it yields none: plain kernels start.
    """
    if not POSSIBLE or environment.get(CHOICE, FORKED) != FORKED:
        yield {}
        return
    shape = surroundings.shape(environment)
    folder = tempfile.mkdtemp(prefix="benchlib-", dir=_near(shape))  # only its owner may enter it
    door = Path(folder) / shape
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as entrance:
        entrance.bind(str(door))
        entrance.listen()
        line = _started(environment, (), entrance)
    with _lock:
        _lines[str(door)] = line
    try:
        yield {CHOICE: FORKED, DOOR: str(door)}
    finally:
        _dropped(str(door), line)
        line.close()
        shutil.rmtree(folder, ignore_errors=True)


def _closed() -> None:
    for line in _lines.values():
        line.close()
    _lines.clear()


def _forgotten() -> None:
    """In a fork of this process: its lines are the parent's, who would not be missed while they are held here."""
    global _lock
    _lock = threading.Lock()
    for line in _lines.values():
        line.client.close()
    _lines.clear()


atexit.register(_closed)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forgotten)
