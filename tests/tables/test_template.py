"""The workbook to fill in: what it shows, what it offers, and that what is filled in reads back."""

import datetime as dt
import zipfile

import openpyxl
import pytest
from drawn import TODAY, said

from benchlib.tables import checking, dropdowns, guide, questions, template
from benchlib.tables.schemas import TABLES, countries
from benchlib.tables.template import Question

ASKED = [
    Question("1.1.0", "Structure", "Commitment", "Has everybody committed?", "yes or no", "list", "gate"),
    Question(
        "1.1.1", "Structure", "Mix", "How well?", "a step", "numbers", "rubric", {2: "three types", 1: "two types"}
    ),
    Question("1.1.2", "Structure", "Size", "How many?", "participants", "list", "count"),
    Question("1.2", "Governance", "Nearness", "What share?", "percent (0-100)", "list", "share"),
    Question("2.10", "Governance", "=Age", "=1+1", "years", "@founding", "years"),
]


@pytest.fixture
def file(tmp_path):
    template.write(tmp_path / "facts.xlsx", "ecei-31", ASKED)
    return tmp_path / "facts.xlsx"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The empty workbook, to be looked at only."""
    file = tmp_path_factory.mktemp("template") / "facts.xlsx"
    template.write(file, "ecei-31", ASKED)
    return openpyxl.load_workbook(file)


def column(sheet, name: str) -> int:
    return [cell.value for cell in sheet[1]].index(name) + 1


def texts(sheet, name: str) -> list[object]:
    return [row[column(sheet, name) - 1] for row in sheet.iter_rows(min_row=3, values_only=True)]


def limits(sheet, cell: str) -> list[openpyxl.worksheet.datavalidation.DataValidation]:
    return [check for check in sheet.data_validations.dataValidation if cell in check.sqref]


def test_sheets_and_columns(book):
    assert book.sheetnames == ["read me", *TABLES, "codes"]
    for name, table in TABLES.items():
        header = [cell.value for cell in book[name][1]]
        assert [column for column in header if not column.startswith("#")] == (
            table.columns if name != "answers" else [c for c in questions.COLUMNS if not c.startswith("#")]
        )
        assert set(table.columns) <= set(header)
        assert book[name].freeze_panes == ("C3" if name == "answers" else "B3")
        assert not book[name].merged_cells.ranges


def test_columns_are_explained_in_words(book):
    for name, table in TABLES.items():
        sheet = book[name]
        assert sheet["A2"].value.startswith("# ")
        for field in table.fields:
            text = sheet.cell(2, column(sheet, field.name)).value.removeprefix("# ")
            assert text.startswith("REQUIRED. " if field.required else "Optional. ")
            assert field.meaning[1:] in text
            assert sheet.cell(1, column(sheet, field.name)).font.bold
    assert book["participants"]["F2"].value == "Optional. Distance to the management office. Unit: km. A number."
    assert book["participants"]["A2"].value == (
        "# REQUIRED. The cluster organisation. An id that stands in sheet organisations."
    )
    assert book["organisations"]["D2"].value == "Optional. NUTS 2 region of the management office. Such as RO32."


def test_the_first_sheet_tells_how(book):
    told = "\n".join(str(cell.value) for row in book["read me"].iter_rows() for cell in row if cell.value)
    for part in ("benchlib check FILE", "Nothing leaves your computer", "REQUIRED", "Row 2", "2024-05-31"):
        assert part.lower() in told.lower()
    links = {cell.value: cell.hyperlink.location for cell in book["read me"]["A"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A3" for name in TABLES}
    assert all(len(line) < 110 for line in guide.TEXT.splitlines())  # a line that is not wrapped stays on the screen


def test_questions_are_asked_in_the_sheet_of_answers(book):
    sheet = book["answers"]
    assert texts(sheet, "assessment_id") == ["A1"] * 5
    assert texts(sheet, "indicator") == ["1.1.0", "1.1.1", "1.1.2", "1.2", "2.10"]
    assert texts(sheet, "# group") == ["Structure"] * 3 + ["Governance"] * 2
    assert texts(sheet, "# question")[1] == "Mix\nHow well?"
    assert texts(sheet, "# how to answer") == [
        "Yes or no",
        "A step from 0 (none) to 5: the highest one that your evidence supports\n1 = two types\n2 = three types",
        "A number, 0 or more. Unit: participants",
        "A percentage from 0 to 100, without the % sign",
        "A number, 0 or more. Unit: years",
    ]
    assert texts(sheet, "value") == [None] * 5
    assert [cell.value for cell in book["assessments"][3]] == ["A1", None, "ecei-31", "self", None, "draft"]


def test_text_that_starts_like_a_formula_is_text(book):
    sheet = book["answers"]
    for name, text in (("# question", "=Age\n=1+1"), ("# evidence asked for", "@founding")):
        cell = sheet.cell(7, column(sheet, name))
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_ids_and_dates_are_formatted_as_text_and_numbers_as_numbers(book):
    formats = {
        f"{name}.{field.name}": book[name].column_dimensions[
            book[name].cell(1, column(book[name], field.name)).column_letter
        ]
        for name, table in TABLES.items()
        for field in table.fields
    }
    assert formats["labels.awarded"].number_format == formats["answers.indicator"].number_format == "@"
    assert formats["participants.distance_km"].number_format == formats["answers.value"].number_format == "General"
    sheet = book["answers"]
    assert sheet.cell(3, column(sheet, "value")).number_format == "General"
    assert sheet.cell(3, column(sheet, "evidence")).number_format == "@"


@pytest.mark.parametrize(
    ("row", "type_", "first", "second", "said"),
    [
        (3, "list", '"yes,no"', None, "Yes or no."),
        (4, "list", '"0,1,2,3,4,5"', None, "A step from 0 (none) to 5: the highest one that your evidence supports."),
        (5, "decimal", "0", None, "A number, 0 or more."),
        (6, "decimal", "0", "100", "A percentage from 0 to 100, without the % sign."),
        (7, "decimal", "0", None, "A number, 0 or more."),
    ],
)
def test_each_answer_takes_what_its_question_asks_for(book, row, type_, first, second, said):
    (check,) = limits(book["answers"], f"F{row}")
    assert book["answers"]["F1"].value == "value"
    assert (check.type, check.formula1, check.formula2) == (type_, first, second)
    assert check.error == check.prompt == said
    assert check.allow_blank
    assert check.showErrorMessage


def test_codes_are_offered_from_the_sheet_of_codes(book):
    seen = set()
    for name, table in TABLES.items():
        for field in table.fields:
            if field.codes:
                (check,) = limits(book[name], f"{book[name].cell(3, column(book[name], field.name)).coordinate}")
                sheet, cells = check.formula1.split("!")
                offered = [cell.value for (cell,) in book[sheet][cells.replace("$", "")]]
                assert offered == list(field.codes)
                assert check.errorStyle in (None, "stop")
                seen.add(f"{name}.{field.name}")
    assert seen == set(dropdowns.lists())
    assert [cell.value for cell in book["codes"][1] if cell.value] == list(dropdowns.lists())
    named = dict(zip(*([c.value for c in book["codes"][letter]] for letter in "AB"), strict=True))
    assert {code: named[code] for code in countries()} == countries()


def test_ids_of_other_sheets_are_offered_not_forced(book):
    (check,) = limits(book["participant_figures"], "A3")
    assert check.formula1 == "OFFSET(participants!$B$3,0,0,MAX(1,COUNTA(participants!$B$3:$B$10002)),1)"
    assert check.errorStyle == "warning"


@pytest.mark.parametrize(
    ("sheet", "cell", "type_", "formula", "error"),
    [
        ("participant_figures", "B3", "whole", "1990", "Expected a whole number, at least 1990."),
        ("peer_answers", "G900", "list", '"1,2,3,4,5"', "Expected a whole number, at least 1 and at most 5."),
        ("labels", "E3", "decimal", "0", "Expected a number with a decimal point, at least 0 and at most 100."),
        ("organisations", "A3", "custom", 'AND(LEN(A3)<=64,ISERROR(FIND(" ",A3)))', None),
        ("organisations", "G3", "custom", 'OR(LEFT(G3,7)="http://",LEFT(G3,8)="https://")', None),
        (
            "labels",
            "C1048576",
            "custom",
            'AND(ISNUMBER(VALUE(LEFT(C3,4))),OR(LEN(C3)=4,AND(LEN(C3)=7,MID(C3,5,1)="-"),'
            'AND(LEN(C3)=10,MID(C3,5,1)="-",MID(C3,8,1)="-")))',
            "Expected a date as YYYY-MM-DD, or a partial one as YYYY-MM or YYYY.",
        ),
    ],
)
def test_other_columns_refuse_what_the_check_would(book, sheet, cell, type_, formula, error):
    (check,) = limits(book[sheet], cell)
    assert (check.type, check.formula1) == (type_, formula)
    assert error in (None, check.error)


def test_messages_keep_to_the_limits_of_the_format(book):
    checks = [check for sheet in book for check in sheet.data_validations.dataValidation]
    free = {"text", "answer", "moment"}
    assert len(checks) == sum(f.kind not in free for t in TABLES.values() for f in t.fields) + len(dropdowns.ENTER)
    for check in checks:
        assert check.error.startswith(("Expected ", "A ", "Yes "))
        assert len(check.error) <= 225
        assert len(check.errorTitle) <= 32
        assert len(check.formula1) <= 255
        assert check.showErrorMessage


def test_the_same_input_gives_the_same_bytes(file, tmp_path):
    template.write(tmp_path / "again.xlsx", "ecei-31", ASKED)
    assert (tmp_path / "again.xlsx").read_bytes() == file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2


# figures and peers' answers

ASPECTS = {"strategy": "Strategy: Is there one?", "labour_force": "Labour force: Are there enough?"}


@pytest.fixture
def asking(tmp_path):
    template.write(tmp_path / "facts.xlsx", "ecei-31", ASKED, ASPECTS)
    return tmp_path / "facts.xlsx"


def test_columns_of_figures_and_peers_say_how_to_write(book):
    sheet = book["participant_figures"]
    assert sheet["C2"].value == (
        "Optional. Turnover. Unit: EUR. Whole EUR, such as 1250000: not thousands, no currency sign. "
        "Convert other currencies first."
    )
    assert sheet["E2"].value.endswith("Unit: FTE. A number such as 12.5. Empty: not known; 0: none.")
    formats = [sheet.column_dimensions[letter].number_format for letter in "BCDEFG"]
    assert formats == ["General", "#,##0", "#,##0", "General", "General", "#,##0"]
    (check,) = limits(sheet, "C3")
    assert check.showInputMessage
    assert check.prompt.startswith("Whole EUR, such as 1250000")
    peers = book["peer_answers"]
    assert peers["C2"].value.endswith("A year first, such as 2024 or 2024-autumn.")
    assert peers["G2"].value == "REQUIRED. 1 (not at all) to 5 (fully). Choose from the list."


def test_aspects_are_offered_and_told(asking):
    book = openpyxl.load_workbook(asking)
    (check,) = limits(book["peer_answers"], "F3")
    sheet, cells = check.formula1.split("!")
    offered = [cell for (cell,) in book[sheet][cells.replace("$", "")]]
    assert [cell.value for cell in offered] == list(ASPECTS)
    assert [cell.offset(column=1).value for cell in offered] == list(ASPECTS.values())
    assert book["peer_answers"]["F2"].value == (
        "REQUIRED. Id of the question. Choose from the list; sheet codes tells what each one asks."
    )
    assert (check.errorStyle, check.error) == ("stop", "Expected one of: strategy; labour_force.")
    level = limits(book["labels"], "B3")[0].formula1.split("!")[1]  # lists of later tables have moved along
    assert [cell.value for (cell,) in book["codes"][level.replace("$", "")]] == ["bronze", "silver", "gold"]


def test_figures_and_answers_of_peers_read_back(asking):
    book = filled(asking)
    answers = [
        ["nonesuch", None, "2024-autumn", "r1", "participant", "strategy", 4],
        ["nonesuch", "p1", "2024", "r1", None, "labour_force", 5],
    ]
    for row, values in enumerate(answers, start=3):
        for place, value in enumerate(values, start=1):
            book["peer_answers"].cell(row, place).value = value
    book["participant_figures"]["C3"].number_format = "#,##0"
    book.save(asking)
    facts = checking.check(asking, TODAY)
    assert facts.faults == ()
    assert facts["peer_answers"]["value"].tolist() == [4, 5]
    assert facts["peer_answers"]["wave"].tolist() == ["2024-autumn", "2024"]
    assert facts["participant_figures"].loc[3, ["turnover_eur", "employees"]].tolist() == [1250000.55, 12.5]


def test_hard_to_believe_figures_and_answers_are_found_in_their_cells(asking):
    book = filled(asking)
    figures = book["participant_figures"]
    figures["C3"], figures["D3"], figures["E3"] = 1200, 10, 12.5
    figures["A4"], figures["B4"], figures["C4"] = "p1", 2021, "1,2m €"
    peers = book["peer_answers"]
    for row, role in ((3, "expert"), (4, "participant")):
        for place, value in enumerate(["nonesuch", None, "spring", "r1", role, f"q{row}", 3], start=1):
            peers.cell(row, place).value = value
    book.save(asking)
    assert [
        (str(fault.severity), str(fault).removeprefix("facts.xlsx: ")) for fault in checking.check(asking, TODAY).faults
    ] == [
        (
            "contradiction",
            "sheet participant_figures, row 3, column turnover_eur: '1200'; makes 96 EUR an employee and looks like "
            "thousands of EUR; expected EUR",
        ),
        (
            "error",
            "sheet participant_figures, row 4, column turnover_eur: '1,2m €'; expected the whole amount in EUR, "
            "nothing but digits and a decimal point (1200000)",
        ),
        (
            "note",
            "sheet peer_answers, row 3, column wave: 'spring'; expected a year of four digits at the start, such as "
            "2024 or 2024-autumn, for the cluster function to use it; it leaves these answers out (answers "
            "of this wave: 2)",
        ),
        (
            "contradiction",
            "sheet peer_answers, row 4, column role: 'participant'; respondent r1 answers as expert in row 3; one "
            "respondent has one role in a wave",
        ),
    ]


# filled in, and not


def test_left_as_it_is_the_check_says_what_to_begin_with(file):
    assert said(checking.check(file, TODAY)) == [
        "facts.xlsx: sheet organisations: no row is filled in; expected at least one organisation",
        "facts.xlsx: sheet assessments, row 3, column cluster_id: empty; expected a value: the cluster organisation",
        "facts.xlsx: sheet assessments, row 3, column date: empty; expected a value: day of the interview or audit",
    ]


def filled(file):
    book = openpyxl.load_workbook(file)
    rows = {
        "organisations": [
            "nonesuch",
            "NONESUCH",
            "RO",
            "RO32",
            "Health and medical science",
            2012,
            None,
            "own statement",
        ],
        "participants": ["nonesuch", "p1", "Hospital 1", "hospital", "fee", 12.75, "2019", "2020-02"],
        "participant_figures": ["p1", 2020, 1250000.55, 1000, 12.5, 3, 0],
        "labels": ["nonesuch", "gold", dt.date(2021, 5, 3), "2024-05", 87.5, "announcement"],
    }
    for name, values in rows.items():
        for place, value in enumerate(values, start=1):
            book[name].cell(3, place).value = value
    book["assessments"]["B3"], book["assessments"]["E3"] = "nonesuch", "2024-05"
    for row, value in enumerate(["yes", 4, 17, 72.5], start=3):
        book["answers"].cell(row, column(book["answers"], "value")).value = value
    book["answers"].cell(4, column(book["answers"], "comment")).value = "two\nlines"
    return book


def test_filled_in_it_reads_back(file):
    filled(file).save(file)
    facts = checking.check(file, TODAY)
    assert facts.faults == ()
    answers = facts["answers"]
    assert answers["indicator"].tolist() == ["1.1.0", "1.1.1", "1.1.2", "1.2", "2.10"]
    assert answers["value"].tolist()[:4] == [1, 4, 17, 72.5]
    assert answers["value"].isna().tolist() == [False] * 4 + [True]
    assert answers["comment"].fillna("").tolist() == ["", "two\nlines", "", "", ""]
    assert facts["assessments"].loc[3, ["cluster_id", "framework", "kind", "status"]].tolist() == [
        "nonesuch", "ecei-31", "self", "draft",
    ]  # fmt: skip
    assert facts["assessments"].loc[3, "date_to"].date() == dt.date(2024, 5, 31)
    assert facts["labels"].loc[3, ["awarded", "valid_until"]].tolist() == ["2021-05-03", "2024-05"]
    assert facts["participants"].loc[3, "distance_km"] == 12.75
    assert facts["participant_figures"].loc[3, "turnover_eur"] == 1250000.55


def test_slips_in_a_filled_workbook_are_found_in_their_cells(file):
    book = filled(file)
    book["organisations"]["C3"] = "Romania"
    book["assessments"]["E3"] = dt.datetime(2027, 1, 1)
    book["answers"].cell(6, column(book["answers"], "value")).value = 0.725
    book["answers"].cell(6, column(book["answers"], "value")).number_format = "0.0%"
    book.save(file)
    assert said(checking.check(file, TODAY)) == [
        "facts.xlsx: sheet organisations, row 3, column country: 'Romania'; expected the country's ISO 3166 code of "
        "two letters; did you mean 'RO'?",
        "facts.xlsx: sheet assessments, row 3, column date: '2027-01-01'; expected nothing later than today "
        "(2026-11-01)",
        "facts.xlsx: sheet answers, row 6, column value: '72.5%'; expected the number without the percent sign (72.5)",
    ]
