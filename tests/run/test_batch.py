"""Editions: one failure never stops the rest, a resumed batch finishes what is missing, the manifest tells all."""

import datetime as dt
import json

import pandas as pd
import pytest

from benchlib.run import batch, facts, rulebook
from benchlib.run.edition import Edition
from benchlib.tables.faults import BadInput

DAY = dt.date(2026, 1, 1)


def made(folder, notebook, target, chosen=("a", "b", "c"), *, resume=False, workers=2):
    job = batch.Job(Edition(target), notebook, folder, DAY, workers, resume)
    return batch.run(job, facts.load(folder, DAY), rulebook.rulebook(), [(name,) for name in chosen])


@pytest.fixture
def manifest():
    return lambda target: json.loads((target / "manifest.json").read_text(encoding="utf-8"))


def test_an_edition_holds_results_notebooks_pages_index_method_and_manifest(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    done = made(folder, notebooks / "tells.ipynb", target)
    assert [(one.id, one.state) for one in done] == [("a", "done"), ("b", "done"), ("c", "done")]
    for name in "abc":
        assert (target / "notebooks" / f"{name}.ipynb").is_file()
        assert f"<h1>Report of {name}</h1>" in (target / "pages" / f"{name}.html").read_text()
    told = manifest(target)
    assert {name: state["state"] for name, state in told["reports"].items()} == dict.fromkeys("abc", "done")
    assert set(told["inputs"]) == {"organisations.csv", "labels.csv"}
    assert (told["as_of"], told["rules"]) == ("2026-01-01", "ecei-labels of 2026-11-20")
    assert "Alpha" in (target / "index.html").read_text(encoding="utf-8")
    assert "<h1>The method</h1>" in (target / "method.html").read_text(encoding="utf-8")
    status = pd.read_parquet(target / "results" / "statuses.parquet", filters=[("cluster_id", "==", "a")])
    assert status["state"].tolist() == ["valid", "never", "valid"]


def test_one_failing_report_does_not_stop_the_others(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    done = made(folder, notebooks / "fails_for_b.ipynb", target)
    assert [one.state for one in done] == ["done", "failed", "done"]
    assert manifest(target)["reports"]["b"]["error"] == "cell 2: ValueError: nothing known of b"
    assert not (target / "pages" / "b.html").exists()
    assert "nothing known of b" in (target / "index.html").read_text(encoding="utf-8")


def test_resume_keeps_what_is_done_and_makes_the_rest(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab", workers=1)
    (target / "pages" / "b.html").unlink()
    before = (target / "pages" / "a.html").stat().st_mtime_ns
    done = made(folder, notebooks / "tells.ipynb", target, "abc", resume=True)
    assert [one.state for one in done] == ["done"] * 3
    assert (target / "pages" / "a.html").stat().st_mtime_ns == before
    assert (target / "pages" / "b.html").is_file()
    assert set(manifest(target)["reports"]) == set("abc")


def test_resume_after_the_data_have_changed_makes_everything_anew(folder, notebooks, tmp_path):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "a", workers=1)
    before = (target / "pages" / "a.html").stat().st_mtime_ns
    (folder / "labels.csv").write_text("cluster_id,level,awarded\na,bronze,2024-04\n")
    made(folder, notebooks / "tells.ipynb", target, "a", resume=True, workers=1)
    assert (target / "pages" / "a.html").stat().st_mtime_ns > before


def test_a_run_without_resume_leaves_nothing_of_an_earlier_one(folder, notebooks, tmp_path):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab")
    made(folder, notebooks / "tells.ipynb", target, "c")
    assert [file.name for file in (target / "pages").iterdir()] == ["c.html"]


def test_wrong_parameters_fail_before_anything_runs(folder, notebooks, tmp_path):
    target = tmp_path / "edition"
    with pytest.raises(BadInput, match="language: this parameter is missing"):
        made(folder, notebooks / "asks_for_more.ipynb", target)
    assert not target.exists()


def test_a_worker_that_is_killed_fails_its_report_and_no_other(folder, notebooks, tmp_path):
    target = tmp_path / "edition"
    done = made(folder, notebooks / "kills_its_worker_for_b.ipynb", target)
    assert [one.state for one in done] == ["done", "failed", "done"]
    assert done[1].error == "its worker process was killed"
