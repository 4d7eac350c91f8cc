"""What is exported makes the same store again, through the folder and through the workbook."""

import csv
import stat
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from sqlalchemy import delete

from benchlib.tables import checking, store
from benchlib.tables.faults import BadInput
from benchlib.tables.raw import SPREADSHEET_ERRORS
from benchlib.tables.store import cells, contents, guards, invitations, states, versions
from benchlib.tables.store.columns import metadata
from benchlib.tables.store.versions import Given, Place

ROOT = Path(__file__).resolve().parents[3]
FORBIDDEN = "".join(
    map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN),
        st.sampled_from("=+-@'\t\r\n_x04D\",;# "),
    ),
    max_size=40,
)
TEXTS = ANY.filter(lambda text: not text.isspace() and text not in SPREADSHEET_ERRORS)


def whole(place) -> dict[str, list]:
    with place.reading() as connection:
        frames = {**contents.facts(connection), **contents.records(connection)}
    return {name: frame.to_numpy().tolist() for name, frame in frames.items()}


def copies(place, folder: Path):
    """The store made again from its export as a folder and as a workbook."""
    for name in ("out", "out.xlsx"):
        numbers = store.export(place, folder / name)
        with store.opened(f"sqlite:///{folder / name}.sqlite") as copy:
            store.import_(copy, folder / name, "somebody else")
            yield numbers, whole(copy)


def test_everything_comes_back(filled, tmp_path, written):
    states.move(filled, "a1", "submitted", "ana")
    states.move(filled, "a1", "reopened", "bo")
    for number, value in enumerate(["3", "", "5"]):
        versions.save(filled, Place("a1", "q", "ana"), Given(value, "=evidence", "c"), number, "ana")
    store.import_(filled, written(organisations="cluster_id,name\nalpha,=Alpha\nbeta,Beta\n"), "office")
    before = whole(filled)
    assert {name: len(rows) for name, rows in before.items() if rows} == {
        "organisations": 2, "assessments": 1, "answers": 1, "answer_versions": 3, "submissions": 2, "replacements": 1,
    }  # fmt: skip
    for numbers, again in copies(filled, tmp_path):
        assert again == before
        assert numbers == {name: len(rows) for name, rows in before.items() if rows}


@pytest.mark.parametrize(
    ("place", "folder"), [("sqlite", "data/portfolio"), ("postgresql", "data/synthetic/sample")], indirect=["place"]
)
def test_shipped_tables_come_back(folder, place, tmp_path):
    store.import_(place, ROOT / folder, "office")
    store.export(place, tmp_path / "out")
    given, again = checking.load(ROOT / folder), checking.load(tmp_path / "out")
    for name, frame in given.frames.items():
        pd.testing.assert_frame_equal(again[name], frame)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(texts=st.lists(TEXTS, min_size=30, max_size=80))
def test_any_text_comes_back(place, texts):
    with tempfile.TemporaryDirectory() as folder:
        with place.writing() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        given_ = Path(folder) / "given"
        given_.mkdir()
        header = [("cluster_id", "name", "source")]
        rows = [(f"c{number}", text or "-", text) for number, text in enumerate(texts)]
        with (given_ / "organisations.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(header + rows)
        store.import_(place, given_, "office")
        before = whole(place)
        assert [(row[1], row[-1]) for row in before["organisations"]] == [(name, text) for _, name, text in rows]
        for _, again in copies(place, Path(folder)):
            assert again == before


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_guards_can_be_taken_off(texts):
    guarded = guards.put_on(pd.Series(texts, dtype=object))
    assert guards.taken_off(guarded).tolist() == texts
    assert [text for text in guarded if text[:1] in set("=+-@\t\r\n")] == []


@given(ANY)
def test_a_workbook_spells_every_text(text):
    assert unescape(cells.spelled(text)) == text


def test_a_spreadsheet_calculates_nothing_of_an_export(filled, tmp_path):
    versions.save(filled, Place("a1", "q"), Given("-1", "=HYPERLINK(1)", "@SUM(1)"), 0, "ana")
    store.export(filled, tmp_path / "out")
    store.export(filled, tmp_path / "out.xlsx")
    with (tmp_path / "out" / "answers.csv").open(newline="") as stream:
        assert list(csv.reader(stream))[1][3:6] == ["-1", "'=HYPERLINK(1)", "'@SUM(1)"]
    row = openpyxl.load_workbook(tmp_path / "out.xlsx")["answers"][2]
    assert [(cell.value, cell.data_type) for cell in row[3:6]] == [
        ("-1", "s"),
        ("=HYPERLINK(1)", "s"),
        ("@SUM(1)", "s"),
    ]


def test_an_exported_folder_can_be_checked_as_it_is(filled, tmp_path):
    versions.save(filled, Place("a1", "q"), Given("3"), 0, "ana")
    store.export(filled, tmp_path / "out")
    facts = checking.load(tmp_path / "out")
    assert facts["answers"][["indicator", "value"]].to_numpy().tolist() == [["q", 3.0]]


def test_invitations_are_not_exported(filled, tmp_path):
    made = invitations.invite(filled, "peer", "Ana Ionescu", 3, "office", "alpha", wave="2026")
    store.export(filled, tmp_path / "out")
    texts = [file.read_text() for file in (tmp_path / "out").rglob("*.*")]
    assert len(texts) == 3  # two tables, and what to read
    assert not [text for text in texts if made.id in text or "Ionescu" in text]


def test_exports_are_for_their_owner_only(filled, tmp_path):
    versions.save(filled, Place("a1", "q"), Given("3"), 0, "ana")
    store.export(filled, tmp_path / "out")
    store.export(filled, tmp_path / "out.xlsx")
    found = {path.relative_to(tmp_path): stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").rglob("*")}
    assert {oct(mode) for path, mode in found.items() if path.suffix} == {"0o600"}
    assert [oct(stat.S_IMODE((tmp_path / name).stat().st_mode)) for name in ("out", "out/records", "out.xlsx")] == [
        "0o700", "0o700", "0o600",
    ]  # fmt: skip


def test_nothing_is_overwritten_and_nothing_half_stays(filled, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a").write_text("mine")
    (tmp_path / "x.xlsx").write_text("mine")
    for name, said in (
        ("full", "exists already"),
        ("x.xlsx", "exists already"),
        ("x.xls", r"ends in \.xlsx"),
        ("no/out", "a folder that exists"),
    ):
        with pytest.raises(BadInput, match=said):
            store.export(filled, tmp_path / name)
    (tmp_path / "empty").mkdir()
    store.export(filled, tmp_path / "empty")
    assert sorted(path.name for path in tmp_path.iterdir() if "store.sqlite" not in path.name) == [
        "empty",
        "full",
        "x.xlsx",
    ]
    assert (tmp_path / "full" / "a").read_text() == (tmp_path / "x.xlsx").read_text() == "mine"


def test_an_empty_store_exports_an_empty_workbook(place, tmp_path):
    assert store.export(place, tmp_path / "out.xlsx") == {}
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["organisations"]
