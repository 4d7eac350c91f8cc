"""The kernel provisioner that jupyter_client finds by its entry point."""

import os
import select
import signal
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from benchlib.run.kernels import nursery

LAUNCHER = "ipykernel_launcher"
OUTPUT = ("stdout", "stderr")


@dataclass
class Forked:
    """A forked kernel with the part of subprocess.Popen that a provisioner uses."""

    pid: int
    watched: int
    environment: dict[str, str]
    stdin: None = None
    stdout: None = None
    stderr: None = None
    code: int | None = field(default=None)

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.code is None and select.select([self.watched], [], [], 0)[0]:
            status = nursery.status(self.pid, self.environment)
            self.code = 1 if status is None else status
            os.close(self.watched)
        return self.code

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended."""
        if self.code is None:
            select.select([self.watched], [], [], timeout)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to it; nothing where it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.watched, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class ForkingProvisioner(LocalProvisioner):
    """Forks kernels of this Python from a warmed process; any other kernel, and other systems, start plainly."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel with a command. Raises NoKernel."""
        arguments = ours(cmd)
        if arguments is None:
            return await super().launch_kernel(cmd, **kwargs)
        if not nursery.POSSIBLE:
            warnings.warn("kernels cannot be forked on this system; plain ones start instead", stacklevel=2)
            return await super().launch_kernel(cmd, **kwargs)
        environment = dict(kwargs.get("env") or os.environ)
        folder = str(kwargs["cwd"]) if kwargs.get("cwd") else os.getcwd()
        files = {name: _number(kwargs[name]) for name in OUTPUT if kwargs.get(name) is not None}
        born = nursery.born(arguments, environment, folder, files)
        os.read(born.ready, 1)  # until its sockets are bound: a client that comes earlier waits ten times as long
        os.close(born.ready)
        self.process = Forked(born.kernel, born.watched, environment)
        self.pid = self.pgid = born.kernel
        self.cwd = Path(folder)
        return self.connection_info


def ours(cmd: Sequence[str]) -> list[str] | None:
    """The arguments of a command that starts an IPython kernel with this Python and nothing else; None for others.

    >>> ours([sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"])
    ['-f', 'kernel.json']
    >>> ours(["julia", "-f", "kernel.json"])
    """
    head = [sys.executable, "-m", LAUNCHER]
    return list(cmd[3:]) if list(cmd[:3]) == head else None


def _number(file: Any) -> int:
    return file if isinstance(file, int) else file.fileno()
