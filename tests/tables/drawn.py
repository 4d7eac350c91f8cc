"""Small tables drawn as text, cells between bars, so that a test shows its gaps; written as CSV files."""

import csv
import datetime as dt
from pathlib import Path

from benchlib.tables import checking

TODAY = dt.date(2026, 11, 1)

ORGANISATIONS = """
    cluster_id | name    | country
    nonesuch   | NONESUCH| RO
    nobody     | NOBODY  | RO
"""


def rows(drawn: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in drawn.strip().split("\n")]


def folder(path: Path, **tables: str) -> Path:
    """A folder with a file for each drawn table."""
    for name, drawn in tables.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows(drawn))
    return path


def check(path: Path, **tables: str) -> checking.Facts:
    """What the check finds in a folder of drawn tables, on a fixed day."""
    return checking.check(folder(path, **tables), TODAY)


def said(facts: checking.Facts) -> list[str]:
    """Findings as they are printed."""
    return [str(fault) for fault in facts.faults]
