"""What-if changes: nested data laid over other nested data."""

from collections.abc import Mapping
from typing import Any

from benchlib.rules.consistency import Finding, Inconsistent, Path


def merged(data: Any, changes: Any) -> Any:
    """Nested mappings with changes laid over them; a null removes its key, anything but a mapping replaces.

    Raises Inconsistent where a null has no key to remove: most likely the key is mistyped.

    >>> merged({"a": {"b": 1, "c": 2}}, {"a": {"b": 3, "c": None}})
    {'a': {'b': 3}}
    """
    findings: list[Finding] = []
    result = _merged(data, changes, (), findings)
    if findings:
        raise Inconsistent(findings)
    return result


def _merged(data: Any, changes: Any, path: Path, findings: list[Finding]) -> Any:
    if not (isinstance(data, Mapping) and isinstance(changes, Mapping)):
        return changes
    result = dict(data)
    for key, value in changes.items():
        if value is not None:
            result[key] = _merged(result.get(key), value, (*path, key), findings)
        elif key in result:
            del result[key]
        else:
            findings.append(((*path, key), "there is nothing to remove; expected one of the keys that are there"))
    return result
