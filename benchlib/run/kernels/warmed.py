"""The warmed process: imports what notebooks need, then forks kernels.

`nursery` starts it. It answers nobody of another user and ends with the process that started it. It runs no thread,
because a fork would copy locks that nobody releases.

The next kernel is forked before anybody orders it: what a fork costs, it costs while nobody waits.
"""

import contextlib
import os
import socket
import sys
import threading
from typing import Any, NoReturn

from benchlib.run.kernels import house, infant, messages
from benchlib.run.kernels.ground import Ground, Unborn, prepared
from benchlib.run.kernels.house import House
from benchlib.run.kernels.infant import Awaited
from benchlib.run.kernels.messages import Order, Unreadable


def main(kept: str, warm: str) -> Awaited:
    """Warm up, then serve until the owner is gone. Returns in each forked process, with what it waits for."""
    if not sys.flags.safe_path:
        sys.path.pop(0)  # the folder it was started in, which a kernel's path does not hold
    home, ground = house.taken_over(kept), prepared(warm)
    return served(home, ground) or _renewed(home, ground, warm)


def served(home: House, ground: Ground) -> Awaited | None:
    """Answer until code has changed: whoever asks then waits for the next process. In a fork: what it waits for."""
    while True:
        awaited = None if ground.unborn else _forked(home, ground)
        if awaited:
            return awaited
        line = house.knock(home)
        if line and ground.stale():
            return None
        if line:
            _answered(home, line, ground)


def _forked(home: House, ground: Ground) -> Awaited | None:
    """Fork the next kernel, or note why not. In the forked process, and only there, what it waits for."""
    ground.why = ground.fault or _threads()
    if ground.why:
        return None
    warmed = os.getpid()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()  # or the fork would write it again
    line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        process = os.fork()
    except OSError as error:
        ground.why = f"no process can be forked: {error}"
        line.close()
        other.close()
        return None
    if process == 0:
        line.close()
        messages.closed(home.numbers())
        return Awaited(other, warmed, ground.variables)
    other.close()
    ground.unborn = Unborn(process, line)
    return None


def _threads() -> str | None:
    """Why no fork may happen now: a thread runs, ours or one of a library in C."""
    running = len(os.listdir("/proc/self/task"))
    if running == 1:
        return None
    names = ", ".join(thread.name for thread in threading.enumerate()[1:]) or "of a library"
    return f"{running - 1} threads run in the warmed process ({names}); a fork would copy locks that nobody releases"


def _answered(home: House, line: socket.socket, ground: Ground) -> None:
    """Do what one message asks for. Whatever it holds, others shall not notice."""
    with contextlib.ExitStack() as held:
        try:
            told, files = messages.receive(line)
            held.callback(messages.closed, files)
            if told and "status" in told:
                _reply(line, {"code": _status(home.kernels[line], told["status"])})
            elif told:
                _born(home, line, messages.order(told, files), ground)
        except Unreadable as error:
            _reply(line, {"error": str(error)})
        except OSError as error:
            _reply(line, {"error": f"no kernel could be started: {error}"})


def _reply(line: socket.socket, told: dict[str, Any], files: tuple[int, ...] = ()) -> None:
    try:
        messages.send(line, messages.text(told), files, wait=False)
    except OSError:  # whoever does not read answers has gone, for us
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def _status(kernels: set[int], kernel: Any) -> int | None:
    """The exit code of a kernel that has ended. It is nobody's any more then."""
    code = house.gone(kernel) if kernel in kernels else None
    if code is not None:
        kernels.remove(kernel)
    return code


def _born(home: House, line: socket.socket, order: Order, ground: Ground) -> None:
    """Pass the order on to the next kernel, and tell who ordered it. That it can be spoken to, and when it has ended,
    they see at two files."""
    unborn, ground.unborn = ground.unborn, None
    if unborn is None:
        ground.told = ground.fault is not None
        _reply(line, {"error": ground.why})
        return
    home.kernels[line].add(unborn.process)
    with contextlib.ExitStack() as held:
        held.callback(unborn.line.close)
        ready, told_by = os.pipe()
        held.callback(messages.closed, (ready, told_by))
        watched = os.pidfd_open(unborn.process)
        held.callback(os.close, watched)
        messages.send(unborn.line, order.text(), (*order.files, told_by))
        _reply(line, {"kernel": unborn.process}, (ready, watched))


def _renewed(home: House, ground: Ground, warm: str) -> NoReturn:
    """The same process begins anew with the code as it is now; kernels that run, and who waits, notice nothing."""
    if ground.unborn:
        house.end(home, ground.unborn.process)
    for number in home.numbers():
        os.set_inheritable(number, True)
    os.execv(sys.executable, [*sys.orig_argv[:-2], home.text(), warm])  # noqa: S606 - this very program


if __name__ == "__main__":
    infant.become(main(sys.argv[1], sys.argv[2]))  # as few calls deep as a plain kernel
