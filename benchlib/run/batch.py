"""Many reports: the results once, then one notebook an organisation, in parallel; one failure never stops the rest."""

import datetime as dt
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from benchlib.present import index, method
from benchlib.rules import cases
from benchlib.run import edition as editions
from benchlib.run import report, results, subjects
from benchlib.run.edition import Edition
from benchlib.run.kernels import nursery
from benchlib.run.report import DONE, FAILED, Files, Report
from benchlib.run.results import Tables
from benchlib.run.rulebook import Rulebook
from benchlib.run.subjects import Keys, Subject, Task
from benchlib.tables.checking import Facts

NOTEBOOKS = "notebooks"  # key of the manifest: by subject the notebook that its reports were made with
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Job:
    """A batch: which notebook, into which edition, from which facts; `options` are its further parameters."""

    edition: Edition
    notebook: Path
    path: Path
    as_of: dt.date
    workers: int
    resume: bool
    pdf: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


def run(job: Job, facts: Facts, by: Rulebook, chosen: Sequence[Keys]) -> list[Report]:
    """Make an edition: results, pages, index, method, manifest. Returns what came of each report, in order of `chosen`.

    chosen: whom the reports are about, each by the keys of the notebook's subject. With `resume`, reports that are done
    stay, as long as data, rules, code and notebook are the same. Reports of other kinds stay where all but the
    notebook is the same.
    """
    subject = subjects.of(job.notebook)
    tasks = [subject.task(job.edition, whom, job.as_of, job.options) for whom in chosen]
    head = editions.head(job.path, by, job.as_of)
    made = _kept(job, subject, head)
    tables = results.compute(facts, by, job.as_of)
    about = editions.describe(job.edition.folder.name, facts, by, job.as_of)
    editions.write_results(job.edition, tables, about)
    head = head | {NOTEBOOKS: _notebooks(job, head) | {subject.name: _print(job.notebook)}}
    editions.write_manifest(job.edition, head, made.values())
    for one in _finished(job, [task for task in tasks if task.name not in made]):
        made[one.id] = one
        editions.write_manifest(job.edition, head, made.values())
    _frame(job.edition, facts, by, tables, about, made)
    return [made[task.name] for task in tasks]


def _kept(job: Job, subject: Subject, head: Mapping[str, object]) -> dict[str, Report]:
    """What stays of an earlier run, by name; the rest is removed."""
    _, reports = editions.read_manifest(job.edition)
    others = _notebooks(job, head)
    job.edition.prepare(anew=not others)
    own = job.resume and others.get(subject.name) == _print(job.notebook)
    if not own:
        subject.clear(job.edition)
    stay = [one for one in reports if others and (own or not subject.has(one.id))]
    return {one.id: one for one in stay if one.state == DONE and _whole(job, subject, one.id)}


def _whole(job: Job, subject: Subject, name: str) -> bool:
    """Whether all files of a report that is done are there."""
    wanted = [job.edition.page(name)] + [job.edition.pdf(name)] * (job.pdf and subject.has(name))
    return all(file.is_file() for file in wanted)


def _notebooks(job: Job, head: Mapping[str, object]) -> dict[str, object]:
    """The notebooks of an earlier run by subject; none where anything else has changed since."""
    earlier, _ = editions.read_manifest(job.edition)
    notebooks = earlier.pop(NOTEBOOKS, {})
    return dict(notebooks) if earlier == head and isinstance(notebooks, dict) else {}


def _print(notebook: Path) -> dict[str, str]:
    return {notebook.name: editions.checksum([notebook])}


def _frame(
    edition: Edition,
    facts: Facts,
    by: Rulebook,
    tables: Tables,
    about: Mapping[str, object],
    made: Mapping[str, Report],
) -> None:
    """The pages around the reports: the index lists the organisations that a report was asked for, else all of them."""
    known = facts["organisations"]["cluster_id"]
    asked = [name for name in made if subjects.ORGANISATION.has(name)]
    listed = known[known.isin(asked)] if asked else known
    rows = editions.index_rows(tables, pd.Index(listed), made.values())
    status = tables["statuses"][tables["statuses"]["cluster_id"].isin(listed)]
    shown = (cases.points(), cases.labels(), cases.history())
    profiles = (by.strengths, by.criteria)
    told = method.render(by.framework, shown, by.standing, profiles, synthetic=facts.synthetic)
    report.write(edition.folder / "method.html", told)
    report.write(edition.folder / "index.html", index.render(rows, about, status))


def _finished(job: Job, todo: Sequence[Task]) -> Iterator[Report]:
    """Reports as they finish, with a progress bar that shows the time left."""
    seldom = 0.1 if sys.stderr.isatty() else 30  # a log wants a line now and then, a terminal a bar that moves
    with tqdm(total=len(todo), desc="reports", unit="report", disable=not todo, mininterval=seldom) as bar:
        for one in _parallel(job, todo):
            bar.update()
            if one.state == FAILED:
                bar.write(f"{one.id}: {one.error}")
            yield one


def _parallel(job: Job, todo: Sequence[Task]) -> Iterator[Report]:
    """Run in worker processes. Reports that were running when a worker died run again, each alone; the others go on."""
    waiting, single = deque(todo), dict.fromkeys(THREADS, "1")  # there are as many workers as cores
    with nursery.shared({**os.environ, **single}) as forked:
        own = {**single, **forked}
        while waiting:
            for task in (yield from _until_broken(job, waiting, own)):
                yield _alone(job, task, own)


def _until_broken(job: Job, waiting: deque[Task], own: Mapping[str, str]) -> Generator[Report, None, list[Task]]:
    """Run what waits until all is done, or until a worker dies: then return those that were running."""
    running: dict[Future[Report], Task] = {}
    with _pool(job.workers, own) as pool:
        try:
            while waiting or running:
                while waiting and len(running) < job.workers:
                    future = pool.submit(_one, job, waiting[0])
                    running[future] = waiting.popleft()
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    one = done.result()
                    del running[done]
                    yield one
        except BrokenProcessPool:
            return list(running.values())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return []


def _alone(job: Job, task: Task, own: Mapping[str, str]) -> Report:
    """Run one report in a worker of its own; if that dies too, it was the report's doing."""
    with _pool(1, own) as pool:
        try:
            return pool.submit(_one, job, task).result()
        except BrokenProcessPool:
            return Report(task.name, FAILED, 0.0, "its worker process was killed")


def _pool(workers: int, own: Mapping[str, str]) -> ProcessPoolExecutor:
    """Worker processes with environment variables of their own."""
    context = multiprocessing.get_context("spawn")  # a fork would copy threads and locks of the parent
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_settled, initargs=(own,))


def _settled(own: Mapping[str, str]) -> None:
    os.environ.update(own)


def _one(job: Job, task: Task) -> Report:
    files = Files(
        job.edition.notebook(task.name), job.edition.page(task.name), job.edition.pdf(task.name) if job.pdf else None
    )
    home, method = None, None
    if not subjects.PARTICIPANT.has(task.name):  # who reads of one participant sees no list of others
        home, method = (job.edition.seen_from(task.name, name) for name in ("index.html", "method.html"))
    return report.run(job.notebook, task.parameters, task.name, files, report.Links(home, method))
