"""Layers look down only; nothing knows the command line; notebooks use what is public."""

import ast
import importlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager

ROOT = Path(__file__).resolve().parents[1]
HEIGHT = {"tables": 0, "rules": 0, "assess": 1, "compare": 2, "synthetic": 3, "present": 4, "run": 5}
ABOVE_ALL = max(HEIGHT.values()) + 1  # benchlib/__init__.py gathers the public verbs
COMMAND_LINE = "benchlib.run.cli"


def modules() -> list[Path]:
    return sorted((ROOT / "benchlib").rglob("*.py"))


def notebooks() -> list[Path]:
    return sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def dotted(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(source: str, package: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything of benchlib that a source imports; `from a import b` gives a.b."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{start}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "benchlib")


def layer(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in HEIGHT else None


def upward(source: str, module: str, package: str) -> list[str]:
    """A line for each import that looks up or sideways, or to the command line."""
    own = layer(module)
    found = []
    for line, name in imported(source, package):
        other = layer(name)
        reaches = HEIGHT[other] if other else ABOVE_ALL
        if f"{name}.".startswith(f"{COMMAND_LINE}."):
            found.append(f"{module}, line {line}: {name} is the command line; nothing imports it")
        elif own and other != own and reaches >= HEIGHT[own]:
            found.append(f"{module}, line {line}: {own} must not know of {name}")
    return found


def test_every_module_stands_in_a_layer():
    elsewhere = [dotted(path) for path in modules() if layer(dotted(path)) is None]
    assert set(elsewhere) <= {"benchlib", "benchlib.__main__"}


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_look_down_only(path):
    module = dotted(path)
    if module == "benchlib.__main__":
        pytest.skip("`python -m benchlib` is the command line")
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    assert upward(path.read_text(encoding="utf-8"), module, package) == []


@pytest.mark.parametrize(
    ("source", "module", "found"),
    [
        ("from benchlib.rules import dated", "benchlib.assess.labels", []),
        ("from benchlib.tables.schemas import TABLES", "benchlib.run.reports.batch", []),
        ("from benchlib.tables import schemas", "benchlib.tables.files", []),
        ("from . import dated", "benchlib.rules.models", []),
        ("import pandas", "benchlib.tables.files", []),
        ("from benchlib.rules import dated", "benchlib.tables.files", ["tables must not know of benchlib.rules.dated"]),
        ("import benchlib.tables.files", "benchlib.rules.models", ["rules must not know of benchlib.tables.files"]),
        ("from ..present import text", "benchlib.compare.peers", ["compare must not know of benchlib.present.text"]),
        (
            "from benchlib.synthetic import names",
            "benchlib.compare.peers",
            ["compare must not know of benchlib.synthetic.names"],
        ),
        ("def f():\n    import benchlib", "benchlib.assess.scoring", ["assess must not know of benchlib"]),
        (
            "from benchlib.run.cli import main",
            "benchlib.run.reports.batch",
            ["benchlib.run.cli.main is the command line; nothing imports it"],
        ),
        ("from benchlib.run import cli", "benchlib", ["benchlib.run.cli is the command line; nothing imports it"]),
    ],
)
def test_an_import_that_looks_up_is_told(source, module, found):
    told = upward(source, module, module.rpartition(".")[0] or module)
    assert [text.split(": ", 1)[1] for text in told] == found
    assert all(text.startswith(f"{module}, line ") for text in told)


def code_of(notebook: Path) -> str:
    """All code cells as one source; what only IPython understands becomes the calls that it stands for."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return "".join(TransformerManager().transform_cell(cell) for cell in code)


def not_public(source: str) -> list[str]:
    """A line for each import from benchlib that is hidden, the command line, or not there."""
    found = []
    for line, name in imported(source, ""):
        if any(part.startswith("_") for part in name.split(".")):
            found.append(f"line {line}: {name} is not public")
        elif f"{name}.".startswith(f"{COMMAND_LINE}."):
            found.append(f"line {line}: {name} is the command line")
        elif not exists(name):
            found.append(f"line {line}: {name} does not exist")
    return found


def exists(name: str) -> bool:
    module, _, attribute = name.rpartition(".")
    try:
        return not module or hasattr(importlib.import_module(module), attribute) or bool(importlib.import_module(name))
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: str(path.relative_to(ROOT / "notebooks")))
def test_notebooks_import_what_is_public(path):
    assert not_public(code_of(path)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import benchlib as bl\nfrom benchlib.rules.models import merged\nfrom benchlib import tables", []),
        (
            "x = 1\nfrom benchlib.rules.models import _Condition",
            ["line 2: benchlib.rules.models._Condition is not public"],
        ),
        ("from benchlib.tables import nothing", ["line 1: benchlib.tables.nothing does not exist"]),
        ("import benchlib.nowhere.at_all", ["line 1: benchlib.nowhere.at_all does not exist"]),
        ("from benchlib.run.cli import main", ["line 1: benchlib.run.cli.main is the command line"]),
    ],
)
def test_what_a_notebook_must_not_import_is_told(source, found):
    assert not_public(source) == found


def test_magics_do_not_hide_imports(tmp_path):
    cells = [("code", "%matplotlib inline\n!ls\n"), ("markdown", "import benchlib.no"), ("code", "import benchlib.yes")]
    notebook = tmp_path / "story.ipynb"
    notebook.write_text(json.dumps({"cells": [{"cell_type": kind, "source": [source]} for kind, source in cells]}))
    assert not_public(code_of(notebook)) == ["line 3: benchlib.yes does not exist"]
