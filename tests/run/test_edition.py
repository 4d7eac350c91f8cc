"""An edition on disk."""

import json

import pandas as pd
import pytest

from benchlib.run import edition
from benchlib.run.report import Report


@pytest.fixture
def target(tmp_path):
    made = edition.Edition(tmp_path / "e")
    made.prepare(anew=True)
    return made


def test_results_are_whole_parquet_files_and_edition_json_comes_last(target, monkeypatch):
    order = []
    replace = edition.os.replace
    monkeypatch.setattr(edition.os, "replace", lambda one, other: (order.append(other.name), replace(one, other)))
    frame = pd.DataFrame({"cluster_id": ["a", "b"], "n": [1.5, None]})
    edition.write_results(target, {"x": frame}, {"name": "e"})
    pd.testing.assert_frame_equal(pd.read_parquet(target.results / "x.parquet"), frame)
    assert order == ["x.parquet", "edition.json"]
    assert json.loads((target.results / "edition.json").read_text()) == {"name": "e"}


def test_the_manifest_round_trips(target):
    reports = [Report("a", "done", 1.5), Report("b", "failed", 0.5, "why")]
    edition.write_manifest(target, {"as_of": "2026-01-01"}, reports)
    assert edition.read_manifest(target) == ({"as_of": "2026-01-01"}, reports)


def test_no_manifest_is_an_empty_one(target):
    assert edition.read_manifest(target) == ({}, [])


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
