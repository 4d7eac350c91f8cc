"""A small folder of real-looking tables, and notebooks of two cells, one for each behaviour."""

import os
from pathlib import Path

import pytest

from benchlib.run import results

NOTEBOOKS = Path(__file__).parent / "notebooks"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Three organisations with labels, one of them with a full assessment."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "organisations.csv").write_text("cluster_id,name,country\na,Alpha,RO\nb,Beta,RO\nc,Gamma,BE\n")
    (data / "labels.csv").write_text("cluster_id,level,awarded\na,bronze,2024-03\na,gold,2025\n")
    return data


@pytest.fixture
def notebooks() -> Path:
    return NOTEBOOKS


@pytest.fixture
def lightly_warmed(monkeypatch) -> None:
    """Kernels come from a process that imports nothing for reports: it is there at once."""
    path = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path))
    monkeypatch.setenv("BENCHLIB_WARM", "light_warming:warm")


@pytest.fixture(scope="session")
def _computed() -> dict[str, dict]:
    return {}


@pytest.fixture
def remembered_results(monkeypatch, _computed) -> None:
    """The results of equal tables are computed once: that takes seconds, however few organisations there are."""
    compute = results.compute

    def remembered(facts, by, as_of):
        key = f"{as_of}\n" + "\n".join(frame.to_csv() for frame in facts.frames.values())
        if key not in _computed:
            _computed[key] = compute(facts, by, as_of)
        return dict(_computed[key])

    monkeypatch.setattr(results, "compute", remembered)
