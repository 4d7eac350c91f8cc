"""The country's report as papermill runs it, and the values that it keeps."""

import nbformat
import papermill
import policies
import pytest
from bs4 import BeautifulSoup
from editions import written
from policies import MALTA, ROMANIA

from benchlib.present import page, record
from benchlib.present.country import output

NOTEBOOK = policies.NOTEBOOKS / "country.ipynb"


def run(folder, code, place):
    parameters = {"edition": str(folder), "country": code, "as_of": "2026-06-30"}
    return papermill.execute_notebook(NOTEBOOK, place / "report.ipynb", parameters=parameters, progress_bar=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("countries")


@pytest.fixture(scope="module")
def folder(place):
    return written(place / "edition", policies.edition(synthetic=True), policies.tables())


@pytest.fixture(scope="module")
def report(folder, place):
    return run(folder, ROMANIA, place)


def test_its_parameters_have_types_and_meanings():
    declared = papermill.inspect_notebook(NOTEBOOK)
    assert list(declared) == ["edition", "country", "as_of"]
    assert {facts["inferred_type_name"] for facts in declared.values()} == {"str"}
    assert all(facts["help"] and facts["default"] == '""' for facts in declared.values())


def test_the_committed_notebook_is_code_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"code"}
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells)


def test_it_keeps_what_its_page_shows(report):
    kept = record.recorded(report)
    assert kept == output.summary(policies.country(ROMANIA))
    assert kept["effort"] == [[6, 21.0], [12, 78.0]]
    assert kept["ending"] == [1, 2]
    assert kept["reach"]["public_register"] == "2"
    html = BeautifulSoup(page.export(report), "html.parser")
    assert kept["headline"] in html.get_text()
    assert len(html.find_all("svg")) == 6


def test_nothing_is_printed_and_nothing_warned(report):
    outputs = [one for cell in report.cells for one in cell.outputs]
    assert [one for one in outputs if one.output_type in ("stream", "error")] == []


def test_a_country_without_organisations_has_a_report(folder, tmp_path):
    kept = record.recorded(run(folder, MALTA, tmp_path))
    assert (kept["organisations"], kept["reach"], kept["effort"]) == (0, {}, [])


def test_an_unknown_country_stops_the_report(folder, tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="'US': no such country"):
        run(folder, "US", tmp_path)
