"""A report's rows travel, and no others; laid out elsewhere they read as they did here."""

import pandas as pd
import pytest

from benchlib.run.crews import extract
from benchlib.run.reports.edition import Edition

SCORES = {"cluster_id": list("aabbbc"), "points": [1.0, 2.0, None, 4.0, 5.0, 6.0], "note": [None] * 6}
PEOPLE = {"cluster_id": list("abb"), "participant_id": list("xyz"), "age": [1, 2, 3]}


@pytest.fixture
def edition(tmp_path):
    target = Edition(tmp_path / "edition")
    target.prepare()
    tables = {"scores": SCORES, "participants": PEOPLE, "parameters": {"n": [6]}}
    for name, columns in tables.items():
        pd.DataFrame(columns).to_parquet(target.results / f"{name}.parquet", row_group_size=2)
    (target.results / "edition.json").write_text('{"name": "edition"}')
    return target


def laid_out(edition, tmp_path, **parameters):
    with extract.opened(edition.folder) as source:
        extract.laid_out(source.cut(parameters), tmp_path / "there")
    there = tmp_path / "there" / "results"
    assert (there / "edition.json").read_text() == '{"name": "edition"}'
    return {file.stem: pd.read_parquet(file) for file in there.glob("*.parquet")}


def test_a_report_on_an_organisation_gets_its_rows_and_tables_on_all(edition, tmp_path):
    there = laid_out(edition, tmp_path, cluster_id="b", as_of="2026-01-01")
    for name in ("scores", "participants"):
        here = pd.read_parquet(edition.results / f"{name}.parquet", filters=[("cluster_id", "==", "b")])
        pd.testing.assert_frame_equal(there[name], here)
    assert there["scores"].to_dict("list")["cluster_id"] == ["b", "b", "b"]
    assert there["parameters"].to_dict("list") == {"n": [6]}


def test_a_report_on_a_participant_gets_no_row_of_another(edition, tmp_path):
    there = laid_out(edition, tmp_path, cluster_id="b", participant_id="z")
    assert there["participants"].to_dict("list") == {"cluster_id": ["b"], "participant_id": ["z"], "age": [3]}
    assert len(there["scores"]) == 3


def test_an_organisation_without_rows_gets_tables_without_rows(edition, tmp_path):
    there = laid_out(edition, tmp_path, cluster_id="d")
    assert (len(there["scores"]), there["scores"].columns.tolist()) == (0, ["cluster_id", "points", "note"])


def test_a_report_on_the_edition_gets_all_rows(edition, tmp_path):
    there = laid_out(edition, tmp_path, as_of="2026-01-01")
    pd.testing.assert_frame_equal(there["scores"], pd.read_parquet(edition.results / "scores.parquet"))


def test_rows_of_one_organisation_that_do_not_stand_together_are_refused(edition):
    pd.DataFrame({"cluster_id": list("aba")}).to_parquet(edition.results / "scores.parquet", row_group_size=2)
    with (
        pytest.raises(ValueError, match="scores: expected the rows of a to stand together"),
        extract.opened(edition.folder),
    ):
        pass
