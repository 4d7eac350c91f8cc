"""A notebook run by papermill in a kernel of its own, which is watched while it runs and not waited for at its end."""

import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import papermill
import zmq.asyncio
from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, papermill_engines

from benchlib.run import watch
from benchlib.run.watch import Limits

KERNEL = "python3"
ENGINE = "benchlib"
STOPPED = "Stopped"
OUT_OF_MEMORY = ("MemoryError", "ArrowMemoryError", "_ArrayMemoryError")
LONGEST = 5_000_000  # letters of its outputs that a notebook keeps which did not run to its end
LEFT_OUT = "\n(the rest is left out)\n"
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
        run_sync(self.cleanup_resources)()
        if self.spoken is not None:
            self.spoken.stop_channels()

    def end(self) -> str:
        """How it ended, where it did so by itself."""
        process = getattr(self.provisioner, "process", None)
        code = process.poll() if process is not None else None
        if code is None:
            return "the kernel died"
        with suppress(ValueError):
            return f"the kernel died ({signal.Signals(-code).name})"
        return f"the kernel ended (exit code {code})"


class Engine(NBClientEngine):
    """papermill's own engine, telling which notebook it works on: where it fails, that is as far as it got."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, told: list[Any], **kwargs: Any) -> Any:
        """Run the cells."""
        told.append(nb_man)
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


papermill_engines.register(ENGINE, Engine)


@dataclass(frozen=True)
class Executed:
    """A notebook as far as it got, None where it did not start; and what stopped it, None where it ran to its end."""

    notebook: NotebookNode | None
    stopped: str | None = None


@contextmanager
def executed(
    notebook: Path, parameters: Mapping[str, object], limits: Limits, connection: Mapping[str, object]
) -> Iterator[Executed]:
    """Run a notebook. Within the block its kernel is ending already; after it, it is gone.

    connection: traits of jupyter_client's manager that say how to reach the kernel.
    """
    context = zmq.asyncio.Context.instance()  # one a process: each has threads of its own
    kernel = Kernel(kernel_name=KERNEL, context=context, **connection)
    told: list[Any] = []
    try:
        with watch.over(kernel.strike, limits) as watched:
            stopped = _run(notebook, parameters, kernel, told, limits)
        stopped = watched.why or stopped
        kernel.strike()
        node = told[0].nb if told else None
        yield Executed(node if node is None or stopped is None else _marked(node, stopped), stopped)
    finally:
        kernel.strike()
        kernel.leave()


def _run(
    notebook: Path, parameters: Mapping[str, object], kernel: Kernel, told: list[Any], limits: Limits
) -> str | None:
    """What stopped it, None where nothing did."""
    try:
        papermill.execute_notebook(
            str(notebook),
            None,  # whoever asked writes it, whole
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name=KERNEL,
            progress_bar=False,
            autosave_cell_every=0,
            km=kernel,
            told=told,
        )
    except DeadKernelError:
        return kernel.end()
    except papermill.PapermillExecutionError as error:
        more = f" (a kernel may take {limits.megabytes} MB)" if error.ename in OUT_OF_MEMORY else ""
        return reason(error) + more
    except Exception as error:  # whatever a notebook raises is the report's failure, never the batch's
        return reason(error)
    return None


def reason(error: BaseException) -> str:
    """One line that says what went wrong: a cell's own error rather than its traceback."""
    if isinstance(error, papermill.PapermillExecutionError):
        return f"cell {error.cell_index}: {error.ename}: {error.evalue}".splitlines()[0].removesuffix(": ")
    return f"{type(error).__name__}: {error}".splitlines()[0]


def _marked(node: NotebookNode, stopped: str) -> NotebookNode:
    """A notebook that did not run to its end: no longer than need be, and with the place where it was stopped."""
    begun = [cell for cell in node.cells if cell.cell_type == "code" and cell.metadata.papermill.get("start_time")]
    told = any(output["output_type"] == "error" for cell in begun for output in cell.outputs)
    room = LONGEST
    for cell in begun:
        cell.outputs, room = _shortened(cell.outputs, room)
    if begun and not told:
        begun[-1].outputs.append(new_output("error", ename=STOPPED, evalue=stopped, traceback=[stopped]))
    return node


def _shortened(outputs: list[NotebookNode], room: int) -> tuple[list[NotebookNode], int]:
    """Outputs as far as there is room for them, in letters, and what is left of it; an error is always kept."""
    kept = []
    for output in outputs:
        room -= len(output["text"]) if "text" in output else len(str(output))
        if room >= 0 or output["output_type"] == "error":
            kept.append(output)
        elif "text" in output and output["text"][: room or None]:
            kept.append(new_output("stream", name=output["name"], text=output["text"][:room] + LEFT_OUT))
            room = 0
    return kept, max(room, 0)
