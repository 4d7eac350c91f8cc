"""One organisation with everything, one with gaps, one with its labels only; and their pages."""

import ast
from pathlib import Path

import nbformat
import pytest
from editions import COMPLETE, GAPS, REAL, edition, invented, real, written

from benchlib.present import output, page, results
from benchlib.present.record import RECORD

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "cluster.ipynb"


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


def ran(folder, cluster_id):
    """The report notebook as if it had run: its cells' HTML and its record, without the cost of a kernel."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    names = {"edition": str(folder), "cluster_id": cluster_id, "as_of": ""}
    for cell in notebook.cells[1:-1]:
        tree = ast.parse(cell.source)
        shown = None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
            exec(compile(tree, "cell", "exec"), names)
            shown = eval(compile(last, "cell", "eval"), names)
        else:
            exec(compile(tree, "cell", "exec"), names)
        if shown is not None:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.data})]
    record = {RECORD: output.summary(names["r"])}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", record)]
    return notebook


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
