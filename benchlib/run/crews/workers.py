"""Worker processes that make reports, one at a time each: whoever ends, hangs or grows too large is replaced."""

import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, reduction
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchlib.run.crews import worker as serving
from benchlib.run.crews.worker import Answer
from benchlib.run.reports import report
from benchlib.run.reports.report import FAILED, Files, Limits, Links, Report

TRIES = 2  # how often a report is begun whose worker ends
MOST = 250  # reports that a worker makes until another takes its place: what libraries do not give back goes with it
LARGEST = 600  # megabytes of a worker beyond which another takes its place
GRACE = 60.0  # seconds beyond its time limit that a worker has to write what it made, until it is killed
PRINTING = 300.0  # seconds that the page for print may take besides
STILLBORN = 5  # workers in a row that may end before they are ready


class Unstaffed(RuntimeError):
    """Worker processes end while they start."""


@dataclass(frozen=True)
class Order:
    """One report to make, with all that a worker needs for it."""

    name: str
    notebook: Path
    parameters: Mapping[str, str]
    files: Files
    links: Links = field(default_factory=Links)
    limits: Limits = field(default_factory=Limits)
    fingerprint: str = ""

    def made(self) -> Report:
        """Make it."""
        return report.run(
            self.notebook,
            self.parameters,
            self.name,
            self.files,
            self.links,
            limits=self.limits,
            fingerprint=self.fingerprint,
        )

    @property
    def longest(self) -> float:
        """Seconds after which whoever makes it hangs."""
        return self.limits.seconds + GRACE + (PRINTING if self.files.pdf else 0)


@dataclass
class Worker:
    """A worker process: the line to it, its order, since when, and how many reports it has made."""

    process: BaseProcess
    line: Connection
    ready: bool = False
    order: Order | None = None
    since: float = 0.0
    made: int = 0
    late: bool = False

    def give(self, order: Order) -> None:
        """Let it make a report. Where it has just ended, its line tells so."""
        self.order, self.since = order, time.monotonic()
        with suppress(OSError):
            self.line.send(order)

    def check(self) -> None:
        """Kill it where it takes too long."""
        if self.order and not self.late and time.monotonic() - self.since > self.order.longest:
            self.late = True
            self.process.kill()

    def end(self) -> None:
        """End it and the kernel that it has."""
        self.process.kill()
        self.process.join()
        self.line.close()


@dataclass
class Crew:
    """Workers that make reports together.

    own: environment variables of theirs; room: a folder for what they need while they work; held: an open file that
    they hold until they end, where the system has that.
    """

    own: Mapping[str, str]
    room: Path
    held: int
    workers: list[Worker] = field(default_factory=list)
    stillborn: int = 0
    tries: Counter[str] = field(default_factory=Counter)

    def finished(self, orders: Sequence[Order]) -> Iterator[Report]:
        """Make reports, begun in their order; yields each as it finishes. Raises Unstaffed where no worker starts."""
        waiting = deque(orders)
        self._give(waiting)
        while waiting or any(worker.order for worker in self.workers):
            answers = [self._answer(worker, waiting) for worker in self._heard()]
            self._give(waiting)  # before anything is done with what has finished
            yield from filter(None, answers)

    def hire(self) -> None:
        """Start one more worker."""
        context = multiprocessing.get_context("spawn")  # a fork would copy threads and locks of this process
        mine, its = context.Pipe()
        process = context.Process(target=serving.serve, args=(its, dict(self.own), self.room), daemon=True)
        with _deaf():
            process.start()
        its.close()
        self.workers.append(Worker(process, mine))

    def _give(self, waiting: deque[Order]) -> None:
        for worker in self.workers:
            if worker.ready and not worker.order and waiting:
                worker.give(waiting.popleft())

    def _heard(self) -> list[Worker]:
        lines = {worker.line: worker for worker in self.workers}
        heard = [lines[line] for line in connection.wait(list(lines), timeout=1.0)]  # type: ignore[index]
        for worker in self.workers:
            worker.check()
        return heard

    def _answer(self, worker: Worker, waiting: deque[Order]) -> Report | None:
        try:
            answer: Answer = worker.line.recv()
        except (EOFError, OSError):
            return self._lost(worker, waiting)
        if answer.report is None:
            worker.ready, self.stillborn = True, 0
            self._share(worker)
            return None
        worker.order = None
        worker.made += 1
        if worker.made >= MOST or answer.size > LARGEST:
            self._replace(worker)
        return answer.report

    def _share(self, worker: Worker) -> None:
        """Let a worker hold the open file too, from when it would notice that this process ends."""
        if os.name != "nt":
            with suppress(OSError):
                reduction.send_handle(worker.line, self.held, worker.process.pid)

    def _lost(self, worker: Worker, waiting: deque[Order]) -> Report | None:
        """A worker has ended: its report is tried again after all others, once."""
        self.stillborn += not worker.ready
        if self.stillborn >= STILLBORN:
            raise Unstaffed("worker processes end while they start; what they wrote stands in the error output")
        self._replace(worker)
        order, seconds = worker.order, time.monotonic() - worker.since
        if order is None:
            return None
        self.tries[order.name] += 1
        if worker.late:
            told = f"took longer than {order.limits.seconds:g} s, and its worker process did not answer"
            return Report(order.name, FAILED, seconds, told)
        if self.tries[order.name] < TRIES:
            waiting.append(order)
            return None
        return Report(order.name, FAILED, seconds, "its worker process was killed")

    def _replace(self, worker: Worker) -> None:
        worker.end()
        self.workers.remove(worker)
        self.hire()


@contextmanager
def crew(number: int, own: Mapping[str, str], held: int) -> Iterator[Crew]:
    """Workers for the time of a block. They start at once and end with it, also where this process is killed."""
    with tempfile.TemporaryDirectory(prefix="benchlib-", ignore_cleanup_errors=True) as room:
        team = Crew(own, Path(room), held)
        try:
            for _ in range(number):
                team.hire()
            yield team
        finally:
            for worker in team.workers:
                worker.end()


@contextmanager
def _deaf() -> Iterator[None]:
    """What starts in this block does not hear Ctrl-C: whoever started it does, and ends it."""
    if os.name == "nt":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
