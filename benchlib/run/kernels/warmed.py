"""The warmed process: imports what notebooks need, then forks a kernel for each request.

It listens on a socket in a folder that only its owner can enter, answers nobody of another user, and ends with the
process that started it, whose socket it watches. A client that goes away takes its kernels along. It is started by
`nursery`; it runs no thread, because a fork would copy locks that nobody releases.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import threading
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchlib.run.kernels import freshness, infant

LONGEST = 1 << 20  # bytes of a request; an environment is a few thousand
CREDENTIALS = struct.calcsize("3i")


@dataclass
class House:
    """What the process keeps: its owner, its door, and the kernels (process ids) of every client."""

    owner: socket.socket
    door: socket.socket
    clients: dict[socket.socket, set[int]] = field(default_factory=dict)
    ended: dict[int, int] = field(default_factory=dict)

    def kept(self) -> str:
        """Everything as text, for the process that takes its place."""
        clients = [[client.fileno(), sorted(kernels)] for client, kernels in self.clients.items()]
        return json.dumps({"owner": self.owner.fileno(), "door": self.door.fileno(), "clients": clients})


def house(kept: str) -> House:
    """The house that another process has left."""
    told = json.loads(kept)
    clients = {socket.socket(fileno=number): set(kernels) for number, kernels in told["clients"]}
    return House(socket.socket(fileno=told["owner"]), socket.socket(fileno=told["door"]), clients)


def main(kept: str, warm: str) -> None:
    """Warm up, then serve until the owner is gone. warm: module:function that imports and tries what is needed."""
    home = house(kept)
    sys.path.pop(0)  # the folder it was started in, which a kernel's path does not hold
    module, _, function = warm.partition(":")
    getattr(importlib.import_module(module), function)()
    _settings()
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector of a fork does not touch it
    stamps = freshness.stamps()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    home.owner.send(b"1")
    while _served(home, stamps):
        _reap(home)
    _renewed(home, warm)


def _settings() -> None:
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib:
        matplotlib._benchlib_settings = matplotlib.matplotlib_fname()


def _served(home: House, stamps: freshness.Stamps) -> bool:
    """Wait for something to do and do it. False where code has changed: the request waits for the next process."""
    readable, _, _ = select.select([home.owner, home.door, *home.clients], [], [], 1.0)
    if home.owner in readable and not home.owner.recv(1):
        os._exit(0)  # the owner is gone; kernels die with this process
    if home.door in readable:
        _welcome(home)
    for client in [client for client in home.clients if client in readable]:
        if not freshness.fresh(stamps):
            return False
        _answer(home, client)
    return True


def _welcome(home: House) -> None:
    client, _ = home.door.accept()
    peer = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS))
    if peer[1] == os.getuid():
        home.clients[client] = set()
    else:
        client.close()


def _answer(home: House, client: socket.socket) -> None:
    try:
        message, files, _, _ = socket.recv_fds(client, LONGEST, 2)
    except OSError:
        message, files = b"", []
    if not message:
        for kernel in home.clients.pop(client):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(kernel, signal.SIGKILL)
        client.close()
        return
    asked = json.loads(message)
    if "status" in asked:
        _reap(home)
        client.send(json.dumps({"status": home.ended.get(asked["status"])}).encode())
        return
    _born(home, client, asked, files)


def _born(home: House, client: socket.socket, asked: dict[str, Any], files: list[int]) -> None:
    if error := _threads():
        client.send(json.dumps({"error": error}).encode())
        return
    warmed, (ready, told) = os.getpid(), os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    kernel = os.fork()
    if kernel == 0:
        _grow(home, asked, files, ready, told, warmed)
    home.clients[client].add(kernel)
    watched = os.pidfd_open(kernel)
    socket.send_fds(client, [json.dumps({"kernel": kernel}).encode()], [ready, watched])
    for number in (ready, told, watched, *files):
        os.close(number)


def _grow(home: House, asked: dict[str, Any], files: list[int], ready: int, told: int, warmed: int) -> None:
    """The forked process: it never returns."""
    code = 1
    try:
        for line in (home.owner, home.door, *home.clients):
            line.close()
        os.close(ready)
        for name, number in zip(asked["files"], files, strict=True):
            os.dup2(number, {"stdout": 1, "stderr": 2}[name])
            os.close(number)
        infant.become(asked["arguments"], asked["environment"], asked["folder"], told, warmed)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _threads() -> str | None:
    """Why no fork may happen now: a thread runs, ours or one of a library in C."""
    running = len(list(Path("/proc/self/task").iterdir()))
    if running == 1:
        return None
    names = ", ".join(thread.name for thread in threading.enumerate()[1:]) or "of a library"
    return f"{running - 1} threads run in the warmed process ({names}); a fork would copy locks that nobody releases"


def _reap(home: House) -> None:
    for kernel, status in _gone():
        home.ended[kernel] = os.waitstatus_to_exitcode(status)
        for kernels in home.clients.values():
            kernels.discard(kernel)


def _gone() -> Iterator[tuple[int, int]]:
    with contextlib.suppress(ChildProcessError):
        while True:
            kernel, status = os.waitpid(-1, os.WNOHANG)
            if kernel == 0:
                return
            yield kernel, status


def _renewed(home: House, warm: str) -> None:
    """The same process begins anew with the code as it is now; kernels that run, and who waits, notice nothing."""
    for line in (home.owner, home.door, *home.clients):
        line.set_inheritable(True)
    os.execv(sys.executable, [sys.executable, "-m", __spec__.name, home.kept(), warm])  # noqa: S606 - this very program


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
