"""Reports made through a dask scheduler, beside the workers of this machine: the same orders, two workers each.

python benchmarks/bench_distributed.py [--reports 2000] [--organisations 200] [--rounds 2] [--notebook cluster]

The organisations are invented; reports on them are made in turn until there are enough. Each round makes its share one
way and then the other, so that other work on the machine falls on both. Prints seconds, the ratio, which shall be at
most 1.15, what a report costs, and the bytes that travel. A short run: --reports 40 --organisations 20 --rounds 1;
reports on participants: --notebook participant
"""

import argparse
import datetime as dt
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import pandas as pd
import psutil
from dask import config
from distributed import LocalCluster

from benchlib.run import facts, results, rulebook
from benchlib.run.crews import distributed, extract, parcel, workers
from benchlib.run.crews.distributed import Scheduler
from benchlib.run.crews.workers import Order
from benchlib.run.kernels import nursery
from benchlib.run.reports import edition, locking, subjects
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import DONE, Files, Report
from benchlib.synthetic import portfolio

ROOT = Path(__file__).resolve().parents[1]
DAY = dt.date(2026, 11, 20)
WORKERS, SKIPPED = 2, 10  # the first reports wait for imports
QUIET = {  # as docs/a-million-reports.md sets them
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.worker.memory.monitor-interval": "1s",
}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass
class Share:
    """Reports made one way: how many, seconds, and seconds of processors of all processes."""

    reports: int = 0
    seconds: float = 0.0
    processors: float = 0.0


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="benchlib-") as folder:
        made = invented(Path(folder), asked.organisations)
        orders = ordered(made, ROOT / "notebooks" / "reports" / f"{asked.notebook}.ipynb", asked.reports)
        here, there = Share(), Share()
        for part in (orders[number :: asked.rounds] for number in range(asked.rounds)):
            with local(made) as crew:
                measured(here, crew.finished(part))
            with dask() as crew:
                measured(there, crew.finished(part))
        told("two workers of this machine", here)
        told("two workers of dask", there)
        print(
            f"ratio {there.seconds / here.seconds:.3f} (at most 1.15); of the processors' time "
            f"{there.processors / here.processors:.3f}"
        )
        sizes(made, orders)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--organisations", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--notebook", default="cluster")
    return parser.parse_args()


def invented(folder: Path, organisations: int) -> Edition:
    """The results of an edition on invented organisations."""
    portfolio.write(folder / "data", clusters=organisations, seed=1)
    by, target = rulebook.rulebook(), Edition(folder / "edition")
    known = facts.load(folder / "data", known=by.known)
    target.prepare()
    about = edition.describe(target.folder.name, known, by, DAY)
    start = time.perf_counter()
    edition.write_results(target, results.compute(known, by, DAY), about)
    print(f"results of {organisations} organisations: {time.perf_counter() - start:.1f} s")
    return target


def ordered(made: Edition, notebook: Path, reports: int) -> list[Order]:
    """Reports on the organisations, or on their participants, in turn, each under a name of its own."""
    keys = [*subjects.of(notebook).keys]
    table = "participants" if len(keys) > 1 else "organisations"
    ids = pd.read_parquet(made.results / f"{table}.parquet")[keys].to_dict("records")
    return [order(made, notebook, number, about) for number, about in enumerate(islice(cycle(ids), reports))]


def order(made: Edition, notebook: Path, number: int, about: dict[str, str]) -> Order:
    name = f"{'-'.join(about.values())}-{number}"
    parameters = {"edition": str(made.folder), "as_of": DAY.isoformat(), **about}
    return Order(name, notebook, parameters, Files(made.notebook(name), made.page(name)))


@contextmanager
def local(made: Edition) -> Iterator[workers.Crew]:
    with (
        locking.alone(made.folder) as lock,
        nursery.shared({**os.environ, **ONE_THREAD}) as forked,
        workers.crew(WORKERS, {**ONE_THREAD, **forked}, lock) as crew,
    ):
        yield crew


@contextmanager
def dask() -> Iterator[distributed.Crew]:
    with (
        config.set(QUIET),
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.crew(Scheduler(cluster.scheduler_address)) as crew,
    ):
        yield crew


def measured(share: Share, finished: Iterable[Report]) -> None:
    """Time from the first reports, which wait for what is started, to the last."""
    reports = iter(finished)
    good(list(islice(reports, SKIPPED)))
    start, before = time.perf_counter(), processors()
    rest = good(list(reports))
    share.reports += rest
    share.seconds += time.perf_counter() - start
    share.processors += processors() - before


def good(made: Sequence[Report]) -> int:
    wrong = [one for one in made if one.state != DONE]
    if wrong:
        raise SystemExit(f"not made: {wrong[0]}")
    return len(made)


def processors() -> float:
    """Seconds of processors that this process and all that it started have spent, those that have ended among them."""
    own = psutil.Process()
    times = []
    for one in (own, *own.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times.append(sum(one.cpu_times()[:4]))  # user, system, and both of children that it has waited for
    return sum(times)


def told(name: str, share: Share) -> None:
    each, cost = share.seconds / share.reports, share.processors / share.reports
    print(f"{name}: {share.reports} reports in {share.seconds:.1f} s, {each:.3f} s each, {cost:.3f} s of processors")


def sizes(made: Edition, orders: Sequence[Order]) -> None:
    """Bytes of a report at rest and on its way, and the memory of this process."""
    some = orders[:100]
    files = [[one.files.notebook.read_bytes(), one.files.page.read_bytes()] for one in some]
    home = [len(parcel.packed({"notebook": notebook, "page": page}).content) for notebook, page in files]
    with extract.opened(made.folder) as source:
        start = time.perf_counter()
        out = [len(parcel.packed(source.cut(one.parameters)).content) for one in some]
        cut = (time.perf_counter() - start) / len(some)
    for name, values in {
        "notebook": [len(notebook) for notebook, _ in files],
        "page": [len(page) for _, page in files],
        "rows on their way out": out,
        "files on their way home": home,
    }.items():
        print(f"{name}: {sum(values) / len(values) / 1e3:.0f} KB on average, {max(values) / 1e3:.0f} KB at most")
    whole = sum(file.stat().st_size for file in made.results.iterdir())
    ids = {one.parameters["cluster_id"] for one in orders}
    print(f"results: {whole / len(ids) / 1e3:.0f} KB an organisation; cutting a report's rows out: {cut * 1e3:.1f} ms")
    print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB")


if __name__ == "__main__":
    main()
