"""What is wrong with input: one record a fault, all of them reported together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

import pandas as pd

SHOWN_IN_ERRORS = 10
SHOWN_OF_VALUE = 80
PART_OF_A_NAME = 4  # letters that make it likely that a part of a name means the whole


class Severity(StrEnum):
    """How much a finding weighs: errors stop every command, the others are reported and carried along."""

    ERROR = "error"
    CONTRADICTION = "contradiction"
    NOTE = "note"


@dataclass(frozen=True)
class Fault:
    """One finding: where it is (file or sheet, spreadsheet row, column), what is there, what was expected."""

    source: str
    row: int | None
    column: str | None
    value: str | None
    expected: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = self.source
        place += f", row {self.row}" if self.row is not None else ""
        place += f", column {self.column}" if self.column is not None else ""
        there = "" if self.value is None else ("empty; " if self.value == "" else f"{_short(self.value)!r}; ")
        return f"{place}: {there}{self.expected}"


class BadInput(Exception):
    """Input that cannot be used; `faults` holds every offender, the message the first ten."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        super().__init__(summary(self.faults))

    @classmethod
    def of(cls, source: object, expected: str, value: object = None) -> "BadInput":
        """A single fault that has no row or column, such as a missing file."""
        return cls([Fault(str(source), None, None, None if value is None else str(value), expected)])

    def __reduce__(self) -> tuple[type["BadInput"], tuple[Sequence[Fault]]]:
        return type(self), (self.faults,)


def summary(faults: Sequence[Fault], limit: int = SHOWN_IN_ERRORS) -> str:
    """The first `limit` faults, a line each, and how many more there are.

    >>> print(summary([Fault("a.csv", 2, "year", "x", "expected a whole number")]))
    a.csv, row 2, column year: 'x'; expected a whole number
    """
    lines = [str(fault) for fault in faults[:limit]]
    rest = len(faults) - limit
    return "\n".join([*lines, f"... and {rest} more"] if rest > 0 else lines)


def frame(faults: Sequence[Fault]) -> pd.DataFrame:
    """Faults as a table: severity, source, row, column, value, expected."""
    columns = ["severity", "source", "row", "column", "value", "expected"]
    records = [{name: getattr(fault, name) for name in columns} for fault in faults]
    return pd.DataFrame(records, columns=columns)


def unknown(name: object, known: Iterable[str], what: str) -> str:
    """Text for a name that is not known, with the nearest that is; case and spaces do not count as distance.

    >>> unknown("anwsers", ["answers", "labels"], "table")
    "expected a table; did you mean 'answers'?"
    """
    known = list(known)
    near = nearest(str(name), known)
    hint = f"did you mean {near!r}?" if near is not None else f"known: {', '.join(known)}"
    return f"expected a {what}; {hint}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that alone contains this one or else is spelled most like it; None where none is alike."""
    plain = {other.strip().casefold(): other for other in known}
    asked = name.strip().casefold()
    longer = [other for other in plain if len(asked) >= PART_OF_A_NAME and asked in other]
    found = longer if len(longer) == 1 else get_close_matches(asked, list(plain), n=1)
    return plain[found[0]] if found else None


def ordered(faults: Iterable[Fault], columns: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Faults by source, row and column, with one error a cell: the one found first.

    `columns` gives the sources in their order, each with its columns in theirs; other sources come first, by name.
    """
    seen: dict[object, Fault] = {}
    for fault in faults:
        cell = (fault.source, fault.row, fault.column) if _of_a_cell(fault) else fault
        seen.setdefault(cell, fault)
    sources = {source: number for number, source in enumerate(columns)}
    places = {(source, name): number for source, names in columns.items() for number, name in enumerate(names)}

    def place(fault: Fault) -> tuple[object, ...]:
        column = (fault.column or "").split(", ")[0]
        known = places.get((fault.source, column), len(places))
        of_row = -1 if fault.column is None else known
        return sources.get(fault.source, -1), fault.source, fault.row or 0, of_row, column, fault.expected

    return sorted(seen.values(), key=place)


def _of_a_cell(fault: Fault) -> bool:
    return fault.severity is Severity.ERROR and fault.row is not None and fault.column is not None


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_OF_VALUE else value[: SHOWN_OF_VALUE - 1] + "…"
