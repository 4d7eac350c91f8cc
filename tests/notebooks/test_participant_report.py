"""The participant's report as papermill runs it, and the values that it keeps."""

import nbformat
import papermill
import participants
import pytest
from bs4 import BeautifulSoup
from participants import AS_OF, FULL, NOTEBOOK

from benchlib.present import page, record
from benchlib.present.participant import output


def run(folder, unit, place):
    parameters = {"edition": str(folder), "cluster_id": unit[0], "participant_id": unit[1], "as_of": AS_OF}
    return papermill.execute_notebook(NOTEBOOK, place / "report.ipynb", parameters=parameters, progress_bar=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("participants")


@pytest.fixture(scope="module")
def folder(place):
    return participants.folder(place / "edition")


@pytest.fixture(scope="module")
def report(folder, place):
    return run(folder, FULL, place)


def test_its_parameters_have_types_and_meanings():
    declared = papermill.inspect_notebook(NOTEBOOK)
    assert list(declared) == ["edition", "cluster_id", "participant_id", "as_of"]
    assert {facts["inferred_type_name"] for facts in declared.values()} == {"str"}
    assert all(facts["help"] and facts["default"] == '""' for facts in declared.values())


def test_the_committed_notebook_is_code_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"code"}
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells)


def test_it_keeps_what_its_page_shows(report):
    kept = record.recorded(report)
    assert kept == output.summary(participants.read(FULL))
    assert kept["estimate"] == "58 (50 to 66)"
    html = BeautifulSoup(page.export(report, home=None, method=None), "html.parser")
    assert kept["headline"] in html.get_text()
    assert len(html.find_all("svg")) == 2


def test_nothing_is_printed_nothing_warned_and_nobody_else_is_in_it(report):
    outputs = [one for cell in report.cells for one in cell.outputs]
    assert [one for one in outputs if one.output_type in ("stream", "error")] == []
    text = str(report)
    assert [who for _, who in participants.members() if who in text] == [FULL[1]]


def test_an_unknown_participant_stops_the_report(folder, tmp_path):
    with pytest.raises(papermill.PapermillExecutionError, match="'nobody': no such participant of synthetic-a"):
        run(folder, (FULL[0], "nobody"), tmp_path)
