"""Batches on a dask scheduler: real workers in processes of their own, one killed, others refused, both ways home."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pandas as pd
import pytest

pytest.importorskip("distributed", reason="needs the extra `cluster`")

from distributed import LocalCluster

import benchlib
from benchlib.run.crews import distributed, workforce
from benchlib.run.crews.distributed import Scheduler
from benchlib.run.crews.workers import Order
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import Files, Limits, Links
from benchlib.tables.faults import BadInput

PARAMETERS = 'edition: str = ""\ncluster_id: str = ""\nas_of: str = ""'
TELLS = """
import pandas as pd
rows = pd.read_parquet(f"{edition}/results/scores.parquet", filters=[("cluster_id", "==", cluster_id)])
told = f"{cluster_id}: {rows['points'].tolist()}"
display({"text/html": f"<h1>{told}</h1>", "text/plain": ""}, raw=True)
summary = {"name": cluster_id, "synthetic": False, "as_of": as_of}
display({"application/vnd.benchlib.summary+json": summary}, raw=True)
"""
FAILS = "print(edition)\nif cluster_id == 'b':\n    raise ValueError(f'nothing known of b in {edition}')\n"
KILLS = """
import os, psutil, signal
if cluster_id == "b":
    mine = psutil.Process()
    os.kill(next(one.pid for one in mine.parents() if "multiprocessing" in " ".join(one.cmdline())), signal.SIGKILL)
"""


@pytest.fixture(scope="module")
def scheduler():
    """Two workers, each a process that is started again when it ends."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def edition(tmp_path) -> Edition:
    """Results of six organisations: two rows of scores each, and a table on all of them."""
    target = Edition(tmp_path / "edition")
    target.prepare()
    ids = list("abcdef")
    pd.DataFrame({"cluster_id": sorted(ids * 2), "points": range(12)}).to_parquet(target.results / "scores.parquet")
    pd.DataFrame({"n": [6]}).to_parquet(target.results / "parameters.parquet")
    (target.results / "edition.json").write_text("{}")
    return target


def notebook(edition: Edition, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    path = edition.folder / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec}), path)
    return path


def order(edition: Edition, path: Path, name: str, seconds: float = 300) -> Order:
    parameters = {"edition": str(edition.folder), "as_of": "2026-01-01", "cluster_id": name}
    files = Files(edition.notebook(name), edition.page(name))
    return Order(name, path, parameters, files, Links(), Limits(seconds), f"{name}:print")


def batch(address, edition, path, names, exchange=None, seconds=300):
    with distributed.crew(Scheduler(address, exchange, patience=20)) as crew:
        yield from crew.finished([order(edition, path, name, seconds) for name in names])


def made(*arguments, **options):
    return {one.id: one for one in batch(*arguments, **options)}


def test_reports_are_the_same_as_those_made_here(scheduler, edition):
    path = notebook(edition, TELLS)
    assert {one.state for one in made(scheduler, edition, path, "ab").values()} == {"done"}
    local = Edition(edition.folder.with_name("local"))
    for name in "ab":
        there = order(edition, path, name)
        here = replace(there, files=Files(local.notebook(name), local.page(name)))
        assert here.made().state == "done"
        assert there.files.page.read_bytes() == here.files.page.read_bytes()
        assert there.files.whole(f"{name}:print")
    assert "<h1>b: [2, 3]</h1>" in edition.page("b").read_text()
    assert str(edition.folder) in nbformat.read(edition.notebook("b"), 4).cells[1].source


def test_a_failing_notebook_is_a_failed_report_and_is_kept_as_far_as_it_got(scheduler, edition):
    edition.page("b").write_text("an old page")
    done = made(scheduler, edition, notebook(edition, FAILS, TELLS), "abc")
    assert {name: one.state for name, one in done.items()} == {"a": "done", "b": "failed", "c": "done"}
    assert done["b"].error == f"cell 2: ValueError: nothing known of b in {edition.folder}"
    outputs = nbformat.read(edition.notebook("b"), 4).cells[-2].outputs
    assert outputs[0].text == f"{edition.folder}\n"
    assert not edition.page("b").exists()


def test_a_worker_that_is_killed_costs_no_report(scheduler, edition):
    running = batch(scheduler, edition, notebook(edition, "import time; time.sleep(0.3)", TELLS), "abcdef")
    done = [next(running)]
    with workforce.connected(scheduler) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    done += running
    assert {one.id: one.state for one in done} == dict.fromkeys("abcdef", "done")
    assert all(f"<h1>{name}: " in edition.page(name).read_text() for name in "abcdef")


def test_a_report_that_kills_two_workers_is_failed_and_no_other(scheduler, edition):
    done = made(scheduler, edition, notebook(edition, KILLS, TELLS), "abcd")
    assert {name: one.state for name, one in done.items()} == dict.fromkeys("acd", "done") | {"b": "failed"}
    assert done["b"].error == "its worker process was killed"
    assert not edition.page("b").exists()


def test_limits_hold_and_a_report_that_hangs_stops_no_other(scheduler, edition):
    hangs = "import time\nprint(cluster_id)\nif cluster_id == 'b':\n    time.sleep(600)"
    path = notebook(edition, hangs, TELLS)
    done = made(scheduler, edition, path, "abc", seconds=2)
    assert {name: one.state for name, one in done.items()} == {"a": "done", "b": "failed", "c": "done"}
    assert done["b"].error == "took longer than 2 s"
    assert nbformat.read(edition.notebook("b"), 4).cells[2].outputs[0].text == "b\n"


def test_reports_come_back_through_an_exchange_folder_and_leave_nothing_there(scheduler, edition, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    done = made(scheduler, edition, notebook(edition, TELLS), "ab", exchange=exchange.as_uri())
    assert {one.state for one in done.values()} == {"done"}
    assert Files(edition.notebook("a"), edition.page("a")).whole("a:print")
    assert "<h1>a: [0, 1]</h1>" in edition.page("a").read_text()
    assert list(exchange.iterdir()) == []


def test_closing_a_batch_cancels_what_waits(scheduler, edition):
    running = batch(scheduler, edition, notebook(edition, TELLS), "abcdef")
    first = next(running)
    running.close()
    with workforce.connected(scheduler) as client:
        assert client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0
    assert [file.stem for file in edition.pages.iterdir()] == [first.id]


def test_a_batch_that_is_left_in_the_middle_ends_at_once_and_what_it_made_is_whole(scheduler, edition):
    path = notebook(edition, "import time; time.sleep(0.2)", TELLS)
    with distributed.crew(Scheduler(scheduler)) as crew:
        finished = crew.finished([order(edition, path, name) for name in "abcdef"])
        first = next(finished)
    assert [file.stem for file in edition.pages.iterdir()] == [first.id]
    assert list(finished) == []
    assert {one.state for one in made(scheduler, edition, path, "ab").values()} == {"done"}


@contextlib.contextmanager
def another_version(scheduler, tmp_path):
    """A worker whose code of benchlib differs, in a process of its own; yields once it has come."""
    package = Path(benchlib.__file__).parent
    shutil.copytree(package, tmp_path / "benchlib", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "data").symlink_to(package.parent / "data")
    (tmp_path / "benchlib" / "another.py").write_text("# one file more\n")
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler, "--no-nanny", "--no-dashboard"]
    options = {"env": {**os.environ, "PYTHONPATH": str(tmp_path)}, "cwd": tmp_path, "stderr": subprocess.DEVNULL}
    with workforce.connected(scheduler) as client:
        before = set(client.nthreads())
        with subprocess.Popen([*command, "--nthreads", "1"], **options) as process:
            while not set(client.nthreads()) - before and process.poll() is None:
                time.sleep(0.1)
            try:
                yield (set(client.nthreads()) - before).pop()
            finally:
                process.kill()


def test_workers_of_another_version_are_refused_before_anything_runs_and_not_used_later(
    scheduler, edition, tmp_path, capsys
):
    path = notebook(edition, "import time; time.sleep(0.2)", TELLS)
    running = batch(scheduler, edition, path, "abcdef")
    done = [next(running)]
    with another_version(scheduler, tmp_path / "other") as address:
        done += running
        assert [one.state for one in done] == ["done"] * 6
        told = capsys.readouterr().err
        assert f"not used: worker {address}: benchlib's code " in told
        edition.page("a").unlink()
        with pytest.raises(
            BadInput, match=f"worker {address}: benchlib's code [0-9a-f]{{12}} there, [0-9a-f]{{12}} here"
        ):
            made(scheduler, edition, path, "a")
    assert not edition.page("a").exists()


def test_without_a_worker_or_a_scheduler_nothing_begins(monkeypatch):
    with LocalCluster(n_workers=0, processes=False, dashboard_address=None) as empty:
        alone = Scheduler(empty.scheduler_address, patience=0)
        with pytest.raises(BadInput, match="no worker has come to this scheduler in 0 s"), distributed.crew(alone):
            pass
    monkeypatch.setattr(workforce, "CONNECT", 0.3)
    nowhere = Scheduler("tcp://127.0.0.1:9")
    with pytest.raises(BadInput, match="9'; expected the address"), distributed.crew(nowhere):
        pass


def test_an_address_that_others_reach_without_tls_is_told_of():
    assert "nothing guards this connection" in workforce.danger("tcp://10.1.2.3:8786")
    assert "nothing guards this connection" in workforce.danger("scheduler.example:8786")
    assert workforce.danger("tls://scheduler.example:8786") is None
    assert workforce.danger("tcp://[::1]:8786") is None
    assert workforce.danger("127.0.0.1:8786") is None
