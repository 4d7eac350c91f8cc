"""The command line as a user meets it: files, messages, exit codes."""

import datetime as dt
import subprocess
import sys

import pandas as pd
import pytest

from benchlib.run import cli


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


def test_help_of_every_command_ends_with_0(capsys):
    for command in cli.cli.commands:
        assert code(command, "--help") == 0
        assert "Usage" in capsys.readouterr().out
