"""Figures that are hard to believe, just below and above each limit of data/checks/plausibility.yaml."""

import shutil

import pytest
from drawn import ORGANISATIONS, check
from ruamel.yaml import YAML

from benchlib.tables import checking, plausibility
from benchlib.tables.faults import BadInput
from benchlib.tables.registry import DATA

PARTICIPANTS = """
    cluster_id | participant_id | type     | committed_by
    nonesuch   | p1             | start_up | fee
    nonesuch   | p2             | start_up | fee
"""


def found(path, figures: str) -> list[tuple[int, str, str, str]]:
    """Row, column, value and text of what is found in drawn figures."""
    header = "participant_id | year | turnover_eur | exports_eur | employees | rd_eur\n"
    facts = check(path, organisations=ORGANISATIONS, participants=PARTICIPANTS, participant_figures=header + figures)
    assert {fault.severity for fault in facts.faults} <= {"contradiction"}
    return [(fault.row, fault.column, fault.value, fault.expected) for fault in facts.faults]


def test_no_employees_beside_a_turnover_or_exports(tmp_path):
    hint = "leave it empty where the number is not known"
    drawn = """
        p1 | 2018 | 1200 |   | 0 |
        p1 | 2019 |      | 5 | 0 |
        p1 | 2020 | 0    | 0 | 0 | 50
        p1 | 2021 | 9000 | 5 |   |
        p1 | 2022 | 9000 | 5 | 1 |
    """
    assert found(tmp_path, drawn.strip()) == [
        (2, "employees", "0", f"is none beside a turnover of 1200 EUR; {hint}"),
        (3, "employees", "0", f"is none beside exports of 5 EUR; {hint}"),
    ]


@pytest.mark.parametrize(
    ("turnover", "employees", "text"),
    [
        ("2500", "5", None),
        ("2499", "5", "makes 500 EUR an employee and looks like thousands of EUR; expected EUR"),
        ("2400", "4.9", None),  # too small to tell
        ("2400", "", None),
        ("0", "50", None),
        ("12", "10", "makes 1.2 EUR an employee and looks like thousands of EUR; expected EUR"),
        ("10", "10", "makes 1 EUR an employee and looks like thousands of EUR; expected EUR"),
        ("9.9", "10", "makes 0.99 EUR an employee and looks like millions of EUR; expected EUR"),
        ("200000000", "10", None),
        ("200000001", "10", "makes 2e+07 EUR an employee and looks a thousand times too high; expected EUR"),
    ],
)
def test_turnover_per_employee_tells_a_slip_of_the_unit(tmp_path, turnover, employees, text):
    expected = [] if text is None else [(2, "turnover_eur", turnover, text)]
    assert found(tmp_path, f"p1 | 2020 | {turnover} | | {employees} |") == expected


@pytest.mark.parametrize(
    ("before", "now", "times"),
    [
        ("1000", "1000000", "1,000 times"),
        ("1000000", "1000", "0.001 times"),
        ("1000", "333000", None),
        ("1000", "333334", "333 times"),
        ("1000", "3000000", "3,000 times"),
        ("1000", "3000001", None),
        ("99", "99000", None),  # both small
        ("100", "100000", "1,000 times"),
        ("0", "1000000", None),
        ("", "1000000", None),
    ],
)
def test_a_jump_by_a_thousand_from_year_to_year(tmp_path, before, now, times):
    text = f"is {times} the turnover of 2020 ({before}): one of the two looks like thousands of EUR; expected EUR"
    expected = [] if times is None else [(3, "turnover_eur", now, text)]
    assert found(tmp_path, f"p1 | 2020 | {before} | | |\n p1 | 2021 | {now} | | |") == expected


def test_years_are_put_in_order_and_gaps_passed_over(tmp_path):
    drawn = """
        p1 | 2023 | 900     | | |
        p2 | 2019 | 1       | | |
        p1 | 2020 | 1000000 | | |
        p1 | 2021 |         | | |
        p2 | 2018 | 1       | | |
    """
    ((row, column, value, text),) = found(tmp_path, drawn.strip())
    assert (row, column, value) == (2, "turnover_eur", "900")
    assert text.startswith("is 0.0009 times the turnover of 2020 (1000000)")


def test_a_slip_told_by_its_employees_is_told_once(tmp_path):
    drawn = "p1 | 2019 | 2000000 | | 10 |\n p1 | 2020 | 2100 | | 10 |\n p1 | 2021 | 2200000 | | 10 |"
    assert [row for row, *_ in found(tmp_path, drawn)] == [3]


@pytest.mark.parametrize(
    ("year", "before", "now", "text"),
    [
        (2021, "10", "100", None),
        (2021, "10", "100.5", "is 10.1 times that of 2020 (10), which is hard to believe"),
        (2021, "9.5", "99", None),  # leads to a firm that is still small
        (2021, "1", "4", None),
        (2021, "1", "99", None),
        (2021, "0", "500", None),
        (2021, "500", "10", None),  # firms do collapse
        (2022, "10", "200", None),  # not the next year
    ],
)
def test_growth_of_employees_beyond_belief(tmp_path, year, before, now, text):
    expected = [] if text is None else [(3, "employees", now, text)]
    assert found(tmp_path, f"p1 | 2020 | | | {before} |\n p1 | {year} | | | {now} |") == expected


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        ("1000000", "10000000", None),
        ("1000000", "10000001", "is 10 times that of 2020 (1000000), which is hard to believe"),
        ("99999", "9999999", None),
        ("50000", "10000000", "is 200 times that of 2020 (50000), which is hard to believe"),
        ("10", "10000000", "is 1,000,000 times that of 2020 (10), which is hard to believe"),
    ],
)
def test_growth_of_turnover_beyond_belief(tmp_path, before, now, text):
    expected = [] if text is None else [(3, "turnover_eur", now, text)]
    assert found(tmp_path, f"p1 | 2020 | {before} | | |\n p1 | 2021 | {now} | | |") == expected


def test_other_participants_and_repeated_years_are_not_compared(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participants=PARTICIPANTS,
        participant_figures="""
            participant_id | year | turnover_eur
            p1             | 2020 | 1000
            p1             | 2020 | 1000000
            p2             | 2021 | 1000000
        """,
    )
    assert [str(fault.severity) for fault in facts.faults] == ["error"]


def test_the_synthetic_sample_raises_nothing():
    facts = checking.check(DATA / "synthetic" / "sample")
    assert len(facts["participant_figures"]) == 3017
    assert len(facts["peer_answers"]) > 5000
    assert facts.faults == ()


# the file of limits


@pytest.fixture
def copied(tmp_path):
    return shutil.copy(plausibility.FILE, tmp_path / "limits.yaml")


def rewritten(file, change):
    content = YAML(typ="safe").load(file)
    change(content)
    YAML(typ="safe").dump(content, file)
    return file


def test_limits_can_be_changed(copied):
    by = plausibility.limits(rewritten(copied, lambda c: c["limits"]["unit_slip"].update(value=100.0)))
    assert by.unit_slip.value == 100
    assert plausibility.limits().unit_slip.value == 1000
    assert {limit.mark for _, limit in plausibility.limits()} == {"proposed"}


@pytest.mark.parametrize(
    ("change", "key", "text"),
    [
        (lambda c: c["limits"].pop("unit_slip"), "limits.unit_slip", "Field required"),
        (lambda c: c["limits"].update(other=1), "limits.other", "Extra inputs are not permitted"),
        (lambda c: c["limits"]["unit_slip"].update(value=0.0), "limits.unit_slip.value", "greater than 0"),
        (lambda c: c["limits"]["unit_slip"].pop("note"), "limits.unit_slip.note", "Field required"),
        (lambda c: c["limits"]["unit_slip"].update(mark="sure"), "limits.unit_slip.mark", "'proposed'"),
        (lambda c: c["limits"]["unit_slip"].update(source="theirs"), "", "listed under sources, not: theirs"),
    ],
)
def test_the_limits_are_read_strictly(copied, change, key, text):
    with pytest.raises(BadInput) as refused:
        plausibility.limits(rewritten(copied, change))
    (fault,) = refused.value.faults
    assert (fault.source, fault.column) == ("limits.yaml", key)
    assert text in fault.expected
