"""A small synthetic portfolio as it stands on disk, checked and read back, and its truth."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchlib.rules import loading
from benchlib.rules.models import Framework
from benchlib.synthetic import portfolio, truth
from benchlib.synthetic.truth import Truth
from benchlib.tables import checking
from benchlib.tables.checking import Facts

TODAY = dt.date(2026, 11, 20)


@dataclass(frozen=True)
class Written:
    folder: Path
    facts: Facts
    truth: Truth


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """60 organisations of seed 3."""
    folder = tmp_path_factory.mktemp("small")
    portfolio.write(folder, clusters=60, seed=3)
    return Written(folder, checking.check(folder, today=TODAY), truth.read(folder))


@pytest.fixture(scope="session")
def framework() -> Framework:
    return loading.framework("ecei-31")
