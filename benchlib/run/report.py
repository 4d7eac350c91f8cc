"""One report: a notebook run with parameters, and its page. Nothing else knows how kernels start."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import nbformat
import papermill
from traitlets.config import Config

from benchlib.present import page
from benchlib.tables.faults import BadInput, Fault

KERNEL = "python3"
DONE, FAILED, PENDING = "done", "failed", "pending"


@dataclass(frozen=True)
class Report:
    """What came of a report: its id, whether it is done or failed, seconds, and the reason of a failure."""

    id: str
    state: str
    seconds: float
    error: str | None = None


def check_parameters(notebook: Path, parameters: Mapping[str, object]) -> None:
    """Raise BadInput unless the notebook has exactly these parameters. papermill itself would only warn."""
    declared = papermill.inspect_notebook(str(notebook))
    unknown = [
        Fault(notebook.name, None, name, None, "this parameter is unknown")
        for name in parameters
        if name not in declared
    ]
    missing = [
        Fault(notebook.name, None, name, None, "this parameter is missing")
        for name in declared
        if name not in parameters
    ]
    if unknown or missing:
        raise BadInput([*unknown, *missing])


@dataclass(frozen=True)
class Files:
    """Where a report goes: the executed notebook, the page, and the page for print where one is wanted."""

    notebook: Path
    page: Path
    pdf: Path | None = None


@dataclass(frozen=True)
class Links:
    """Where a page leads to: the list of reports and the method; None leaves one out."""

    home: str | None = page.HOME
    method: str | None = page.METHOD


def run(
    notebook: Path, parameters: Mapping[str, object], name: str, files: Files, links: Links | None = None
) -> Report:
    """Run a notebook as the report `name`; write the executed notebook, then its page, each whole or not at all.

    A failing notebook is kept as far as it got; it has no page.
    """
    start = time.perf_counter()
    for file in (files.notebook, files.page):
        file.parent.mkdir(parents=True, exist_ok=True)
    partial = files.notebook.with_name(f".{files.notebook.name}.running.ipynb")
    try:
        node = _executed(notebook, parameters, partial)
        write(files.notebook, nbformat.writes(node))
        write(files.page, page.export(node, home=(links or Links()).home, method=(links or Links()).method))
        if files.pdf:
            from benchlib.run import pdf

            pdf.write(files.page, files.pdf)
    except Exception as error:  # whatever a notebook raises is the report's failure, never the batch's
        if partial.exists():
            os.replace(partial, files.notebook)
        return Report(name, FAILED, time.perf_counter() - start, reason(error))
    finally:
        partial.unlink(missing_ok=True)
    return Report(name, DONE, time.perf_counter() - start)


def _executed(notebook: Path, parameters: Mapping[str, object], partial: Path) -> nbformat.NotebookNode:
    with TemporaryDirectory(prefix="benchlib-") as sockets:
        return papermill.execute_notebook(
            str(notebook),
            str(partial),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            progress_bar=False,
            request_save_on_cell_execute=False,  # saving after every cell costs 38 writes a report
            autosave_cell_every=0,
            shutdown_kernel="immediate",
            config=_connection(Path(sockets)),
        )


def _connection(sockets: Path) -> Config:
    """Talk to the kernel through sockets in a folder that is ours alone, where the system has them."""
    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "connection_file": str(sockets / "kernel.json")})


def reason(error: BaseException) -> str:
    """One line that says what went wrong: a cell's own error rather than its traceback."""
    if isinstance(error, papermill.PapermillExecutionError):
        return f"cell {error.cell_index}: {error.ename}: {error.evalue}"
    return f"{type(error).__name__}: {error}".splitlines()[0]


def write(path: Path, text: str) -> None:
    """Write a whole text file or none: a kill leaves the old one."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        stream.write(text)
    Path(stream.name).chmod(0o644)
    os.replace(stream.name, path)
