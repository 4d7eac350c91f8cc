"""How findings are said, gathered and ordered."""

import pickle

import pytest

from benchlib.tables.faults import BadInput, Fault, Severity, frame, nearest, ordered, summary, unknown


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault("a.csv", 2, "year", "x", "expected a whole number"),
            "a.csv, row 2, column year: 'x'; expected a whole number",
        ),
        (Fault("a.csv", 2, "year", "", "expected a value"), "a.csv, row 2, column year: empty; expected a value"),
        (Fault("a.csv", 2, None, None, "this row is empty"), "a.csv, row 2: this row is empty"),
        (Fault("a.csv", None, None, None, "this table is missing"), "a.csv: this table is missing"),
        (
            Fault("a.csv", 2, "name", "a\x1b[2J\n", "expected text"),
            "a.csv, row 2, column name: 'a\\x1b[2J\\n'; expected text",
        ),
        (Fault("a.csv", 2, "name", "x" * 81, "no"), f"a.csv, row 2, column name: '{'x' * 79}…'; no"),
    ],
)
def test_a_fault_says_where_what_and_what_was_expected(fault, text):
    assert str(fault) == text


def test_a_summary_shows_ten_and_counts_the_rest():
    faults = [Fault("a.csv", row, "x", "v", "wrong") for row in range(2, 15)]
    lines = summary(faults).splitlines()
    assert len(lines) == 11
    assert lines[9] == "a.csv, row 11, column x: 'v'; wrong"
    assert lines[10] == "... and 3 more"
    assert summary(faults[:10]).splitlines()[-1] == "a.csv, row 11, column x: 'v'; wrong"


def test_bad_input_carries_every_fault_through_processes():
    faults = [Fault("a.csv", row, "x", "v", "wrong") for row in range(2, 15)]
    error = pickle.loads(pickle.dumps(BadInput(faults)))
    assert list(error.faults) == faults
    assert str(error) == summary(faults)
    assert str(BadInput.of("a.csv", "this file is missing")) == "a.csv: this file is missing"
    assert str(BadInput.of("a.csv", "expected a number", 3)) == "a.csv: '3'; expected a number"


def test_faults_as_a_table():
    table = frame([Fault("a.csv", 2, "x", "v", "wrong"), Fault("a.csv", None, None, None, "gone", Severity.NOTE)])
    assert list(table.columns) == ["severity", "source", "row", "column", "value", "expected"]
    assert table["severity"].tolist() == ["error", "note"]
    assert list(frame([]).columns) == list(table.columns)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("anwsers", "answers"),
        ("ANSWERS", "answers"),
        (" labels ", "labels"),
        ("label", "labels"),
        ("swer", "answers"),
        ("sw", None),
        ("budget", None),
        ("", None),
    ],
)
def test_the_name_that_was_meant(name, near):
    assert nearest(name, ["answers", "labels"]) == near
    hint = f"did you mean '{near}'?" if near else "known: answers, labels"
    assert unknown(name, ["answers", "labels"], "table") == f"expected a table; {hint}"


def test_order_is_by_source_row_and_column():
    columns = {"b": ["x", "y"], "a": ["y", "x"]}
    given = [
        Fault("a", 3, "x", "", "1"),
        Fault("a", 3, "y", "", "2"),
        Fault("a", None, None, None, "3"),
        Fault("a", 3, None, None, "4"),
        Fault("a", 1, "gone", None, "5"),
        Fault("b", 10, "x", "", "6"),
        Fault("b", 9, "y, x", "", "7"),
        Fault("b", 9, "x", "", "8"),
        Fault("zzz", None, None, None, "9"),
        Fault("ccc", None, None, None, "10"),
    ]
    wanted = ["10", "9", "8", "7", "6", "3", "5", "4", "2", "1"]
    assert [fault.expected for fault in ordered(given, columns)] == wanted
    assert [fault.expected for fault in ordered(given[::-1], columns)] == wanted


def test_one_error_a_cell_the_first_and_one_of_each_other_finding():
    error = Fault("a", 2, "x", "v", "first")
    also = Fault("a", 2, "x", "v", "second")
    note = Fault("a", 2, "x", "v", "note", Severity.NOTE)
    row = Fault("a", 2, None, "v", "of the row")
    other = Fault("a", 2, None, "w", "of the row, too")
    assert ordered([error, also, note, row, other, note], {"a": ["x"]}) == [row, other, error, note]
