"""What stands in an edition's folder: which reports are whole and still true, whatever a manifest says."""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from benchlib.run.reports import fingerprints, subjects, whole
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.fingerprints import Prints
from benchlib.run.reports.report import Files
from benchlib.run.reports.subjects import Keys, Subject


def names(edition: Edition) -> Iterator[tuple[str, Subject]]:
    """Names and kinds of the reports that have a notebook."""
    for file in edition.notebooks.rglob("[!.]*.ipynb"):
        name = file.relative_to(edition.notebooks).with_suffix("").as_posix()
        subject = next((one for one in subjects.SUBJECTS if one.has(name)), None)
        if subject:
            yield name, subject


def whom(subject: Subject, name: str) -> Keys:
    """The keys of a report, from its name."""
    return tuple(name.removeprefix(f"{subject.name}/").split("/")) if subject.keys else ()


def true(edition: Edition, name: str, subject: Subject, prints: Prints, making: str | None = None) -> bool:
    """Whether a report stands that says what the edition says; made as told by `making`, where that is given."""
    found = whole.fingerprint(edition.notebook(name)) or ""
    half, keys = fingerprints.first(found), whom(subject, name)
    if not found or half != prints.of(keys) or (making is not None and found != fingerprints.joined(half, making)):
        return False
    return Files(edition.notebook(name), edition.page(name)).shown(found)


def clear(edition: Edition, kept: Collection[str]) -> None:
    """Remove all that belongs to no report of `kept`, unfinished files of a killed batch among it."""
    wanted = {file for name in kept for file in (edition.page(name), edition.pdf(name), edition.notebook(name))}
    for folder in (edition.pages, edition.notebooks):
        for path in sorted(folder.rglob("*"), reverse=True):  # what a folder holds comes before it
            if path.is_dir() and not path.is_symlink():
                _remove_if_empty(path)
            elif path not in wanted:
                path.unlink(missing_ok=True)


def _remove_if_empty(folder: Path) -> None:
    if folder.name.startswith("."):
        shutil.rmtree(folder, ignore_errors=True)
    elif not any(folder.iterdir()):
        folder.rmdir()
