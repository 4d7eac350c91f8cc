"""What may go wrong while reports are made: no half file, no other report touched, every failure with its reason."""

import contextlib
import datetime as dt
import errno
import json
import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest

from benchlib.run import facts, rulebook
from benchlib.run.crews import worker, workers
from benchlib.run.kernels import CHOICE
from benchlib.run.reports import batch, frame, locking, manifest, session
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import Limits
from benchlib.tables.faults import BadInput

DAY = dt.date(2026, 1, 1)
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

pytestmark = pytest.mark.usefixtures("lightly_warmed", "remembered_results")


@pytest.fixture
def make(folder, notebooks, tmp_path):
    """A function that makes the reports on a, b and c with a notebook, and returns what came of it."""

    def run(notebook, *, target=None, workers=1, **more):
        part = batch.Part(notebooks / notebook, [("a",), ("b",), ("c",)])
        job = batch.Job(Edition(target or tmp_path / "edition"), [part], folder, DAY, workers, **more)
        return batch.run(job, facts.load(folder, DAY), rulebook.rulebook())

    return run


@pytest.fixture
def target(tmp_path):
    return Edition(tmp_path / "edition")


def states(outcome) -> list[str]:
    return [one.state for one in outcome.reports]


def nothing_half(edition: Edition) -> bool:
    """Whether every page and notebook is whole, and nothing stands beside them."""
    for file in edition.pages.rglob("*"):
        assert file.suffix == ".html", file
        assert file.read_text(encoding="utf-8").rstrip().endswith("</html>"), file
    for file in edition.notebooks.rglob("*"):
        assert file.suffix == ".ipynb", file
        nbformat.read(file, as_version=4)
    listed = {"manifest.json", "index.html", "method.html", "results", "notebooks", "pages", locking.LOCK}
    return {file.name for file in edition.folder.iterdir()} <= listed


def outputs(edition: Edition, name: str) -> list:
    cells = nbformat.read(edition.notebook(name), as_version=4).cells
    return [output for cell in cells for output in cell.get("outputs", [])]


def only_b_failed(edition: Edition, outcome, reason: str) -> bool:
    """Whether a and c are done, b failed for this reason and has no page, and all say so."""
    told = json.loads(edition.manifest.read_text())["reports"]
    assert states(outcome) == ["done", "failed", "done"]
    assert outcome.reports[1].error == told["b"]["error"] == reason
    assert sorted(file.name for file in edition.pages.iterdir()) == ["a.html", "c.html"]
    assert reason.partition(":")[0] in (edition.folder / "index.html").read_text()
    return nothing_half(edition)


def test_a_notebook_that_hangs_is_ended_and_kept_as_far_as_it_got(make, target):
    outcome = make("hangs_for_b.ipynb", limits=Limits(seconds=2))
    assert only_b_failed(target, outcome, "took longer than 2 s")
    assert 2 <= outcome.reports[1].seconds < 20
    kept = outputs(target, "b")
    assert [output.get("text") for output in kept[:2]] == ["report of b\n", "and then nothing\n"]
    assert (kept[2].ename, kept[2].evalue) == ("Stopped", "took longer than 2 s")


@LINUX
def test_a_notebook_that_eats_memory_fails_alone(make, target):
    outcome = make("eats_for_b.ipynb", limits=Limits(megabytes=500))
    assert only_b_failed(target, outcome, "cell 3: MemoryError (a kernel may take 500 MB)")


def test_a_notebook_that_prints_without_end_is_ended_and_cut(make, target):
    outcome = make("floods_for_b.ipynb", limits=Limits(seconds=3))
    assert only_b_failed(target, outcome, "took longer than 3 s")
    assert target.notebook("b").stat().st_size < 6_000_000
    left_out, stopped = outputs(target, "b")[-2:]
    assert left_out.text == session.LEFT_OUT
    assert stopped.evalue == "took longer than 3 s"


@pytest.mark.parametrize("provisioner", ["benchlib-forked", "local-provisioner"])
def test_a_kernel_that_crashes_takes_nothing_along(make, target, monkeypatch, provisioner):
    monkeypatch.setenv(CHOICE, provisioner)
    outcome = make("aborts_for_b.ipynb")
    assert only_b_failed(target, outcome, "the kernel died (SIGABRT)")
    assert outputs(target, "b")[0].text == "report of b\n"


def test_a_kernel_that_somebody_kills_is_started_once_more(make, target, tmp_path):
    assert states(make("is_killed_once_for_b.ipynb")) == ["done"] * 3
    assert [(tmp_path / f"marks-{name}").read_text() for name in "abc"] == ["x", "xx", "x"]
    assert nothing_half(target)


def test_a_worker_that_is_killed_twice_fails_its_report(make, target, monkeypatch):
    monkeypatch.setenv(CHOICE, "local-provisioner")  # there, who has started a kernel is the worker
    outcome = make("kills_its_parent_for_b.ipynb")
    assert only_b_failed(target, outcome, "its worker process was killed")


def _signal_worker(number: signal.Signals, tally: Path) -> threading.Thread:
    """Sends a signal to the only worker once a report has begun."""

    def send() -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and not tally.exists():
            time.sleep(0.01)
        os.kill(multiprocessing.active_children()[0].pid, number)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


def test_a_worker_that_is_killed_once_costs_nothing(make, target, tmp_path):
    killer = _signal_worker(signal.SIGKILL, tmp_path / "tally")
    outcome = make("tallies.ipynb")
    killer.join()
    assert states(outcome) == ["done"] * 3
    begun = (tmp_path / "tally").read_text().split()
    assert begun in (["a", "b", "c", "a"], ["a", "b", "c"])
    assert nothing_half(target)


def test_a_worker_that_does_not_answer_is_killed(make, target, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "GRACE", 0.5)
    stopper = _signal_worker(signal.SIGSTOP, tmp_path / "tally")
    outcome = make("tallies.ipynb", limits=Limits(seconds=2))
    stopper.join()
    assert [one.error for one in outcome.reports] == [
        "took longer than 2 s, and its worker process did not answer",
        None,
        None,
    ]
    assert nothing_half(target)


def test_workers_that_do_not_start_end_the_batch(make, target, monkeypatch):
    monkeypatch.setattr(worker, "serve", _ends)
    monkeypatch.setattr(workers, "STILLBORN", 2)
    with pytest.raises(workers.Unstaffed, match="end while they start"):
        make("tells.ipynb")
    assert nothing_half(target)


def _ends(*_) -> None:
    os._exit(3)


def test_workers_are_replaced_after_a_number_of_reports(make, monkeypatch):
    hired = []
    hire = workers.Crew.hire
    monkeypatch.setattr(workers, "MOST", 1)
    monkeypatch.setattr(workers.Crew, "hire", lambda crew: (hired.append(1), hire(crew)))
    assert states(make("tells.ipynb")) == ["done"] * 3
    assert len(hired) == 4


def test_a_folder_that_cannot_be_written_to_is_told_before_anything_runs(make, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="expected a folder that can be written to"):
        make("tells.ipynb", target=tmp_path / "file" / "edition")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_told(make, tmp_path):
    (tmp_path / "edition").mkdir(mode=0o555)
    with pytest.raises(BadInput, match="expected a folder that can be written to"):
        make("tells.ipynb")


def test_two_batches_into_one_edition_at_once(make, target, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    with locking.alone(target.folder), pytest.raises(BadInput, match="another batch is writing this edition"):
        make("tells.ipynb")
    assert states(make("tells.ipynb")) == ["done"] * 3


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
def test_files_that_find_no_room_fail_their_reports_and_leave_nothing(make, target):
    """No file may grow beyond 8 KB, as on a full disk; the results are smaller by themselves or stand already."""
    make("tells.ipynb")
    before = target.manifest.read_bytes()
    with _small_files(1000):
        outcome = make("tells.ipynb", anew=True)
    assert states(outcome) == ["failed"] * 3
    assert all("File too large" in one.error for one in outcome.reports)
    assert list(target.pages.iterdir()) == []
    assert nothing_half(target)
    assert target.manifest.read_bytes() != before
    assert states(make("tells.ipynb")) == ["done"] * 3


@contextlib.contextmanager
def _small_files(most: int):
    """Worker processes that can write no file above `most` bytes."""
    before = worker.serve
    worker.serve = _cramped
    os.environ["BENCHLIB_TEST_MOST"] = str(most)
    try:
        yield
    finally:
        worker.serve = before
        del os.environ["BENCHLIB_TEST_MOST"]


def _cramped(*arguments) -> None:
    import resource

    most = int(os.environ["BENCHLIB_TEST_MOST"])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    worker.serve(*arguments)


def test_a_disk_that_is_full_at_the_end_is_told_and_the_next_run_completes(make, target, monkeypatch):
    with monkeypatch.context() as patched:
        written = manifest.write

        def full(edition, head, reports):
            listed = list(reports)
            if listed:
                raise OSError(errno.ENOSPC, "No space left on device", str(edition.manifest))
            written(edition, head, listed)

        patched.setattr(manifest, "write", full)
        outcome = make("tells.ipynb")
    assert states(outcome) == ["done"] * 3
    assert outcome.unwritten == f"No space left on device: {target.manifest}"
    assert [one.id for one in manifest.read(target)[1]] == ["a", "b", "c"] or len(manifest.read(target)[1]) == 3
    done = make("tells.ipynb")
    assert (done.kept, done.unwritten) == ({"a", "b", "c"}, None)
    assert nothing_half(target)


def test_an_interrupted_batch_says_what_is_done(make, target, monkeypatch):
    shown = batch.progress.shown

    def interrupted(finished, total):
        for number, one in enumerate(shown(finished, total)):
            if number == 1:
                raise KeyboardInterrupt
            yield one

    with monkeypatch.context() as patched:
        patched.setattr(batch.progress, "shown", interrupted)
        with pytest.raises(KeyboardInterrupt):
            make("tells.ipynb")
    assert multiprocessing.active_children() == []
    assert len(json.loads(target.manifest.read_text())["reports"]) == 1
    listed = (target.folder / frame.INDEX).read_text()
    assert [f"pages/{name}.html" in listed for name in "abc"] == [True, False, False]
    assert nothing_half(target)
    assert states(make("tells.ipynb")) == ["done"] * 3


@LINUX
def test_a_warmed_process_that_is_killed_stops_no_batch(make, target):
    outcome = make("kills_its_parent_for_b.ipynb")
    assert states(outcome)[1] == "failed"
    assert states(make("tells.ipynb")) == ["done"] * 3
    assert nothing_half(target)


def test_nothing_is_left_in_the_folder_for_temporary_files(make, tmp_path, monkeypatch):
    rooms = tmp_path / "temporary"
    rooms.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    make("tells.ipynb")
    assert [file for file in Path(rooms).rglob("*") if file.name.startswith("kernel")] == []
