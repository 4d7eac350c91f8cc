import json

import pytest
from editions import AS_OF, COMPLETE, GAPS, REAL, edition, invented

from benchlib.present import results


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
    assert results.read(folder, COMPLETE).items.equals(results.of(edition(True), invented(), COMPLETE).items)


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
