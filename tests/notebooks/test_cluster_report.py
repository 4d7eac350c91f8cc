"""The cluster report as papermill runs it, with two sets of parameters, and the values that it keeps."""

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from editions import AS_OF, GAPS, NOTEBOOK, REAL, edition, invented, real, written

from benchlib.present import page, record


def run(folder, cluster_id, tmp_path, as_of=AS_OF):
    parameters = {"edition": str(folder), "cluster_id": cluster_id, "as_of": as_of}
    return papermill.execute_notebook(NOTEBOOK, tmp_path / "report.ipynb", parameters=parameters, progress_bar=False)


@pytest.fixture(scope="module")
def invented_report(tmp_path_factory):
    place = tmp_path_factory.mktemp("invented")
    return run(written(place / "edition", edition(synthetic=True), invented()), GAPS, place)


@pytest.fixture(scope="module")
def real_report(tmp_path_factory):
    place = tmp_path_factory.mktemp("real")
    return run(written(place / "edition", edition(synthetic=False), real()), REAL, place)


def test_its_parameters_have_types_and_meanings():
    declared = papermill.inspect_notebook(NOTEBOOK)
    assert {name: facts["inferred_type_name"] for name, facts in declared.items()} == {
        "edition": "str",
        "cluster_id": "str",
        "as_of": "str",
    }
    assert all(facts["help"] and facts["default"] == '""' for facts in declared.values())


def test_the_committed_notebook_is_code_without_outputs():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert {cell.cell_type for cell in notebook.cells} == {"code"}
    assert not any(cell.outputs or cell.execution_count for cell in notebook.cells)


def test_values_of_an_organisation_with_missing_answers(invented_report):
    assert record.recorded(invented_report) == {
        "cluster_id": GAPS,
        "name": "Synthetic organisation 0002",
        "as_of": AS_OF,
        "synthetic": True,
        "headline": "Synthetic organisation 0002 holds a valid silver label, until 31 March 2027; its assessment of "
        "12 March 2026 is enough for silver, and for gold two conditions cannot be told.",
        "labels": {"bronze": "expired", "silver": "valid", "gold": "never"},
        "verdicts": {"bronze": "awarded", "silver": "awarded", "gold": "cannot tell"},
        "next_label": "gold",
        "missing": [
            "At least 80 % of the maximum: cannot be told, evidence is missing.",
            "Every minimum requirement met: 2.6 Degree of cooperation within the cluster participants (cannot be told, "
            "evidence is missing).",
        ],
        "total": [97.0, 122.0],
        "participants": 74,
        "contradictions": [],
        "competitiveness": {
            "year": 2021,
            "estimate": 43.0,
            "low": -2.0,
            "high": 48.0,
            "peers": None,
            "expected": None,
        },
        "management": [48.0, 68.0],
        "path": None,
        "recommendations": ["no_path"],
    }


def test_values_of_a_real_organisation_with_labels_only(real_report):
    kept = record.recorded(real_report)
    assert kept["labels"] == {"bronze": "expired", "silver": "expired", "gold": "expired"}
    assert kept["verdicts"] == {}
    assert kept["total"] is None
    assert kept["participants"] == 88
    assert kept["contradictions"] == ["84"]
    assert kept["synthetic"] is False
    assert [kept[name] for name in ("competitiveness", "management", "path")] == [None, None, None]
    assert kept["recommendations"] == []


@pytest.mark.parametrize(("report", "pictures"), [("invented_report", 10), ("real_report", 2)])
def test_its_page_holds_all_pictures(report, pictures, request):
    html = page.export(request.getfixturevalue(report))
    assert len(BeautifulSoup(html, "html.parser").find_all("svg")) == pictures


def test_nothing_is_printed_and_nothing_warned(invented_report, real_report):
    outputs = [output for report in (invented_report, real_report) for cell in report.cells for output in cell.outputs]
    assert [output for output in outputs if output.output_type in ("stream", "error")] == []


def test_an_unknown_organisation_stops_the_report(tmp_path):
    folder = written(tmp_path / "edition", edition(synthetic=True), invented())
    with pytest.raises(papermill.PapermillExecutionError, match="no such organisation in the edition synthetic-test"):
        run(folder, "nobody", tmp_path)
