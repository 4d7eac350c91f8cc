"""One organisation with everything, one with gaps, one with its labels only; and their pages."""

import pytest
from editions import COMPLETE, GAPS, REAL, edition, invented, ran, real, written

from benchlib.present import page, results


@pytest.fixture(scope="session")
def complete():
    return results.of(edition(synthetic=True), invented(), COMPLETE)


@pytest.fixture(scope="session")
def gaps():
    return results.of(edition(synthetic=True), invented(), GAPS)


@pytest.fixture(scope="session")
def labels_only():
    return results.of(edition(synthetic=False), real(), REAL)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The edition of the invented organisations as files."""
    return written(tmp_path_factory.mktemp("editions") / "synthetic", edition(synthetic=True), invented())


@pytest.fixture(scope="session")
def complete_page(folder):
    return page.export(ran(folder, COMPLETE))


@pytest.fixture(scope="session")
def gaps_page(folder):
    return page.export(ran(folder, GAPS))


@pytest.fixture(scope="session")
def labels_page(tmp_path_factory):
    real_folder = written(tmp_path_factory.mktemp("editions") / "real", edition(synthetic=False), real())
    return page.export(ran(real_folder, REAL))


@pytest.fixture
def render(tmp_path):
    """A page of the complete organisation after its frames were changed."""

    def rendered(change):
        frames = invented()
        change(frames)
        return page.export(ran(written(tmp_path / "changed", edition(synthetic=True), frames), COMPLETE))

    return rendered
