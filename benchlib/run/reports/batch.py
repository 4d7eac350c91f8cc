"""Many reports: the results once, then one notebook each, in parallel; one failure never stops the rest.

Whatever ends a batch, the next one keeps every report that is whole and still true, and makes the others.
"""

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from benchlib.run.crews import workers
from benchlib.run.crews.workers import Order
from benchlib.run.kernels import nursery
from benchlib.run.reports import content as contents
from benchlib.run.reports import edition as editions
from benchlib.run.reports import fingerprints, frame, inventory, locking, manifest, progress, subjects
from benchlib.run.reports.content import Content
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import DONE, Files, Limits, Links, Report
from benchlib.run.reports.subjects import Keys, Subject, Task
from benchlib.run.rulebook import Rulebook
from benchlib.tables.checking import Facts

if TYPE_CHECKING:
    from benchlib.run.crews.distributed import Scheduler

NOTEBOOKS = "notebooks"  # key of the manifest: by subject the notebook that its reports were made with
MEMORY = "BENCHLIB_MEMORY_MB"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Crew(Protocol):
    """Who makes reports: processes of this machine, or workers of a scheduler."""

    def finished(self, orders: Sequence[Order]) -> Iterator[Report]:
        """Make reports, begun in their order; yields each as it finishes."""


@dataclass(frozen=True)
class Part:
    """Reports of one kind: their notebook, whom they are about by the keys of its subject, its further parameters."""

    notebook: Path
    chosen: Sequence[Keys]
    options: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def subject(self) -> Subject:
        """What its reports are about."""
        return subjects.of(self.notebook)

    @cached_property
    def making(self) -> str:
        """Fingerprint of how its reports are made."""
        return fingerprints.making(self.notebook, self.options)


@dataclass(frozen=True)
class Job:
    """A batch: which reports, into which edition, from which facts.

    path: where the facts are from, a folder or workbook, else a store; parts: of different subjects; resume: reports on
    others than those chosen stay, where they are still true; anew: of those chosen none stays; scheduler: whose workers
    make the reports, instead of `workers` processes of this machine.
    """

    edition: Edition
    parts: Sequence[Part]
    path: Path | str | None
    as_of: dt.date
    workers: int
    resume: bool = False
    pdf: bool = False
    anew: bool = False
    limits: Limits = field(default_factory=Limits)
    scheduler: "Scheduler | None" = None

    def of(self, subject: Subject) -> Part | None:
        """The part on a subject."""
        return next((part for part in self.parts if part.subject is subject), None)


@dataclass(frozen=True)
class Outcome:
    """What came of each report, in the order asked for; which were kept from before; why not all could be written."""

    reports: Sequence[Report]
    kept: frozenset[str]
    unwritten: str | None = None


def run(job: Job, facts: Facts, by: Rulebook) -> Outcome:
    """Make an edition: results, pages, index, method, manifest.

    Reports that are whole and rest on the same rows, rules, code and notebook are kept, those of other subjects too;
    all others are removed first. Raises BadInput where the edition cannot be written to or another batch writes it.
    """
    tasks = {part.subject: _tasks(job, part) for part in job.parts}
    number = sum(map(len, tasks.values()))
    with locking.alone(job.edition.folder) as lock:
        job.edition.prepare()
        with _meanwhile(_staffed(job, min(job.workers, number), lock)) as crew:
            if job.scheduler:
                crew.result()  # before anything else, since it may not be there
            content = contents.of(job.edition, job.path, job.as_of, facts, by)
            team = crew.result()  # before anything that stands is touched
            orders = _orders(job, content, tasks)
            made = _kept(job, content, orders)
            kept = frozenset(made).intersection(orders)
            editions.write_results(job.edition, content.tables, content.about)
            content = content.only(frame.TABLES)  # the others take most of the memory
            contents.give_back()
            unwritten = _make(job, content, team, orders, made)
    return Outcome([made[task.name] for of_one in tasks.values() for task in of_one.values()], kept, unwritten)


def _tasks(job: Job, part: Part) -> dict[Keys, Task]:
    return {whom: part.subject.task(job.edition, whom, job.as_of, part.options) for whom in part.chosen}


@contextmanager
def _meanwhile(block: AbstractContextManager[Crew]) -> Iterator["Future[Crew]"]:
    """Enter a block in a thread of its own, while this one goes on; it is left at the end of this one."""
    with ExitStack() as stack, ThreadPoolExecutor(1) as side:
        yield side.submit(stack.enter_context, block)


@contextmanager
def _staffed(job: Job, number: int, lock: int) -> Iterator[Crew]:
    """Workers whose kernels are forked from one warmed process; as there is one a core, each has one thread."""
    if job.scheduler:
        from benchlib.run.crews import distributed

        with distributed.crew(job.scheduler) as crew:
            yield crew
        return
    own = {**dict.fromkeys(THREADS, "1"), MEMORY: str(job.limits.megabytes)}
    with (
        nursery.shared({**os.environ, **own}) as forked,
        workers.crew(number, {**own, **forked}, lock) as crew,
    ):
        yield crew


def _orders(job: Job, content: Content, tasks: Mapping[Subject, Mapping[Keys, Task]]) -> dict[str, Order]:
    """What workers are told, by the name of the report: those first that will take longest."""
    orders: list[Order] = []
    rows: dict[str, int] = {}
    for part in job.parts:
        prints = content.prints(part.subject)
        for whom, task in tasks[part.subject].items():
            orders.append(_order(job, part, task, fingerprints.joined(prints.of(whom), part.making)))
            rows[task.name] = prints.counts.get(whom, 0)
    _, earlier = manifest.read(job.edition)
    took = {one.id: one.seconds for one in earlier if one.state == DONE and one.id in rows}
    pace = sum(took.values()) / max(1, sum(rows[name] for name in took)) if took else 1.0
    orders.sort(key=lambda order: -took.get(order.name, rows[order.name] * pace))
    return {order.name: order for order in orders}


def _order(job: Job, part: Part, task: Task, fingerprint: str) -> Order:
    target, name = job.edition, task.name
    files = Files(target.notebook(name), target.page(name), target.pdf(name) if job.pdf else None)
    links = Links(None, None)  # who reads of one participant sees no list of others
    if part.subject is not subjects.PARTICIPANT:
        links = Links(*(target.seen_from(name, file) for file in (frame.INDEX, frame.METHOD)))
    return Order(name, part.notebook, task.parameters, files, links, job.limits, fingerprint)


def _kept(job: Job, content: Content, orders: Mapping[str, Order]) -> dict[str, Report]:
    """Reports that stay, by name; all other files go, but those of reports that lack only the page for print."""
    stay = {name for name, order in orders.items() if not job.anew and order.files.whole(order.fingerprint)}
    shown = {name for name, order in orders.items() if not job.anew and order.files.shown(order.fingerprint)}
    for name, subject in inventory.names(job.edition):
        own = job.of(subject)
        if name in orders or (own and not job.resume):
            continue
        if inventory.true(job.edition, name, subject, content.prints(subject), own.making if own else None):
            stay.add(name)
    _, earlier = manifest.read(job.edition)
    took = {one.id: one.seconds for one in earlier}
    inventory.clear(job.edition, stay | shown)
    return {name: Report(name, DONE, took.get(name, 0.0)) for name in sorted(stay)}


def _make(job: Job, content: Content, crew: Crew, orders: Mapping[str, Order], made: dict[str, Report]) -> str | None:
    """Make what is not yet made, and all that stands around it. Returns why not all could be written."""
    todo = [order for name, order in orders.items() if name not in made]
    head = dict(content.head) | {NOTEBOOKS: _notebooks(job, made)}
    manifest.write(job.edition, head, made.values())
    frame.write(job.edition, content, made, orders)
    unwritten = None
    try:
        with manifest.journal(job.edition) as journal:
            for one in progress.shown(crew.finished(todo), len(todo)):
                made[one.id] = one
                journal.add(one)
    finally:  # also where someone presses Ctrl-C
        try:
            manifest.write(job.edition, head, made.values())
            frame.write(job.edition, content, made, orders)
        except OSError as error:
            unwritten = f"{error.strerror}: {error.filename}"
    return unwritten


def _notebooks(job: Job, made: Mapping[str, Report]) -> dict[str, object]:
    """By subject the notebook, with its checksum, that the reports were made with."""
    head, _ = manifest.read(job.edition)
    earlier = head.get(NOTEBOOKS)
    others = earlier if isinstance(earlier, dict) else {}
    there = {one.name for one in subjects.SUBJECTS if any(one.has(name) for name in made)}
    own = {part.subject.name: {part.notebook.name: editions.checksum([part.notebook])} for part in job.parts}
    return {name: told for name, told in others.items() if name in there} | own
