"""YAML files into strict models: every fault in one line with file, line, key and what was expected."""

import datetime as dt
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from benchlib.rules.consistency import Inconsistent
from benchlib.rules.dated import Strict

M = TypeVar("M", bound=BaseModel)
Keys = tuple[str | int | float, ...]

SIMILAR = 0.75  # of 1; below it a hint would mislead
_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_OWN_WORDS = {"extra_forbidden": "unknown key", "missing": "expected this key, it is not there"}


class RuleError(Exception):
    """A rule file that cannot be used; the message has a line for each fault: file, line, key, what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def parsed(file: Path) -> Any:
    """The content of a YAML file with the lines it stands in; read anew when the file has changed. Raises RuleError."""
    if not file.is_file():
        raise RuleError([f"{file}: no such file"])
    status = file.stat()
    return _parsed(file, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=64)
def _parsed(file: Path, _changed: int, _size: int) -> Any:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError([f"{file.name}, line 1: expected text in UTF-8"]) from error
    try:
        data = YAML(typ="rt").load(StringIO(text))
    except DuplicateKeyError as error:
        problem = str(error.problem).split(" with ")[0]
        raise RuleError([f"{file.name}, line {_line(error)}: {problem}; expected each key once"]) from error
    except MarkedYAMLError as error:
        raise RuleError([f"{file.name}, line {_line(error)}: {error.problem}; expected YAML"]) from error
    except ValueError as error:  # a day that no calendar has; the parser does not say where
        line = _line_of_impossible_date(text)
        raise RuleError([f"{file.name}, line {line}: {error}; expected a date as YYYY-MM-DD"]) from error
    if not isinstance(data, Mapping):
        raise RuleError([f"{file.name}, line 1: expected keys with values"])
    return data


def _line(error: MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 1


def _line_of_impossible_date(text: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        for year, month, day in _DATE.findall(line):
            try:
                dt.date(int(year), int(month), int(day))
            except ValueError:
                return number
    return 1


def model(kind: type[M], file: Path, data: Any, content: Mapping[str, Any] | None = None, prefix: Keys = ()) -> M:
    """A model from a file's data, or from `content` where the file states it in other words, below the keys `prefix`.

    Raises RuleError with every fault.
    """
    try:
        return kind.model_validate(plain(data) if content is None else content)
    except ValidationError as error:
        faults = [fault(file, data, (*prefix, *keys), text) for keys, text in _findings(error)]
        raise RuleError(dict.fromkeys(faults)) from error


def _findings(error: ValidationError) -> Iterator[tuple[Keys, str]]:
    for item in error.errors():
        cause = item.get("ctx", {}).get("error")
        keys = tuple(key for key in item["loc"] if key != "[key]")
        if isinstance(cause, Inconsistent):
            yield from (((*keys, *path), text) for path, text in cause.findings)
        elif item["loc"][-1:] == ("[key]",) and item["type"] == "string_type":
            yield keys, f"expected text as key; found {item['input']!r}: put it in quotes"
        else:
            yield keys, _text(item)


def _text(item: Any) -> str:
    text = _OWN_WORDS.get(item["type"], item["msg"].removeprefix("Value error, "))
    if item["type"] == "extra_forbidden":
        return text + suggestion(str(item["loc"][-1]), _field_names())
    shown = isinstance(item["input"], (str, int, float, bool))
    return f"{text}; found {item['input']!r}" if shown else text


def _field_names() -> set[str]:
    """The keys that any rule can have."""
    kinds = list(Strict.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}


def suggestion(given: str, known: Iterable[str]) -> str:
    """A hint at the most similar of the names known, or nothing.

    >>> suggestion("poits", ["name", "points"])
    "; did you mean 'points'?"
    """
    close = difflib.get_close_matches(given, sorted({*known} - {given}), 1, SIMILAR)
    return f"; did you mean {close[0]!r}?" if close else ""


def fault(file: Path, data: Any, keys: Keys, text: str) -> str:
    """A fault with the line of the deepest key that the file has."""
    line, shown = 1, list(keys)
    node: Any = data
    for key in keys:
        if isinstance(node, Mapping) and key not in node and node.get("type") == key:
            shown.remove(key)  # a step of the model without a key in the file: the kind of a condition
            continue
        try:
            own = _own_key(node, key)
            place = node.lc.key(own) if hasattr(node, "keys") else node.lc.item(own)
            line, node = place[0] + 1, node[own]
        except (AttributeError, KeyError, TypeError, IndexError):
            break
    named = f", key {'.'.join(map(str, shown))}" if shown else ""
    return f"{file.name}, line {line}{named}: {text}"


def _own_key(node: Any, key: str | int | float) -> Any:
    """The key as the file has it: the model names a number that stands for a key as text."""
    return next((own for own in node if str(own) == str(key)), key) if isinstance(node, Mapping) else key


def plain(node: Any) -> Any:
    """The parser's annotated containers and scalars as plain Python values."""
    if isinstance(node, Mapping):
        return {plain(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
