"""The command line as a user meets it: files, messages, exit codes."""

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from benchlib.run import cli
from benchlib.run.reports import batch, locking
from benchlib.run.reports.report import Report


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and error of the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchlib.run.cli", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def code(*arguments: object) -> int:
    """Exit code of the command in this process."""
    with pytest.raises(SystemExit) as exit_:
        cli.main([str(argument) for argument in arguments])
    return exit_.value.code or 0


@pytest.fixture
def assessed(folder, full_answers):
    """The folder with a gold audit at full points for `a`, and one with a missing answer for `b`."""
    made = ["assessment_id,cluster_id,framework,kind,date,status"]
    made += [
        f"{kind}-{name},{name},ecei-31,{kind},{date},agreed"
        for name in "ab"
        for kind, date in (("benchmark", "2024-03-05"), ("audit", "2025-03-05"))
    ]
    (folder / "assessments.csv").write_text("\n".join(made) + "\n")
    rows = ["assessment_id,indicator,assessor,value,evidence,comment,answered_at"]
    for line in made[1:]:
        name = line.split(",")[0]
        gap = {"2_4": None} if name == "audit-b" else {}
        rows += [
            f"{r.assessment_id},{r.indicator},,{'' if pd.isna(r.value) else r.value},,,"
            for r in full_answers(name, **gap).itertuples()
        ]
    (folder / "answers.csv").write_text("\n".join(rows) + "\n")
    return folder


def test_score_writes_the_long_table(assessed, tmp_path):
    out = tmp_path / "scores.csv"
    assert code("score", assessed, "--framework", "ecei-31", "--out", out) == 0
    frame = pd.read_csv(out)
    assert list(frame.columns) == [
        "cluster_id",
        "assessment_id",
        "item",
        "level",
        "points",
        "maximum",
        "percent",
        "low",
        "high",
    ]
    total = frame[frame["level"] == "total"].set_index("assessment_id")
    assert total.loc["audit-a", ["points", "maximum", "percent", "low", "high"]].tolist() == [150, 150, 100, 150, 150]
    assert total.loc["audit-b", ["low", "high"]].tolist() == [145, 150]
    assert pd.isna(total.loc["audit-b", "points"])


def test_label_writes_verdicts_and_the_sibling_of_conditions(assessed, tmp_path):
    out = tmp_path / "verdicts.csv"
    assert code("label", assessed, "--framework", "ecei-31", "--as-of", "2026-01-31", "--out", out) == 0
    verdicts = pd.read_csv(out).set_index(["cluster_id", "label"])
    assert list(verdicts.columns)[:2] == ["verdict", "valid_until"]
    assert verdicts.loc[("a", "gold")].tolist()[:2] == ["awarded", "2027-03-31"]
    assert (
        verdicts.loc[("b", "gold"), "verdict"] == "cannot tell"
    )  # 2.4 is a minimum requirement and its answer is missing
    assert verdicts.loc[("c", "gold"), "verdict"] == "cannot tell"
    conditions = pd.read_csv(tmp_path / "verdicts_conditions.csv", dtype={"item": "str"})
    missing = conditions[
        (conditions["cluster_id"] == "b") & (conditions["label"] == "gold") & (conditions["outcome"] == "cannot tell")
    ]
    assert missing[["condition", "item"]].to_numpy().tolist() == [["minimum", "2.4"]]


def test_the_day_decides_which_dated_rule_holds(assessed, tmp_path):
    for day, asked in (("2019-11-14", False), ("2019-11-15", True)):
        out = tmp_path / f"{day}.csv"
        code("label", assessed, "--as-of", day, "--out", out)
        conditions = pd.read_csv(tmp_path / f"{day}_conditions.csv")
        assert ("listed" in set(conditions["condition"])) is asked


def test_a_framework_may_be_a_file_that_changes_another(assessed, tmp_path):
    changed = tmp_path / "lenient.yaml"
    changed.write_text(
        "starts_from: ecei-31\nchanges:\n  id: lenient\n  title: What if four points were enough\n"
        "  labels:\n    id: lenient-labels\n    levels: {gold: {conditions: {minimum: null}}}\n"
    )
    out = tmp_path / "verdicts.csv"
    assert code("label", assessed, "--framework", changed, "--as-of", "2026-01-31", "--out", out) == 0
    assert pd.read_csv(out).set_index(["cluster_id", "label"]).loc[("b", "gold"), "verdict"] == "awarded"


def test_check_tells_all_and_ends_with_2(assessed, capsys):
    assert code("check", assessed) == 0
    with (assessed / "answers.csv").open("a") as stream:
        stream.write('audit-a,9.9,,1,,,\naudit-a,2.5,x,"3,5",,,\n')
    assert code("check", assessed) == 2
    told = capsys.readouterr().out
    assert "answers.csv, row 134, column indicator: '9.9'" in told
    assert "answers.csv, row 135, column value: '3,5'; expected a decimal point instead of the comma (3.5)" in told
    assert "2 errors" in told


def test_contradictions_end_check_with_2_but_do_not_stop_the_others(folder, tmp_path, capsys):
    (folder / "compositions.csv").write_text(
        "cluster_id,stated_on,type,participants,source\na,2021,stated_total,84,x\na,2021,university,88,x\n"
    )
    assert code("check", folder) == 2
    assert "'84'; the parts add up to 88, a difference of +4" in capsys.readouterr().out
    assert code("label", folder, "--out", tmp_path / "x.csv") == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["score", "{folder}", "--framework", "ecei-13", "--out", "x.csv"], "ecei-13"),
        (["score", "{folder}", "--out", "{tmp}/no/such/x.csv"], "expected a folder that exists"),
        (["label", "{folder}", "--as-of", "soon", "--out", "x.csv"], "soon"),
        (["label", "{tmp}/nowhere", "--out", "x.csv"], "nowhere"),
        (["reports", "{folder}", "--notebook", "nosuch"], "expected one of: cluster"),
        (["reports", "{folder}", "--edition", "../up"], "--edition"),
        (["reports", "{folder}", "--only", "zz"], "--only: 'zz'"),
        (["reports", "{folder}", "--workers", "0"], "--workers"),
        (["template", "{tmp}/x.csv"], ".xlsx"),
        (["sample", "{tmp}/s", "--clusters", "0"], "--clusters"),
        (["nosuch"], "nosuch"),
    ],
)
def test_bad_input_is_told_without_a_traceback_and_ends_with_2(folder, tmp_path, arguments, told, capsys):
    assert code(*(argument.format(folder=folder, tmp=tmp_path) for argument in arguments)) == 2
    said = capsys.readouterr()
    assert told in said.err + said.out
    assert "Traceback" not in said.err


def test_bad_tables_stop_every_command_and_write_nothing(folder, tmp_path, capsys):
    (folder / "labels.csv").write_text("cluster_id,level,awarded\na,golden,2024\nz,gold,2024-13\n")
    assert code("score", folder, "--out", tmp_path / "x.csv") == 2
    said = capsys.readouterr().err
    assert "labels.csv, row 2, column level: 'golden'" in said
    assert "labels.csv, row 3, column awarded: '2024-13'" in said
    assert "labels.csv, row 3, column cluster_id: 'z'" in said
    assert not (tmp_path / "x.csv").exists()


def test_template_does_not_overwrite_what_may_hold_answers(tmp_path, capsys):
    file = tmp_path / "a.xlsx"
    assert code("template", file) == 0
    before = file.read_bytes()
    assert code("template", file) == 2
    assert file.read_bytes() == before
    assert "not overwritten" in capsys.readouterr().err


def test_reports_end_to_end_as_a_command(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, said, _ = run(
        "reports", folder, "--where", "country=RO", "--edition", "try", "--as-of", dt.date(2026, 1, 31)
    )
    assert status == 0, said
    assert sorted(file.name for file in (tmp_path / "reports" / "try" / "pages").iterdir()) == ["a.html", "b.html"]
    assert "2 reports done, 0 failed" in said


@pytest.fixture
def with_notebooks(folder, notebooks, tmp_path, monkeypatch, lightly_warmed, remembered_results):
    """A function: the exit code of `reports` with a notebook of these tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "NOTEBOOKS", notebooks)
    options = ("--edition", "try", "--as-of", "2026-01-31", "--workers", 1)
    return lambda notebook, *more: code("reports", folder, "--notebook", notebook, *options, *more)


def test_reports_are_kept_until_something_changes_or_anew_is_asked_for(with_notebooks, capsys):
    assert with_notebooks("tells") == 0
    assert "3 reports done, 0 failed; open reports/try/index.html" in capsys.readouterr().out
    assert with_notebooks("tells", "--only", "a", "--resume") == 0
    assert "1 reports done (1 of them before: nothing has changed for them), 0 failed" in capsys.readouterr().out
    assert with_notebooks("tells", "--anew") == 0
    assert "3 reports done, 0 failed" in capsys.readouterr().out


def test_several_notebooks_and_choices_that_are_meant_for_one(with_notebooks, capsys):
    more = ("--notebook", "tells_of_countries")
    assert with_notebooks("tells", *more, "--only", "tells:a", "--where", "tells_of_countries:country=BE") == 0
    assert "2 reports done, 0 failed" in capsys.readouterr().out
    pages = sorted(str(file.relative_to("reports/try/pages")) for file in Path("reports/try/pages").rglob("*.html"))
    assert pages == ["a.html", "country/BE.html"]


def test_two_notebooks_on_the_same_are_refused(with_notebooks, capsys):
    assert with_notebooks("tells", "--notebook", "tallies") == 2
    assert "expected one notebook on each cluster; tells is another" in capsys.readouterr().err


def test_reports_come_from_a_store_as_from_a_folder(with_notebooks, folder, tmp_path, monkeypatch, capsys):
    address = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.setenv("BENCHLIB_DATABASE", address)
    assert code("import", folder, "--by", "office") == 0
    assert code("check", address) == 0
    assert "rows read; 0 errors, 0 contradictions, 0 notes" in capsys.readouterr().out
    more = ("--notebook", "tells", "--edition", "stored", "--as-of", "2026-01-31", "--workers", 1)
    assert code("reports", *more) == 0
    assert "3 reports done, 0 failed; open reports/stored/index.html" in capsys.readouterr().out
    told = json.loads((tmp_path / "reports/stored/manifest.json").read_text(encoding="utf-8"))
    assert set(told["inputs"]) == {"organisations", "labels"}
    assert code("reports", address, *more) == 0
    assert "3 reports done (3 of them before: nothing has changed for them), 0 failed" in capsys.readouterr().out


def test_failed_reports_end_with_1_and_their_reasons(with_notebooks, capsys):
    assert with_notebooks("hangs_for_b", "--time-limit", 1) == 1
    said = capsys.readouterr()
    assert "2 reports done, 1 failed" in said.out
    assert "b: took longer than 1 s" in said.err


@pytest.mark.parametrize(
    ("happens", "ends", "told"),
    [
        (KeyboardInterrupt(), 130, "interrupted; what is in reports/try is whole, and the same command makes the rest"),
        (OSError(28, "No space left on device", "x"), 1, "No space left on device"),
    ],
)
def test_a_batch_that_is_stopped_says_how_to_go_on(with_notebooks, monkeypatch, capsys, happens, ends, told):
    def stopped(*_):
        raise happens

    monkeypatch.setattr(batch, "run", stopped)
    assert with_notebooks("tells") == ends
    assert told in capsys.readouterr().err


def test_a_list_that_cannot_be_written_is_told(with_notebooks, monkeypatch, capsys):
    done = batch.Outcome([Report("a", "done", 1.0)], frozenset(), "No space left on device: manifest.json")
    monkeypatch.setattr(batch, "run", lambda *_: done)
    assert with_notebooks("tells") == 1
    assert "could not be written (No space left on device: manifest.json)" in capsys.readouterr().err


def test_an_edition_that_another_batch_writes_is_refused(with_notebooks, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    with locking.alone(tmp_path / "reports" / "try"):
        assert with_notebooks("tells") == 2
    assert "another batch is writing this edition" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_ends_with_2(with_notebooks, tmp_path, capsys):
    (tmp_path / "reports").write_text("")
    assert with_notebooks("tells") == 2
    assert "expected a folder that can be written to" in capsys.readouterr().err


INTERRUPTED = """
import sys
from pathlib import Path
from benchlib.run import cli
if __name__ == "__main__":
    cli.NOTEBOOKS = Path(sys.argv[1])
    cli.main(sys.argv[2:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes as Linux lists them")
def test_ctrl_c_ends_kernels_and_workers_and_leaves_whole_files(folder, notebooks, tmp_path, lightly_warmed):
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED)
    command = [sys.executable, script, notebooks, "reports", folder, "--notebook", "hangs_for_b", "--edition", "try"]
    marked = {**os.environ, "BENCHLIB_TEST_MARK": str(tmp_path)}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    process = subprocess.Popen(
        [*map(str, command), "--workers", "3"], cwd=tmp_path, env=marked, start_new_session=True, **pipes
    )
    pages = tmp_path / "reports" / "try" / "pages"
    waited(lambda: {file.name for file in pages.glob("*.html")} == {"a.html", "c.html"})
    os.killpg(process.pid, signal.SIGINT)
    told = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130, told
    assert "interrupted; what is in reports/try is whole" in told
    assert "Traceback" not in told
    waited(lambda: not marked_processes(str(tmp_path)))
    assert {*json.loads((pages.parent / "manifest.json").read_text())["reports"]} <= {"a", "c"}


def waited(happened) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it did not happen in a minute"
        time.sleep(0.05)


def marked_processes(mark: str) -> list[str]:
    """Processes that still run with a mark in their environment."""
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            found += [file.parent.name] if f"BENCHLIB_TEST_MARK={mark}".encode() in file.read_bytes() else []
    return found


def test_help_of_every_command_ends_with_0(capsys):
    for command in cli.cli.commands:
        assert code(command, "--help") == 0
        assert "Usage" in capsys.readouterr().out
