"""`benchlib regions`: location quotients with intervals, and the flags of a rule, for every regional cluster."""

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from benchlib.rules.files import RuleError
from benchlib.tables.faults import BadInput, Fault

if TYPE_CHECKING:
    from benchlib.rules.regional import Regional

LOCATION = ("lq_low", "lq_high")


@click.command()
@click.argument("data", metavar="INPUT.csv", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--rule", "name", required=True, metavar="ID", help="us-cluster-mapping-2016, eco-stars, or a YAML file")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="CSV file to write")
def regions(data: Path, name: str, out: Path) -> None:
    """Flag strong regional clusters: location quotients with their intervals, and the flags of a rule.

    \b
    INPUT.csv has one row a regional cluster and these columns:
      cluster_code      industry or category
      region_code       region
      employment        persons employed there
      establishments    firms there (needed by us-cluster-mapping-2016)
      lq                location quotient; without it, it is computed
      region_employment, cluster_employment, total_employment
                        totals to compute it from; without them, sums of the rows

    Further columns are kept. A missing number is an empty cell; where it leaves a flag open, the flag is empty. All
    regions are judged together, so a file holds regions of one type, and all of them.

    \b
    Writes the columns of INPUT.csv as they are, then:
      lq, lq_low, lq_high    quotient (unless given) and its 90 % interval
      qualifying, significant, strong, strong10    1 or 0, by us-cluster-mapping-2016
      size, specialisation, focus, stars           1 or 0, and their number, by eco-stars
    """
    from benchlib.compare.regions import stars
    from benchlib.tables import clusters

    rule = _rule(name)
    _writable(data, out)
    found = clusters.read(data, rule.measures, (*LOCATION, *rule.columns))
    _told(found.notes)
    flagged = stars.stars(found.frame, rule)
    added = [name for name in ("lq", *LOCATION, *rule.columns) if name not in found.cells.column_names]
    write(found.cells, flagged[added], out)
    counts = ", ".join(f"{column} {int(flagged[column].sum()):,}" for column in rule.flags)
    unknown = int(flagged[list(rule.flags)].isna().any(axis=1).sum())
    click.echo(f"wrote {len(flagged):,} rows to {out}; {counts}; {unknown:,} rows have a flag left open")


def write(cells: pa.Table, added: pd.DataFrame, file: Path) -> None:
    """Write the cells as they are with the added columns beside them; the file is there whole or not at all."""
    table = cells
    for name in added:
        table = table.append_column(str(name), _array(added[name]))
    unfinished = file.with_name(f"{file.name}.part")
    try:
        try:
            _csv(table, unfinished, "none")
        except pa.ArrowInvalid:  # a cell has a comma, a quotation mark or a line end
            _csv(table, unfinished, "needed")
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)


def _array(column: pd.Series) -> pa.Array:
    if column.dtype == np.float64:
        return pa.array(column.to_numpy(), from_pandas=True)
    return pa.array(column.astype("Int8"))


def _csv(table: pa.Table, file: Path, quotes: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow(table.column_names)
    with file.open("ab") as stream:
        pa.csv.write_csv(table, stream, pa.csv.WriteOptions(include_header=False, quoting_style=quotes))


def _rule(name: str) -> "Regional":
    """A rule for regional clusters. Raises RuleError, in few words where the name is that of another kind of rule."""
    from benchlib.rules import regional

    try:
        return regional.load(name)
    except RuleError as error:
        if Path(name).suffix or name in regional.known():
            raise
        known = ", ".join(regional.known())
        raise RuleError([f"--rule: {name!r}; expected a rule for regional clusters: {known}"]) from error


def _writable(data: Path, out: Path) -> None:
    if not data.is_file():
        raise BadInput.of(data, "expected a CSV file that exists")
    if not out.parent.is_dir():
        raise BadInput.of(out.parent, "expected a folder that exists")
    if out.exists() and out.samefile(data):
        raise BadInput.of("--out", "expected another file than the input, which is not overwritten", out)


def _told(notes: tuple[Fault, ...]) -> None:
    for note in notes:
        click.echo(f"note: {note}", err=True)
