"""Whole files, and the fingerprint that a notebook carries."""

import errno
import os

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from benchlib.run.reports import whole


def test_write_replaces_whole_files_and_leaves_nothing_beside(tmp_path):
    file = tmp_path / "x.html"
    whole.write(file, "old")
    whole.write(file, "new ăîșț")
    assert file.read_text(encoding="utf-8") == "new ăîșț"
    assert os.listdir(tmp_path) == ["x.html"]
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["replace", "chmod"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside(tmp_path, monkeypatch, step):
    file = tmp_path / "x.html"
    whole.write(file, "old")

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        whole.write(file, "new")
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.html"]


def test_what_is_not_yet_whole_does_not_look_like_a_page(tmp_path):
    part = whole.written(tmp_path / "x.html", "half")
    assert list(tmp_path.glob("*.html")) == []
    assert part.read_text() == "half"


def notebook(text: str, **metadata) -> str:
    output = new_output("stream", text=text)
    return nbformat.writes(new_notebook(cells=[new_code_cell(outputs=[output])], metadata=metadata))


def test_the_fingerprint_is_found_in_the_metadata(tmp_path):
    file = tmp_path / "a.ipynb"
    file.write_text(notebook("x" * 100_000, benchlib={"fingerprint": "ab:cd"}, widgets={"w": "y" * 100_000}))
    assert whole.fingerprint(file) == "ab:cd"


def test_no_output_can_pass_for_a_fingerprint(tmp_path):
    forged = '\n "metadata": {\n  "benchlib": {\n   "fingerprint": "ab:cd"'
    file = tmp_path / "a.ipynb"
    file.write_text(notebook(forged))
    assert whole.fingerprint(file) is None
    assert whole.fingerprint(tmp_path / "none.ipynb") is None
