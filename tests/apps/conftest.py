"""A server in a process of its own, with small notebooks that a page can be made of."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

DOOR = Path(__file__).parent / "door.py"
WIDGETS = """
import ipywidgets as w
from IPython.display import display
more, off, shown, times = w.Button(description="More"), w.Button(description="Off", disabled=True), w.HTML("none"), []
def clicked(button):
    times.append(button.description)
    shown.value = f"clicked {len(times)}"
more.on_click(clicked)
off.on_click(lambda button: 1 / 0)
name = w.Text(description="Name")
name.observe(lambda change: setattr(shown, "value", f"length {len(change.new)}"), "value")
points = w.ToggleButtons(options=["1", "2", "3"], description="Trust")
agreed = w.Checkbox(description="I agree with this sentence, which is long")
display(w.Tab([w.VBox([more, off, shown, name, points, agreed]), w.HTML("two")], titles=["Governance", "Finance"]))
"""
BROKEN = """
import ipywidgets as w
from IPython.display import display
out = w.Output()
display(out)
with out:
    caught = "kept-" + "secret"
    raise ValueError(caught)
"""
NOISY = """
import sys, warnings
warnings.warn("path-of-the-code")
print("also-" + "secret", file=sys.stderr)
print("<b>said</b>")
1 / 0
"""
CURIOUS = """
import os
print(sorted(os.environ))
print("visit", os.environ["BENCHLIB_VISIT"], "query", os.environ["QUERY_STRING"])
print("hidden", "SECRET_THING" in open("/proc/self/environ").read(), os.getcwd() == FOLDER)
"""
SOURCES = {
    "counter": [WIDGETS, "#", "import pandas as pd\npd.DataFrame({'a': [1]})"],
    "broken": [BROKEN, NOISY, "print('never reached')"],
    "slow": ["import time; time.sleep(60)"],
    "curious": [CURIOUS],
    "dead": ["import os; os.kill(os.getpid(), 9)"],
}


@dataclass(frozen=True)
class Running:
    """A server that runs. log: the file that it writes its log to."""

    process: subprocess.Popen
    port: int
    folder: Path
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def health(self) -> dict:
        import json

        with urllib.request.urlopen(f"{self.url}/health") as answer:
            return json.load(answer)

    def settled(self, kernels: int, seconds: float = 8.0) -> bool:
        """Whether so many kernels are left, in a while."""
        return eventually(lambda: self.health()["kernels"] == kernels, seconds)

    def revoke(self, visit: str) -> None:
        (self.folder.parent / "revoked" / visit).touch()

    def restore(self, visit: str) -> None:
        (self.folder.parent / "revoked" / visit).unlink()


def eventually(true: Callable[[], bool], seconds: float = 8.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def written(folder: Path) -> None:
    """The notebooks, and files beside them that are nobody's business."""
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, sources in SOURCES.items():
        head = new_markdown_cell(f"# The page {name}")
        codes = [new_code_cell(source.replace("FOLDER", repr(str(folder.resolve())))) for source in sources]
        nbformat.write(
            new_notebook(cells=[head, *codes], metadata={**spec, "title": name.title()}), folder / f"{name}.ipynb"
        )
    (folder / "picture.png").write_bytes(b"private")
    (folder / "sub").mkdir()
    (folder / "sub" / "below.png").write_bytes(b"private")
    nbformat.write(new_notebook(), folder / "sub" / "hidden.ipynb")


@pytest.fixture(scope="module")
def opened(tmp_path_factory) -> Iterator[Callable[..., Running]]:
    """A function: starts a server with limits of its own."""
    running: list[Running] = []

    def start(*, origin: str = "", path: str = "/", **limits: float) -> Running:
        base = tmp_path_factory.mktemp("served")
        folder, log = base / "apps", base / "log"
        folder.mkdir()
        (base / "revoked").mkdir()
        written(folder)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = [str(folder), str(port), origin, path, *(f"{name}={value}" for name, value in limits.items())]
        environment = {**os.environ, "SECRET_THING": "of the server"}
        with log.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, str(DOOR), *arguments], stdout=file, stderr=file, env=environment
            )
        running.append(Running(process, port, folder, log))
        assert eventually(lambda: _answers(port), 30), log.read_text()
        return running[-1]

    yield start
    for one in running:
        one.process.terminate()
    for one in running:
        assert one.process.wait(timeout=20) == 0, one.logged()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
