"""One report: a notebook run with parameters, and its page, in one pass. Nothing else knows what makes it whole."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill

from benchlib.present import page
from benchlib.run.reports import kernel, session, whole
from benchlib.run.reports.session import reason
from benchlib.run.reports.watch import Limits
from benchlib.tables.faults import BadInput, Fault

__all__ = [
    "DONE",
    "FAILED",
    "PENDING",
    "Files",
    "Limits",
    "Links",
    "Report",
    "check_parameters",
    "reason",
    "run",
    "warm",
]

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

    def shown(self, fingerprint: str) -> bool:
        """Whether notebook and page of the report with this fingerprint stand there: the page is written last."""
        there = self.page.is_file() and self.page.stat().st_size > 0
        return bool(fingerprint) and there and whole.fingerprint(self.notebook) == fingerprint

    def whole(self, fingerprint: str) -> bool:
        """Whether all of it stands there, the page for print as well where one is wanted."""
        return self.shown(fingerprint) and (self.pdf is None or self.pdf.is_file())


@dataclass(frozen=True)
class Links:
    """Where a page leads to: the list of reports and the method; None leaves one out."""

    home: str | None = page.HOME
    method: str | None = page.METHOD


def run(
    notebook: Path,
    parameters: Mapping[str, object],
    name: str,
    files: Files,
    links: Links | None = None,
    *,
    limits: Limits | None = None,
    fingerprint: str = "",
) -> Report:
    """Run a notebook as the report `name`; write the executed notebook, then its page, each whole or not at all.

    fingerprint: of all that the report rests on; the notebook carries it. Where notebook and page of this fingerprint
    stand there, at most the page for print is made. A failing notebook is kept as far as it got; it has no page.
    Where someone has killed the kernel, the report is tried once more.
    """
    start = time.perf_counter()
    try:
        if files.shown(fingerprint):
            stopped = None
            _print(files.page, files.pdf)
        else:
            asked = (notebook, parameters, files, links or Links(), limits or Limits(), fingerprint)
            stopped = _made(*asked)
            stopped = _made(*asked) if stopped == kernel.KILLED else stopped
    except Exception as error:  # a full disk, a browser that does not print
        stopped = reason(error)
    return Report(name, FAILED if stopped else DONE, time.perf_counter() - start, stopped)


def _made(
    notebook: Path, parameters: Mapping[str, object], files: Files, links: Links, limits: Limits, fingerprint: str
) -> str | None:
    """What stopped the notebook; None where the report stands."""
    for file in filter(None, (files.page, files.pdf)):  # before the notebook changes, what was made of it goes
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
    files.notebook.parent.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix="benchlib-") as sockets,
        session.executed(notebook, parameters, limits, _connection(Path(sockets))) as done,
    ):
        if done.notebook is not None:
            if fingerprint and not done.stopped:
                done.notebook.metadata[whole.NOTE] = {"fingerprint": fingerprint}
            whole.write(files.notebook, nbformat.writes(done.notebook))
        if done.notebook is not None and not done.stopped:
            _show(page.export(done.notebook, home=links.home, method=links.method), files)
    return done.stopped


def _connection(sockets: Path) -> dict[str, object]:
    """Talk to the kernel through sockets in a folder that is ours alone, where the system has them."""
    return {} if os.name == "nt" else {"transport": "ipc", "connection_file": str(sockets / "kernel.json")}


def _show(text: str, files: Files) -> None:
    """Write the page for print, where one is wanted, and then the page: where there is one, the report is whole."""
    part = whole.written(files.page, text)
    try:
        _print(part, files.pdf)
        os.replace(part, files.page)
    finally:
        part.unlink(missing_ok=True)


def _print(shown: Path, pdf: Path | None) -> None:
    if pdf is None or (pdf.is_file() and shown.suffix != whole.PART):
        return
    from benchlib.run.reports import pdf as printing

    printing.write(shown, pdf)


def warm() -> None:
    """Load what the first report would load: exporter and templates."""
    output = nbformat.v4.new_output("display_data", data={"text/html": "<p></p>"})
    page.export(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])]), "", synthetic=False)
