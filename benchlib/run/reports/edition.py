"""An edition on disk: results, executed notebooks, pages, index, manifest. Every file is whole or absent."""

import datetime as dt
import hashlib
import json
import math
import os
import platform
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile

import pandas as pd

from benchlib.assess import scoring
from benchlib.assess.history import CANNOT_TELL, VALID
from benchlib.compare import excellence
from benchlib.rules import loading
from benchlib.rules.competitiveness import Competitiveness
from benchlib.run.reports import locking, whole
from benchlib.run.reports.report import DONE, PENDING, Report
from benchlib.run.results import Tables
from benchlib.run.rulebook import Rulebook
from benchlib.tables.checking import Facts
from benchlib.tables.schemas import TABLES

LEAST_GROUP = 1_000  # rows; with fewer a group's own description is longer than its rows
CODE = {".py", ".j2", ".css", ".js"}
NOTED_PACKAGES = ("benchlib", "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "papermill", "nbconvert")


@dataclass(frozen=True)
class Edition:
    """Where the parts of an edition stand."""

    folder: Path

    @property
    def results(self) -> Path:
        """Folder of the results, one Parquet file a table."""
        return self.folder / "results"

    @property
    def pages(self) -> Path:
        """Folder of the HTML pages."""
        return self.folder / "pages"

    @property
    def notebooks(self) -> Path:
        """Folder of the executed notebooks."""
        return self.folder / "notebooks"

    @property
    def manifest(self) -> Path:
        """The file that says what was made of what."""
        return self.folder / "manifest.json"

    @property
    def journal(self) -> Path:
        """The file that a batch adds reports to as they finish, a line each."""
        return self.folder / "journal.jsonl"

    def page(self, name: str) -> Path:
        """The page of a report."""
        return self.pages / f"{name}.html"

    def pdf(self, name: str) -> Path:
        """The page of a report for print."""
        return self.pages / f"{name}.pdf"

    def seen_from(self, name: str, file: str) -> str:
        """A file of the edition as a link in the page of a report."""
        return Path(os.path.relpath(self.folder / file, self.page(name).parent)).as_posix()

    def notebook(self, name: str) -> Path:
        """The executed notebook of a report."""
        return self.notebooks / f"{name}.ipynb"

    def prepare(self) -> None:
        """Make the folders. Raises BadInput where one cannot be written to."""
        for folder in (self.folder, self.results, self.notebooks, self.pages):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with TemporaryFile(dir=folder):
                    pass
            except OSError as error:
                raise locking.unwritable(folder, error) from error


def write_results(edition: Edition, tables: Tables, about: Mapping[str, object]) -> None:
    """Write the tables, and last `edition.json`, beside the folder of the results; then they take its place at once."""
    fresh, old = (edition.folder / f".{edition.results.name}.{state}" for state in ("part", "old"))
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        for name, frame in tables.items():
            frame.to_parquet(fresh / f"{name}.parquet", index=False, row_group_size=row_group(len(frame)))
        whole.write(fresh / "edition.json", json.dumps(about, indent=1, ensure_ascii=False))
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    if edition.results.exists():
        os.replace(edition.results, old)
    os.replace(fresh, edition.results)
    shutil.rmtree(old, ignore_errors=True)


def row_group(rows: int) -> int:
    """How many rows a table's file has in a group. Who reads one organisation decodes a group and looks at all groups.

    A look takes as long as decoding 100 rows, as measured; both together take least at the root of 100 times all rows.

    >>> row_group(300), row_group(317_534)
    (1000, 5635)
    """
    return max(LEAST_GROUP, math.isqrt(100 * rows))


def describe(name: str, facts: Facts, by: Rulebook, as_of: dt.date) -> dict[str, object]:
    """What a report needs to know of the edition as a whole."""
    framework = by.framework
    return {
        "name": name,
        "as_of": as_of.isoformat(),
        "framework": framework.id,
        "framework_title": framework.title,
        "framework_version": framework.version.isoformat(),
        "rules": framework.labels.id,
        "rules_title": framework.labels.title,
        "rules_version": framework.labels.version.isoformat(),
        "synthetic": facts.synthetic,
        "organisations": len(facts["organisations"]),
        "minimum_others": by.standing.minimum_others.value,
        "maximum": scoring.maximum(framework, as_of),
        "benchlib": version("benchlib"),
        "groups": {key: group.name for key, group in framework.groups.items()},
        "items": [
            {"id": key, "group": item.group, "name": item.name, "question": item.question, "evidence": item.evidence}
            | {"input": item.input, "unit": item.unit, "scored": item.scored, "mark": str(item.points[-1].mark)}
            for key, item in framework.indicators.items()
        ],
        "levels": {level: {"name": rule.name} for level, rule in framework.labels.levels.items()},
        "strengths": {
            key: {"name": strength.name, "shown_from": by.strengths.shown_from.value, "mark": str(strength.mark)}
            for key, strength in by.strengths.strengths.items()
        },
        "views": {key: view.title for key, view in by.standing.views.items()},
        "label_rules": json.loads(framework.labels.model_dump_json(by_alias=True)),
        "competitiveness": _competitiveness(by.competitiveness),
        "advice": {"first_page": int(by.advice.first_page.value), "caution": by.advice.others.caution},
        "sources": [
            {"title": source.title, "address": source.address}
            for source in {**framework.sources, **framework.labels.sources}.values()
        ],
    }


def _competitiveness(spec: Competitiveness) -> dict[str, object]:
    """What a report needs to know of the cluster function."""
    numbers = {
        "interval": spec.function.interval.value,
        "drift_band": spec.function.drift_band.value,
        "confirmed_within": spec.function.confirmed_within.value,
        "minimum_respondents": spec.qualitative.minimum_respondents.value,
        "minimum_participants": spec.quantitative.minimum_participants.value,
    }
    return {
        "title": spec.title,
        "version": spec.version.isoformat(),
        "indicators": {
            key: {"name": one.name, "unit": one.unit, "goalposts": list(one.goalposts)}
            for key, one in spec.quantitative.indicators.items()
        },
        "aspects": {key: {"name": one.name, "question": one.question} for key, one in spec.qualitative.aspects.items()},
        **numbers,
    }


def head(facts: Facts, path: Path | str | None, by: Rulebook, as_of: dt.date) -> dict[str, object]:
    """What an edition is made of: with equal heads, equal notebooks give equal reports.

    Versions of Python and packages, and checksums (SHA-256) of the inputs, the rules and the code. path: of a folder or
    workbook; otherwise the facts are from a store.
    """
    package = Path(__file__).resolve().parents[2]
    return {
        "as_of": as_of.isoformat(),
        "framework": f"{by.framework.id} of {by.framework.version}",
        "rules": by.framework.labels.version_name,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in NOTED_PACKAGES}},
        "inputs": _inputs(facts, path),
        "rules_checksum": hashlib.sha256(by.framework.model_dump_json().encode()).hexdigest(),
        "rule_files_checksum": checksum(sorted([*loading.RULES.glob("*.yaml"), *excellence.FOLDER.glob("*.yaml")])),
        "code_checksum": checksum(sorted(file for file in package.rglob("*") if file.suffix in CODE)),
    }


def _inputs(facts: Facts, path: Path | str | None) -> dict[str, str]:
    """Checksums of files by their name, of a store those of its tables."""
    if isinstance(path, Path):
        files = [path] if path.is_file() else [path / f"{name}.csv" for name in TABLES]
        return {file.name: checksum([file]) for file in files if file.is_file()}
    rows = {name: pd.util.hash_pandas_object(facts[name], index=False).to_numpy() for name in TABLES}
    return {name: hashlib.sha256(hashes.tobytes()).hexdigest() for name, hashes in rows.items() if len(hashes)}


def checksum(files: Iterable[Path]) -> str:
    """SHA-256 over the content of files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def index_rows(tables: Tables, chosen: pd.Index, reports: Iterable[Report]) -> pd.DataFrame:
    """Rows of the index page: organisation, highest label valid and ever, page, state and error of its report.

    highest_valid is "cannot tell" where no label is certainly valid but one may be.
    """
    status = tables["statuses"]
    open_ = status[status["state"] == CANNOT_TELL].drop_duplicates("cluster_id").set_index("cluster_id")["state"]
    valid, ever = (_highest(status[mask]) for mask in (status["state"] == VALID, status["ever"]))
    rows = tables["organisations"].set_index("cluster_id").loc[chosen]
    rows = rows.assign(highest_valid=valid.combine_first(open_).reindex(chosen), highest_ever=ever.reindex(chosen))
    made = {report.id: report for report in reports}
    told = [made.get(key, Report(key, PENDING, 0.0)) for key in chosen]
    return rows.reset_index().assign(
        state=[report.state for report in told],
        error=[report.error for report in told],
        page=[f"pages/{report.id}.html" if report.state == DONE else None for report in told],
    )


def _highest(status: pd.DataFrame) -> pd.Series:
    """The highest level of each organisation; levels come in ascending order."""
    return status.groupby("cluster_id")["level"].last()
