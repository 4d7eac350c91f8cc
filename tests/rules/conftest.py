"""Rule files with one thing changed, and the line in which a text stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchlib.rules.loading import RULES


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """A function: a copy of a shipped file under a name of its own, with one text replaced; its id follows the name."""

    def build(old: str = "", new: str = "", of: str = "ecei-31", name: str = "mine") -> Path:
        text = (RULES / f"{of}.yaml").read_text(encoding="utf-8").replace(f"id: {of}\n", f"id: {name}\n", 1)
        assert old in text
        file = tmp_path / f"{name}.yaml"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return build


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A function: a file with a text."""

    def build(text: str, name: str = "mine") -> Path:
        file = tmp_path / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return build


@pytest.fixture
def line_of() -> Callable[[Path, str], int]:
    """A function: number of the only line of a file that holds a text."""

    def find(file: Path, text: str) -> int:
        lines = file.read_text(encoding="utf-8").splitlines()
        (number,) = [number for number, line in enumerate(lines, start=1) if text in line]
        return number

    return find
