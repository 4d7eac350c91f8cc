"""`benchlib import` and `benchlib export`: what they say and do."""

import pytest
from click.testing import CliRunner

from benchlib.run.commands.store import export_command, import_command
from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import addresses, contents


@pytest.fixture
def folder(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "organisations.csv").write_text("cluster_id,name,country\na,Alpha,RO\nb,Beta,RO\n")
    (data / "labels.csv").write_text("cluster_id,level,awarded\na,bronze,2024-03\n")
    return data


@pytest.fixture(autouse=True)
def address(monkeypatch, tmp_path) -> str:
    named = f"sqlite:///{tmp_path / 'store.sqlite'}"
    monkeypatch.delenv(addresses.ADDRESS_FILE, raising=False)
    monkeypatch.setenv(addresses.ADDRESS, named)
    return named


def run(command, *arguments) -> list[str]:
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False).output.splitlines()


def test_import_says_what_it_did(folder, address):
    assert run(import_command, folder) == [
        f"imported {folder} into {address}",
        "  added: organisations 2, labels 1",
        "  replaced: nothing",
        "  there already: nothing",
    ]
    (folder / "organisations.csv").write_text("cluster_id,name\na,Alpha\nb,Beta+\n")
    assert run(import_command, folder, "--by", "ana")[1:] == [
        "  added: replacements 1",
        "  replaced: organisations 1",
        "  there already: organisations 1, labels 1",
    ]
    with store.opened() as place, place.reading() as connection:
        assert contents.records(connection)["replacements"]["recorded_by"].tolist() == ["ana"]


def test_what_rules_forbid_is_not_imported(folder, tmp_path):
    (folder / "peer_answers.csv").write_text(
        "cluster_id,wave,respondent,role,question,value\na,2025,r1,participant,weather,3\n"
    )
    with pytest.raises(BadInput, match=r"peer_answers\.csv, row 2, column question: 'weather'"):
        run(import_command, folder)
    with store.opened() as place:
        assert store.load(place) == []


def test_contradictions_are_told_and_imported(folder):
    rows = "a,2021,stated_total,84\na,2021,university,90\n"
    (folder / "compositions.csv").write_text(f"cluster_id,stated_on,type,participants\n{rows}")
    result = CliRunner().invoke(import_command, [str(folder)], catch_exceptions=False)
    assert result.stderr.startswith("contradictions in the data, imported as they are:\ncompositions.csv, row")
    assert "compositions 2" in result.stdout


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_export_says_what_it_did(folder, address, tmp_path, name, monkeypatch):
    run(import_command, folder)
    assert run(export_command, tmp_path / name) == [
        f"exported {address} to {tmp_path / name}",
        "  rows: organisations 2, labels 1",
    ]
    monkeypatch.setenv(addresses.ADDRESS, f"sqlite:///{tmp_path / 'copy.sqlite'}")
    assert run(import_command, tmp_path / name)[1] == "  added: organisations 2, labels 1"


def test_export_makes_no_store(tmp_path):
    with pytest.raises(BadInput, match="there is no such store"):
        run(export_command, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_no_password_is_said(folder, monkeypatch):
    monkeypatch.setenv(addresses.ADDRESS, "postgresql+psycopg://me:hush@127.0.0.1:1/x")
    with pytest.raises(BadInput) as caught:
        run(import_command, folder)
    assert "me:***@127.0.0.1" in str(caught.value)
    assert "hush" not in str(caught.value)
