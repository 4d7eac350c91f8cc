"""From text to typed columns, and which cells cannot be read."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.tables.parsing import interval, later_than, parse
from benchlib.tables.schemas import TABLES, Field

TODAY = dt.date(2026, 11, 1)


def parsed(kind, cells, name="x"):
    """The typed columns and the cells that could not be read."""
    text = pd.Series(cells, index=range(2, 2 + len(cells)), dtype="str")
    columns, unreadable = parse(text, Field(name, kind, "meaning"))
    assert all(column.index.equals(text.index) for column in columns.values())
    return columns, text[unreadable].tolist()


def test_numbers_keep_every_digit():
    cells = ["0.1", "-5", "5.", ".5", "1e-7", "1E3", "0.30000000000000004", "1234567.891", ""]
    columns, bad = parsed("number", cells)
    assert bad == []
    assert columns["x"].tolist()[:-1] == [0.1, -5, 5, 0.5, 1e-7, 1000, 0.30000000000000004, 1234567.891]
    assert np.isnan(columns["x"].iloc[-1])


@pytest.mark.parametrize("kind", ["number", "integer", "answer"])
def test_what_is_no_number(kind):
    cells = [
        "1,5",
        " 5",
        "5 ",
        "+5",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "1e400",
        "0x1",
        "1_0",
        "５",
        "true",
        "1\n",
        "e5",
        ".",
    ]
    assert parsed(kind, cells)[1] == cells


def test_whole_numbers():
    columns, bad = parsed("integer", ["12", "12.0", "-3", "12.5", "1e3", "1000000000000000", "1e300", ""])
    assert bad == ["12.5", "1000000000000000", "1e300"]
    assert columns["x"].dtype == "Int64"
    assert columns["x"].dropna().tolist() == [12, 12, -3, 1000]


def test_answers():
    columns, bad = parsed("answer", ["yes", "No", "YES", "3", "2.5", "y", "da", ""])
    assert bad == ["y", "da"]
    assert columns["x"].dropna().tolist() == [1, 0, 1, 3, 2.5]


def test_dates_are_intervals():
    cells = ["2021", "2021-03", "2024-02", "2023-02", "2100", "1900-01-01", ""]
    columns, bad = parsed("date", cells)
    assert bad == []
    assert columns["x"].fillna("").tolist() == cells
    assert columns["x_from"].dt.strftime("%Y-%m-%d").tolist()[:-1] == [
        "2021-01-01", "2021-03-01", "2024-02-01", "2023-02-01", "2100-01-01", "1900-01-01",
    ]  # fmt: skip
    assert columns["x_to"].dt.strftime("%Y-%m-%d").tolist()[:-1] == [
        "2021-12-31", "2021-03-31", "2024-02-29", "2023-02-28", "2100-12-31", "1900-01-01",
    ]  # fmt: skip
    assert columns["x_from"].dtype == columns["x_to"].dtype == "datetime64[s]"


def test_what_is_no_date():
    cells = [
        "2021-02-29",
        "2021-13",
        "2021-1",
        "21",
        "2021-01-01T00:00",
        "1899",
        "2101",
        "0000",
        "２０２１",
        "2021\n",
        " 2021",
    ]
    columns, bad = parsed("date", cells)
    assert bad == cells
    assert columns["x_from"].isna().all()
    assert columns["x_to"].isna().all()


def test_moments_are_universal_time():
    cells = [
        "2021-05-03",
        "2021-05-03T10:15",
        "2021-05-03 10:15:30",
        "2021-05-03T10:15:30+03:00",
        "2021-05-03T10:15Z",
        "",
    ]
    columns, bad = parsed("moment", cells)
    assert bad == []
    assert columns["x"].dt.strftime("%d %H:%M:%S").tolist()[:-1] == [
        "03 00:00:00", "03 10:15:00", "03 10:15:30", "03 07:15:30", "03 10:15:00",
    ]  # fmt: skip
    assert columns["x"].dtype == "datetime64[s]"


def test_what_is_no_moment():
    cells = ["2021", "2021-05", "2021-02-30", "2021-05-03T25:00", "2021-05-03T10", "10:15", "0001-01-01", "9999-01-01"]
    assert parsed("moment", cells)[1] == cells


def test_addresses():
    good = ["https://rohealth.ro", "http://a.example/x?y=1&z=ă#f"]
    bad = ["rohealth.ro", "javascript:alert(1)", "https://", "https://a b", 'https://a"b', "https://a<b>", "HTTPS://a"]
    bad += ["https://a\\b", "https://a\u202eb"]
    columns, unreadable = parsed("url", [*good, *bad, ""])
    assert unreadable == bad
    assert columns["x"].tolist()[:2] == good


def test_text_stays_as_it_is():
    good = ["  padded ", "two\nlines", "tab\there", "Ștefan ȘȚ", "<b>", "=1+1", "العربية", "日本"]
    bad = ["\x00", "a\x1b", "a\x7f", "a\x85", "a\u202e", "a\u2066", " ", "\n", "\u00a0"]
    columns, unreadable = parsed("text", [*good, *bad, ""])
    assert unreadable == bad
    assert columns["x"].tolist()[: len(good)] == good
    assert columns["x"].isna().tolist()[-1]


@pytest.mark.parametrize("cells", [[], ["", ""]])
@pytest.mark.parametrize("field", [f for t in TABLES.values() for f in t.fields], ids=lambda f: f.name)
def test_an_empty_column_has_its_types(cells, field):
    columns, bad = parsed(field.kind, cells, field.name)
    assert bad == []
    for name, column in field.typed_columns().items():
        assert columns[name].isna().all()
        assert columns[name].dtype == pd.Series(dtype=column.dtype.type).dtype


def test_interval_of_text_that_is_missing():
    first, last = interval(pd.Series(["2021-03", None, ""], dtype="str"))
    assert first.isna().tolist() == last.isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("kind", "cell", "late"),
    [
        ("date", "2026", False),
        ("date", "2026-11", False),
        ("date", "2026-12", True),
        ("date", "2027", True),
        ("date", "2026-11-01", False),
        ("date", "2026-11-02", True),
        ("integer", "2026", False),
        ("integer", "2027", True),
        ("integer", "", False),
        ("moment", "2026-11-02T23:59", False),  # where the day begins first it may be that late
        ("moment", "2026-11-03", True),
        ("date", "", False),
    ],
)
def test_later_than_today(kind, cell, late):
    columns, _ = parsed(kind, [cell])
    assert later_than(columns, Field("x", kind, "meaning"), TODAY).tolist() == [late]
