"""The publication as papermill runs it, and the values that it keeps."""

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from portfolios import BEFORE, NOTEBOOK, NOW, about, earlier, invented, labels_only, stored

from benchlib.present import page, record


def run(folder, tmp_path, since=""):
    parameters = {"edition": str(folder), "as_of": NOW, "since": str(since)}
    return papermill.execute_notebook(NOTEBOOK, tmp_path / "edition.ipynb", parameters=parameters, progress_bar=False)


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    place = tmp_path_factory.mktemp("compared")
    before = stored(place / "before", about(BEFORE, "synthetic-2025"), earlier())
    return run(stored(place / "now", about(), invented()), place, before)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    place = tmp_path_factory.mktemp("real")
    return run(stored(place / "now", about(name="registry", synthetic=False), labels_only()), place)


def test_its_parameters_have_types_and_meanings():
    declared = papermill.inspect_notebook(NOTEBOOK)
    assert {name: facts["inferred_type_name"] for name, facts in declared.items()} == {
        "edition": "str",
        "as_of": "str",
        "since": "str",
    }
    assert all(facts["help"] and facts["default"] == '""' for facts in declared.values())


def test_the_committed_notebook_is_code_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"code"}
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells)


def test_values_beside_an_earlier_edition(compared):
    kept = record.recorded(compared)
    assert kept["since"] == BEFORE
    assert kept["first_awards"] == {"bronze": 0, "silver": 1, "gold": 0}
    assert kept["panel"] == 10
    assert len(kept["findings"]) == 7


def test_values_of_labels_alone(real):
    kept = record.recorded(real)
    assert kept["synthetic"] is False
    assert kept["since"] == "2025-06-30"
    assert (kept["assessed"], kept["median_total"], kept["panel"], kept["competitiveness"]) == (0, None, None, None)
    assert kept["labels"]["bronze"] == {"valid": 1, "open": 0, "expired": 2, "ever": 3, "countries": 1}


@pytest.mark.parametrize(("report", "pictures"), [("compared", 11), ("real", 4)])
def test_its_page_holds_all_pictures(report, pictures, request):
    html = page.export(request.getfixturevalue(report))
    assert len(BeautifulSoup(html, "html.parser").find_all("svg")) == pictures


def test_nothing_is_printed_and_nothing_warned(compared, real):
    outputs = [output for report in (compared, real) for cell in report.cells for output in cell.outputs]
    assert [output for output in outputs if output.output_type in ("stream", "error")] == []


def test_an_edition_that_is_not_earlier_stops_the_publication(tmp_path):
    now = stored(tmp_path / "now", about(), invented())
    later = stored(tmp_path / "later", about("2027-06-30", "synthetic-2027"), earlier())
    with pytest.raises(papermill.PapermillExecutionError, match="is not before 2026-06-30"):
        run(now, tmp_path, later)
