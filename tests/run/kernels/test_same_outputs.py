"""Notebooks give the same outputs, byte for byte, in forked kernels and in plain ones."""

import json
from pathlib import Path

import editions
import nbformat
import participants
import portfolios
import pytest
from nbclient import NotebookClient
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from benchlib.run.kernels import FORKED, WARM, nursery

PLAIN = "local-provisioner"
RESEARCH = Path(__file__).resolve().parents[3] / "notebooks" / "research"
SAMPLE = ("labels", "hdi")  # quick ones that draw and show tables; nbval runs all of them, in forked kernels
LOADED = "[name for name in sys.modules if name not in before and not name.startswith('encodings')]"


@pytest.fixture(autouse=True)
def single(monkeypatch):
    """One thread for linear algebra in both: more would sum in another order."""
    for name in nursery.THREADS:
        monkeypatch.setenv(name, "1")


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """By kind of report its notebook and its parameters, on a small edition."""
    place = tmp_path_factory.mktemp("editions")
    cluster = editions.written(place / "clusters", editions.edition(synthetic=True), editions.invented())
    members = participants.folder(place / "participants")
    whole = portfolios.stored(place / "whole", portfolios.about(), portfolios.invented())
    member = dict(zip(("cluster_id", "participant_id"), participants.FULL, strict=True))
    return {
        "cluster": (
            editions.NOTEBOOK,
            {"edition": str(cluster), "cluster_id": editions.GAPS, "as_of": editions.AS_OF},
        ),
        "participant": (participants.NOTEBOOK, {"edition": str(members), **member, "as_of": participants.AS_OF}),
        "edition": (portfolios.NOTEBOOK, {"edition": str(whole), "as_of": portfolios.NOW, "since": ""}),
    }


@pytest.fixture
def executed(manager):
    """Runs a notebook; its outputs."""

    def run(notebook, parameters, provisioner, *cells):
        node = load_notebook_node(str(notebook))
        if parameters:
            node = parameterize_notebook(node, parameters)
        first, last = cells or (None, None)
        node.cells = [*filter(None, [first]), *node.cells, *filter(None, [last])]
        place = {"metadata": {"path": str(Path(notebook).parent)}}
        NotebookClient(node, km=manager(provisioner), resources=place, timeout=300, record_timing=False).execute()
        return node

    return run


def outputs(node):
    return [json.dumps(cell.get("outputs", []), sort_keys=True) for cell in node.cells]


@pytest.mark.parametrize("kind", ["cluster", "participant", "edition"])
def test_reports_have_the_same_outputs(reports, executed, kind):
    plain, forked = (outputs(executed(*reports[kind], provisioner)) for provisioner in (PLAIN, FORKED))
    assert forked == plain
    assert sum("<svg" in one or "data:image" in one for one in plain) > 0


@pytest.mark.parametrize("name", SAMPLE)
def test_research_notebooks_have_the_same_outputs(executed, monkeypatch, name):
    monkeypatch.setenv(WARM, "benchlib.present.warming:research")
    notebook = RESEARCH / f"{name}.ipynb"
    plain, forked = (outputs(executed(notebook, {}, provisioner)) for provisioner in (PLAIN, FORKED))
    assert forked == plain
    assert any("image/png" in one for one in plain)


@pytest.mark.parametrize("kind", ["cluster", "participant", "edition"])
def test_all_that_a_report_imports_was_imported_before(reports, executed, kind):
    first = nbformat.v4.new_code_cell("import sys; before = set(sys.modules)")
    last = nbformat.v4.new_code_cell(f"print({LOADED})")
    node = executed(*reports[kind], FORKED, first, last)
    assert node.cells[-1].outputs[0].text == "[]\n"
