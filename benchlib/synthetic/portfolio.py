"""A synthetic portfolio on disk: the same files for the same number and seed, on any machine and with any workers.

Organisations are made in blocks of a fixed size. Each block has random numbers of its own, so that blocks can be made
side by side and still come out the same; their parts stand in the files in order.
"""

import ctypes
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from benchlib.synthetic import block, calibration, settings, tables, truth
from benchlib.synthetic.calibration import Scores, Summary
from benchlib.synthetic.places import Places
from benchlib.synthetic.places import write as write_at
from benchlib.synthetic.rows import joined
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES

README = "README.txt"
FIRST_LINE = "SYNTHETIC: a portfolio of invented organisations. No organisation, person or label in it is real."
PLAIN = csv.WriteOptions(include_header=False, batch_size=1 << 16, quoting_style="none")
QUOTED = csv.WriteOptions(include_header=False, batch_size=1 << 16, quoting_style="needed")
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
LARGEST_KEPT = 1 << 30
MOST_WORKERS = 3  # each takes up to 1 GB


@dataclass(frozen=True)
class Task:
    """One block to be made, and the folder with the files that it is a part of."""

    seed: int
    index: int
    clusters: int
    at_once: int
    folder: Path


def write(
    folder: Path | str, clusters: int = 1226, seed: int = 1, workers: int | None = None, at_once: int | None = None
) -> pd.DataFrame:
    """Write the tables, `truth/` and README.txt into a folder; returns the calibration (see `calibration.table`).

    clusters: organisations, at least 1. workers: processes, by default as many as there are processors, at most 3; what
    is written does not depend on it. at_once: organisations in a block, by default as the model says; another number
    gives other organisations. Several blocks are made in processes of their own, so a script that calls this needs the
    usual `if __name__ == "__main__":`. An earlier synthetic portfolio in the folder is replaced.
    Raises BadInput where the folder holds tables of another kind.
    """
    folder = Path(folder)
    _refuse_other_tables(folder)
    if clusters < 1:
        raise BadInput.of("clusters", "expected at least 1", clusters)
    with _unfinished(folder) as work:
        result = _made(work, clusters, seed, workers, at_once or settings.model().block)
        for file in sorted(work.rglob("*")):
            if file.is_file():
                target = folder / file.relative_to(work)
                target.parent.mkdir(exist_ok=True)
                os.replace(file, target)
    return result


def _refuse_other_tables(folder: Path) -> None:
    found = [file.name for file in sorted(folder.glob("*.csv")) if file.stem in TABLES] if folder.is_dir() else []
    readme = folder / README
    if found and not (readme.is_file() and readme.read_text(encoding="utf-8").startswith(FIRST_LINE)):
        raise BadInput.of(folder, f"expected an empty folder, or an earlier synthetic portfolio; found {found[0]}")


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder beside the files to be, so that a run that breaks off leaves none of them."""
    work = folder / ".unfinished"
    shutil.rmtree(work, ignore_errors=True)
    (work / truth.FOLDER).mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _made(work: Path, clusters: int, seed: int, workers: int | None, at_once: int) -> pd.DataFrame:
    tasks = [Task(seed, index, clusters, at_once, work) for index in range(-(-clusters // at_once))]
    headers = [(",".join(columns) + "\n").encode() for columns in tables.COLUMNS.values()]
    for name, header in zip(tables.COLUMNS, headers, strict=True):
        (work / f"{name}.csv").write_bytes(header)
    parts = list(_results(tasks, workers, [len(header) for header in headers]))
    result = calibration.table(joined(Summary, [rows for rows, _ in parts]), joined(Scores, [s for _, s in parts]))
    result.to_csv(work / truth.FOLDER / "calibration.csv", index=False, lineterminator="\n")
    truth.parameters().to_csv(work / truth.FOLDER / "parameters.csv", index=False, lineterminator="\n")
    (work / README).write_text(_readme(clusters, seed), encoding="utf-8", newline="\n")
    return result


def _results(tasks: list[Task], workers: int | None, starts: list[int]) -> Iterator[tuple[Summary, Scores]]:
    context = get_context("spawn")
    places = Places(context, starts)
    number = min(workers or min(os.cpu_count() or 1, MOST_WORKERS), len(tasks))
    if number == 1:
        for task in tasks:
            yield _part(task, places)
        return
    with ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(places,)) as pool:
        yield from pool.map(_shared_part, tasks)


_shared: dict[str, Places] = {}  # in a worker process: what it shares with the others


def _begin(places: Places) -> None:
    pa.set_memory_pool(pa.system_memory_pool())
    keep_freed_memory()
    _shared["places"] = places


def keep_freed_memory() -> None:
    """Let this process reuse the memory of large arrays: giving it back and asking again took a seventh of the time.

    Where the C library is another than glibc, nothing changes.
    """
    library: Any = ctypes.CDLL(None) if os.name == "posix" else None
    if hasattr(library, "mallopt"):
        for option in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
            library.mallopt(option, LARGEST_KEPT)


def _shared_part(task: Task) -> tuple[Summary, Scores]:
    try:
        return _part(task, _shared["places"])
    except BaseException:
        _shared["places"].break_off()
        raise


def _part(task: Task, places: Places) -> tuple[Summary, Scores]:
    """Make a block, write its part of every table, return what the calibration needs."""
    model = settings.model().model_copy(update={"block": task.at_once})
    countries = settings.countries()
    made = block.make(task.seed, task.index, task.clusters, model, countries)
    for position, (name, table) in enumerate(tables.of(made, task.clusters, task.seed, model, countries)):
        content = pa.BufferOutputStream()
        csv.write_csv(table, content, QUOTED if name in tables.WITH_COMMAS else PLAIN)
        text = memoryview(content.getvalue())
        write_at(task.folder / f"{name}.csv", places.take(position, task.index, len(text)), text)
    return calibration.summary(made, model)


def _readme(clusters: int, seed: int) -> str:
    model = settings.model()
    return f"""{FIRST_LINE}

organisations: {clusters}
seed: {seed}
model: {model.id} of {model.version}
rules of the labels: {block.rules().judge.labels.version_name}
made again by: benchlib sample DIR --clusters {clusters} --seed {seed}

The tables are those that `benchlib check` reads. The folder truth/ holds what no real portfolio can show: the latent
states behind the figures and answers, the parameters, and what came out beside published figures (calibration.csv).
"""
