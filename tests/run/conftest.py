"""A small folder of real-looking tables, and notebooks of two cells, one for each behaviour."""

from pathlib import Path

import pytest

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
