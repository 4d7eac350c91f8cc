"""Rules from YAML files: strict, every fault with file, line and key."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from benchlib.rules.consistency import Inconsistent
from benchlib.rules.models import Framework, LabelRules, Profile, Standing, merged

RULES = Path(__file__).resolve().parents[2] / "data" / "frameworks"
STARTS_FROM, CHANGES = "starts_from", "changes"

M = TypeVar("M", bound=BaseModel)
Keys = tuple[str | int, ...]


class RuleError(Exception):
    """A rule file that cannot be used; the message has a line for each fault: file, line, key, what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def framework(name: str | Path) -> Framework:
    """A framework by id (a file in `data/frameworks`) or by the path of a YAML file. Raises RuleError."""
    return _framework(_file(name))


def profile(name: str | Path) -> Profile:
    """A profile of strengths. Raises RuleError."""
    file = _file(name)
    return _model(Profile, file, _parsed(file))


def standing(name: str | Path) -> Standing:
    """Comparative portfolios and the rule of suppression. Raises RuleError."""
    file = _file(name)
    return _model(Standing, file, _parsed(file))


def known() -> list[str]:
    """Ids of the frameworks in `data/frameworks`."""
    return sorted(file.stem for file in RULES.glob("*.yaml") if "indicators:" in file.read_text(encoding="utf-8"))


@cache
def _framework(file: Path) -> Framework:
    data = _parsed(file)
    if STARTS_FROM in data:
        return _changed(file, data)
    labels = data.get("labels")
    if not isinstance(labels, str):
        raise RuleError([_at(file, data, ("labels",), "expected the id of a file with label rules")])
    rules_file = _file(labels, file.parent)
    rules = _model(LabelRules, rules_file, _parsed(rules_file))
    return _model(Framework, file, data, {"labels": rules})


def _changed(file: Path, data: Any) -> Framework:
    extra = sorted(set(data) - {STARTS_FROM, CHANGES})
    if extra or not isinstance(data.get(CHANGES), Mapping):
        wrong = extra or [CHANGES]
        text = f"expected '{STARTS_FROM}' and '{CHANGES}' and nothing else"
        raise RuleError(_at(file, data, (key,), text) for key in wrong)
    start = _framework(_file(data[STARTS_FROM], file.parent))
    return _model(Framework, file, data, merged(start.model_dump(by_alias=True), _plain(data[CHANGES])), (CHANGES,))


def _file(name: str | Path, folder: Path = RULES) -> Path:
    """The file of a rule: a path as it is, an id beside the asking file or in `data/frameworks`."""
    given = Path(name)
    if given.suffix in (".yaml", ".yml"):
        if given.is_file():
            return given.resolve()
        raise RuleError([f"{given}: no such file"])
    for place in (folder, RULES):
        if given.name == str(name) and (place / f"{name}.yaml").is_file():
            return (place / f"{name}.yaml").resolve()
    raise RuleError([f"{name}: no such rules; known: {', '.join(sorted(f.stem for f in RULES.glob('*.yaml')))}"])


def _parsed(file: Path) -> Any:
    try:
        data = YAML(typ="rt").load(StringIO(file.read_text(encoding="utf-8")))
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1
        problem = str(error.problem).split(" with ")[0]
        raise RuleError([f"{file.name}, line {line}: {problem}; expected each key once"]) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError([f"{file.name}, line {line}: {error.problem}; expected YAML"]) from error
    except UnicodeDecodeError as error:
        raise RuleError([f"{file.name}: expected text in UTF-8"]) from error
    if not isinstance(data, Mapping):
        raise RuleError([f"{file.name}, line 1: expected keys with values"])
    return data


def _model(model: type[M], file: Path, data: Any, extra: Mapping[str, Any] | None = None, prefix: Keys = ()) -> M:
    """A model from a file's data, or from `extra` where the file states changes below `prefix`."""
    content = {**extra} if prefix and extra else {**_plain(data), **(extra or {})}
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = []
        for item in error.errors():
            cause = item.get("ctx", {}).get("error")
            loc = tuple(key for key in item["loc"] if key != "[key]")
            if isinstance(cause, Inconsistent):
                faults += [_at(file, data, (*prefix, *loc, *path), text) for path, text in cause.findings]
            else:
                shown = f"; found {item['input']!r}" if isinstance(item["input"], (str, int, float, bool)) else ""
                faults.append(_at(file, data, (*prefix, *loc), item["msg"] + shown))
        raise RuleError(dict.fromkeys(faults)) from error


def _at(file: Path, data: Any, keys: Keys, text: str) -> str:
    """A fault with the line of the deepest key that the file has."""
    line = 1
    node: Any = data
    for key in keys:
        if isinstance(node, Mapping) and key not in node:
            continue  # a step of the model that has no key in the file, such as the kind of a condition
        try:
            position = node.lc.key(key) if hasattr(node, "keys") else node.lc.item(key)
            line, node = position[0] + 1, node[key]
        except (AttributeError, KeyError, TypeError, IndexError):
            break
    return f"{file.name}, line {line}, key {'.'.join(map(str, keys))}: {text}"


def _plain(node: Any) -> Any:
    """The loader's annotated containers and scalars as plain Python values."""
    if isinstance(node, Mapping):
        return {_plain(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return dt.date(node.year, node.month, node.day) if isinstance(node, dt.date) else node
