"""Many reports: the results once, then one notebook an organisation, in parallel; one failure never stops the rest."""

import datetime as dt
import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
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
    editions.write_results(job.edition, tables, editions.describe(job.edition.folder.name, facts, by, job.as_of))
    made = {one.id: one for one in kept if one.state == DONE and job.edition.page(one.id).is_file()}
    editions.write_manifest(job.edition, head, made.values())
    todo = [name for name in chosen if name not in made]
    for one in _finished(job, todo):
        made[one.id] = one
        editions.write_manifest(job.edition, head, made.values())
    _frame(job.edition, facts, by, tables, chosen, made)
    return [made[name] for name in chosen]


def _frame(
    edition: Edition, facts: Facts, by: Rulebook, tables: Tables, chosen: Sequence[str], made: Mapping[str, Report]
) -> None:
    """The pages around the reports."""
    rows = editions.index_rows(tables, pd.Index(chosen), made.values())
    about = editions.describe(edition.folder.name, facts, by, dt.date.min)
    status = tables["statuses"][tables["statuses"]["cluster_id"].isin(chosen)]
    report.write(edition.folder / "index.html", index.render(rows, about, status))
    report.write(edition.folder / "method.html", method.render(by.framework, cases.load(), by.standing))


def _finished(job: Job, todo: Sequence[str]) -> Iterator[Report]:
    """Reports as they finish, with a progress bar that shows the time left."""
    with tqdm(total=len(todo), desc="reports", unit="report", disable=not todo) as bar:
        for one in _parallel(job, list(todo)):
            bar.update()
            if one.state == FAILED:
                bar.write(f"{one.id}: {one.error}")
            yield one


def _parallel(job: Job, todo: list[str]) -> Iterator[Report]:
    """Run in worker processes. One that dies takes only the reports it was at; the others go on in new workers."""
    while todo:
        with _pool(min(job.workers, len(todo))) as pool:
            running = {pool.submit(_one, job, name): name for name in todo}
            try:
                for one in _completed(running):
                    todo.remove(one.id)
                    yield one
            except BrokenProcessPool:
                pass
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _completed(running: dict[Future[Report], str]) -> Iterator[Report]:
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            del running[future]
            yield future.result()


def _pool(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # a fork would copy threads and locks of the parent
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_single_threaded)


def _single_threaded() -> None:
    """One thread a worker and its kernels: there are as many workers as cores."""
    os.environ.update(dict.fromkeys(THREADS, "1"))


def _one(job: Job, name: str) -> Report:
    parameters = {"edition": str(job.edition.folder.resolve()), "cluster_id": name, "as_of": job.as_of.isoformat()}
    return report.run(job.notebook, parameters, name, job.edition.notebook(name), job.edition.page(name))
