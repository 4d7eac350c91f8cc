"""A notebook run by papermill in a kernel of its own, which is watched while it runs and not waited for at its end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, papermill_engines

from benchlib.run.reports import watch
from benchlib.run.reports.kernel import Kernel, context
from benchlib.run.reports.watch import Limits

KERNEL = "python3"
ENGINE = "benchlib"
STOPPED = "Stopped"
OUT_OF_MEMORY = ("MemoryError", "ArrowMemoryError", "_ArrayMemoryError")
LONGEST = 5_000_000  # letters of its outputs that a notebook keeps which did not run to its end
LEFT_OUT = "(more was printed than this notebook keeps)\n"


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
    kernel = Kernel(kernel_name=KERNEL, context=context(), **connection)
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


def _shortened(outputs: Sequence[NotebookNode], room: int) -> tuple[list[NotebookNode], int]:
    """The first outputs that there is room for, in letters, and all errors; and what is left of the room."""
    kept: list[NotebookNode] = []
    for output in outputs:
        room -= len(str(output))
        if room >= 0 or output["output_type"] == "error":
            kept.append(output)
        elif not kept or kept[-1].get("text") != LEFT_OUT:
            kept.append(new_output("stream", name="stderr", text=LEFT_OUT))
    return kept, max(room, 0)
