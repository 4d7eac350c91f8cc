"""Peers that answer twice, and waves without a year."""

import pytest
from drawn import ORGANISATIONS, check

PARTICIPANTS = "cluster_id | participant_id | type | committed_by\n nonesuch | p1 | start_up | fee"
HEADER = "cluster_id | participant_id | wave | respondent | role | question | value\n"


def found(path, answers: str) -> list[tuple[str, int, str, str]]:
    """Severity, row, column and text of what is found in drawn answers."""
    facts = check(path, organisations=ORGANISATIONS, participants=PARTICIPANTS, peer_answers=HEADER + answers.strip())
    return [(str(fault.severity), fault.row, fault.column, fault.expected) for fault in facts.faults]


def test_the_same_question_twice_is_an_error_whatever_the_role(tmp_path):
    drawn = """
        nonesuch |    | 2024 | r1 | expert      | strategy | 4
        nonesuch |    | 2024 | r1 | expert      | strategy | 5
        nonesuch |    | 2024 | r1 | participant | strategy | 5
        nonesuch | p1 | 2024 | r1 | expert      | strategy | 5
        nonesuch |    | 2025 | r1 | expert      | strategy | 5
        nobody   |    | 2024 | r1 | expert      | strategy | 5
    """
    key = "cluster_id, participant_id, wave, respondent, question"
    again = "this respondent has answered this question already, in row 2"
    assert found(tmp_path, drawn) == [
        ("error", 3, key, again),
        ("error", 4, key, again),
        ("contradiction", 4, "role", "respondent r1 answers as expert in row 2; one respondent has one role in a wave"),
    ]


def test_two_roles_in_one_wave(tmp_path):
    drawn = """
        nonesuch |    | 2024 | r1 |             | a | 4
        nonesuch |    | 2024 | r1 | expert      | b | 4
        nonesuch |    | 2024 | r1 | participant | c | 4
        nonesuch |    | 2024 | r1 | participant | d | 4
        nonesuch |    | 2024 | r1 | authority   | e | 4
        nonesuch |    | 2024 | r1 | expert      | f | 4
        nonesuch |    | 2025 | r1 | participant | a | 4
        nonesuch | p1 | 2024 | r1 | participant | a | 4
        nobody   |    | 2024 | r1 | participant | a | 4
        nonesuch |    | 2024 | r2 | participant | a | 4
        nonesuch |    | 2024 | r2 |             | b | 4
    """
    text = "respondent r1 answers as expert in row 3; one respondent has one role in a wave"
    assert found(tmp_path, drawn) == [("contradiction", 4, "role", text), ("contradiction", 6, "role", text)]


@pytest.mark.parametrize(
    ("wave", "respondent", "question", "alike"),
    [
        ("2024-autumn", "R1-a", "labour_force", True),
        ("2024-autumn", "r1_a", "labour_force", True),
        ("2024-Autumn", "r1-a", "labour_force", True),
        ("2024-autumn", "r1-a", "Labour-Force", True),
        ("2024-autumn", "r1a", "labour_force", False),
        ("2024-autumn", "R1-a", "strategy", False),
        ("2024-spring", "R1-a", "labour_force", False),
    ],
)
def test_one_respondent_spelled_in_two_ways(tmp_path, wave, respondent, question, alike):
    drawn = (
        f"nonesuch | | 2024-autumn | r1-a | | labour_force | 4\n nonesuch | | {wave} | {respondent} | | {question} | 4"
    )
    text = (
        "is spelled like row 2, but for capitals, hyphens, dots or underscores; is it one respondent answering twice?"
    )
    expected = [("contradiction", 3, "wave, respondent, question", text)]
    assert found(tmp_path, drawn) == (expected if alike else [])


def test_the_same_spelling_of_others_is_no_finding(tmp_path):
    drawn = "nonesuch | | 2024 | r1 | | a | 4\n nobody | | 2024 | R1 | | a | 4\n nonesuch | p1 | 2024 | R1 | | a | 4"
    assert found(tmp_path, drawn) == []


def test_a_wave_without_a_year_is_noted_once(tmp_path):
    drawn = """
        nonesuch | | 2024        | r1 | | a | 4
        nonesuch | | autumn-2024 | r1 | | a | 4
        nobody   | | autumn-2024 | r1 | | a | 4
        nonesuch | | w1          | r1 | | a | 4
        nonesuch | | 2024-2      | r1 | | a | 4
    """
    text = (
        "expected a year of four digits at the start, such as 2024 or 2024-autumn, for the cluster function to use "
        "it; it leaves these answers out (answers of this wave: {})"
    )
    assert found(tmp_path, drawn) == [("note", 3, "wave", text.format(2)), ("note", 5, "wave", text.format(1))]
