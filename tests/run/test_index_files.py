"""`benchlib index`: files in, files out, the same run again from its log, and every fault with exit code 2."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from benchlib.run import cli, index_files

ASEM = Path(__file__).resolve().parents[2] / "data" / "examples" / "asem"
STAGES = ["1_raw", "2_denominated", "3_imputed", "4_treated", "5_normalised", "6_aggregated"]


def index(*arguments: object) -> int:
    """Exit code of the command in this process."""
    with pytest.raises(SystemExit) as exit_:
        cli.main(["index", *map(str, arguments)])
    return exit_.value.code or 0


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "new" / "folder"
    assert index(ASEM / "DATA.csv", ASEM / "META.csv", "--out", folder, "--config", ASEM / "CONFIG.yaml") == 0
    return folder


def test_stages_are_wide_with_every_digit(out):
    for name in STAGES:
        published = pd.read_csv(ASEM / "published" / f"{name}.csv").set_index("UnitCode")
        frame = pd.read_csv(out / f"{name}.csv").set_index("unit")
        assert frame.index.tolist() == published.index.tolist()
        expected = published[frame.columns.drop("year")]
        np.testing.assert_allclose(frame.drop(columns="year"), expected, rtol=1e-12, atol=1e-12)
        assert (out / f"{name}.csv").read_text(encoding="utf-8").startswith("unit,year,")


def test_results_are_scores_and_ranks_of_every_node(out):
    results = pd.read_csv(out / "results.csv")
    assert results.columns.tolist() == ["unit", "year", "node", "level", "score", "rank"]
    wide = results.pivot(index="unit", columns="node", values="score")
    aggregated = pd.read_csv(out / "6_aggregated.csv").set_index("unit")
    pd.testing.assert_frame_equal(
        wide[aggregated.columns[1:]], aggregated.iloc[:, 1:].sort_index(), False, check_names=False
    )
    assert len(results) == 51 * 60


def test_diagnostics_are_there(out):
    rows = {file.stem: len(pd.read_csv(file)) for file in out.glob("*.csv")}
    assert {name: rows[name] for name in rows if name not in STAGES} == {
        "results": 3060,
        "availability": 51,
        "imputed_cells": 65,
        "treated_columns": 49,
        "unit_weights": 0,
        "correlations": 154,
        "reliability": 11,
        "components": 367,
        "importance": 59,
        "removal": 59,
        "removal_by_unit": 51,
        "strengths": 510,
    }


def test_the_log_repeats_the_run(out, tmp_path):
    log = YAML(typ="safe").load(out / "log.yaml")
    assert list(log) == ["configuration", "inputs", "versions", "done", "notes"]
    assert log["inputs"]["data"]["file"] == "DATA.csv"
    assert log["done"]["imputed_cells"] == 65
    assert log["done"]["lost_for_want_of_a_denominator"] == 2
    assert (len(log["done"]["winsorised"]), log["done"]["logarithm"], log["done"]["still_failing"]) == (15, [], [])
    config = tmp_path / "again.yaml"
    config.write_text(json.dumps(log["configuration"]), encoding="utf-8")
    assert index(ASEM / "DATA.csv", ASEM / "META.csv", "--out", tmp_path / "again", "--config", config) == 0
    for file in out.glob("*.csv"):
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()
    again = YAML(typ="safe").load(tmp_path / "again" / "log.yaml")
    assert {key: again[key] for key in ("configuration", "done")} == {
        key: log[key] for key in ("configuration", "done")
    }


def test_without_a_recipe_no_value_is_changed(tmp_path):
    assert index(ASEM / "DATA.csv", ASEM / "META.csv", "--out", tmp_path) == 0
    stages = [pd.read_csv(tmp_path / f"{name}.csv") for name in STAGES]
    pd.testing.assert_frame_equal(stages[1], stages[2])
    pd.testing.assert_frame_equal(stages[1], stages[3])
    assert stages[4].iloc[:, 2:].min().min() == 0
    assert stages[4].iloc[:, 2:].max().max() == 100


def test_text_that_needs_quotation_marks(tmp_path):
    (tmp_path / "DATA.csv").write_text('unit,a,b\n"x, the first",1,2\n"say ""y""",2,3\n', encoding="utf-8")
    (tmp_path / "META.csv").write_text(
        "code,level,parent,weight,direction\na,1,top,1,1\nb,1,top,1,1\ntop,2,,,\n", encoding="utf-8"
    )
    assert index(tmp_path / "DATA.csv", tmp_path / "META.csv", "--out", tmp_path / "out") == 0
    assert pd.read_csv(tmp_path / "out" / "1_raw.csv")["unit"].tolist() == ["x, the first", 'say "y"']


def test_a_byte_order_mark_is_noted_and_does_no_harm(tmp_path):
    for name in ("DATA", "META"):
        content = (ASEM / f"{name}.csv").read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8-sig")
    assert index(tmp_path / "DATA.csv", tmp_path / "META.csv", "--out", tmp_path / "out") == 0
    notes = YAML(typ="safe").load(tmp_path / "out" / "log.yaml")["notes"]
    assert notes == [
        f"{name}.csv, row 1: starts with a byte-order mark, which was left out" for name in ("DATA", "META")
    ]


def test_faults_of_all_three_files_are_told_together(tmp_path, capsys):
    data = (ASEM / "DATA.csv").read_text(encoding="utf-8").replace("BEL,Belgium", "AUT,Belgium")
    (tmp_path / "DATA.csv").write_text(data, encoding="utf-8")
    meta = (ASEM / "META.csv").read_text(encoding="utf-8").replace("Tariff,1,Instit,1,-1", "Tariff,1,Instit,1,down")
    (tmp_path / "META.csv").write_text(meta, encoding="utf-8")
    (tmp_path / "CONFIG.yaml").write_text("normalise: {method: minmx}\n", encoding="utf-8")
    arguments = tmp_path / "DATA.csv", tmp_path / "META.csv", "--config", tmp_path / "CONFIG.yaml"
    assert index(*arguments, "--out", tmp_path / "out") == 2
    assert capsys.readouterr().err.splitlines() == [
        "benchlib: bad input",
        "CONFIG.yaml, line 1, key normalise.method: 'minmx'; expected a method; did you mean 'minmax'?",
        "META.csv, row 8, column direction: 'down'; expected a number with a decimal point, "
        "or an empty cell where it is missing",
        "DATA.csv, row 3, column unit: 'AUT'; this unit stands twice in one year",
    ]
    assert not (tmp_path / "out").exists()


def test_a_recipe_that_is_not_there(tmp_path, capsys):
    arguments = ASEM / "DATA.csv", ASEM / "META.csv", "--out", tmp_path / "out", "--config", tmp_path / "no.yaml"
    assert index(*arguments) == 2
    assert "no.yaml: no such file" in capsys.readouterr().err


def test_help_tells_the_columns(capsys):
    assert index("--help") == 0
    text = capsys.readouterr().out
    columns = (
        "unit name year group_ den_ code level parent weight direction denominator goalpost_low goalpost_high target"
    )
    assert [column for column in columns.split() if column not in text] == []


def test_whole_files_only(tmp_path, monkeypatch):
    """What stood there stays when writing breaks off, and nothing half-written is left."""
    made, _ = index_files.compute(ASEM / "DATA.csv", ASEM / "META.csv", None)
    (tmp_path / "1_raw.csv").write_text("as it was\n", encoding="utf-8")

    def broken(arrow, file, quotes):
        file.write_text("unit,", encoding="utf-8")
        raise OSError("disk full")

    monkeypatch.setattr(index_files, "_csv", broken)
    with pytest.raises(OSError, match="disk full"):
        index_files.write(made, tmp_path, {})
    assert [file.name for file in tmp_path.iterdir()] == ["1_raw.csv"]
    assert (tmp_path / "1_raw.csv").read_text(encoding="utf-8") == "as it was\n"
