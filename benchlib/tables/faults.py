"""What is wrong with input: one record a fault, all of them reported together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

SHOWN_IN_ERRORS = 10


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
        there = "" if self.value is None else ("empty; " if self.value == "" else f"{self.value!r}; ")
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
