"""Editions: one failure never stops the rest, a resumed batch finishes what is missing, the manifest tells all."""

import datetime as dt
import json

import pandas as pd
import pytest

from benchlib.run import facts, rulebook
from benchlib.run.reports import batch
from benchlib.run.reports.edition import Edition
from benchlib.tables.faults import BadInput

DAY = dt.date(2026, 1, 1)

pytestmark = pytest.mark.usefixtures("lightly_warmed", "remembered_results")


def outcome(folder, notebook, target, chosen=("a", "b", "c"), *, workers=1, **more):
    part = batch.Part(notebook, [(name,) for name in chosen])
    job = batch.Job(Edition(target), [part], folder, DAY, workers, **more)
    return batch.run(job, facts.load(folder, DAY), rulebook.rulebook())


def made(*arguments, **more):
    return outcome(*arguments, **more).reports


@pytest.fixture
def manifest():
    return lambda target: json.loads((target / "manifest.json").read_text(encoding="utf-8"))


def test_an_edition_holds_results_notebooks_pages_index_method_and_manifest(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    done = made(folder, notebooks / "tells.ipynb", target, workers=2)
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


def test_reports_of_several_kinds_are_made_together(folder, notebooks, tmp_path, manifest):
    parts = [
        batch.Part(notebooks / "tells.ipynb", [("a",), ("b",)]),
        batch.Part(notebooks / "tells_of_countries.ipynb", [("RO",), ("BE",)]),
    ]
    job = batch.Job(Edition(tmp_path / "edition"), parts, folder, DAY, 2)
    known = facts.load(folder, DAY)
    done = batch.run(job, known, rulebook.rulebook()).reports
    names = ["a", "b", "country/RO", "country/BE"]
    assert [(one.id, one.state) for one in done] == [(name, "done") for name in names]
    page = tmp_path / "edition" / "pages" / "country" / "BE.html"
    assert "<h1>Report of BE</h1>" in page.read_text(encoding="utf-8")
    listed = (tmp_path / "edition" / "index.html").read_text(encoding="utf-8")
    assert 'href="pages/country/BE.html"' in listed
    told = manifest(tmp_path / "edition")
    assert set(told["reports"]) == set(names)
    kinds = {name: [*files] for name, files in told["notebooks"].items()}
    assert kinds == {"cluster": ["tells.ipynb"], "country": ["tells_of_countries.ipynb"]}
    again = batch.Job(job.edition, [batch.Part(notebooks / "tells_of_countries.ipynb", [("RO",)])], folder, DAY, 2)
    assert batch.run(again, known, rulebook.rulebook()).kept == {"country/RO"}
    assert set(manifest(tmp_path / "edition")["reports"]) == {"a", "b", "country/RO"}  # of its own kind none stays


def times(target):
    return {file.stem: file.stat().st_mtime_ns for file in (target / "pages").glob("*.html")}


def test_what_is_done_is_kept_and_the_rest_made(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab")
    (target / "pages" / "b.html").unlink()
    before, took = times(target)["a"], manifest(target)["reports"]["a"]["seconds"]
    done = outcome(folder, notebooks / "tells.ipynb", target, "abc")
    assert [one.state for one in done.reports] == ["done"] * 3
    assert done.kept == {"a"}
    assert times(target)["a"] == before
    assert set(times(target)) == set("abc")
    assert set(manifest(target)["reports"]) == set("abc")
    assert manifest(target)["reports"]["a"]["seconds"] == took


def test_a_report_is_whole_whatever_the_manifest_says(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab")
    before = times(target)
    (target / "manifest.json").unlink()
    assert outcome(folder, notebooks / "tells.ipynb", target, "ab").kept == {"a", "b"}
    assert times(target) == before
    assert {name: one["state"] for name, one in manifest(target)["reports"].items()} == {"a": "done", "b": "done"}


def test_anew_makes_all_again(folder, notebooks, tmp_path):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab")
    before = times(target)
    assert outcome(folder, notebooks / "tells.ipynb", target, "ab", anew=True).kept == frozenset()
    assert all(times(target)[name] > before[name] for name in "ab")


def test_changed_data_reach_the_reports_that_rest_on_them(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target)
    inputs = manifest(target)["inputs"]
    (folder / "labels.csv").write_text("cluster_id,level,awarded\na,bronze,2024-03\na,gold,2025\nc,bronze,2025-03\n")
    assert outcome(folder, notebooks / "tells.ipynb", target).kept == {"a", "b"}
    assert manifest(target)["inputs"]["labels.csv"] != inputs["labels.csv"]


def test_a_changed_notebook_makes_everything_anew(folder, notebooks, tmp_path):
    target, notebook = tmp_path / "edition", tmp_path / "tells.ipynb"
    notebook.write_bytes((notebooks / "tells.ipynb").read_bytes())
    made(folder, notebook, target, "ab")
    notebook.write_text(notebook.read_text().replace("Report of", "Report on"))
    assert outcome(folder, notebook, target, "a", resume=True).kept == frozenset()
    assert "Report on a" in (target / "pages" / "a.html").read_text()
    assert set(times(target)) == {"a"}, "b was made with another notebook"


def test_resume_keeps_others_that_were_not_asked_for_where_they_still_hold(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tells.ipynb", target, "ab")
    made(folder, notebooks / "tells.ipynb", target, "c", resume=True)
    assert set(times(target)) == set(manifest(target)["reports"]) == set("abc")
    (folder / "labels.csv").write_text("cluster_id,level,awarded\na,bronze,2024-04\n")
    made(folder, notebooks / "tells.ipynb", target, "c", resume=True)
    assert set(times(target)) == set(manifest(target)["reports"]) == set("bc")


def test_a_failed_report_is_made_again(folder, notebooks, tmp_path):
    target, notebook = tmp_path / "edition", tmp_path / "notebook.ipynb"
    notebook.write_bytes((notebooks / "fails_for_b.ipynb").read_bytes())
    made(folder, notebook, target, "ab")
    done = outcome(folder, notebook, target, "ab")
    assert [one.state for one in done.reports] == ["done", "failed"]
    assert done.kept == {"a"}


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


def test_those_that_take_longest_begin_first(folder, notebooks, tmp_path, manifest):
    target = tmp_path / "edition"
    made(folder, notebooks / "tallies.ipynb", target)
    tally = tmp_path / "tally"
    assert tally.read_text().split() == ["a", "b", "c"], "a has the most rows, then the order asked for"
    told = manifest(target)
    for name, seconds in zip("abc", (1.0, 3.0, 2.0), strict=True):
        told["reports"][name]["seconds"] = seconds
    (target / "manifest.json").write_text(json.dumps(told))
    tally.unlink()
    made(folder, notebooks / "tallies.ipynb", target, anew=True)
    assert tally.read_text().split() == ["b", "c", "a"]
