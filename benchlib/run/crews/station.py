"""What a worker of dask does: say what it runs on, and make one report in a folder of its own."""

import os
import platform
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Worker, get_worker
from distributed.utils import sync

from benchlib.compare import excellence
from benchlib.rules import loading
from benchlib.run.crews import extract, parcel
from benchlib.run.crews.parcel import Exchange, Parcel
from benchlib.run.crews.workers import TRIES, Order
from benchlib.run.kernels import CHOICE, FORKED, MEMORY, nursery
from benchlib.run.reports import edition
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import FAILED, Files, Report

FOLDERS = ("edition", "since")  # parameters of notebooks that name an edition's folder
NOTEBOOK, PAGE, PDF = "notebook", "page", "pdf"
CODE = "benchlib's code"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Versions = Mapping[str, str]


@dataclass(frozen=True)
class Errand:
    """An order to carry out elsewhere. batch: its name among batches; content: the notebook and each folder's rows."""

    batch: str
    order: Order
    content: Parcel
    exchange: Exchange | None


@dataclass(frozen=True)
class Made:
    """What came of a report, and its files: notebook, page, PDF, as far as there are."""

    report: Report
    files: Parcel


@cache  # what was imported stays, whatever happens to the files
def versions() -> dict[str, str]:
    """What decides how a report looks: Python, packages, and benchlib's code and rules by their checksum."""
    packages = {name: _version(name) for name in edition.NOTED_PACKAGES}
    return {"Python": platform.python_version(), **packages, CODE: _code()[:12]}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _code() -> str:
    package = Path(__file__).resolve().parents[2]
    code = [file for file in package.rglob("*") if file.suffix in edition.CODE]
    return edition.checksum(sorted([*code, *loading.RULES.glob("*.yaml"), *excellence.FOLDER.glob("*.yaml")]))


def resource(told: Versions) -> str:
    """The resource of dask that workers with these versions have one of: so each makes one report at a time."""
    return f"benchlib {told['benchlib']} {told[CODE]}"


async def admit(wanted: Versions, exchange: Exchange | None, token: str, dask_worker: Worker) -> dict[str, str]:
    """Runs on a worker: let reports come where all versions are the wanted ones. Returns those that are here.

    token: what the parent has left in the exchange. Raises FileNotFoundError where this worker does not see it.
    """
    told = versions()
    if told == wanted:
        if exchange:
            exchange.fetch(token)
        if resource(wanted) not in dask_worker.state.total_resources:
            await dask_worker.set_resources(**{resource(wanted): 1})
    return told


def make(errand: Errand) -> Made:
    """Runs on a worker: make a report, unless too many workers have ended already while they made it."""
    worker, order = get_worker(), errand.order
    if sync(worker.loop, _begun, worker.scheduler, [errand.batch, order.name]) >= TRIES:
        return Made(killed(order, 0.0), parcel.packed({}))
    _settle(order)
    with _watched(order.longest), TemporaryDirectory(prefix="benchlib-", dir=worker.local_directory) as folder:
        report, files = _made(errand, Path(folder))
    return Made(report, parcel.sent(parcel.packed(files), errand.exchange))


def killed(order: Order, seconds: float) -> Report:
    """What comes of a report whose workers end."""
    return Report(order.name, FAILED, seconds, "its worker process was killed")


async def _begun(scheduler: Any, keys: list[str]) -> int:
    """How often a report was begun before; the scheduler remembers it, since a worker may not live to tell."""
    before: int = await scheduler.get_metadata(keys=keys, default=0)
    await scheduler.set_metadata(keys=keys, value=before + 1)
    return before


def _settle(order: Order) -> None:
    """Kernels are forked from one warmed process, have one thread each, and their limit of memory."""
    os.environ.update({**dict.fromkeys(THREADS, "1"), MEMORY: str(order.limits.megabytes)})
    if nursery.POSSIBLE:
        os.environ.setdefault(CHOICE, FORKED)


@contextmanager
def _watched(limit: float) -> Iterator[None]:
    """End this process where a block takes longer: nothing else ends a thread that hangs. Dask starts another."""
    watch = threading.Timer(limit, os._exit, [1])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _made(errand: Errand, home: Path) -> tuple[Report, dict[str, bytes]]:
    """Lay out what came, carry out the order as any worker does, and take the files."""
    asked, own = errand.order, _laid_out(errand, home)
    report, places = own.made(), files(own)
    made = {kind: _as_asked(place.read_bytes(), own, asked) for kind, place in places.items() if place.is_file()}
    return replace(report, error=report.error and _as_asked(report.error.encode(), own, asked).decode()), made


def files(order: Order) -> dict[str, Path]:
    """Where the files of a report go, in the order in which they are written."""
    printed = {PDF: order.files.pdf} if order.files.pdf else {}
    return {NOTEBOOK: order.files.notebook, **printed, PAGE: order.files.page}


def _laid_out(errand: Errand, home: Path) -> Order:
    """The order with the notebook, the rows and the files where they are here."""
    order, content = errand.order, parcel.unpacked(errand.content)
    notebook = home / order.notebook.name
    notebook.write_bytes(content.pop(NOTEBOOK))
    parameters = dict(order.parameters)
    for name in FOLDERS:
        own = {key.removeprefix(f"{name}/"): part for key, part in content.items() if key.startswith(f"{name}/")}
        if own:
            extract.laid_out(own, home / name)
            parameters[name] = str(home / name)
    target = Edition(home / "made")
    pdf = target.pdf(order.name) if order.files.pdf else None
    places = Files(target.notebook(order.name), target.page(order.name), pdf)
    return replace(order, notebook=notebook, parameters=parameters, files=places)


def _as_asked(content: bytes, own: Order, asked: Order) -> bytes:
    """What was made with the folders that were asked for: of this machine it tells nothing."""
    for name in FOLDERS:
        here, there = own.parameters.get(name, ""), asked.parameters.get(name, "")
        content = content.replace(here.encode(), there.encode()) if here != there else content
    return content
