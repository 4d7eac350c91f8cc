"""Eurostat's raw layout: what is read, what is damaged, and what is not that layout."""

import gzip

import numpy as np
import pytest

from benchlib.tables import eurostat
from benchlib.tables.faults import BadInput

OLD = "unit,geo\\time\t2014 \t2013 \nPPS_HAB,RO\t15300 \t14700 e\nPPS_HAB,FIZZ\t: \t: c\n"
CELL = "expected a number or ':', then flags of b, c, d, e, f, i, n, p, r, s, u, z"


def cells(raw: eurostat.Raw) -> list[list[object]]:
    return raw.frame.astype(object).where(raw.frame.notna(), None).to_numpy().tolist()


def test_dimensions_periods_values_and_flags():
    raw = eurostat.parse(OLD, "a.tsv")
    assert raw.faults == ()
    assert list(raw.frame.columns) == ["unit", "geo", "time", "value", "flag"]
    assert cells(raw) == [
        ["PPS_HAB", "RO", "2014", 15300.0, ""],
        ["PPS_HAB", "RO", "2013", 14700.0, "e"],
        ["PPS_HAB", "FIZZ", "2014", None, ""],
        ["PPS_HAB", "FIZZ", "2013", None, "c"],
    ]
    assert raw.frame["value"].dtype == np.float64


def test_later_files_have_another_name_for_time_and_more_dimensions():
    text = "freq,nace_r2,unit,geo\\TIME_PERIOD\t2019-Q4\t2020-Q1\r\nQ,C26, PER ,RO32\t1.5 bp\t-2e3u\r\n\r\n"
    raw = eurostat.parse(text, "b.tsv")
    assert cells(raw) == [
        ["Q", "C26", "PER", "RO32", "2019-Q4", 1.5, "bp"],
        ["Q", "C26", "PER", "RO32", "2020-Q1", -2000.0, "u"],
    ]
    assert list(raw.frame.columns)[-3:] == ["TIME_PERIOD", "value", "flag"]


@pytest.mark.parametrize(
    ("cell", "value", "flag"),
    [
        ("0", 0, ""),
        (" 12.30  p ", 12.3, "p"),
        ("12bep", 12, "bep"),
        ("1e", 1, "e"),
        (".5", 0.5, ""),
        (":z", None, "z"),
        (": ", None, ""),
    ],
)
def test_cells_that_can_be_read(cell, value, flag):
    raw = eurostat.parse(f"geo\\time\t2014\nRO\t{cell}\n", "a.tsv")
    assert raw.faults == ()
    assert cells(raw) == [["RO", "2014", value, flag]]


@pytest.mark.parametrize(
    "cell",
    ["", " ", "12:30", "12 345", "12,5", "n/a", "12 x", "e", "1e999", "--1", "01:02:00", "::", "nan", "12 E"],
)
def test_damaged_cells_are_listed_and_stay_missing(cell):
    raw = eurostat.parse(f"unit,geo\\time\t2014\t2013\nA,RO\t1\t2\nA,BG\t3\t{cell}\n", "a.tsv")
    (fault,) = raw.faults
    assert (fault.source, fault.row, fault.column, fault.value, fault.expected) == ("a.tsv", 3, "2013", cell, CELL)
    assert cells(raw)[3] == ["A", "BG", "2013", None, ""]
    assert raw.frame["value"].tolist()[:3] == [1, 2, 3]


def test_rows_that_do_not_fit_are_set_aside_and_repeated_keys_told():
    text = "unit,geo\\time\t2014\t2013\nA,RO\t1\t2\nA\t1\t2\nA,BG\t1\n\nA,EL\t1\t2\t3\nA,RO\t5\tx\n"
    raw = eurostat.parse(text, "a.tsv")
    fits = "expected 2 dimensions and 2 cells"
    assert [(fault.row, fault.column, fault.value, fault.expected) for fault in raw.faults] == [
        (3, None, "A\t1\t2", fits),
        (4, None, "A,BG\t1", fits),
        (6, None, "A,EL\t1\t2\t3", fits),
        (7, "2013", "x", CELL),
        (7, "unit, geo", "A, RO", "this key already stands in row 2"),
    ]
    assert raw.frame["geo"].tolist() == ["RO"] * 4
    assert raw.frame["value"].tolist()[:3] == [1, 2, 5]


def test_a_table_without_rows_is_empty():
    raw = eurostat.parse("unit,geo\\time\t2014\n", "a.tsv")
    assert raw.frame.empty
    assert raw.faults == ()
    assert list(raw.frame.columns) == ["unit", "geo", "time", "value", "flag"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("", ""),
        ("unit,geo,time\t2014", "unit,geo,time"),
        ("unit,\\time\t2014", "unit,\\time"),
        ("unit,geo\\\t2014", "unit,geo\\"),
        ("unit,geo\\time", "unit,geo\\time"),
        ("unit,geo\\time\t2014\t\t2012", "unit,geo\\time"),
    ],
)
def test_another_layout_is_refused(header, value):
    with pytest.raises(BadInput) as refused:
        eurostat.parse(f"{header}\nA,RO\t1\n", "a.tsv")
    (fault,) = refused.value.faults
    assert (fault.row, fault.value) == (1, value)
    assert fault.expected.startswith("expected dimensions, a backslash")


def test_names_that_stand_twice_are_refused():
    with pytest.raises(BadInput) as refused:
        eurostat.parse("geo,geo\\time\t2014\t2013\t2014\n", "a.tsv")
    assert [fault.column for fault in refused.value.faults] == ["2014", "geo"]


def test_files_plain_and_compressed(tmp_path):
    plain, packed = tmp_path / "a.tsv", tmp_path / "a.tsv.gz"
    plain.write_bytes(b"\xef\xbb\xbf" + OLD.encode())
    packed.write_bytes(gzip.compress(OLD.encode()))
    assert cells(eurostat.read(plain)) == cells(eurostat.read(packed)) == cells(eurostat.parse(OLD, "a.tsv"))


@pytest.mark.parametrize("content", [None, b"unit,geo\\time\t2014\nA,\xff\t1\n"])
def test_files_that_cannot_be_read(tmp_path, content):
    file = tmp_path / "a.tsv"
    if content:
        file.write_bytes(content)
    with pytest.raises(BadInput, match=r"a\.tsv: (this file cannot be read|expected text in UTF-8)"):
        eurostat.read(file)


def test_a_broken_archive_is_refused(tmp_path):
    file = tmp_path / "a.tsv.gz"
    file.write_bytes(gzip.compress(OLD.encode())[:20])
    with pytest.raises(BadInput):
        eurostat.read(file)
