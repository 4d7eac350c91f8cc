"""The store from the command line: take a folder or workbook in, write everything out."""

import getpass
from collections.abc import Mapping
from pathlib import Path

import click

from benchlib.tables.faults import Severity, summary

UNKNOWN_PERSON = "office"


def user() -> str:
    """The name of whoever is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may know no name for its user
        return UNKNOWN_PERSON


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path, exists=True))
@click.option("--by", default=user, show_default="the user's name", help="who is said to have recorded it")
def import_command(path: Path, by: str) -> None:
    """Take a folder of CSV files or a workbook into the store.

    The store is the SQLite file data/benchlib.sqlite, or the database that BENCHLIB_DATABASE names
    (postgresql+psycopg://USER@HOST/DATABASE), or the file in BENCHLIB_DATABASE_FILE, which only you may read.

    Everything is checked first, as `benchlib check` does. With any error nothing is written. New rows are added; a row
    whose key is in the store replaces it, column by column as the file has them, and what stood there is kept; nothing
    is deleted. An answer is never replaced: another one becomes its next version, and where somebody has given a later
    answer since, that is an error and you decide. Importing the same again changes nothing.
    """
    from benchlib.run import facts
    from benchlib.tables import store

    with store.opened() as place:
        done = store.import_(place, path, by, facts.judged)
        told = [fault for fault in done.findings if fault.severity is Severity.CONTRADICTION]
        if told:
            click.echo(f"contradictions in the data, imported as they are:\n{summary(told)}", err=True)
        click.echo(f"imported {path} into {place.address}")
    for what, numbers in (("added", done.added), ("replaced", done.replaced), ("there already", done.same)):
        click.echo(f"  {what}: {_listed(numbers)}")


@click.command("export")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
def export_command(target: Path) -> None:
    """Write the whole store into a new folder DIR, or a workbook where DIR ends in .xlsx.

    What is written can be checked and scored as it is, and `benchlib import` makes the same store of it. Beside the
    facts stand the versions of answers, the states of assessments and what imports have replaced; invitations are not
    exported. Open the workbook, rather than the CSV files, in a spreadsheet.
    """
    from benchlib.tables import store

    with store.opened(create=False) as place:
        numbers = store.export(place, target)
        click.echo(f"exported {place.address} to {target}")
    click.echo(f"  rows: {_listed(numbers)}")


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items()) or "nothing"
