"""The main values of a report, kept in its executed notebook for programs and tests; no page shows them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

RECORD = "application/vnd.benchlib.summary+json"  # a type of output that templates leave out


def recorded(notebook: "NotebookNode") -> dict[str, Any]:
    """The values kept in an executed notebook. Raises LookupError where there are none."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if RECORD in output.get("data", {}):
                return dict(output["data"][RECORD])
    raise LookupError("this notebook keeps no values of a report; was it run to its end?")
