"""The publication on invented organisations, with and without an earlier edition, and on labels alone."""

import pytest
from portfolios import BEFORE, about, earlier, invented, labels_only, published, stored

from benchlib.present import page
from benchlib.present.edition import reading


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Three editions as files: now, before, real."""
    folder = tmp_path_factory.mktemp("publications")
    stored(folder / "now", about(), invented())
    stored(folder / "before", about(BEFORE, "synthetic-2025", rules_version="2026-11-20", benchlib="0.0.9"), earlier())
    stored(folder / "real", about(name="registry", synthetic=False), labels_only())
    return folder


@pytest.fixture(scope="session")
def whole(place):
    return reading.read(place / "now")


@pytest.fixture(scope="session")
def compared(place):
    return reading.read(place / "now", since=place / "before")


@pytest.fixture(scope="session")
def real(place):
    return reading.read(place / "real")


@pytest.fixture(scope="session")
def whole_page(place):
    return page.export(published(place / "now"))


@pytest.fixture(scope="session")
def compared_page(place):
    return page.export(published(place / "now", place / "before"))


@pytest.fixture(scope="session")
def real_page(place):
    return page.export(published(place / "real"))
