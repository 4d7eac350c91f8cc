"""An edition on disk."""

import json
from pathlib import Path

import pandas as pd
import pytest

from benchlib.run.reports import edition
from benchlib.run.reports.report import Report
from benchlib.tables.faults import BadInput


@pytest.fixture
def target(tmp_path):
    made = edition.Edition(tmp_path / "e")
    made.prepare()
    return made


def test_results_take_the_place_of_earlier_ones_at_once(target, monkeypatch):
    seen = []
    replace = edition.os.replace

    def noted(one, other):
        seen.append((Path(one).name, sorted(file.name for file in Path(one).iterdir()) if Path(one).is_dir() else None))
        replace(one, other)

    edition.write_results(target, {"old": pd.DataFrame({"n": [1]})}, {"name": "old"})
    monkeypatch.setattr(edition.os, "replace", noted)
    frame = pd.DataFrame({"cluster_id": ["a", "b"], "n": [1.5, None]})
    edition.write_results(target, {"x": frame}, {"name": "e"})
    assert [one for one in seen if one[1]] == [
        ("results", ["edition.json", "old.parquet"]),
        (".results.part", ["edition.json", "x.parquet"]),
    ]
    pd.testing.assert_frame_equal(pd.read_parquet(target.results / "x.parquet"), frame)
    assert json.loads((target.results / "edition.json").read_text()) == {"name": "e"}
    assert sorted(file.name for file in target.folder.iterdir()) == ["notebooks", "pages", "results"]


def test_results_that_cannot_be_written_leave_the_earlier_ones(target, monkeypatch):
    edition.write_results(target, {"old": pd.DataFrame({"n": [1]})}, {"name": "old"})

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    with pytest.raises(OSError, match="No space left"):
        edition.write_results(target, {"x": pd.DataFrame({"n": [1]})}, {"name": "e"})
    assert json.loads((target.results / "edition.json").read_text()) == {"name": "old"}
    assert sorted(file.name for file in target.folder.iterdir()) == ["notebooks", "pages", "results"]


def test_a_file_in_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "pages").write_text("")
    with pytest.raises(BadInput, match=r"pages: expected a folder that can be written to \(File exists\)"):
        edition.Edition(tmp_path / "e").prepare()


def test_a_checksum_tells_content_and_order(tmp_path):
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_text("x")
    other.write_text("y")
    assert edition.checksum([one, other]) != edition.checksum([other, one])
    before = edition.checksum([one])
    one.write_text("z")
    assert edition.checksum([one]) != before


def test_index_rows_say_what_is_valid_ever_and_open():
    status = pd.DataFrame(
        [
            ("a", "bronze", True, "valid"), ("a", "silver", False, "never"), ("a", "gold", True, "expired"),
            ("b", "bronze", True, "expired"), ("b", "silver", False, "never"), ("b", "gold", True, "cannot tell"),
            ("c", "bronze", False, "never"), ("c", "silver", False, "never"), ("c", "gold", False, "never"),
        ],
        columns=["cluster_id", "level", "ever", "state"],
    )  # fmt: skip
    organisations = pd.DataFrame({"cluster_id": list("abc"), "name": list("ABC")})
    made = [Report("a", "done", 1.0), Report("b", "failed", 1.0, "why")]
    rows = edition.index_rows({"statuses": status, "organisations": organisations}, pd.Index(list("abc")), made)
    columns = ["cluster_id", "highest_valid", "highest_ever", "state", "error", "page"]
    assert rows[columns].astype(object).where(rows[columns].notna(), None).to_numpy().tolist() == [
        ["a", "bronze", "gold", "done", None, "pages/a.html"],
        ["b", "cannot tell", "gold", "failed", "why", None],
        ["c", None, None, "pending", None, None],
    ]
