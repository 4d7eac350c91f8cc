"""A kernel as reports use it: spoken to on two channels, ready at its first answer, and not waited for at its end."""

import os
import signal
import time
from contextlib import suppress
from functools import cache
from queue import Empty
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager, KernelManager
from nbclient.exceptions import DeadKernelError

DIED = "the kernel died ({})"
KILLED = DIED.format("SIGKILL")  # by another than its notebook, mostly: the system takes memory back
LAST = 5.0  # seconds that a killed kernel may take to be gone


class Client(AsyncKernelClient):
    """A client that opens the two channels which are used, and is ready as soon as the kernel has answered on both."""

    def start_channels(self, *_: Any, **__: Any) -> None:
        """Open the channels for requests and for outputs."""
        super().start_channels(stdin=False, hb=False, control=False)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for an answer and for the first message beside it: from then on no output is missed.

        jupyter_client would go on until nothing has come for 0.2 s; nbclient looks at no outputs but of its requests.
        Raises RuntimeError where the kernel ends or is silent.
        """
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            with suppress(Empty, TimeoutError):
                await self.kernel_info(reply=True, timeout=1)
                await self.get_iopub_msg(timeout=1)
                return
            if not await self.is_alive():
                raise DeadKernelError("the kernel ended while it started")
        raise RuntimeError(f"the kernel did not answer in {timeout:g} s")


class Kernel(AsyncKernelManager):
    """A kernel, and the client that speaks to it."""

    spoken: Client | None = None
    struck = False
    start_kernel = getattr(AsyncKernelManager.start_kernel, "__wrapped__", AsyncKernelManager.start_kernel)  # no pause

    def client(self, **kwargs: Any) -> Client:  # type: ignore[override]  # the asynchronous one, as nbclient expects
        """The client that nbclient asks for."""
        self.spoken = Client(
            context=self.context, **{**self.get_connection_info(session=True), "parent": self, **kwargs}
        )
        return self.spoken

    def strike(self) -> None:
        """Kill it and what it has started; may be called from any thread."""
        process = getattr(self.provisioner, "process", None)
        if process is None or self.struck:
            return
        self.struck = True
        with suppress(OSError):
            if os.name == "nt":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)  # it leads its group

    def leave(self) -> None:
        """Wait until it is gone, and leave nothing behind. To be called some work after `strike`."""
        process = getattr(self.provisioner, "process", None)
        if process is not None:
            with suppress(Exception):  # nothing depends on it
                process.wait(timeout=LAST)
        KernelManager.cleanup_resources(self)
        if self.spoken is not None:
            self.spoken.stop_channels()

    def end(self) -> str:
        """How it ended, where it did so by itself."""
        process = getattr(self.provisioner, "process", None)
        code = process.poll() if process is not None else None
        if code is None:
            return "the kernel died"
        with suppress(ValueError):
            return DIED.format(signal.Signals(-code).name)
        return f"the kernel ended (exit code {code})"


@cache
def context() -> Any:
    """What this process sends messages with: one for all kernels, since each has threads of its own."""
    return AsyncKernelManager().context
