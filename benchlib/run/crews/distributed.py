"""Reports made by the workers of a dask.distributed scheduler, which may stand on other machines.

Nothing is taken for shared: each report's notebook and rows go out with its task, and its files come back as bytes, or
through an exchange folder. Dask schedules, and runs again what was on a worker that ended.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import NamedTemporaryFile
from typing import cast
from uuid import uuid4

from distributed import CancelledError, Client, Future, KilledWorker
from tornado.ioloop import IOLoop

from benchlib.run.crews import extract, parcel, station, workforce
from benchlib.run.crews.extract import Source
from benchlib.run.crews.station import FOLDERS, NOTEBOOK, Errand, Made
from benchlib.run.crews.workers import TRIES, Order
from benchlib.run.crews.workforce import Workforce
from benchlib.run.reports import report, whole
from benchlib.run.reports.report import FAILED, Report

AHEAD = 2  # reports that a worker has: one that it makes and one that waits
PATIENCE = 60.0  # seconds for the first worker to come
SENT = 5  # times that a report is sent to workers that end, mostly through another report that they had as well


@dataclass(frozen=True)
class Scheduler:
    """Where reports are made: the scheduler's address, and the exchange folder if they come back through one."""

    address: str
    exchange: str | None = None
    patience: float = PATIENCE


@dataclass(frozen=True)
class Flight:
    """A report that is with the workers, and how often it was sent."""

    order: Order
    future: Future
    sent: int = 1


@dataclass
class Batch:
    """A batch under way: what waits (last first), what is with the workers by key, and what came back."""

    name: str
    client: Client
    workers: Workforce
    sources: Mapping[str, Source]
    waiting: list[Order]
    flights: dict[str, Flight] = field(default_factory=dict)
    back: "SimpleQueue[tuple[str, Made | BaseException]]" = field(default_factory=SimpleQueue)
    doubted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Crew:
    """The workers of a scheduler, used like those of this machine; `leaving` is what is done at the end."""

    client: Client
    workers: Workforce
    leaving: ExitStack

    def finished(self, orders: Sequence[Order]) -> Iterator[Report]:
        """Make reports, begun in their order; yields each as it finishes, with its files written.

        Raises BadInput where the scheduler goes away, or all workers for long. A worker that comes later and is refused
        is told of and not used. Closing the iterator cancels what waits.
        """
        if not orders:
            return
        with ExitStack() as stack:
            sources = _sources(orders[0], stack)
            name = f"benchlib-{uuid4().hex}"
            batch = Batch(name, self.client, self.workers, sources, list(reversed(orders)))
            for end in (stack, self.leaving):  # whichever comes first: an iterator may be left lying
                end.callback(_cancel, batch)
            yield from _reports(batch)


@contextmanager
def crew(scheduler: Scheduler) -> Iterator[Crew]:
    """The workers of a scheduler for the time of a block.

    Raises BadInput where the scheduler does not answer, where it or a worker has other versions than this process,
    where a worker does not see the exchange, and where none comes.
    """
    with ExitStack() as stack:
        client = stack.enter_context(workforce.connected(scheduler.address))
        room = stack.enter_context(parcel.exchange(scheduler.exchange).room()) if scheduler.exchange else None
        workers = Workforce(client, station.versions(), room, room.leave(b"seen") if room else "")
        workers.gather(scheduler.patience)
        yield Crew(client, workers, stack.enter_context(ExitStack()))


def _sources(order: Order, stack: ExitStack) -> dict[str, Source]:
    """The results that reports read, by the parameter that names their folder; it is the same for all reports."""
    named = {name: order.parameters.get(name) for name in FOLDERS}
    return {name: stack.enter_context(extract.opened(Path(folder))) for name, folder in named.items() if folder}


def _reports(batch: Batch) -> Iterator[Report]:
    looked = batch.workers.seen = time.monotonic()
    while batch.waiting or batch.flights:
        while batch.waiting and len(batch.flights) < AHEAD * len(batch.workers.fit):
            _send(batch, batch.waiting.pop())
        with suppress(Empty):
            key, came = batch.back.get(timeout=workforce.LOOK)
            flight = batch.flights.pop(key, None)
            if flight and (done := _landed(batch, flight, came)):
                yield done
        if time.monotonic() - looked >= workforce.LOOK:
            batch.workers.refresh()
            _send_again(batch)
            looked = time.monotonic()


def _send(batch: Batch, order: Order, sent: int = 1) -> None:
    """Give a report to the workers."""
    content = {NOTEBOOK: order.notebook.read_bytes()}
    for folder, source in batch.sources.items():
        content |= {f"{folder}/{name}": part for name, part in source.cut(order.parameters).items()}
    errand = Errand(batch.name, order, parcel.packed(content), batch.workers.exchange)
    key, one = f"report-{uuid4().hex}", {station.resource(batch.workers.wanted): 1}
    future = batch.client.submit(station.make, errand, key=key, resources=one, pure=False)
    batch.flights[key] = Flight(order, future, sent)
    cast(IOLoop, batch.client.loop).add_callback(_fetch, batch, key, future)


async def _fetch(batch: Batch, key: str, future: Future) -> None:
    """Wait for what comes of a report, beside all else: what is done may get lost with its worker and be made again."""
    try:
        batch.back.put((key, await batch.client.gather(future, asynchronous=True)))
    except BaseException as error:  # also that it was cancelled
        batch.back.put((key, error))


def _landed(batch: Batch, flight: Flight, came: Made | BaseException) -> Report | None:
    """What came of a report, its files in place; None where it was sent again."""
    name = flight.order.name
    if isinstance(came, KilledWorker):
        if batch.client.get_metadata([batch.name, name], 0) >= TRIES or flight.sent >= SENT:
            return station.killed(flight.order, 0.0)
        _send(batch, flight.order, flight.sent + 1)
        return None
    if isinstance(came, CancelledError):
        batch.workers.refresh()  # raises where it was the scheduler that went away
        return Report(name, FAILED, 0.0, "someone has cancelled it on the scheduler")
    try:
        if isinstance(came, BaseException):
            raise came
        return _kept(batch, flight.order, came)
    except Exception as error:  # of the worker or on the way: a full disk, a file gone from the exchange
        return Report(name, FAILED, 0.0, report.reason(error))


def _kept(batch: Batch, order: Order, made: Made) -> Report:
    """Write the files of a report, each whole or not at all, the page last: where there is one, the report is whole."""
    came = parcel.unpacked(parcel.received(made.files, batch.workers.exchange))
    for old in filter(None, (order.files.page, order.files.pdf)):
        old.unlink(missing_ok=True)
    for kind, file in station.files(order).items():
        if kind in came:
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, came[kind])
    return made.report


def _write(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=whole.PART, delete=False) as stream:
        part = Path(stream.name)
        try:
            stream.write(content)
            stream.flush()
            part.chmod(0o644)
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)
            raise


def _send_again(batch: Batch) -> None:
    """Send again what dask has left without a worker: it gives up tasks whose last fit worker has ended.

    Only what was so at two looks: what has just ended is not with a worker either.
    """
    if not batch.workers.fit or not batch.flights:
        return
    busy = {key for keys in batch.client.processing().values() for key in keys}
    left = {key for key, flight in batch.flights.items() if key not in busy and not flight.future.done()}
    for key in left & batch.doubted:
        flight = batch.flights.pop(key)
        batch.client.cancel([flight.future], force=True)
        _send(batch, flight.order, flight.sent)
    batch.doubted = frozenset(left - batch.doubted)


def _cancel(batch: Batch) -> None:
    """Cancel what is with the workers, and leave nothing in the scheduler's memory; once."""
    left = [flight.future for flight in batch.flights.values()]
    batch.flights.clear()
    batch.waiting.clear()
    if batch.client.status == "running":
        with suppress(OSError, CancelledError):  # it goes away just now
            batch.client.cancel(left, force=True)
            batch.client.set_metadata([batch.name], None)
