"""Labels of the organisations of each country, on tables drawn by hand."""

import datetime as dt

import pandas as pd
import pytest

from benchlib.compare.policy import holdings

DAY = dt.date(2026, 6, 30)
ORGANISATIONS = pd.DataFrame(
    {
        "cluster_id": ["a", "b", "c", "d"],
        "name": ["Zeta", "Éta", "Alpha", "Nowhere"],
        "country": ["RO", "RO", "DE", None],
        "area": ["ICT", None, "ICT", "ICT"],
        "nuts2": ["RO11", None, None, None],
    }
)
ROWS = [  # cluster, level, ever, state, first and last day of its end, renewable until
    ("a", "bronze", True, "expired", "2025-03-31", "2025-03-31", "2026-03-31"),
    ("a", "silver", True, "valid", "2027-06-30", "2027-06-30", "2028-06-30"),
    ("a", "gold", False, "never", None, None, None),
    ("b", "bronze", True, "expired", "2025-12-31", "2025-12-31", "2026-12-31"),
    ("b", "silver", False, "never", None, None, None),
    ("b", "gold", True, "cannot tell", "2026-01-31", "2026-12-31", "2027-01-31"),
    ("c", "bronze", True, "valid", "2027-07-01", "2027-07-01", "2028-07-01"),
    ("c", "silver", False, "never", None, None, None),
    ("c", "gold", False, "never", None, None, None),
    ("d", "bronze", True, "valid", "2026-09-30", "2026-09-30", "2027-09-30"),
    ("d", "silver", False, "never", None, None, None),
    ("d", "gold", False, "never", None, None, None),
]
DAYS = ["valid_until_from", "valid_until_to", "renew_until"]
STATUSES = pd.DataFrame(ROWS, columns=["cluster_id", "level", "ever", "state", *DAYS]).astype(
    dict.fromkeys(DAYS, "datetime64[s]")
)


@pytest.fixture
def held():
    return holdings.holders(ORGANISATIONS, STATUSES)


def test_counts_by_country_and_level():
    table = holdings.by_level(STATUSES, ORGANISATIONS.set_index("cluster_id")["country"], DAY)
    assert table.to_numpy().tolist() == [
        ["DE", "bronze", 1, 1, 1, 0, 0, 0],
        ["DE", "silver", 1, 0, 0, 0, 0, 0],
        ["DE", "gold", 1, 0, 0, 0, 0, 0],
        ["RO", "bronze", 2, 2, 0, 0, 2, 1],
        ["RO", "silver", 2, 1, 1, 0, 0, 0],
        ["RO", "gold", 2, 1, 0, 1, 0, 0],
    ]


def test_holders_by_name_whatever_its_accents(held):
    assert held[["country", "name", "highest", "valid", "open"]].to_numpy().tolist() == [
        ["DE", "Alpha", "bronze", True, False],
        ["RO", "Éta", "gold", False, True],
        ["RO", "Zeta", "silver", True, False],
    ]
    assert held.loc[held["name"] == "Éta", ["bronze", "silver", "gold"]].to_numpy().tolist() == [
        ["expired", "never", "cannot tell"]
    ]


def test_areas_with_those_not_known_last(held):
    table = holdings.by_area(held)
    assert table[table["country"] == "RO"].drop(columns="country").to_numpy().tolist() == [
        ["ICT", 1, 0, 1, 0, 0, 1, 0],
        ["not known", 1, 1, 0, 0, 0, 0, 1],
    ]


def test_what_ends_within_a_year_to_the_day(held):
    """The end of Zeta's silver is the last day of the twelve months, that of Alpha's bronze a day later."""
    table = holdings.ending(STATUSES, held, DAY, 12)
    assert table[["name", "level", "state", "certain"]].to_numpy().tolist() == [
        ["Éta", "gold", "cannot tell", False],
        ["Zeta", "silver", "valid", True],
    ]
    later = holdings.ending(STATUSES, held, dt.date(2026, 7, 1), 12)
    assert later["name"].tolist() == ["Alpha", "Éta", "Zeta"]


def test_nothing_to_hold():
    empty = holdings.holders(ORGANISATIONS.iloc[:0], STATUSES.iloc[:0])
    assert len(empty) == 0
    assert len(holdings.by_area(empty)) == 0
    assert len(holdings.ending(STATUSES.iloc[:0], empty, DAY, 12)) == 0
