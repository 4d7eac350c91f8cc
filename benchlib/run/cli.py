"""The command line: a thin skin over the library. Exit codes: 0 done, 1 some reports failed, 2 bad input or usage."""

import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pandas as pd

from benchlib.rules.loading import RuleError
from benchlib.run.commands.invite import invite
from benchlib.run.commands.regions import regions
from benchlib.run.commands.serve import serve
from benchlib.run.commands.store import export_command, import_command
from benchlib.tables.faults import BadInput, Fault, Severity, summary
from benchlib.tables.schemas import ID_PATTERN

if TYPE_CHECKING:
    from benchlib.run.crews.distributed import Scheduler
    from benchlib.run.reports.batch import Outcome, Part
    from benchlib.run.reports.edition import Edition
    from benchlib.run.reports.subjects import Keys
    from benchlib.tables.checking import Facts

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks" / "reports"
EDITIONS = Path("reports")

SOME_FAILED, BAD_INPUT, INTERRUPTED = 1, 2, 130

_DATE = click.DateTime(["%Y-%m-%d"])
_framework = click.option("--framework", default="ecei-31", show_default=True, help="id of a framework, or a YAML file")
_as_of = click.option("--as-of", type=_DATE, help="day that rules and verdicts are taken on; today by default")
_out = click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV file to write")


class _Source(click.ParamType):
    """A folder, a workbook, or the address of a store, which stays a text."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else click.Path(path_type=Path, exists=True).convert(value, param, ctx)


_path = click.argument("path", type=_Source())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="benchlib")
def cli() -> None:
    """Benchmark cluster organisations: check facts, score them, judge labels by dated rules, write reports.

    PATH is a folder of CSV files, an Excel workbook (`benchlib template` writes an empty one), or the address of a
    store, such as sqlite:///FILE.
    """


@cli.command()
@_path
def check(path: Path | str) -> None:
    """Report every fault of a folder or workbook, with file or sheet, row, column and what was expected.

    Errors and contradictions end with exit code 2; notes (an empty row, a byte-order mark) do not.
    """
    from benchlib.run import facts

    found = facts.check(path)
    for severity in Severity:
        mine = [fault for fault in found.faults if fault.severity is severity]
        for fault in mine:
            click.echo(f"{severity}: {fault}")
    rows = sum(map(len, found.frames.values()))
    counts = ", ".join(
        f"{sum(fault.severity is severity for fault in found.faults)} {severity}s" for severity in Severity
    )
    click.echo(f"{rows} rows read; {counts}")
    if any(fault.severity is not Severity.NOTE for fault in found.faults):
        sys.exit(BAD_INPUT)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_framework
def template(file: Path, framework: str) -> None:
    """Write an empty workbook to fill in with Excel or LibreOffice; it asks the framework's questions."""
    from benchlib.run import questionnaire

    if file.suffix.lower() != ".xlsx":
        raise BadInput.of(file, "expected a file name that ends in .xlsx")
    if file.exists():
        raise BadInput.of(file, "this file exists; it may hold answers, so it is not overwritten")
    questionnaire.write(file, framework)
    click.echo(f"wrote {file}; fill it in, then run: benchlib check {file}")


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--clusters", type=click.IntRange(1), default=1226, show_default=True, help="how many organisations")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="the same seed gives the same files")
def sample(folder: Path, clusters: int, seed: int) -> None:
    """Write a synthetic portfolio: invented organisations, calibrated on published figures."""
    from benchlib.synthetic import portfolio

    table = portfolio.write(folder, clusters=clusters, seed=seed)
    click.echo(table.drop(columns=["source", "mark", "low", "high"]).to_string(index=False))
    click.echo(f"wrote {clusters} synthetic organisations to {folder}; the truth behind them is in {folder / 'truth'}")


@cli.command()
@_path
@_framework
@_as_of
@_out
def score(path: Path | str, framework: str, as_of: dt.datetime | None, out: Path) -> None:
    """Score every assessment: points, maximum, percent and bounds of each indicator, each group and the total.

    Columns: cluster_id, assessment_id, item, level, points, maximum, percent, low, high. Where an answer is missing,
    points and percent are empty and low and high bound them.
    """
    from benchlib.run import facts, results, rulebook

    by = rulebook.rulebook(framework)
    _write(out, results.score(facts.load(path, known=by.known), by, _day(as_of)))


@cli.command()
@_path
@_framework
@_as_of
@_out
def label(path: Path | str, framework: str, as_of: dt.datetime | None, out: Path) -> None:
    """Judge every organisation for every label; conditions go to the sibling file whose name ends in _conditions.

    Columns: cluster_id, label, verdict (awarded, not awarded, cannot tell), valid_until, then the assessment it rests
    on and the rules. Conditions: one row each with outcome, value, threshold, margin, mark, source and rule.
    """
    from benchlib.run import facts, results, rulebook

    by = rulebook.rulebook(framework)
    verdict, conditions = results.label(facts.load(path, known=by.known), by, _day(as_of))
    _write(out, verdict)
    _write(out.with_name(f"{out.stem}_conditions{out.suffix}"), conditions)


@cli.command()
@click.argument("data", metavar="DATA.csv", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("meta", metavar="META.csv", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="folder to write to")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="YAML file with the recipe")
def index(data: Path, meta: Path, out: Path, config: Path | None) -> None:
    """Build a composite index from two tables, and write every stage of it.

    \b
    DATA.csv has one row a unit (and year) and these columns:
      unit        code of the unit (needed)
      name        its name
      year        for a panel: each unit once a year
      group_*     groups to impute by
      den_*       denominators, above 0
      CODE        one column for each indicator of META

    \b
    META.csv has one row a node, indicators and aggregates:
      code           name of its column in DATA, or of the aggregate
      level          1 = indicator, then 2, 3 ... up to the index
      parent         code of the node above; empty for the index
      weight         among its siblings, 0 or more
      direction      1 where more is better, -1 where less is better
      denominator    a den_* column of DATA, or empty
      goalpost_low, goalpost_high    fixed points of the scale `goalposts`
      target         for the scale `dist2targ`
      name, unit     for people; further columns are kept

    A missing value is an empty cell; numbers have a decimal point. Without --config nothing is screened, imputed or
    treated: values are divided by their denominators, scaled from 0 to 100 by minimum and maximum, and averaged with
    the weights of META. data/examples/asem has a full recipe to copy.

    \b
    Writes 1_raw.csv, 2_denominated.csv, 3_imputed.csv, 4_treated.csv, 5_normalised.csv, 6_aggregated.csv,
    results.csv (unit, node, level, score, rank; 1 is best), diagnostics, and log.yaml to repeat the run.
    """
    from benchlib.run import index_files

    made, notes = index_files.compute(data, meta, config)
    files = {"data": data, "meta": meta} | ({"config": config} if config else {})
    names = index_files.write(made, out, files, notes)
    click.echo(f"wrote {len(names)} files to {out}; the scores and ranks are in {out / index_files.RESULTS}")


for _command in (regions, serve, invite, import_command, export_command):
    cli.add_command(_command)


@cli.command()
@click.argument("path", type=_Source(), required=False)
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    default=["cluster"],
    show_default=True,
    metavar="NAME",
    help="name of a notebook in notebooks/reports; may be given several times",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID ...",
    help="these organisations, by id or name, participants by id, countries or regions by code",
)
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", help="organisations with this value, such as country=RO"
)
@click.option("--edition", "name", help="name of the folder in reports/; by default the input's name and the day")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="reports at a time; one a core")
@click.option("--scheduler", metavar="ADDRESS", help="let the workers of a dask scheduler make the reports")
@click.option("--exchange", metavar="FOLDER", help="folder or store that they share with this machine, if they do")
@click.option("--since", metavar="NAME", help="earlier edition in reports/ to compare with (notebook edition)")
@click.option("--pdf", is_flag=True, help="a PDF beside each page; needs Chromium")
@click.option("--resume", is_flag=True, help="keep reports on others than those asked for now, where they still hold")
@click.option("--anew", is_flag=True, help="make all reports asked for, also those that nothing has changed for")
@click.option(
    "--time-limit", type=click.IntRange(1), default=300, show_default=True, metavar="SECONDS", help="for each report"
)
@click.option(
    "--memory-limit",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    metavar="MB",
    help="for each report, beyond what it starts with; only where kernels are forked (Linux)",
)
@_framework
@_as_of
def reports(
    path: Path | str | None,
    notebooks: Sequence[str],
    only: Sequence[str],
    where: Sequence[str],
    name: str | None,
    workers: int,
    scheduler: str | None,
    exchange: str | None,
    since: str | None,
    pdf: bool,
    resume: bool,
    anew: bool,
    time_limit: int,
    memory_limit: int,
    framework: str,
    as_of: dt.datetime | None,
) -> None:
    """Write an edition: one report an organisation, an index page, and the results behind them.

    Without PATH, the store: BENCHLIB_DATABASE, or data/benchlib.sqlite, at first filled with the published labels.
    Afterwards open reports/EDITION/index.html.

    `--notebook participant` writes one page a participant, `country` and `region` one a country or region, `edition`
    the publication on all organisations. All join the edition as long as its data and rules are the same. Of several
    notebooks, `--only participant:ID` and `--where region:country=RO` are meant for one.

    A report is not made again while what it rests on is the same: its rows of the results, the notebook, the rules and
    the code. So whatever has stopped a run, the same command makes the rest. The edition holds the reports asked for,
    with --resume also others made before. A report that fails is listed with its reason and stops no other; its
    notebook is kept as far as it got.
    """
    from benchlib.run import facts, rulebook
    from benchlib.run.reports import batch, edition
    from benchlib.run.reports.report import Limits

    day = _day(as_of)
    by = rulebook.rulebook(framework)
    files = [_notebook(one) for one in dict.fromkeys(notebooks)]
    target = edition.Edition(EDITIONS / _edition_name(name or f"{_short(path)}-{day}"))
    click.echo(f"reading {path if isinstance(path, Path) else 'the store'}")
    known = facts.load(path, known=by.known)
    _told([fault for fault in known.faults if fault.severity is Severity.CONTRADICTION])
    parts = [batch.Part(file, _chosen(file, files, known, only, where), _options(file, files, since)) for file in files]
    _one_a_subject(parts)
    number = sum(len(part.chosen) for part in parts)
    click.echo(f"{number} reports of {len(known['organisations'])} organisations, as of {day}")
    limits = Limits(time_limit, memory_limit)
    cluster = _scheduler(scheduler, exchange)
    job = batch.Job(target, parts, path, day, workers, resume, pdf, anew, limits, cluster)
    _ended(target, _uninterrupted(lambda: batch.run(job, known, by), target))


def _short(path: Path | str | None) -> str:
    """What an edition is called after."""
    return path.resolve().stem if isinstance(path, Path) else "store"


def _chosen(
    file: Path, files: Sequence[Path], known: "Facts", only: Sequence[str], where: Sequence[str]
) -> "list[Keys]":
    """Whom the reports of a notebook are about, by the choices that are meant for it."""
    from benchlib.run.reports import subjects

    names = {one.stem for one in files}
    return subjects.chosen(subjects.of(file), known, *(_meant(file.stem, names, told) for told in (only, where)))


def _meant(notebook: str, names: AbstractSet[str], told: Sequence[str]) -> list[str]:
    """Of some choices those for a notebook: with its name before them, or with none of these names.

    >>> _meant("region", {"region", "country"}, ["eu=yes", "region:country=RO", "country:country=DE"])
    ['eu=yes', 'country=RO']
    """
    parted = [(one.partition(":"), one) for one in told]
    return [
        rest if sign and name in names else one
        for (name, sign, rest), one in parted
        if not sign or name not in names or name == notebook
    ]


def _one_a_subject(parts: "Sequence[Part]") -> None:
    """Raise BadInput where two notebooks would write the same reports."""
    for place, part in enumerate(parts):
        for other in parts[:place]:
            if other.subject is part.subject:
                told = f"expected one notebook on each {part.subject.name}; {other.notebook.stem} is another"
                raise BadInput.of("--notebook", told, part.notebook.stem)


def _scheduler(address: str | None, exchange: str | None) -> "Scheduler | None":
    """Whose workers make the reports; None for processes of this machine."""
    if address is None:
        if exchange:
            raise BadInput.of("--exchange", "expected it with --scheduler", exchange)
        return None
    try:
        from benchlib.run.crews.distributed import Scheduler
    except ModuleNotFoundError as error:
        raise BadInput.of("--scheduler", f"{error.name} is not here; install benchlib[cluster]") from error
    return Scheduler(address, exchange)


def _uninterrupted(run: "Callable[[], Outcome]", target: "Edition") -> "Outcome":
    """What came of a batch. Where it was interrupted, or the disk is full, say what to do and end."""
    try:
        return run()
    except KeyboardInterrupt:
        click.echo(f"\ninterrupted; what is in {target.folder} is whole, and the same command makes the rest", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        click.echo(
            f"benchlib: {error}\nwhat is in {target.folder} is whole, and the same command makes the rest", err=True
        )
        sys.exit(SOME_FAILED)


def _ended(target: "Edition", outcome: "Outcome") -> None:
    """Say what came of a batch, and end with its exit code."""
    done = [one for one in outcome.reports if one.state == "done"]
    failed = len(outcome.reports) - len(done)
    kept = f" ({len(outcome.kept)} of them before: nothing has changed for them)" if outcome.kept else ""
    first = target.page(done[0].id) if len(outcome.reports) == 1 and done else target.folder / "index.html"
    click.echo(f"{len(done)} reports done{kept}, {failed} failed; open {first}")
    if outcome.unwritten:
        click.echo(f"the list of reports could not be written ({outcome.unwritten})", err=True)
    if failed or outcome.unwritten:
        click.echo("the same command makes the rest", err=True)
        sys.exit(SOME_FAILED)


def _options(file: Path, files: Sequence[Path], since: str | None) -> dict[str, str]:
    """Further parameters of a notebook, which at least one of all takes."""
    from benchlib.run.reports import subjects

    if since is None:
        return {}
    if not any(subjects.SINCE in subjects.of(one).options for one in files):
        raise BadInput.of(
            "--since", "expected it with --notebook edition; other reports compare with no edition", since
        )
    folder = EDITIONS / _edition_name(since, "--since")
    if not (folder / "results" / "edition.json").is_file():
        known = sorted(file.parts[-3] for file in EDITIONS.glob("*/results/edition.json"))
        raise BadInput.of("--since", f"expected an edition in {EDITIONS}: {', '.join(known) or 'there is none'}", since)
    return {subjects.SINCE: str(folder.resolve())} if subjects.SINCE in subjects.of(file).options else {}


def _day(as_of: dt.datetime | None) -> dt.date:
    return as_of.date() if as_of else dt.date.today()


def _told(faults: Sequence[Fault]) -> None:
    if faults:
        click.echo(f"contradictions in the data, carried into the reports:\n{summary(faults)}", err=True)


def _write(out: Path, frame: pd.DataFrame) -> None:
    """Write a table; its columns hold ids, numbers and texts of the rules, no text from outside."""
    if not out.parent.is_dir():
        raise BadInput.of(out.parent, "expected a folder that exists")
    frame.to_csv(out, index=False, date_format="%Y-%m-%d")
    click.echo(f"wrote {len(frame)} rows to {out}")


def _notebook(name: str) -> Path:
    known = {file.stem: file for file in sorted(NOTEBOOKS.glob("*.ipynb"))}
    if name not in known:
        raise BadInput.of("--notebook", f"expected one of: {', '.join(known)}", name)
    return known[name]


def _edition_name(name: str, option: str = "--edition") -> str:
    if not re.fullmatch(ID_PATTERN, name):
        raise BadInput.of(option, "expected letters, digits, dots, hyphens and underscores", name)
    return name


def expanded(arguments: Sequence[str]) -> list[str]:
    """Arguments in which one `--only` may be followed by several ids.

    >>> expanded(["reports", "data", "--only", "a", "b", "--resume"])
    ['reports', 'data', '--only', 'a', '--only', 'b', '--resume']
    """
    result: list[str] = []
    inside = False
    for argument in arguments:
        more = inside and result[-1] != "--only" and not argument.startswith("-")
        if more and not Path(argument).exists():
            result.append("--only")
        inside = argument == "--only" or (inside and not argument.startswith("-"))
        result.append(argument)
    return result


def main(arguments: Sequence[str] | None = None) -> Any:
    """Entry point of the command `benchlib`."""
    return _guarded(lambda: cli.main(expanded(arguments or sys.argv[1:]), prog_name="benchlib"))


def _guarded(call: Callable[[], Any]) -> Any:
    """Faults of the input become a message and exit code 2 instead of a traceback."""
    try:
        return call()
    except (BadInput, RuleError) as error:
        click.echo(f"benchlib: bad input\n{error}", err=True)
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
