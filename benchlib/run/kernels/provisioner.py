"""The kernel provisioner that jupyter_client finds by its entry point."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import warnings
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from benchlib.run.kernels import MEMORY, messages, nursery, obstacles
from benchlib.run.kernels.messages import Order
from benchlib.run.kernels.nursery import Born

PATIENCE = 10.0  # seconds until a kernel that is slow to start is left to the patience of its client
FOR_JUPYTER = ("extra_arguments", "kernel_id")  # of the arguments, which subprocess.Popen does not know
POLITE = 1.0  # seconds that a kernel gets to end, before jupyter_client looks by itself, ten times a second


@dataclass
class Forked:
    """A forked kernel with the part of subprocess.Popen that a provisioner uses."""

    born: Born
    stdin: None = None
    stdout: None = None
    stderr: None = None
    code: int | None = None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.born.kernel

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.code is None and _readable(self.born.watched, 0):
            status = self.born.status()
            self.code = 1 if status is None else status
            os.close(self.born.watched)
        return self.code

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended. Raises subprocess.TimeoutExpired."""
        if self.code is None and not _readable(self.born.watched, timeout):
            raise subprocess.TimeoutExpired("a forked kernel", timeout or 0)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to it; nothing where it has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.born.watched, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class ForkingProvisioner(LocalProvisioner):
    """Forks kernels of this Python from a warmed process; any other kernel, and other systems, start plainly."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel with a command. Raises NoKernel."""
        given = {name: value for name, value in kwargs.items() if name not in FOR_JUPYTER}
        environment = {**(given.get("env") or os.environ), "JPY_PARENT_PID": str(os.getpid())}
        options, arguments = obstacles.command(cmd) or ([], [])
        order = Order(arguments, environment, os.path.abspath(given.get("cwd") or os.curdir), [])
        if why := obstacles.obstacle(cmd, order, given):
            _said(why, MEMORY in environment)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = await _launched(order, given, options)
        self.pid = self.pgid = self.process.pid
        self.cwd = Path(order.folder)
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to it and to what it has started; none once it has ended: its number may be another's."""
        if not isinstance(self.process, Forked) or self.process.poll() is None:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End it, and see to it that it has ended."""
        await super().kill(restart)
        await self._over()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """It has been asked to end: notice at once when it has."""
        await self._over()

    async def _over(self) -> None:
        if isinstance(self.process, Forked) and self.process.code is None:
            await _told(self.process.born.watched, POLITE)


async def _launched(order: Order, given: Mapping[str, Any], options: list[str]) -> Forked:
    """A kernel that can be spoken to. Nothing waits meanwhile: a server starts several at once."""
    executor = ThreadPoolExecutor(1)  # of its own: it may outlive the event loop, and must not be copied by a fork
    birth = executor.submit(_born, order, given, options)
    executor.shutdown(wait=False)
    try:
        born = await asyncio.wrap_future(birth)
        await _told(born.ready, PATIENCE)  # its sockets are bound: a client that comes earlier waits for 100 ms
    except asyncio.CancelledError:
        birth.add_done_callback(_unwanted)
        raise
    os.close(born.ready)
    return Forked(born)


def _born(order: Order, given: Mapping[str, Any], options: list[str]) -> Born:
    own = (1, 2)  # standard output and errors of this process, which any child would take over
    files = [_opened(given.get(name), number) for name, number in zip(obstacles.OUTPUT, own, strict=True)]
    try:
        return nursery.born(replace(order, files=files), options)
    finally:
        messages.closed(files)


def _opened(file: Any, number: int) -> int:
    """A copy of an open file, by its number: as subprocess.Popen would take it, None being one of our own."""
    chosen = number if file is None else file if isinstance(file, int) else file.fileno()
    try:
        return os.open(os.devnull, os.O_RDWR) if chosen == subprocess.DEVNULL else os.dup(chosen)
    except OSError:  # a process without a terminal may have closed it
        return os.open(os.devnull, os.O_RDWR)


def _unwanted(birth: Future[Born]) -> None:
    if not birth.cancelled() and birth.exception() is None:
        forked = Forked(birth.result())
        forked.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            forked.wait(POLITE)
        os.close(forked.born.ready)


async def _told(number: int, seconds: float) -> None:
    """Wait until a file can be read, so long at most."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    loop.add_reader(number, told.set)
    try:
        await asyncio.wait_for(told.wait(), seconds)
    except TimeoutError:
        return
    finally:
        loop.remove_reader(number)


def _readable(number: int, seconds: float | None) -> bool:
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(None if seconds is None else 1000 * seconds))


@cache
def _said(why: str, limited: bool) -> None:
    more = f" It has no limit of memory: {MEMORY} has no effect." if limited else ""
    warnings.warn(f"A plain kernel starts instead of a forked one: {why}.{more}", stacklevel=2)
