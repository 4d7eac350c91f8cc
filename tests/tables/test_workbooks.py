"""Excel workbooks: what cells hold, what they show, and what is wrong with sheets."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from drawn import TODAY, said

from benchlib.tables import checking, files
from benchlib.tables.faults import BadInput

ORGANISATIONS = [["cluster_id", "name", "country"], ["nonesuch", "NONESUCH", "RO"]]
LABELS = ["cluster_id", "level", "awarded", "valid_until", "score_percent"]


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    """A workbook with these sheets; a cell is a value or (value, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(rows, start=1):
            for c, cell in enumerate(row, start=1):
                value, shown = cell if isinstance(cell, tuple) else (cell, None)
                sheet.cell(r, c).value = value
                if shown:
                    sheet.cell(r, c).number_format = shown
    book.save(path / "facts.xlsx")
    return path / "facts.xlsx"


def check(path: Path, **sheets: list[list[object]]) -> checking.Facts:
    return checking.check(workbook(path, **sheets), TODAY)


def only_cell(path: Path, value: object, shown: str | None = None) -> str:
    """The text that a cell becomes."""
    (table,), faults = files.read(workbook(path, organisations=[["cluster_id", "name"], ["a", (value, shown)]]))
    assert faults == []
    return table.frame.loc[2, "name"]


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        ("text", None, "text"),
        (5, None, "5"),
        (5.0, None, "5"),
        (72.5, None, "72.5"),
        (1e-7, None, "1e-07"),
        (12345678901234, None, "12345678901234"),
        (0.75, "0%", "75%"),
        (0.075, "0.0%", "7.5%"),
        (3, '0 "%"', "3"),
        (True, None, "yes"),
        (False, None, "no"),
        (dt.date(2021, 3, 1), None, "2021-03-01"),
        (dt.datetime(2021, 3, 1), "dd/mm/yyyy", "2021-03-01"),
        (dt.datetime(2021, 3, 1), "[$-418]d mmmm yyyy", "2021-03-01"),
        (dt.datetime(2021, 3, 1), "mmm-yy", "2021-03"),  # what a spreadsheet makes of a typed 2021-03
        (dt.datetime(2021, 3, 1), "yyyy", "2021"),
        (dt.datetime(2021, 3, 1, 10, 15), "yyyy-mm-dd h:mm", "2021-03-01T10:15:00"),
        (dt.time(10, 15), None, "10:15:00"),
    ],
)
def test_a_cell_is_what_it_shows(tmp_path, value, shown, text):
    assert only_cell(tmp_path, value, shown) == text


def test_typed_cells_check_as_their_text_would(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        labels=[
            LABELS,
            ["nonesuch", "gold", dt.date(2021, 5, 3), (dt.date(2023, 5, 1), "mmm-yy"), 87.5],
            ["nonesuch", "silver", 2019, "2021-06", (0.85, "0%")],
            ["nonesuch", "bronze", dt.date(2027, 1, 1), None, True],
        ],
        answers=[["assessment_id", "indicator", "value"], ["a1", "1.1.0", True], ["a1", "1.2", 5.0]],
        assessments=[
            ["assessment_id", "cluster_id", "framework", "kind", "date", "status"],
            ["a1", "nonesuch", "ecei-31", "self", dt.datetime(2024, 2, 29), "draft"],
        ],
    )
    assert said(facts) == [
        "facts.xlsx: sheet labels, row 3, column score_percent: '85%'; expected the number without the percent sign "
        "(85)",
        "facts.xlsx: sheet labels, row 4, column awarded: '2027-01-01'; expected nothing later than today (2026-11-01)",
        "facts.xlsx: sheet labels, row 4, column score_percent: 'yes'; expected a number with a decimal point",
    ]
    assert facts["labels"]["valid_until"].tolist()[:2] == ["2023-05", "2021-06"]
    assert facts["labels"].loc[2, "awarded_to"].date() == dt.date(2021, 5, 3)
    assert facts["labels"].loc[3, "awarded_to"].date() == dt.date(2019, 12, 31)
    assert facts["answers"]["value"].tolist() == [1.0, 5.0]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("#,##0", "1200"),
        ('#,##0.00 "lei"', "1200 lei"),
        ("#,##0\\ [$lei-418]", "1200 lei"),
        ("[$RON] #,##0", "1200 RON"),
        ("[$€-2] #,##0", "1200"),
        ('#,##0 "EUR"', "1200"),
        ("[$-418]#,##0", "1200"),
        ('#,##0 "participants"', "1200"),
    ],
)
def test_a_number_shown_in_another_currency_keeps_it(tmp_path, shown, text):
    assert only_cell(tmp_path, 1200, shown) == text


def test_an_amount_shown_in_lei_is_an_error_that_asks_for_conversion(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participants=[["cluster_id", "participant_id", "type", "committed_by"], ["nonesuch", "p1", "other", "fee"]],
        participant_figures=[["participant_id", "year", "turnover_eur"], ["p1", 2024, (1200, '#,##0 "lei"')]],
    )
    (fault,) = said(facts)
    assert fault.startswith("facts.xlsx: sheet participant_figures, row 2, column turnover_eur: '1200 lei'; ")
    assert "EUR" in fault


def test_sheets_come_in_their_order_and_others_are_named(tmp_path):
    facts = check(
        tmp_path,
        **{"read me": [["Welcome"]], "organisations": ORGANISATIONS, "codes": [["x"]]},
        Labels=[["cluster_id", "level"]],
        aliases=[["cluster_id", "alias", "reason"], ["nonesuch", "R", None]],
    )
    assert said(facts) == [
        "facts.xlsx: sheet Labels: expected a sheet named after a table; did you mean 'labels'?",
        "facts.xlsx: sheet aliases, row 2, column reason: empty; expected a value: why both names mean one "
        "organisation",
    ]


def test_a_workbook_without_tables(tmp_path):
    assert said(check(tmp_path, **{"read me": [["Welcome"]]})) == [
        "facts.xlsx: expected sheets named after tables: organisations, participants, participant_figures, "
        "assessments, answers, peer_answers, labels, cooperations, compositions, working_groups, aliases"
    ]


def test_an_empty_sheet_and_one_with_a_header_only(tmp_path):
    assert said(
        check(tmp_path, organisations=ORGANISATIONS, labels=[], aliases=[["cluster_id", "alias", "reason"]])
    ) == ["facts.xlsx: sheet labels, row 1: expected a header with column names in row 1"]


def test_cells_to_the_right_of_the_header(tmp_path):
    facts = check(
        tmp_path,
        organisations=[
            ["cluster_id", "name", None, None, None],
            ["nonesuch", "NONESUCH", None, "call", "them"],
            ["nobody", "NOBODY", None, None, None],
        ],
    )
    assert said(facts) == [
        "facts.xlsx: sheet organisations, row 2: 'call them'; expected nothing to the right of the header"
    ]


def test_rows_that_are_empty_at_the_end_are_how_a_sheet_ends(tmp_path):
    path = workbook(tmp_path, organisations=[*ORGANISATIONS, [], ["nobody", "NOBODY", "RO"], ["", None, ""], []])
    book = openpyxl.load_workbook(path)
    book["organisations"].cell(2000, 3).number_format = "@"  # formatted, never filled
    book.save(path)
    assert said(checking.check(path, TODAY)) == [
        "facts.xlsx: sheet organisations, row 3: this row is empty and was left out"
    ]


def test_rows_and_columns_for_people_are_not_read(tmp_path):
    facts = check(
        tmp_path,
        organisations=[
            ["cluster_id", "# remark", "name"],
            ["# REQUIRED", "explains", "REQUIRED"],
            ["nonesuch", "whatever", "NONESUCH"],
            [None, "only a remark", None],
        ],
    )
    assert facts.faults == ()
    assert facts["organisations"].index.tolist() == [3]


def test_merged_cells_are_named(tmp_path):
    path = workbook(tmp_path, organisations=[*ORGANISATIONS, ["nobody", "NOBODY", None]], codes=[["a", None]])
    book = openpyxl.load_workbook(path)
    book["organisations"].merge_cells("C2:C3")
    book["codes"].merge_cells("A1:B1")
    book.save(path)
    assert said(checking.check(path, TODAY)) == [
        "facts.xlsx: sheet organisations, row 2: 'C2:C3'; expected one value in each cell; these cells are merged"
    ]


def altered(path: Path, changes: dict[str, str]) -> Path:
    """Change the XML of the first sheet as another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for old, new in changes.items():
        sheet = sheet.replace(old, new)
    assert sheet != parts["xl/worksheets/sheet1.xml"].decode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": sheet.encode()}).items():
            archive.writestr(name, content)
    return path


def test_a_formula_counts_as_its_stored_result(tmp_path):
    sheet = [["cluster_id", "name", "founded_year"], ["nonesuch", "NONESUCH", "=2000+12"], ["m", "M", "=1/3"]]
    path = altered(workbook(tmp_path, organisations=sheet), {"<f>2000+12</f><v />": "<f>2000+12</f><v>2012</v>"})
    facts = checking.check(path, TODAY)
    assert said(facts) == [
        "facts.xlsx: sheet organisations, row 3, column founded_year: '=1/3'; expected a value; this formula has none "
        "stored (open the workbook, let it calculate, save it)"
    ]
    assert facts["organisations"].loc[2, "founded_year"] == 2012


def test_a_formula_with_an_error_and_one_with_an_empty_text(tmp_path):
    path = workbook(tmp_path, organisations=[["cluster_id", "name", "country"], ["a", "=1/0", "=T(0)"]])
    altered(
        path,
        {
            '<c r="B2"><f>1/0</f><v />': '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v>',
            '<c r="C2"><f>T(0)</f><v />': '<c r="C2" t="str"><f>T(0)</f><v></v>',
        },
    )
    assert said(checking.check(path, TODAY)) == [
        "facts.xlsx: sheet organisations, row 2, column name: '#DIV/0!'; expected a value; this is the error of a "
        "formula in the spreadsheet"
    ]


def test_wrong_dimensions_in_the_file_lose_no_row(tmp_path):
    path = workbook(tmp_path, organisations=[*ORGANISATIONS, ["nobody", "NOBODY", "RO"]])
    altered(path, {'<dimension ref="A1:C3" />': '<dimension ref="A1:A2" />'})
    facts = checking.check(path, TODAY)
    assert facts.faults == ()
    assert facts["organisations"]["name"].tolist() == ["NONESUCH", "NOBODY"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "this is an old .xls file or is protected by a password"),
        (b"cluster_id,name\n", "this file is damaged or something else (File is not a zip file)"),
        (b"", "this file is damaged or something else"),
        (b"PK\x05\x06" + b"\0" * 18, "this file is damaged or something else"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path, content, text):
    path = tmp_path / "facts.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        checking.check(path, TODAY)
    assert str(refused.value).startswith("facts.xlsx: expected an Excel workbook (.xlsx); ")
    assert text in str(refused.value)


def test_a_damaged_sheet(tmp_path):
    path = workbook(tmp_path, organisations=ORGANISATIONS)
    altered(path, {"</sheetData>": ""})
    with pytest.raises(BadInput, match="this file is damaged"):
        checking.check(path, TODAY)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = workbook(tmp_path, organisations=ORGANISATIONS)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(openpyxl, "load_workbook", refuse)
    with pytest.raises(BadInput) as refused:
        files.read(path)
    assert str(refused.value) == "facts.xlsx: this file cannot be read (Permission denied)"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ('<c r="B2" t="d"><v>2021-03-01</v></c>', "2021-03-01"),
        ('<c r="B2" t="d"><v>2021-03-01T10:15:00</v></c>', "2021-03-01T10:15:00"),
        ('<c r="B2" t="inlineStr"><is><t>two_x000D_lines</t></is></c>', "two\rlines"),
        ('<c r="B2" t="inlineStr"><is><r><t>rich </t></r><r><t>text</t></r></is></c>', "rich text"),
        ('<c r="B2" t="str"><v>text</v></c>', "text"),
        ('<c r="B2"><v>5.0</v></c>', "5"),
    ],
)
def test_cells_as_other_programs_write_them(tmp_path, xml, text):
    path = workbook(tmp_path, organisations=[["cluster_id", "name"], ["a", 7]])
    (table,), faults = files.read(altered(path, {'<c r="B2"><v>7</v></c>': xml, '<c r="B2" t="n"><v>7</v></c>': xml}))
    assert faults == []
    assert table.frame.loc[2, "name"] == text
