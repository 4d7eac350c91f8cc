"""What should have stood in a cell: the rule of its column and, where it is plain what was meant, how to write it."""

import calendar
import re
from collections.abc import Callable, Sequence

from benchlib.tables import amounts
from benchlib.tables.faults import nearest, unknown
from benchlib.tables.parsing import LARGEST_WHOLE, NUMBER
from benchlib.tables.schemas import EARLIEST, EXPECTED, LATEST, LISTED_CODES, NUTS_COUNTRY, Field, Table

NUMERIC = {"integer", "number", "answer"}
WRITTEN_OUT = {amounts.EUR, "FTE", "number"}  # units in which people write k and Mio; m beside a distance is a metre
OTHER_WORDS = {"true": "yes", "da": "yes", "false": "no", "nu": "no"}
YEARS = f"expected a year from {EARLIEST.year} to {LATEST.year}"
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
DAY_FIRST = re.compile(r"([0-9]{1,2})([./])([0-9]{1,2})\2([0-9]{4})")


def expected(field: Field, value: str) -> str:
    """What a column expects where `value` stands and is wrong.

    >>> from benchlib.tables.schemas import TABLES
    >>> expected(TABLES["participant_figures"]["turnover_eur"], "1.250,5")
    'expected no thousands separator and a decimal point instead of the comma (1250.5)'
    """
    hints: Sequence[Callable[[Field, str], str | None]] = (_blank, _spaces, _code, _number, _date, _address)
    found = (hint(field, value) for hint in hints)
    return next(filter(None, found), None) or rule(field)


def column(name: str, table: Table) -> str:
    """What is expected where a table has an unknown column: the one that was meant, as far as its name shows it."""
    written = None if name.casefold() in table.columns else amounts.column(name, table.columns)
    return written or unknown(name, table.columns, "column")


def rule(field: Field) -> str:
    """What a column expects, in words."""
    if field.codes:
        listed = len(field.codes) <= LISTED_CODES
        return f"expected one of: {'; '.join(field.codes)}" if listed else f"expected {field.meaning}"
    return field.form or EXPECTED[field.kind]


def _blank(field: Field, value: str) -> str | None:
    if value == "":
        return f"expected a value: {field.meaning}"
    if value.isspace():
        return "expected a value or an empty cell; here are only spaces"
    return None


def _spaces(field: Field, value: str) -> str | None:
    return "expected no spaces before or after the value" if value != value.strip() and field.kind != "text" else None


def _code(field: Field, value: str) -> str | None:
    if not field.codes:
        return None
    called = {
        name.casefold(): code for code, name in (*NUTS_COUNTRY.items(), *field.labels.items()) if code in field.codes
    }
    meant = called.get(value.casefold()) or nearest(value, field.codes)
    return f"{rule(field)}; did you mean {meant!r}?" if meant else None


def _number(field: Field, value: str) -> str | None:
    if field.kind not in NUMERIC:
        return None
    if field.kind == "answer" and value.lower() in OTHER_WORDS:
        return f"expected {OTHER_WORDS[value.lower()]}"
    if value.endswith("%") and re.match(NUMBER, value[:-1].strip()):
        return f"expected the number without the percent sign ({value[:-1].strip()})"
    if re.match(NUMBER, value):
        return _whole(field, value)
    return _amount(field, value) or _unit(field, value) or _separators(value)


def _amount(field: Field, value: str) -> str | None:
    written = amounts.read(value) if field.unit in WRITTEN_OUT else None
    return amounts.expected(written, field.unit) if written else None


def _unit(field: Field, value: str) -> str | None:
    """The number where it stands beside the unit of its column."""
    number = value[: -len(field.unit)].strip() if field.unit else value
    if number == value or not value.casefold().endswith(field.unit.casefold()) or not re.match(NUMBER, number):
        return None
    return f"expected the number without its unit ({number})"


def _whole(field: Field, value: str) -> str | None:
    if field.kind != "integer":
        return "expected a smaller number"
    if abs(float(value)) >= LARGEST_WHOLE:
        return "expected a whole number of at most 15 digits"
    if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{3}", value):
        return f"expected a whole number; if the point separates thousands, {value.replace('.', '')}"
    return None


def _separators(value: str) -> str | None:
    """How to write a number with a decimal comma or separated thousands."""
    bare = re.sub(r"[\s'’]", "", value)
    last = max(".,", key=bare.rfind)
    repeated = bare.count(last) > 1  # then it separates thousands; otherwise it is the decimal mark
    written = bare.replace("," if last == "." else ".", "").replace(last, "" if repeated else ".")
    if not re.match(NUMBER, written) or written == value:
        return None
    if re.fullmatch(r"-?[1-9][0-9]{0,2},[0-9]{3}", value):
        return f"expected {value.replace(',', '')} if the comma separates thousands, {written} if it is a decimal comma"
    wrong = ["no thousands separator"] if len(written) < len(value) else []
    wrong += ["a decimal point instead of the comma"] if last in bare and last == "," and not repeated else []
    return f"expected {' and '.join(wrong)} ({written})"


def _date(field: Field, value: str) -> str | None:
    if field.kind not in ("date", "moment"):
        return None
    if match := DAY_FIRST.fullmatch(value):
        return _day_first(*match.groups())
    if match := YEAR_FIRST.fullmatch(value):
        return _impossible(match, value)
    if re.fullmatch(r"[0-9]{4}", value) and field.kind == "date":
        return YEARS
    return None


def _day_first(day: str, mark: str, month: str, year: str) -> str | None:
    orders = [(day, month)] if mark == "." else [(day, month), (month, day)]
    written = [f"{year}-{int(m):02}-{int(d):02}" for d, m in orders if _exists(int(year), int(m), int(d))]
    return f"expected {' or '.join(dict.fromkeys(written))}" if written else None


def _impossible(match: re.Match[str], value: str) -> str | None:
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not EARLIEST.year <= year <= LATEST.year:
        return YEARS
    if not 1 <= month <= 12:
        return "expected a month from 01 to 12"
    if not _exists(year, month, day):
        return f"expected a day that exists ({year}-{month:02} has {calendar.monthrange(year, month)[1]} days)"
    padded = "-".join(part.zfill(2) for part in value.split("-"))
    return f"expected two digits for month and day ({padded})" if padded != value else None


def _exists(year: int, month: int, day: int) -> bool:
    return EARLIEST.year <= year <= LATEST.year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _address(field: Field, value: str) -> str | None:
    if field.kind == "url" and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value):
        return f"{EXPECTED['url']} (https://{value})"
    return None
