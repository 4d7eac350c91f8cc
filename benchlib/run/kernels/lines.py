"""A client's line to a warmed process, and a kernel as it is seen from there."""

import contextlib
import socket
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchlib.run.kernels import messages

FAREWELL = 5.0  # seconds that a warmed process gets to end


class Gone(OSError):
    """The warmed process has ended, or cannot be reached."""


@dataclass
class Line:
    """A line to a warmed process, and the process for whoever started it: it ends when its starter lets go.

    silent: it did not answer once. A late answer would be taken for the next, so nothing more is asked. Kernels go on.
    """

    client: socket.socket
    process: subprocess.Popen[bytes] | None = None
    silent: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, message: bytes, files: Sequence[int] = ()) -> tuple[dict[str, Any], list[int]]:
        """What the warmed process answers, with the files beside it. Raises Gone and TimeoutError."""
        with self.lock:
            if self.silent:
                raise Gone("it did not answer before")
            try:
                messages.send(self.client, message, files)
                told, numbers = messages.receive(self.client)
            except TimeoutError:
                self.silent = True
                raise
            except OSError as error:
                raise Gone(str(error)) from error
        if told is None:
            raise Gone("it has closed the line")
        return told, numbers

    def close(self) -> None:
        """Let go of the warmed process; its kernels end."""
        self.client.close()
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(FAREWELL)


@dataclass(frozen=True)
class Born:
    """A kernel: its process id, a pipe that tells when it can be spoken to, what tells when it has ended, its line."""

    kernel: int
    ready: int
    watched: int
    line: Line

    def status(self) -> int | None:
        """The exit code of a kernel that has ended; None where nobody knows it any more."""
        try:
            code = self.line.ask(messages.text({"status": self.kernel}))[0].get("code")
        except (OSError, messages.Unreadable):
            return None
        return code if isinstance(code, int) else None
