"""What a forked process does to become a kernel like any other: nothing of the process it came from may show."""

import contextlib
import ctypes
import importlib
import importlib.util
import io
import os
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchlib.run.kernels import MEMORY, messages, notebook
from benchlib.run.kernels.messages import Order

PR_SET_PDEATHSIG = 1
KERNEL = (  # what a kernel imports when it starts, and at its first cell; nothing here starts a thread
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "sqlite3",
    "tornado.platform.asyncio",
)


@dataclass(frozen=True)
class Awaited:
    """What a forked process waits for: the line on which its order comes.

    warmed: the process it came from; variables: which libraries have set for themselves when they were imported.
    """

    line: socket.socket
    warmed: int
    variables: Mapping[str, str]


def imported() -> None:
    """Import what kernels need, whatever their notebooks do."""
    with contextlib.redirect_stderr(io.StringIO()):  # nobody sees either what the debugger says in a plain kernel
        for module in KERNEL:
            importlib.import_module(module)


def become(awaited: Awaited) -> None:
    """Wait for an order, then be a kernel to its end."""
    _never_orphaned(awaited.warmed)
    _touched()
    order, ready = _ordered(awaited.line)
    _settled(order, awaited.variables)
    from ipykernel.kernelapp import IPKernelApp  # here: only the warmed process has imported it

    app = IPKernelApp.instance(parent_handle=awaited.warmed)  # the default was read when ipykernel was imported
    app.observe(lambda _: _written(ready), "heartbeat")  # set when all sockets are bound: messages wait there
    app.initialize(order.arguments)
    notebook.told()
    _limited(os.environ.get(MEMORY))
    app.start()


def _never_orphaned(warmed: int) -> None:
    """Lead a session of its own, and die with the process it came from."""
    os.setsid()  # signals to the kernel's group reach what it starts, and no other kernel
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != warmed:
        os._exit(1)  # it died before the line above


def _touched() -> None:
    """Look at what IPython looks at when it starts. A fork copies memory when it is first used: now nobody waits."""
    for module in list(sys.modules.values()):
        getattr(module, "__file__", None)


def _ordered(line: socket.socket) -> tuple[Order, int]:
    """The order, and a pipe to write to once the kernel can be spoken to."""
    told, files = messages.receive(line)
    line.close()
    if told is None:
        os._exit(0)  # none will come
    *output, ready = files
    return messages.order(told, output), ready


def _written(ready: int) -> None:
    with contextlib.suppress(BrokenPipeError):  # whoever ordered it may not wait any more, and come later
        os.write(ready, b"1")
    os.close(ready)


def _settled(order: Order, variables: Mapping[str, str]) -> None:
    """Take over what was ordered, and forget what forks share: numpy's random numbers (Python renews its own)."""
    for number, file in enumerate(order.files, start=1):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update({**variables, **order.environment})
    os.chdir(order.folder)
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *order.arguments]
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _limited(megabytes: str | None) -> None:
    """Let the process take so much memory beyond what it has now, 0 being any; what it starts inherits the limit.

    Counted is address space. What the libraries and threads have of it by now is mostly shared, or never touched.
    """
    more = int(megabytes or 0) << 20
    if more == 0:
        return
    import resource  # here: Windows has none

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + more
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
