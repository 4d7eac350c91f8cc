"""Files to take home: no cell is a formula, and what is kept back stays empty."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from benchlib.run.apps import portfolio_files as files

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", '=HYPERLINK("http://x")']
ABOUT = {"Country": "=cmd|' /C calc'!A0"}


@pytest.fixture
def frames():
    rows = pd.DataFrame({"name": [*HOSTILE, "R&D, ș <b>", None], "count": [5.0] * 11 + [np.nan]})
    return {"first": rows, "second": pd.DataFrame({"=evil": [1]})}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_starts_with_a_mark(text):
    assert files.harmless(text).startswith("'")
    assert files.harmless(text)[1:].split() == text.split()


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (-2.5, -2.5),
        (np.int64(-3), -3),
        (np.float64("nan"), None),
        (None, None),
        (True, "yes"),
        (np.bool_(False), "no"),
        (pd.Timestamp("2026-11-20"), "2026-11-20"),
        ("a=b", "a=b"),
        ("a\x00b", "a b"),
    ],
)
def test_other_cells_stay_what_they_are(value, kept):
    assert files.harmless(value) == kept


def test_csv_holds_all_tables_below_each_other(frames):
    content = files.csv(frames, ABOUT)
    assert content.startswith(b"\xef\xbb\xbftable,item,text,name,count,'=evil\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["table"] for row in rows] == ["about", *["first"] * 12, "second"]
    assert rows[0]["text"] == "'" + ABOUT["Country"]
    assert rows[11] == {"table": "first", "item": "", "text": "", "name": "R&D, ș <b>", "count": "5.0", "'=evil": ""}
    assert rows[12]["count"] == "", "kept back"
    assert not [cell for row in rows for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_workbook_has_a_sheet_a_table_and_no_formula(frames):
    book = load_workbook(io.BytesIO(files.workbook(frames, ABOUT)))
    assert book.sheetnames == ["about", "first", "second"]
    assert [cell.value for cell in book["first"]["B"]] == ["count", *[5] * 11, None]
    assert book["first"]["A12"].value == "R&D, ș <b>"
    assert book["second"]["A1"].value == "'=evil"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}, "f would be a formula"


def test_tables_without_rows_keep_their_headers():
    empty = {"none": pd.DataFrame({"country": pd.Series(dtype="str"), "organisations": pd.Series(dtype=float)})}
    book = load_workbook(io.BytesIO(files.workbook(empty, {})))
    assert [[cell.value for cell in row] for row in book["none"]] == [["country", "organisations"]]
    assert files.csv(empty, {}).decode("utf-8-sig") == "table,item,text,country,organisations\r\n"
