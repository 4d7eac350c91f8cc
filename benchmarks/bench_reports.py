"""Cluster reports in a batch, beside what one would write instead: the same notebook, edition and organisations.

Prints seconds a report and, in brackets, core seconds: what all processes together computed, which differs less where
a machine has other work; and the ratios of both, of one run. Ours includes the executed notebook and the page of every
report; it is measured twice, before and after all others. The results are computed before; starting is told apart.

- commands: the loop of `papermill` and `jupyter nbconvert --no-input`, as many at a time as there are workers
- pool: `papermill.execute_notebook` in a pool of as many processes, without any page
- warm: the cells alone in processes that have imported everything; no kernel, no files, no page. In one process, and
  in as many as there are workers.

python benchmarks/bench_reports.py [--ours N] [--pool N] [--commands N] [--warm N] [--workers N] [PORTFOLIO]
"""

import argparse
import contextlib
import csv
import io
import itertools
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import papermill
import psutil
import pyarrow.parquet as pq

from benchlib.present import warming
from benchlib.run.crews import workers
from benchlib.run.crews.workers import Order
from benchlib.run.kernels import nursery
from benchlib.run.reports.report import DONE, Files

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK, SAMPLE = ROOT / "notebooks/reports/cluster.ipynb", ROOT / "data/synthetic/sample"
COMMANDS = Path(sys.executable).parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # one each, as a batch has it


@dataclass(frozen=True)
class Cost:
    """Seconds that pass, and seconds that cores compute, until a report is there."""

    passed: float
    computed: float

    def by(self, other: "Cost") -> str:
        return f"{self.passed / other.passed:.2f} ({self.computed / other.computed:.2f})"

    def __str__(self) -> str:
        return f"{self.passed:.3f} ({self.computed:.3f}) s a report"


class Clock:
    """What passes and what is computed from its making on, by this process and all that it starts."""

    def __init__(self) -> None:
        self.start, self.before = time.perf_counter(), self._computed()

    def cost(self, reports: int) -> Cost:
        return Cost((time.perf_counter() - self.start) / reports, (self._computed() - self.before) / reports)

    @staticmethod
    def _computed() -> float:
        total, own = 0.0, psutil.Process()
        for process in (own, *own.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                total += sum(process.cpu_times()[:4])  # its own and those of children that have ended
        return total


def edition(portfolio: Path, folder: Path) -> tuple[Path, list[str]]:
    """An edition with its results and one report, in a folder; and the ids of all organisations."""
    with (portfolio / "organisations.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))["cluster_id"]
    command = [COMMANDS / "benchlib", "reports", portfolio.resolve(), "--edition", "bench", "--only", first]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    made = folder / "reports/bench"
    ids = pq.read_table(made / "results/organisations.parquet", columns=["cluster_id"])["cluster_id"].to_pylist()
    return made, ids


def parameters(made: Path, one: str) -> dict[str, str]:
    return {"edition": str(made), "cluster_id": one, "as_of": ""}


def ours(made: Path, ids: Sequence[str], number: int, folder: Path) -> tuple[float, Cost, list[Path]]:
    """Seconds until the first is done, the cost of one of the others, and the pages."""
    pages = [folder / f"{place}.html" for place in range(len(ids))]
    orders = [
        Order(page.stem, NOTEBOOK, parameters(made, one), Files(page.with_suffix(".ipynb"), page))
        for one, page in zip(ids, pages, strict=True)
    ]
    own, held = dict.fromkeys(THREADS, "1"), os.open(folder, os.O_RDONLY)
    start = time.perf_counter()
    with nursery.shared({**os.environ, **own}) as forked, workers.crew(number, {**own, **forked}, held) as crew:
        told = crew.finished(orders)
        states = [next(told).state]
        begun, clock = time.perf_counter() - start, Clock()
        states += [one.state for one in told]
        cost = clock.cost(len(ids) - 1)
    os.close(held)
    assert set(states) == {DONE}, states
    return begun, cost, pages


def commands(made: Path, ids: Sequence[str], number: int, folder: Path) -> Cost:
    """The loop of two commands."""

    def one(place: int) -> None:
        target = folder / f"command-{place}.ipynb"
        given = [text for pair in parameters(made, ids[place]).items() for text in ("-r", *pair)]
        quiet = ["--no-progress-bar", "--log-level", "ERROR"]
        subprocess.run([COMMANDS / "papermill", NOTEBOOK, target, *given, *quiet], check=True, capture_output=True)
        convert = [COMMANDS / "jupyter", "nbconvert", "--to", "html", "--no-input", target]
        subprocess.run(convert, check=True, capture_output=True)

    clock = Clock()
    with ThreadPoolExecutor(number) as threads:
        list(threads.map(one, range(len(ids))))
    return clock.cost(len(ids))


def pool(made: Path, ids: Sequence[str], number: int, folder: Path) -> Cost:
    """papermill in a pool of processes, each of which has made a report before."""
    with _processes(number) as processes:
        first = [(str(folder / f"first-{place}.ipynb"), parameters(made, ids[0])) for place in range(number)]
        list(processes.map(_executed, *zip(*first, strict=True)))
        tasks = [(str(folder / f"pool-{place}.ipynb"), parameters(made, one)) for place, one in enumerate(ids)]
        clock = Clock()
        list(processes.map(_executed, *zip(*tasks, strict=True)))
        return clock.cost(len(ids))


def _executed(target: str, given: dict[str, str]) -> None:
    papermill.execute_notebook(str(NOTEBOOK), target, given, progress_bar=False)


def warm(made: Path, ids: Sequence[str], number: int) -> Cost:
    """The cells alone, in so many warm processes at a time."""
    with _processes(number) as processes:
        costs = list(processes.map(_cells, [str(made)] * number, [list(ids)] * number))
    return Cost(statistics.mean(cost.passed for cost in costs) / number, statistics.mean(c.computed for c in costs))


def _cells(made: str, ids: Sequence[str]) -> Cost:
    """After one report that is not counted."""
    warming.warm()
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    cells = [compile("".join(cell["source"]), "cell", "exec") for cell in notebook["cells"] if _is_step(cell)]
    for place, one in enumerate(itertools.chain(ids[:1], ids)):
        if place == 1:
            clock = Clock()
        names = parameters(Path(made), one)
        with contextlib.redirect_stdout(io.StringIO()):
            for cell in cells:
                exec(cell, names)
    return clock.cost(len(ids))


def _is_step(cell: dict) -> bool:
    return cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", [])


@contextlib.contextmanager
def _processes(number: int) -> Iterator[ProcessPoolExecutor]:
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, mp_context=spawned, initializer=_quiet) as processes:
        yield processes


def _quiet() -> None:
    """What kernels warn of stays out of the figures."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def chosen() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("portfolio", nargs="?", type=Path, default=SAMPLE)
    for name, size in (("ours", 48), ("pool", 8), ("commands", 4), ("warm", 24), ("workers", 2)):
        reader.add_argument(f"--{name}", type=int, default=size, metavar="N")
    return reader.parse_args()


def main() -> None:
    sizes = chosen()
    with tempfile.TemporaryDirectory() as name:
        folder, number = Path(name), sizes.workers
        made, known = edition(sizes.portfolio, folder)
        some = lambda size: list(itertools.islice(itertools.cycle(known), size))  # noqa: E731
        begin, first, pages = ours(made, some(sizes.ours), number, folder)
        beside = {
            "papermill and nbconvert, commands": (commands(made, some(sizes.commands), number, folder), "at least 8"),
            "papermill.execute_notebook in a pool": (pool(made, some(sizes.pool), number, folder), "at least 4"),
            "the cells in one warm process": (warm(made, some(sizes.warm), 1), ""),
            f"the cells in {number} warm processes": (warm(made, some(sizes.warm), number), "at least 1/1.3 = 0.77"),
        }
        _, again, _ = ours(made, some(sizes.ours), number, folder)
        largest = max(page.stat().st_size for page in pages)
    mean = Cost((first.passed + again.passed) / 2, (first.computed + again.computed) / 2)
    print(f"reports: {sizes.ours} with {number} workers, {mean}; of two runs {first.passed:.3f}, {again.passed:.3f}")
    print(f"  until the first is done {begin:.1f} s; largest page {largest / 1000:.0f} KB")
    for what, (cost, wanted) in beside.items():
        print(f"  {what}: {cost}, ratio {cost.by(mean)}{f', wanted {wanted}' if wanted else ''}")
    print(f"  1,226 reports at this pace: {1226 * mean.passed / 60:.1f} minutes")


if __name__ == "__main__":
    main()
