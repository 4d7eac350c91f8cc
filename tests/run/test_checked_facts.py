"""Peers' answers against the aspects that are asked about."""

import datetime as dt

import openpyxl
import pytest
from drawn import ORGANISATIONS, folder

from benchlib.rules import loading
from benchlib.run import facts, questionnaire
from benchlib.tables.faults import BadInput

TODAY = dt.date(2026, 11, 1)
ANSWERS = """
    cluster_id | wave | respondent | question           | value
    nonesuch   | 2024 | r1         | strategy           | 4
    nonesuch   | 2024 | r1         | Labour_Force       | 4
    nonesuch   | 2024 | r1         | internationalization | 4
    nonesuch   | 2024 | r1         | weather            | 4
"""
KNOWN = "geographical_concentration, labour_force, strategy, internationalisation, cooperation"


def test_questions_that_are_no_aspects(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS, peer_answers=ANSWERS)
    wanted = "expected a question of competitiveness"
    with pytest.raises(BadInput) as refused:
        facts.load(tmp_path, TODAY)
    assert [str(fault) for fault in refused.value.faults] == [
        f"peer_answers.csv, row 3, column question: 'Labour_Force'; {wanted}; did you mean 'labour_force'?",
        f"peer_answers.csv, row 4, column question: 'internationalization'; {wanted}; did you mean "
        "'internationalisation'?",
        f"peer_answers.csv, row 5, column question: 'weather'; {wanted}; known: {KNOWN}",
    ]


def test_other_aspects_can_be_asked_about(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS, peer_answers=ANSWERS)
    asked = loading.competitiveness()
    qualitative = asked.qualitative.model_copy(
        update={"aspects": dict.fromkeys(["weather", "Labour_Force"], asked.qualitative.aspects["strategy"])}
    )
    found = facts.check(tmp_path, TODAY, asked=asked.model_copy(update={"qualitative": qualitative}))
    assert [(fault.row, fault.column) for fault in found.faults] == [(2, "question"), (4, "question")]
    assert found.faults[0].expected == "expected a question of competitiveness; known: weather, Labour_Force"


def test_the_workbook_offers_the_aspects_and_what_is_chosen_reads_back(tmp_path):
    file = tmp_path / "facts.xlsx"
    questionnaire.write(file, "ecei-31")
    book = openpyxl.load_workbook(file)
    codes = {cell.value: cell.column for cell in book["codes"][1]}
    place = codes["peer_answers.question"]
    listed = [book["codes"].cell(row, place).value for row in range(3, 8)]
    assert ", ".join(listed) == KNOWN
    assert book["codes"].cell(5, place + 1).value == (
        "Strategy: Does the cluster follow a clear strategy that its members know and share?"
    )
    for column, value in zip("AB", ("nonesuch", "NONESUCH"), strict=True):
        book["organisations"][f"{column}3"] = value
    book["assessments"]["B3"], book["assessments"]["E3"] = "nonesuch", "2024-05"
    for row, question in enumerate(listed, start=3):
        for column, value in zip("ACDFG", ("nonesuch", "2024", "r1", question, row - 2), strict=True):
            book["peer_answers"][f"{column}{row}"] = value
    book.save(file)
    found = facts.check(file, TODAY)
    assert found.faults == ()
    assert found["peer_answers"]["value"].tolist() == [1, 2, 3, 4, 5]
    assert found["peer_answers"]["question"].tolist() == listed
