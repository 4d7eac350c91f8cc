"""What is asked for, locked and installed is the same; no file names a machine."""

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NOT_OURS = {".venv", ".git", "reports", "__pycache__", ".ipynb_checkpoints", "htmlcov"}
INDEXES = [
    ".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org"), ("npmjs", "com"))
]
ONLY_MEASURED = {"skcriteria": "scikit-criteria", "pymcdm": "pymcdm"}  # modules of tools that benchmarks ask for
MACHINE = re.compile(r"(?<![\w.>})/-])(?:/(?:work|root|home|tmp|Users)/\w|[A-Z]:\\\\?Users\\)")


def tracked() -> list[Path]:
    """The project's files: those that git knows or would add, otherwise all that are not made by programs."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False) if shutil.which("git") else None
    if listed is not None and listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        files = [path for path in ROOT.rglob("*") if not hidden(path.relative_to(ROOT))]
    return sorted(path for path in files if path.is_file())


def hidden(path: Path) -> bool:
    return bool(NOT_OURS & set(path.parts)) or any(
        re.fullmatch(r"\..*_cache|.*\.egg-info", part) for part in path.parts
    )


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def asked() -> list[Requirement]:
    return [Requirement(line) for line in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"])]


def measured() -> list[Requirement]:
    """Tools that only benchmarks import."""
    lines = text_of(ROOT / "benchmarks" / "requirements.txt").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def locked() -> dict[str, list[tuple[Requirement, int]]]:
    """Entries of the lock by name, each with its number of hashes; a name may have one entry per Python or system."""
    entries: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in re.split(r"\n(?=\S)", LOCK.strip()):
        first, *hashes = entry.replace("\\\n", "\n").splitlines()
        requirement = Requirement(first.strip())
        good = [line for line in hashes if re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line.strip())]
        assert len(good) == len(hashes), f"{requirement.name}: expected nothing but hashes"
        entries.setdefault(canonicalize_name(requirement.name), []).append((requirement, len(good)))
    return entries


@pytest.mark.parametrize("requirement", asked(), ids=lambda requirement: requirement.name)
def test_the_lock_has_what_the_project_asks_for(requirement):
    entries = locked()[canonicalize_name(requirement.name)]
    versions = [next(iter(entry.specifier)).version for entry, _ in entries]
    assert [version for version in versions if version not in requirement.specifier] == []


def test_every_entry_of_the_lock_is_one_version_with_hashes():
    loose = [
        str(entry)
        for entries in locked().values()
        for entry, hashes in entries
        if hashes == 0 or [part.operator for part in entry.specifier] != ["=="]
    ]
    assert loose == []
    assert len(locked()) > len(asked())


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run", "benchmarks/requirements.txt"],
)
def test_what_installs_names_no_address(name):
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url|--find-links", text_of(ROOT / name)) == []


def test_the_environment_installs_the_lock_on_the_same_pythons():
    environment = YAML(typ="safe").load(ROOT / "environment.yml")
    python, pip, packages = environment["dependencies"]
    assert environment["name"] == PROJECT["name"]
    assert Requirement(python).name == "python"
    assert Requirement(python).specifier == SpecifierSet(PROJECT["requires-python"])
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.lock"]}


def test_what_is_imported_is_asked_for():
    names = {canonicalize_name(requirement.name) for requirement in asked()}
    origin = importlib.metadata.packages_distributions()
    missing = {
        f"{path.relative_to(ROOT).as_posix()}: {module}"
        for folder in ("benchlib", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        for module in outside(text_of(path))
        if not names & {canonicalize_name(name) for name in origin.get(module, [])}
        and not (folder == "benchmarks" and module in ONLY_MEASURED)
    }
    assert sorted(missing) == []
    assert {requirement.name for requirement in measured()} == set(ONLY_MEASURED.values())
    assert all([part.operator for part in requirement.specifier] == ["=="] for requirement in measured())


def outside(source: str) -> set[str]:
    """The first part of each module that a source imports and that is neither Python's nor ours."""
    nodes = list(ast.walk(ast.parse(source)))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    first = {name.split(".")[0] for name in whole | parts}
    ours = (path.stem for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
    folders = (path.name for path in (ROOT / "tests").rglob("*") if path.is_dir())
    return first - sys.stdlib_module_names - {"benchlib", *ours, *folders}


def test_no_file_names_a_machine_or_an_index():
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in tracked()
        for hit in [*MACHINE.findall(text_of(path)), *(host for host in INDEXES if host in text_of(path))]
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("open('/{}/me/a.csv')".format("home"), True),
        ("/{}/main".format("work"), True),
        (r"C:\{}\me".format("Users"), True),
        ("https://cluster.example/home/news", False),
        ("homework/file", False),
        ("reports/romania/index.html", False),
    ],
)
def test_paths_of_a_machine_are_recognised(text, named):
    assert bool(MACHINE.search(text)) is named


def test_licence_and_version():
    licence = text_of(ROOT / "LICENSE")
    assert licence.startswith(f"{PROJECT['license']} License\n")
    assert re.search(r"^Copyright \(c\) \d{4} The benchlib authors$", licence, re.MULTILINE)
    assert f"Version {PROJECT['version']}" in text_of(ROOT / "README.md")
    assert re.search(rf"^## .*{re.escape(PROJECT['version'])}", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
