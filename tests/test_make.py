"""`make` on machines that lack something: it says what, and leaves nothing half done."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
NEEDED = ("sh", "awk", "rm", "cat", "grep", "printf", "echo", "test")


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A folder with a space in its name with what `make setup` looks at, and programs to run it but no Python."""
    folder = tmp_path / "a checkout"
    (folder / "programs").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for program in filter(shutil.which, NEEDED):
        (folder / "programs" / program).symlink_to(shutil.which(program))
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("make") is None:
        pytest.skip("make is not on PATH")
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "PYTHON", "UV", "MFLAGS"))
    }
    return subprocess.run(
        [shutil.which("make"), "-C", str(folder), *arguments],
        env=kept | {"PATH": str(folder / "programs")},
        capture_output=True,
        text=True,
        check=False,
    )


def program(folder: Path, name: str, script: str) -> None:
    file = folder / "programs" / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


def test_help_lists_every_public_target(checkout):
    public = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    listed = re.findall(r"^  make ([a-z]+) +\S", make(checkout).stdout, re.MULTILINE)
    assert sorted(listed) == sorted(public[1].split())


def test_setup_without_python_says_what_is_needed(checkout):
    run = make(checkout, "setup")
    assert run.returncode == 2
    assert "This needs Python 3.11 or later with the venv module. Found:\n  none of: python3.13 " in run.stderr
    assert "sudo apt install python3 python3-venv" in run.stderr


def test_setup_with_an_old_python_names_it(checkout):
    program(checkout, "python3", 'case "$2" in *print*) echo 3.9.2;; *) exit 1;; esac')
    run = make(checkout, "setup")
    assert run.returncode == 2
    assert "python3 is Python 3.9.2, too old\n" in run.stderr
    assert not (checkout / ".venv").exists()


def test_setup_without_venv_says_so(checkout):
    program(checkout, "python3", 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12.1;; esac')
    run = make(checkout, "setup")
    assert run.returncode == 2
    assert "python3 is Python 3.12.1, without the venv module\n" in run.stderr


def test_a_setup_that_breaks_off_does_not_count(checkout):
    installing = 'case "$*" in *realpath*) echo "$0";; *print*) echo 3.12.1;; *"-m venv"*) mkdir -p .venv/bin;; esac'
    program(checkout, "python3", f"PATH=$PATH:/bin:/usr/bin; {installing}")
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "left_behind").touch()
    run = make(checkout, "setup")
    assert run.returncode == 2
    assert "[2/4] Packages of requirements.lock with pip" in run.stdout
    assert "[3/4]" not in run.stdout
    assert not (checkout / ".venv" / ".ready").exists()
    assert not (checkout / ".venv" / "bin" / "left_behind").exists()


def test_what_is_ready_is_left_alone_until_it_moves(checkout):
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (checkout / ".venv" / ".ready").write_text(f"{checkout.resolve()}\n", encoding="utf-8")
    assert make(checkout, "setup").returncode == 0
    moved = checkout.rename(checkout.with_name("another place"))
    assert "This needs Python" in make(moved, "setup").stderr


def test_make_asks_for_the_python_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    minimum = re.search(r"^MINIMUM := (\S+)$", MAKEFILE, re.MULTILINE)
    assert SpecifierSet(f">={minimum[1]}") == SpecifierSet(project["requires-python"])
