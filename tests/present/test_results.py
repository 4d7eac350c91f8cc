import dataclasses
import inspect
import json

import pandas as pd
import pytest
from editions import AS_OF, COMPLETE, GAPS, REAL, edition, invented

from benchlib.present import charts, output, profile, results, tables, text


def test_a_report_reads_its_own_rows_only(folder):
    r = results.read(folder, GAPS)
    assert r.organisation["name"] == "Synthetic organisation 0002"
    mine = [getattr(r, name) for name in results.TABLES if name not in results.SHARED]
    assert {owner for frame in mine for owner in frame["cluster_id"]} == {GAPS}
    assert all("cluster_id" not in getattr(r, name) for name in results.SHARED)
    assert len(r.steps_by_others) == 4
    assert len(r.items) == 31
    assert len(r.statuses) == 3


def test_files_and_frames_give_the_same(folder):
    stored, given = results.read(folder, COMPLETE), results.of(edition(True), invented(), COMPLETE)
    for name in results.TABLES:
        pd.testing.assert_frame_equal(getattr(stored, name), getattr(given, name), check_dtype=False)


def test_words_and_names_of_columns_are_pythons_own(folder):
    items = results.read(folder, COMPLETE).items
    assert {name: str(items[name].dtype) for name in ("item", "points")} == {"item": "object", "points": "float64"}
    assert items.columns.dtype == object


@pytest.fixture
def table(tmp_path):
    """Three organisations in four groups of two rows, as one file."""
    file = tmp_path / "table.parquet"
    owners = ["a", "a", "a", "b", "b", "b", "b", "d"]
    pd.DataFrame({"cluster_id": owners, "n": range(8)}).to_parquet(file, index=False, row_group_size=2)
    return file


@pytest.mark.parametrize(
    ("owner", "expected"), [("a", [0, 1, 2]), ("b", [3, 4, 5, 6]), ("c", []), ("d", [7]), ("", [])]
)
def test_rows_are_found_across_groups(table, owner, expected):
    assert results.rows(table, {"cluster_id": owner})["n"].tolist() == expected


def test_rows_by_two_keys_some_columns_and_without_any_key(table):
    assert results.rows(table, {"cluster_id": "b", "n": 5}, ["cluster_id", "n"]).to_dict("list") == {
        "cluster_id": ["b"],
        "n": [5],
    }
    assert list(results.rows(table, {"cluster_id": "b"}, ["cluster_id"]).columns) == ["cluster_id"]
    assert len(results.rows(table, {})) == 8


def test_only_groups_that_may_hold_the_rows_are_read(table, monkeypatch):
    read, whole = [], results.pq.ParquetFile.read_row_groups
    monkeypatch.setattr(
        results.pq.ParquetFile,
        "read_row_groups",
        lambda file, groups, *more, **options: read.append(groups) or whole(file, groups, *more, **options),
    )
    for owner in ("a", "b", "c", "d"):
        results.rows(table, {"cluster_id": owner})
    assert read == [[0, 1], [1, 2, 3], [3], [3]]


def test_each_row_by_the_names_of_its_columns():
    frame = pd.DataFrame({"name": ["a", None], "day": pd.to_datetime(["2026-01-01", None]), "n": [1, 2]})
    first, second = results.each(frame)
    assert (first.name, first.day, first.n) == ("a", pd.Timestamp("2026-01-01"), 1)
    assert second.day is pd.NaT
    assert type(first.n) is int
    assert list(results.each(frame.head(0))) == []


def test_what_was_found_once_is_kept_for_the_same_results_only(complete):
    assert profile.indicators(complete) is profile.indicators(complete)
    other = dataclasses.replace(complete, items=complete.items.head(3))
    assert len(profile.indicators(other)) == 3
    assert len(profile.indicators(complete)) == 31


def test_nothing_that_a_report_shows_changes_its_results(complete):
    """What is found once is kept, so a frame that someone changed would change all that follows."""
    before = {name: getattr(complete, name).copy() for name in results.TABLES}
    for module in (charts, tables, text, output):
        for name in getattr(module, "__all__", ("masthead", "summary")):
            call = getattr(module, name)
            if list(inspect.signature(call).parameters) == ["r"]:
                call(complete)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(complete, name), frame)


def test_the_day_is_the_editions(folder):
    assert results.read(folder, COMPLETE, AS_OF).as_of.isoformat() == AS_OF
    with pytest.raises(ValueError, match=f"as_of 2020-01-01: this edition was computed for {AS_OF}"):
        results.read(folder, COMPLETE, "2020-01-01")


@pytest.mark.parametrize("name", ["nobody", "", "../../etc/passwd", REAL, "' or 1=1 --"])
def test_an_unknown_organisation_is_named(folder, name):
    with pytest.raises(results.UnknownOrganisation, match="no such organisation in the edition synthetic-test"):
        results.read(folder, name)


def test_a_folder_that_is_no_edition(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no edition here; expected results/edition\.json"):
        results.read(tmp_path, COMPLETE)
    with pytest.raises(FileNotFoundError, match="no folder given"):
        results.read("", COMPLETE)


def test_a_table_that_is_not_there_is_an_error(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "edition.json").write_text(json.dumps(edition(True)), encoding="utf-8")
    with pytest.raises(FileNotFoundError, match=r"organisations\.parquet"):
        results.read(tmp_path, COMPLETE)


def test_the_reported_assessment_and_its_scores(complete, labels_only):
    assert complete.reported["assessment_id"] == f"{COMPLETE}-audit"
    assert complete.score("total")["points"] == 110.0
    assert complete.score("no such item") is None
    assert labels_only.reported is None
    assert labels_only.score("total") is None


def test_standing_that_is_kept_back_is_not_given(complete, gaps):
    assert complete.among("total", "all")["others"] == 1225
    assert complete.among("total", "gold") is None
    assert gaps.among("total", "all") is None
