"""One report: parameters checked first, files whole, failures kept."""

import errno
import os

import nbformat
import pytest

from benchlib.present.record import recorded
from benchlib.run.reports import report, whole
from benchlib.tables.faults import BadInput

PARAMETERS = {"edition": "e", "cluster_id": "a", "as_of": "2026-01-01"}


def test_parameters_must_be_those_of_the_notebook(notebooks):
    report.check_parameters(notebooks / "tells.ipynb", PARAMETERS)
    with pytest.raises(BadInput, match=r"asks_for_more.ipynb, column language: this parameter is missing"):
        report.check_parameters(notebooks / "asks_for_more.ipynb", PARAMETERS)
    with pytest.raises(BadInput) as error:
        report.check_parameters(notebooks / "tells.ipynb", {"cluster_id": "a", "as_of": "x", "cluster": "a"})
    assert [(fault.column, fault.expected) for fault in error.value.faults] == [
        ("cluster", "this parameter is unknown"),
        ("edition", "this parameter is missing"),
    ]


def test_a_report_is_an_executed_notebook_and_a_page(notebooks, tmp_path):
    executed, html = tmp_path / "a.ipynb", tmp_path / "a.html"
    one = report.run(notebooks / "tells.ipynb", PARAMETERS, "a", report.Files(executed, html))
    assert (one.id, one.state, one.error) == ("a", "done", None)
    assert recorded(nbformat.read(executed, as_version=4)) == {"name": "a", "synthetic": False, "as_of": "2026-01-01"}
    assert "<h1>Report of a</h1>" in html.read_text()
    assert sorted(os.listdir(tmp_path)) == ["a.html", "a.ipynb"]


def test_values_reach_the_notebook_as_text_whatever_they_hold(notebooks, tmp_path):
    hostile = '"); import os; os.abort()  # \n{{x}}'
    one = report.run(
        notebooks / "tells.ipynb",
        {**PARAMETERS, "cluster_id": hostile},
        "a",
        report.Files(tmp_path / "a.ipynb", tmp_path / "a.html"),
    )
    assert one.state == "done"
    assert recorded(nbformat.read(tmp_path / "a.ipynb", as_version=4))["name"] == hostile


def test_a_failing_notebook_is_kept_as_far_as_it_got_and_has_no_page(notebooks, tmp_path):
    executed, html = tmp_path / "b.ipynb", tmp_path / "b.html"
    one = report.run(
        notebooks / "fails_for_b.ipynb", {**PARAMETERS, "cluster_id": "b"}, "b", report.Files(executed, html)
    )
    assert (one.state, one.error) == ("failed", "cell 2: ValueError: nothing known of b")
    outputs = [output for cell in nbformat.read(executed, as_version=4).cells for output in cell.get("outputs", [])]
    assert any(output.get("text") == "report of b\n" for output in outputs)
    assert sorted(os.listdir(tmp_path)) == ["b.ipynb"]


def test_a_kernel_that_dies_is_a_failure_with_its_reason(notebooks, tmp_path):
    one = report.run(
        notebooks / "dies_for_b.ipynb",
        {**PARAMETERS, "cluster_id": "b"},
        "b",
        report.Files(tmp_path / "b.ipynb", tmp_path / "b.html"),
    )
    assert one.state == "failed"
    assert one.error == "the kernel ended (exit code 9)"
    assert not (tmp_path / "b.html").exists()


@pytest.fixture
def printed(monkeypatch):
    """What was printed, by a browser that is not one: of each page, whether it stood there already, and its heading."""
    done = []

    def write(html, pdf):
        done.append((pdf.with_suffix(".html").exists(), "<h1>Report of a</h1>" in html.read_text()))
        pdf.write_bytes(b"%PDF")

    monkeypatch.setattr("benchlib.run.reports.pdf.write", write)
    return done


def test_the_page_for_print_is_made_before_the_page(notebooks, tmp_path, printed):
    files = report.Files(tmp_path / "a.ipynb", tmp_path / "a.html", tmp_path / "a.pdf")
    assert report.run(notebooks / "tells.ipynb", PARAMETERS, "a", files).state == "done"
    assert printed == [(False, True)]
    assert sorted(os.listdir(tmp_path)) == ["a.html", "a.ipynb", "a.pdf"]


def test_a_whole_report_is_not_run_again_and_only_printed_where_that_is_missing(notebooks, tmp_path, printed):
    notebook, page, pdf = tmp_path / "a.ipynb", tmp_path / "a.html", tmp_path / "a.pdf"
    plain, asked = report.Files(notebook, page), report.Files(notebook, page, pdf)
    report.run(notebooks / "tells.ipynb", PARAMETERS, "a", plain, fingerprint="ab:cd")
    assert [plain.whole("ab:cd"), asked.whole("ab:cd"), plain.whole("ab:ce"), plain.whole("")] == [
        True,
        False,
        False,
        False,
    ]
    before = page.stat().st_mtime_ns
    report.run(notebooks / "fails_for_b.ipynb", PARAMETERS, "a", asked, fingerprint="ab:cd")
    assert (page.stat().st_mtime_ns, printed) == (before, [(True, True)])
    assert asked.whole("ab:cd")


def test_a_browser_that_does_not_print_leaves_no_page(notebooks, tmp_path, monkeypatch):
    def fails(html, pdf):
        raise RuntimeError("no paper")

    monkeypatch.setattr("benchlib.run.reports.pdf.write", fails)
    files = report.Files(tmp_path / "a.ipynb", tmp_path / "a.html", tmp_path / "a.pdf")
    one = report.run(notebooks / "tells.ipynb", PARAMETERS, "a", files, fingerprint="ab:cd")
    assert (one.state, one.error) == ("failed", "RuntimeError: no paper")
    assert os.listdir(tmp_path) == ["a.ipynb"]


def test_what_was_made_of_another_notebook_is_gone_before_the_new_one_runs(notebooks, tmp_path, printed):
    files = report.Files(tmp_path / "b.ipynb", tmp_path / "b.html", tmp_path / "b.pdf")
    about_b = {**PARAMETERS, "cluster_id": "b"}
    report.run(notebooks / "tells.ipynb", about_b, "b", files, fingerprint="ab:cd")
    assert report.run(notebooks / "fails_for_b.ipynb", about_b, "b", files, fingerprint="ab:ce").state == "failed"
    assert os.listdir(tmp_path) == ["b.ipynb"]


def test_a_full_disk_fails_the_report_with_its_reason(notebooks, tmp_path, monkeypatch):
    written = whole.write

    def full(path, text):
        if path.suffix == ".ipynb":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written(path, text)

    monkeypatch.setattr(whole, "write", full)
    files = report.Files(tmp_path / "a.ipynb", tmp_path / "a.html")
    one = report.run(notebooks / "tells.ipynb", PARAMETERS, "a", files)
    assert (one.state, one.error.split(":")[0:2]) == ("failed", ["OSError", " [Errno 28] No space left on device"])
    assert os.listdir(tmp_path) == []
