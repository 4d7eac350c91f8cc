"""Folders: which files are tables, and what is said of the others. Contents: test_csvfiles, test_workbooks."""

import pytest
from drawn import ORGANISATIONS, folder

from benchlib.tables import files
from benchlib.tables.faults import BadInput


def test_a_folder_gives_its_tables_by_name(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS, aliases="cluster_id|alias|reason|source\nnonesuch|R|short|x")
    (tmp_path / "README.md").write_text("# not a table")
    (tmp_path / "organisations.csv.yaml").write_text("columns: {}")
    (tmp_path / ".~lock.organisations.csv#").write_text("")
    (tmp_path / "._organisations.csv").write_bytes(b"\x00\x05\x16")
    (tmp_path / "archive.csv").mkdir()
    tables, faults = files.read(tmp_path)
    assert [(table.name, table.source) for table in tables] == [
        ("aliases", "aliases.csv"),
        ("organisations", "organisations.csv"),
    ]
    assert faults == []


def test_unknown_files_with_the_table_that_was_meant(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS)
    for name in ("Labels.csv", "organizations.csv", "budget.csv", "organisations (1).csv"):
        (tmp_path / name).write_text("cluster_id\n")
    _, faults = files.read(tmp_path)
    assert [str(fault).split("; ")[:2] for fault in faults] == [
        ["Labels.csv: expected a file named after a table", "did you mean 'labels'?"],
        [
            "budget.csv: expected a file named after a table",
            "known: organisations, participants, participant_figures, assessments, answers, peer_answers, labels, "
            "cooperations, compositions, working_groups, aliases",
        ],
        ["organisations (1).csv: expected a file named after a table", "did you mean 'organisations'?"],
        ["organizations.csv: expected a file named after a table", "did you mean 'organisations'?"],
    ]


def test_the_ending_may_be_in_capitals_but_a_table_comes_once(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS)
    (tmp_path / "labels.CSV").write_text("cluster_id,level\n")
    assert [table.name for table in files.read(tmp_path)[0]] == ["labels", "organisations"]
    (tmp_path / "organisations.CSV").write_text("cluster_id,name\n")
    tables, faults = files.read(tmp_path)
    assert [table.name for table in tables] == ["labels", "organisations"]
    assert [str(fault) for fault in faults] == [
        "organisations.csv: expected one file with the table organisations"  # capitals sort first
    ]


def test_a_folder_without_tables(tmp_path):
    _, (fault,) = files.read(tmp_path)
    assert fault.source == str(tmp_path)
    assert fault.expected.startswith("expected CSV files named after tables: organisations, participants, ")
    (tmp_path / "facts.xlsx").write_bytes(b"")
    _, (fault,) = files.read(tmp_path)
    assert fault.expected.endswith("; to check a workbook, give its name (facts.xlsx)")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("absent.xlsx", "there is no such file or folder"),
        ("old.xls", "expected an Excel workbook (.xlsx); open this file and save it as one"),
        ("calc.ods", "expected an Excel workbook (.xlsx); open this file and save it as one"),
        ("organisations.csv", "expected a folder of CSV files; give the folder {folder}"),
        ("notes.txt", "expected a folder of CSV files or an Excel workbook (.xlsx)"),
    ],
)
def test_what_is_neither_a_folder_nor_a_workbook(tmp_path, name, text):
    if name != "absent.xlsx":
        (tmp_path / name).write_text("cluster_id\n")
    with pytest.raises(BadInput) as refused:
        files.read(tmp_path / name)
    assert str(refused.value) == f"{tmp_path / name}: {text.format(folder=tmp_path)}"


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    folder(tmp_path, organisations=ORGANISATIONS)

    def refuse(file, name):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.csvfiles, "read", refuse)
    (table,), (fault,) = files.read(tmp_path)
    assert not table.readable
    assert str(fault) == "organisations.csv: this file cannot be read (Permission denied)"


def test_a_folder_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "iterdir", refuse)
    with pytest.raises(BadInput, match=r"this folder cannot be read \(Permission denied\)"):
        files.read(tmp_path)
