"""Rules by name from `data/frameworks`, or from a path of a YAML file; strict, every fault with file, line and key."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from benchlib.rules.changes import merged
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.consistency import Inconsistent
from benchlib.rules.dated import Rule
from benchlib.rules.files import Keys, RuleError, fault, model, parsed, plain, suggestion
from benchlib.rules.models import Framework, LabelRules, Profile, Standing

__all__ = ["RULES", "RuleError", "competitiveness", "framework", "known", "profile", "read", "standing"]

RULES = Path(__file__).resolve().parents[2] / "data" / "frameworks"
SUFFIXES = (".yaml", ".yml")
STARTS_FROM, CHANGES, LABELS, INDICATORS = "starts_from", "changes", "labels", "indicators"

R = TypeVar("R", bound=Rule)


def framework(name: str | Path) -> Framework:
    """A framework by id (a file in `data/frameworks`) or by the path of a YAML file. Raises RuleError."""
    return _framework(_file(name))


def profile(name: str | Path) -> Profile:
    """A profile of strengths. Raises RuleError."""
    return read(Profile, name)


def standing(name: str | Path) -> Standing:
    """Comparative portfolios and the rule of suppression. Raises RuleError."""
    return read(Standing, name)


def competitiveness(name: str | Path = "competitiveness") -> Competitiveness:
    """Settings of the cluster function. Raises RuleError."""
    return read(Competitiveness, name)


def read(kind: type[R], name: str | Path) -> R:
    """Rules of any kind by id (a file in `data/frameworks`) or by the path of a YAML file. Raises RuleError."""
    return _rule(kind, _file(name))


def known() -> list[str]:
    """Ids of the frameworks in `data/frameworks`: files with indicators and label rules, or that start from another."""
    return sorted(file.stem for file in RULES.glob("*.yaml") if _is_framework(file))


def _is_framework(file: Path) -> bool:
    keys = set(re.findall(r"^(\w+):", file.read_text(encoding="utf-8-sig"), re.MULTILINE))
    return STARTS_FROM in keys or {LABELS, INDICATORS} <= keys


def _framework(file: Path, through: tuple[Path, ...] = ()) -> Framework:
    """through: the files that led here, each starting from the next."""
    data = parsed(file)
    if STARTS_FROM in data:
        return _changed(file, data, (*through, file))
    rules = _rule(LabelRules, _referred(file, data, LABELS))
    return _named(model(Framework, file, data, {**plain(data), LABELS: rules}), file, data)


def _changed(file: Path, data: Any, through: tuple[Path, ...]) -> Framework:
    extra = sorted(str(key) for key in set(data) - {STARTS_FROM, CHANGES})
    if extra or not isinstance(data.get(CHANGES), Mapping):
        text = f"expected '{STARTS_FROM}' and '{CHANGES}' and nothing else"
        raise RuleError(fault(file, data, (key,), text) for key in extra or [CHANGES])
    start = _referred(file, data, STARTS_FROM)
    if start in through:
        circle = " -> ".join(step.stem for step in (*through[through.index(start) :], start))
        raise RuleError([fault(file, data, (STARTS_FROM,), f"{circle}; expected a chain that ends")])
    before, changes = _framework(start, through), plain(data[CHANGES])
    try:
        content = merged(before.model_dump(by_alias=True), changes)
    except Inconsistent as error:
        raise RuleError(fault(file, data, (CHANGES, *path), text) for path, text in error.findings) from error
    after = _named(model(Framework, file, data, content, (CHANGES,)), file, data, (CHANGES,))
    if LABELS in changes and after.labels.id == before.labels.id:
        text = f"{before.labels.id!r}; expected another id, so that a verdict tells which rules it rests on"
        raise RuleError([fault(file, data, (CHANGES, LABELS, "id"), text)])
    return after


def _rule(kind: type[R], file: Path) -> R:
    data = parsed(file)
    return _named(model(kind, file, data), file, data)


def _named(rule: R, file: Path, data: Any, prefix: Keys = ()) -> R:
    """The rule, if its id is the name of its file: a copy that is edited cannot pass for what it was copied from."""
    if rule.id == file.stem:
        return rule
    raise RuleError([fault(file, data, (*prefix, "id"), f"{rule.id!r}; expected the name of the file, {file.stem!r}")])


def _referred(file: Path, data: Any, key: str) -> Path:
    """The file that a rule file names under a key."""
    name = data.get(key)
    if not isinstance(name, str):
        raise RuleError([fault(file, data, (key,), "expected the id of other rules")])
    found = _found(name, file.parent)
    if found is None:
        raise RuleError([fault(file, data, (key,), f"{name!r}; there are no such rules{_hint(name)}")])
    return found


def _file(name: str | Path) -> Path:
    is_path = Path(name).suffix in SUFFIXES
    found = _found(name, Path() if is_path else RULES)
    if found is None and is_path:
        raise RuleError([f"{name}: no such file"])
    if found is None:
        raise RuleError([f"{name}: no such rules{_hint(str(name))}; known: {', '.join(_ids())}"])
    return found


def _found(name: str | Path, folder: Path) -> Path | None:
    """The file of a rule: a path seen from a folder, or an id beside the asking file or in `data/frameworks`."""
    if Path(name).suffix in SUFFIXES:
        places = [folder / name]
    elif Path(name).name == str(name):
        places = [place / f"{name}.yaml" for place in (folder, RULES)]
    else:
        places = []
    return next((place.resolve() for place in places if place.is_file()), None)


def _ids() -> list[str]:
    return sorted(file.stem for file in RULES.glob("*.yaml"))


def _hint(name: str) -> str:
    return suggestion(name, _ids())
