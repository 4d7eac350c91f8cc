"""Amounts and columns as people write them, and what is said to write instead."""

import pytest
from drawn import ORGANISATIONS, check, said

from benchlib.tables import amounts
from benchlib.tables.expectations import column, expected
from benchlib.tables.schemas import TABLES

FIGURES = TABLES["participant_figures"]
PLAIN = "expected the whole amount in EUR, nothing but digits and a decimal point"


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("€ 1,2m", "1200000"),
        ("12k", "12000"),
        ("1.5 million", "1500000"),
        ("3,5 Mio", "3500000"),
        ("12,5 Mio. €", "12500000"),
        ("k€ 12", "12000"),
        ("12 TEUR", "12000"),
        ("2 bn", "2000000000"),
        ("0.5M EUR", "500000"),
        ("-3 mii", "-3000"),
        ("12 EUR", "12"),
        ("€1.200.000", "1200000"),
        ("1,200,000 euro", "1200000"),
        ("1.200,50 €", "1200.5"),
        ("1\u00a0200 k", "1200000"),
        ("100 EUR", "100"),
    ],
)
def test_euros_are_written_out(written, whole):
    assert expected(FIGURES["turnover_eur"], written) == f"{PLAIN} ({whole})"


@pytest.mark.parametrize("written", ["1.200 EUR", "1,200k", "12 mil", "1.2 billion"])
def test_what_may_mean_two_numbers_gets_no_proposal(written):
    assert expected(FIGURES["exports_eur"], written) == PLAIN


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("1200 RON", "RON"),
        ("RON 1200", "RON"),
        ("1.200 lei", "RON"),
        ("$12", "USD"),
        ("12 mil. lei", "RON"),
        ("3 kCHF", "CHF"),
    ],
)
def test_other_currencies_are_not_converted(written, currency):
    assert expected(FIGURES["rd_eur"], written) == (
        f"expected EUR; whoever knows the rate of the year converts {currency} and writes the whole amount without a "
        "currency"
    )


@pytest.mark.parametrize(
    ("table", "name", "written", "text"),
    [
        ("participant_figures", "turnover_eur", "1 200 000", "expected no thousands separator (1200000)"),
        ("participant_figures", "turnover_eur", "12 apples", "expected a number with a decimal point"),
        ("participant_figures", "turnover_eur", "12 RON EUR", "expected a number with a decimal point"),
        ("participant_figures", "turnover_eur", "EUR", "expected a number with a decimal point"),
        ("participant_figures", "employees", "12.5 FTE", "expected the number without its unit (12.5)"),
        ("participant_figures", "employees", "1.2k", "expected the number written out (1200)"),
        ("participant_figures", "employees", "12 EUR", "expected a number with a decimal point"),
        ("participants", "distance_km", "12 km", "expected the number without its unit (12)"),
        ("participants", "distance_km", "12 m", "expected a number with a decimal point"),
        ("answers", "value", "12k", "expected a number, or yes or no"),
    ],
)
def test_other_cells_keep_to_their_column(table, name, written, text):
    assert expected(TABLES[table][name], written) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("turnover_ron", "column turnover_eur: figures are in EUR; whoever knows the rate of each year converts RON"),
        ("exports_lei", "column exports_eur: figures are in EUR; whoever knows the rate of each year converts RON"),
        (
            "turnover_thousand_usd",
            "column turnover_eur: figures are in EUR; whoever knows the rate of each year converts USD",
        ),
        ("turnover_keur", "column turnover_eur: the amounts in EUR, not in k; write them out"),
        ("Turnover (mio EUR)", "column turnover_eur: the amounts in EUR, not in mio; write them out"),
        ("turnover", "column turnover_eur; the name says that the amounts are in EUR"),
        ("rd", "column rd_eur; the name says that the amounts are in EUR"),
        ("Exports in EUR", "column exports_eur; the name says that the amounts are in EUR"),
    ],
)
def test_columns_in_another_unit(name, text):
    assert column(name, FIGURES) == f"expected the {text}"


@pytest.mark.parametrize(
    ("name", "meant"), [("Turnover_EUR", "turnover_eur"), ("turnover_2019", "turnover_eur"), ("employes", "employees")]
)
def test_other_unknown_columns_keep_their_hint(name, meant):
    assert column(name, FIGURES) == f"expected a column; did you mean '{meant}'?"


def test_a_table_without_amounts_knows_no_currency():
    assert amounts.column("name_ron", TABLES["organisations"].columns) is None
    assert amounts.read("twelve") is amounts.read("12") is None


def test_cells_and_columns_are_named_where_they_stand(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participants="cluster_id | participant_id | type | committed_by\n nonesuch | p1 | start_up | fee",
        participant_figures="""
            participant_id | year | turnover_eur | exports_ron | employees
            p1             | 2020 | 1200 RON     | 10          | 7 FTE
        """,
    )
    assert said(facts) == [
        "participant_figures.csv, row 1, column exports_ron: expected the column exports_eur: figures are in EUR; "
        "whoever knows the rate of each year converts RON",
        "participant_figures.csv, row 2, column turnover_eur: '1200 RON'; expected EUR; whoever knows the rate of the "
        "year converts RON and writes the whole amount without a currency",
        "participant_figures.csv, row 2, column employees: '7 FTE'; expected the number without its unit (7)",
    ]
    assert len(facts.errors) == 3
    assert facts["participant_figures"]["turnover_eur"].isna().all()  # nothing is repaired
