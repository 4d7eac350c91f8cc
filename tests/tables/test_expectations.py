"""What is said of a wrong cell, by kind of column."""

import pytest

from benchlib.tables.expectations import expected, rule
from benchlib.tables.schemas import EXPECTED, TABLES

NUMBER = TABLES["participant_figures"]["turnover_eur"]
INTEGER = TABLES["compositions"]["participants"]
ANSWER = TABLES["answers"]["value"]
DATE = TABLES["labels"]["awarded"]
MOMENT = TABLES["answers"]["answered_at"]
COUNTRY = TABLES["organisations"]["country"]
WEBSITE = TABLES["organisations"]["website"]

TWO_MARKS = "expected no thousands separator and a decimal point instead of the comma"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12,5", "expected a decimal point instead of the comma (12.5)"),
        ("-0,25", "expected a decimal point instead of the comma (-0.25)"),
        ("0,125", "expected a decimal point instead of the comma (0.125)"),  # no number starts with a group of zero
        ("1234,567", "expected a decimal point instead of the comma (1234.567)"),
        ("1,234", "expected 1234 if the comma separates thousands, 1.234 if it is a decimal comma"),
        ("1.234,5", f"{TWO_MARKS} (1234.5)"),
        ("1.234.567,5", f"{TWO_MARKS} (1234567.5)"),
        ("1 234,5", f"{TWO_MARKS} (1234.5)"),
        ("1,234.5", "expected no thousands separator (1234.5)"),
        ("1,234,567.5", "expected no thousands separator (1234567.5)"),
        ("1.250.000", "expected no thousands separator (1250000)"),
        ("1,250,000", "expected no thousands separator (1250000)"),
        ("1 250 000", "expected no thousands separator (1250000)"),
        ("1\u00a0250", "expected no thousands separator (1250)"),
        ("1\u202f250,5", f"{TWO_MARKS} (1250.5)"),
        ("1'250", "expected no thousands separator (1250)"),
        ("1’250.75", "expected no thousands separator (1250.75)"),
        ("75%", "expected the number without the percent sign (75)"),
        ("7.5 %", "expected the number without the percent sign (7.5)"),
        ("1e400", "expected a smaller number"),
        ("12 EUR", "expected the whole amount in EUR, nothing but digits and a decimal point (12)"),
        ("n/a", EXPECTED["number"]),
        ("--", EXPECTED["number"]),
        (",", EXPECTED["number"]),
        ("+5", EXPECTED["number"]),
        ("0x10", EXPECTED["number"]),
        ("1_000", EXPECTED["number"]),
        ("５", EXPECTED["number"]),
        (" 5", "expected no spaces before or after the value"),
        ("\u00a0", "expected a value or an empty cell; here are only spaces"),
        ("", "expected a value: turnover"),
    ],
)
def test_numbers(value, text):
    assert expected(NUMBER, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("3.5", "expected a whole number"),
        ("1.250", "expected a whole number; if the point separates thousands, 1250"),
        ("12345678901234567890", "expected a whole number of at most 15 digits"),
        ("1.250.000", "expected no thousands separator (1250000)"),
        ("many", "expected a whole number"),
    ],
)
def test_whole_numbers(value, text):
    assert expected(INTEGER, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("da", "expected yes"),
        ("Nu", "expected no"),
        ("TRUE", "expected yes"),
        ("maybe", "expected a number, or yes or no"),
        ("3,5", "expected a decimal point instead of the comma (3.5)"),
    ],
)
def test_answers(value, text):
    assert expected(ANSWER, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2021-13", "expected a month from 01 to 12"),
        ("2021-00-10", "expected a month from 01 to 12"),
        ("2021-02-30", "expected a day that exists (2021-02 has 28 days)"),
        ("2024-02-30", "expected a day that exists (2024-02 has 29 days)"),
        ("2021-04-00", "expected a day that exists (2021-04 has 30 days)"),
        ("2021-3-5", "expected two digits for month and day (2021-03-05)"),
        ("2021-3", "expected two digits for month and day (2021-03)"),
        ("0219-10-30", "expected a year from 1900 to 2100"),
        ("9999", "expected a year from 1900 to 2100"),
        ("30.10.2019", "expected 2019-10-30"),
        ("3.1.2019", "expected 2019-01-03"),
        ("30/10/2019", "expected 2019-10-30"),
        ("10/30/2019", "expected 2019-10-30"),
        ("3/4/2019", "expected 2019-04-03 or 2019-03-04"),
        ("4/4/2019", "expected 2019-04-04"),
        ("30.13.2019", EXPECTED["date"]),
        ("30.10.0000", EXPECTED["date"]),
        ("30.10.19", EXPECTED["date"]),
        ("May 2021", EXPECTED["date"]),
        ("43768", EXPECTED["date"]),
        ("２０２１", EXPECTED["date"]),
    ],
)
def test_dates(value, text):
    assert expected(DATE, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2021", EXPECTED["moment"]),
        ("2021-02-30", "expected a day that exists (2021-02 has 28 days)"),
        ("2021-02-03 25:00", EXPECTED["moment"]),
        ("3.5.2021", "expected 2021-05-03"),
    ],
)
def test_moments(value, text):
    assert expected(MOMENT, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Romania", "expected the country's ISO 3166 code of two letters; did you mean 'RO'?"),
        ("ro", "expected the country's ISO 3166 code of two letters; did you mean 'RO'?"),
        ("UK", "expected the country's ISO 3166 code of two letters; did you mean 'GB'?"),
        ("EL", "expected the country's ISO 3166 code of two letters; did you mean 'GR'?"),
        ("Atlantis", "expected the country's ISO 3166 code of two letters"),
        (" RO", "expected no spaces before or after the value"),
    ],
)
def test_countries(value, text):
    assert expected(COUNTRY, value) == text


@pytest.mark.parametrize(
    ("table", "column", "value", "text"),
    [
        ("labels", "level", "Gold", "expected one of: bronze; silver; gold; did you mean 'gold'?"),
        ("labels", "level", "platinum", "expected one of: bronze; silver; gold"),
        ("organisations", "area", "Health", "did you mean 'Health and medical science'?"),
        ("organisations", "area", "Food", "did you mean 'Food industry'?"),
        ("participants", "type", "Hospitals", "did you mean 'hospital'?"),
        ("compositions", "type", "total", "did you mean 'stated_total'?"),
    ],
)
def test_codes(table, column, value, text):
    assert expected(TABLES[table][column], value).endswith(text)


@pytest.mark.parametrize(
    ("value", "hint"),
    [("www.rohealth.ro", " (https://www.rohealth.ro)"), ("rohealth.ro/en", " (https://rohealth.ro/en)")]
    + [(value, "") for value in ("javascript:alert(1)", "ftp://rohealth.ro", "the site", "http://a b", "x")],
)
def test_addresses(value, hint):
    assert expected(WEBSITE, value) == f"expected an address starting with http:// or https://{hint}"


def test_every_column_says_what_it_expects():
    for table in TABLES.values():
        for field in table.fields:
            assert rule(field).startswith("expected ")
            assert expected(field, "") == f"expected a value: {field.meaning}"
