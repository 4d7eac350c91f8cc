"""A page's notebook, cell by cell."""

from collections.abc import AsyncIterator
from typing import Any

from nbclient.client import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from benchlib.run.serving import faults, messages


class Runner(NotebookClient):
    """Runs cells; what they say of errors stays on the server, also where an output widget has caught it.

    told: by cell, the sentence that stands for its last error.
    """

    kernel_id = ""
    told: dict[int, str]

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take up a message of the kernel."""
        kind, content = msg["msg_type"], msg["content"]
        if kind == messages.ERROR:
            number = faults.noted(f"kernel {self.kernel_id}, cell {cell_index}", "\n".join(content["traceback"]))
            text = self.told[cell_index] = faults.sentence(number)
            msg = {**msg, "content": {"ename": "Error", "evalue": text, "traceback": [text]}}
        elif not messages.shown(kind, content):
            if kind == messages.STREAM:
                self.log.warning("kernel %s: %s", self.kernel_id, content["text"][: faults.LONGEST])
            return None
        return super().process_message(msg, cell, cell_index)


async def cells(runner: Runner, notebook: NotebookNode) -> AsyncIterator[NotebookNode]:
    """Run a notebook; yields its cells with outputs. After a fault it goes no further, and the last tells of it."""
    runner.told = {}
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            try:
                await runner.async_execute_cell(cell, place, store_history=False)
            except CellExecutionError as error:
                cell.metadata["fault"] = runner.told.get(place) or faults.sentence(faults.noted(f"cell {place}", error))
            cell.outputs = [output for output in cell.outputs if output["output_type"] != "error"]
        yield cell
        if "fault" in cell.metadata:
            return
