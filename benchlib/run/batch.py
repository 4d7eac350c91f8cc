"""Many reports: the results once, then one notebook an organisation, in parallel; one failure never stops the rest."""

import datetime as dt
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from benchlib.present import index, method
from benchlib.rules import cases
from benchlib.run import edition as editions
from benchlib.run import report, results
from benchlib.run.edition import Edition
from benchlib.run.report import DONE, FAILED, Report
from benchlib.run.results import Rulebook, Tables
from benchlib.tables.checking import Facts

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Job:
    """A batch: which notebook, for which organisations, into which edition."""

    edition: Edition
    notebook: Path
    path: Path
    as_of: dt.date
    workers: int
    resume: bool


def run(job: Job, facts: Facts, by: Rulebook, chosen: Sequence[str]) -> list[Report]:
    """Make an edition: results, pages, index, method, manifest. Returns what came of each report, in order of `chosen`.

    With `resume`, reports that are done stay, as long as data, rules, code and notebook are the same.
    """
    parameters = {"edition": "", "cluster_id": "", "as_of": ""}
    report.check_parameters(job.notebook, parameters)
    head = editions.head(job.path, by, job.notebook, job.as_of)
    earlier, reports = editions.read_manifest(job.edition)
    kept = reports if job.resume and earlier == head else []
    job.edition.prepare(anew=not kept)
    tables = results.compute(facts, by, job.as_of)
    about = editions.describe(job.edition.folder.name, facts, by, job.as_of)
    editions.write_results(job.edition, tables, about)
    made = {one.id: one for one in kept if one.state == DONE and job.edition.page(one.id).is_file()}
    editions.write_manifest(job.edition, head, made.values())
    todo = [name for name in chosen if name not in made]
    for one in _finished(job, todo):
        made[one.id] = one
        editions.write_manifest(job.edition, head, made.values())
    _frame(job.edition, facts, by, tables, about, chosen, made)
    return [made[name] for name in chosen]


def _frame(
    edition: Edition,
    facts: Facts,
    by: Rulebook,
    tables: Tables,
    about: Mapping[str, object],
    chosen: Sequence[str],
    made: Mapping[str, Report],
) -> None:
    """The pages around the reports."""
    rows = editions.index_rows(tables, pd.Index(chosen), made.values())
    status = tables["statuses"][tables["statuses"]["cluster_id"].isin(chosen)]
    shown = (cases.points(), cases.labels(), cases.history())
    profiles = (by.strengths, by.criteria)
    told = method.render(by.framework, shown, by.standing, profiles, synthetic=facts.synthetic)
    report.write(edition.folder / "method.html", told)
    report.write(edition.folder / "index.html", index.render(rows, about, status))


def _finished(job: Job, todo: Sequence[str]) -> Iterator[Report]:
    """Reports as they finish, with a progress bar that shows the time left."""
    seldom = 0.1 if sys.stderr.isatty() else 30  # a log wants a line now and then, a terminal a bar that moves
    with tqdm(total=len(todo), desc="reports", unit="report", disable=not todo, mininterval=seldom) as bar:
        for one in _parallel(job, todo):
            bar.update()
            if one.state == FAILED:
                bar.write(f"{one.id}: {one.error}")
            yield one


def _parallel(job: Job, todo: Sequence[str]) -> Iterator[Report]:
    """Run in worker processes. Reports that were running when a worker died run again, each alone; the others go on."""
    waiting = deque(todo)
    while waiting:
        for name in (yield from _until_broken(job, waiting)):
            yield _alone(job, name)


def _until_broken(job: Job, waiting: deque[str]) -> Generator[Report, None, list[str]]:
    """Run what waits until all is done, or until a worker dies: then return the names of those that were running."""
    running: dict[Future[Report], str] = {}
    with _pool(job.workers) as pool:
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


def _alone(job: Job, name: str) -> Report:
    """Run one report in a worker of its own; if that dies too, it was the report's doing."""
    with _pool(1) as pool:
        try:
            return pool.submit(_one, job, name).result()
        except BrokenProcessPool:
            return Report(name, FAILED, 0.0, "its worker process was killed")


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork would copy threads and locks of the parent
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_single_threaded)


def _single_threaded() -> None:
    """One thread a worker and its kernels: there are as many workers as cores."""
    os.environ.update(dict.fromkeys(THREADS, "1"))


def _one(job: Job, name: str) -> Report:
    parameters = {"edition": str(job.edition.folder.resolve()), "cluster_id": name, "as_of": job.as_of.isoformat()}
    return report.run(job.notebook, parameters, name, job.edition.notebook(name), job.edition.page(name))
