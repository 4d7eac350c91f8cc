"""The region's report as papermill runs it, and the values that it keeps."""

import nbformat
import papermill
import policies
import pytest
from bs4 import BeautifulSoup
from editions import written
from policies import CAPITAL

from benchlib.present import page, record
from benchlib.present.region import output

NOTEBOOK = policies.NOTEBOOKS / "region.ipynb"


def run(folder, code, place):
    parameters = {"edition": str(folder), "nuts2": code, "as_of": "2026-06-30"}
    return papermill.execute_notebook(NOTEBOOK, place / "report.ipynb", parameters=parameters, progress_bar=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("regions")


@pytest.fixture(scope="module")
def folder(place):
    return written(place / "edition", policies.edition(synthetic=False), policies.region_tables())


@pytest.fixture(scope="module")
def report(folder, place):
    return run(folder, CAPITAL, place)


def test_its_parameters_have_types_and_meanings():
    declared = papermill.inspect_notebook(NOTEBOOK)
    assert list(declared) == ["edition", "nuts2", "as_of"]
    assert {facts["inferred_type_name"] for facts in declared.values()} == {"str"}
    assert all(facts["help"] and facts["default"] == '""' for facts in declared.values())


def test_the_committed_notebook_is_code_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"code"}
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells)


def test_it_keeps_what_its_page_shows(report):
    kept = record.recorded(report)
    assert kept == output.summary(policies.region(CAPITAL))
    assert kept["strong"] == {"M72": [2, 2.02]}
    assert (kept["organisations"], kept["without_region"], kept["gaps"]) == (["rohealth"], 14, [])
    html = BeautifulSoup(page.export(report), "html.parser")
    assert kept["headline"] in html.get_text()
    assert len(html.find_all("svg")) == 3


def test_nothing_is_printed_and_nothing_warned(report):
    outputs = [one for cell in report.cells for one in cell.outputs]
    assert [one for one in outputs if one.output_type in ("stream", "error")] == []


def test_an_unknown_region_stops_the_report(folder, tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="'RO99': no such NUTS 2 region"):
        run(folder, "RO99", tmp_path)
