"""Same number and seed, same bytes; nothing half written; nothing of another kind overwritten."""

from pathlib import Path

import pytest

from benchlib.synthetic import block, portfolio, tables, truth
from benchlib.tables.faults import BadInput


def content(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def in_turn(tmp_path_factory):
    """40 organisations in blocks of 15, made one after the other."""
    folder = tmp_path_factory.mktemp("in_turn")
    portfolio.write(folder, clusters=40, seed=5, workers=1, at_once=15)
    return content(folder)


def test_the_same_seed_gives_the_same_bytes(tmp_path, in_turn):
    portfolio.write(tmp_path, clusters=40, seed=5, workers=1, at_once=15)
    assert content(tmp_path) == in_turn


def test_workers_do_not_change_a_byte(tmp_path, in_turn):
    portfolio.write(tmp_path, clusters=40, seed=5, workers=2, at_once=15)
    assert content(tmp_path) == in_turn


def test_another_seed_gives_other_organisations(tmp_path, in_turn):
    portfolio.write(tmp_path, clusters=40, seed=6, workers=1, at_once=15)
    other = content(tmp_path)
    assert set(other) == set(in_turn)
    same = {name for name in other if other[name] == in_turn[name]}
    assert same == {"truth/parameters.csv"}


def test_files_are_the_tables_and_the_truth(in_turn):
    expected = {f"{name}.csv" for name in tables.COLUMNS} | {f"{truth.place(name)}.csv" for name in truth.TABLES}
    assert set(in_turn) == expected | {"README.txt"}
    for name, columns in tables.COLUMNS.items():
        assert in_turn[f"{name}.csv"].split(b"\n", 1)[0].decode() == ",".join(columns)


def test_readme_says_what_it_is(in_turn):
    text = in_turn["README.txt"].decode()
    assert text.startswith("SYNTHETIC: a portfolio of invented organisations.")
    assert "seed: 5\n" in text
    assert "organisations: 40\n" in text
    assert "benchlib sample DIR --clusters 40 --seed 5" in text


def test_one_organisation_is_a_portfolio(tmp_path):
    result = portfolio.write(tmp_path, clusters=1, seed=1)
    assert (tmp_path / "organisations.csv").read_text().count("\n") == 2
    assert set(result["within"]) == {"too few organisations"}


def test_an_earlier_portfolio_is_replaced(tmp_path):
    portfolio.write(tmp_path, clusters=3, seed=1)
    portfolio.write(tmp_path, clusters=2, seed=1)
    assert (tmp_path / "organisations.csv").read_text().count("\n") == 3


def test_real_tables_are_not_overwritten(tmp_path):
    real = tmp_path / "organisations.csv"
    real.write_text("cluster_id,name\nrohealth,ROHEALTH\n")
    with pytest.raises(BadInput, match=r"found organisations\.csv"):
        portfolio.write(tmp_path, clusters=2)
    assert content(tmp_path) == {"organisations.csv": b"cluster_id,name\nrohealth,ROHEALTH\n"}


def test_no_organisations_are_refused(tmp_path):
    with pytest.raises(BadInput, match="expected at least 1"):
        portfolio.write(tmp_path / "none", clusters=0)
    assert not (tmp_path / "none").exists()


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    def fails(*_):
        raise RuntimeError("out of luck")

    monkeypatch.setattr(block, "make", fails)
    with pytest.raises(RuntimeError, match="out of luck"):
        portfolio.write(tmp_path, clusters=2)
    assert content(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []
