"""What a rule file must keep to beyond its types: sources that exist, dates that do not overlap."""

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from benchlib.rules.dated import Dated

Path = tuple[str | int, ...]
Finding = tuple[Path, str]


class Inconsistent(ValueError):
    """Findings, each with the path of keys to it."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{'.'.join(map(str, path))}: {text}" for path, text in findings))


def require(rule: BaseModel, further: Iterable[Finding] = ()) -> None:
    """Raise Inconsistent with everything that is wrong; `further` are findings of the rule's own."""
    sources = getattr(rule, "sources", {})
    findings = [*_unsourced(rule, sources), *_overlaps(rule), *further]
    if findings:
        raise Inconsistent(findings)


def _parts(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value in a model, with its path; a nested rule with sources of its own answers for itself."""
    yield path, value
    if isinstance(value, BaseModel):
        names = type(value).model_fields
        children: list[tuple[str | int, Any]] = [
            (field.alias or name, getattr(value, name)) for name, field in names.items()
        ]
    elif isinstance(value, Mapping):
        children = list(value.items())
    elif isinstance(value, (list, tuple)):
        children = list(enumerate(value))
    else:
        return
    for key, child in children:
        if not hasattr(child, "sources"):
            yield from _parts(child, (*path, key))


def _unsourced(rule: BaseModel, sources: Mapping[str, Any]) -> Iterator[Finding]:
    for path, value in _parts(rule):
        source = getattr(value, "source", None)
        if source is not None and source not in sources:
            yield (*path, "source"), f"{source!r}; expected one of the sources {list(sources)}"


def _overlaps(rule: BaseModel) -> Iterator[Finding]:
    for path, value in _parts(rule):
        if isinstance(value, list) and value and isinstance(value[0], Dated):
            for number, (entry, following) in enumerate(itertools.pairwise(value), start=1):
                if following.from_ <= (entry.until or entry.from_):
                    yield (*path, number, "from"), f"{following.from_}; expected a day after the entry before it ends"
        if isinstance(value, Dated) and (value.until or dt.date.max) < value.from_:
            yield (*path, "until"), f"{value.until}; expected a day after 'from'"
