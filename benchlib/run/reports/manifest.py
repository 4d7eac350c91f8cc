"""What a batch says of its reports: a manifest at its start and end, and in between a line for each report."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from benchlib.run.reports import whole
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import Report


def write(edition: Edition, head: Mapping[str, object], reports: Iterable[Report]) -> None:
    """The manifest: `head` (inputs, rules, versions) and the state of every report so far; it replaces the journal."""
    listed = {report.id: {k: v for k, v in asdict(report).items() if k != "id"} for report in reports}
    whole.write(edition.manifest, json.dumps({**head, "reports": listed}, indent=1, ensure_ascii=False))
    edition.journal.unlink(missing_ok=True)


def read(edition: Edition) -> tuple[dict[str, object], list[Report]]:
    """Head and reports of an earlier run, as far as it got; empty where there is none."""
    try:
        head = json.loads(edition.manifest.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}, []
    reports = {name: Report(name, **state) for name, state in head.pop("reports", {}).items()}
    return head, list((reports | {one.id: one for one in _told(edition)}).values())


def _told(edition: Edition) -> Iterator[Report]:
    """Reports of the journal; a line that a kill has cut off is none."""
    try:
        lines = edition.journal.read_bytes().splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            yield Report(**json.loads(line))
        except (ValueError, TypeError):
            continue


@dataclass
class Journal:
    """The file that reports are added to as they finish; `lost` are those that could not be written down."""

    stream: BinaryIO
    lost: list[Report] = field(default_factory=list)

    def add(self, report: Report) -> None:
        """Write a line and see that it is on the disk. A full disk leaves no half line."""
        before = self.stream.tell()
        try:
            self.stream.write(json.dumps(asdict(report), ensure_ascii=False).encode() + b"\n")
            os.fsync(self.stream.fileno())
        except OSError:
            self.stream.truncate(before)
            self.stream.seek(before)
            self.lost.append(report)


@contextmanager
def journal(edition: Edition) -> Iterator[Journal]:
    """The journal of a batch, for the time of a block."""
    with edition.journal.open("wb", buffering=0) as stream:
        yield Journal(stream)
