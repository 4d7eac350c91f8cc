"""`benchlib serve` beside Voila as it comes, with the same notebook: visitors who all arrive at once. Prints ratios.

python benchmarks/bench_serving.py [VISITORS] [TIMES]

Each visitor opens the page, reads it to its end, connects to its kernel by the websocket as a browser does, and asks
for the state of all widgets: click to first widget is the time until it has that. Not counted is what browsers do on
their own machines. The two servers take turns, each started anew; percentiles are of all visitors of all turns. Memory:
proportional set size of everything but the server itself, shared by the sessions that are open.
"""

import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

PATIENCE = 120.0  # seconds after which a session counts as hung
OURS, THEIRS = "benchlib serve", "voila"
PAGE = """
import ipywidgets as w
import pandas as pd
from IPython.display import display
from benchlib.rules import loading
framework = loading.framework("ecei-31")
fields = [w.Dropdown(description=key, options=range(6)) for key in framework.indicators]
table = pd.DataFrame({"indicator": list(framework.indicators), "points": 0})
display(w.VBox(fields), w.HTML(table.to_html()))
"""


@dataclass(frozen=True)
class Turn:
    """Seconds of each visitor who got a page, how many did not, and megabytes a session."""

    seconds: list[float]
    hung: int
    megabytes: float


def served(folder: str, port: str) -> None:
    """Our server, in a process of its own; any link opens the page."""
    from benchlib.run.serving.address import Address
    from benchlib.run.serving.app import Service, serve
    from benchlib.run.serving.limits import Limits
    from benchlib.run.serving.visits import Admission, Visit

    admission = Admission(lambda token: Visit(token, ("page",)))
    serve(Service(Path(folder), Address(port=int(port)), Limits(sessions=100), admission), print)


@contextmanager
def server(kind: str, folder: Path) -> Iterator[tuple[psutil.Process, int]]:
    """A server that listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ours = [sys.executable, __file__, "--served", str(folder), str(port)]
    theirs = [sys.executable, "-m", "voila", str(folder / "page.ipynb"), "--no-browser", f"--port={port}"]
    environment = {name: value for name, value in os.environ.items() if name != "JUPYTER_DEFAULT_PROVISIONER_NAME"}
    with (folder / f"{kind}.log").open("w") as log:
        command = ours if kind == OURS else theirs
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)
    try:
        while process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield psutil.Process(process.pid), port
    finally:
        left = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        for one in left:
            with suppress(psutil.NoSuchProcess):
                one.kill()


async def visited(kind: str, port: int, number: int) -> tuple[float, object]:
    """Seconds from click to first widget, and the connection, still open."""
    url, client = f"http://127.0.0.1:{port}", AsyncHTTPClient()
    start = time.perf_counter()
    cookies = ""
    if kind == OURS:
        entered = await client.fetch(f"{url}/enter/visitor-{number}")
        jar = SimpleCookie(entered.headers["Set-Cookie"])
        cookies = "; ".join(f"{name}={morsel.coded_value}" for name, morsel in jar.items())
    address = f"{url}/page" if kind == OURS else f"{url}/"
    answer = await client.fetch(HTTPRequest(address, headers={"Cookie": cookies}, request_timeout=PATIENCE))
    kernel = re.search(r'"kernelId": "([^"]+)"', answer.body.decode())[1]
    socket_url = f"ws://127.0.0.1:{port}/api/kernels/{kernel}/channels?session_id={number}"
    connection = await websocket_connect(HTTPRequest(socket_url, headers={"Cookie": cookies}), max_message_size=10**8)
    opening = {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}}
    await connection.write_message(packed("comm_open", opening, {"version": "1.0.0"}))
    await connection.write_message(packed("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}}, {}))
    while True:
        raw = await connection.read_message()
        if raw is None:
            raise ConnectionError("closed")
        if "states" in str(raw) and "DropdownModel" in str(raw):
            return time.perf_counter() - start, connection


def packed(kind: str, content: dict, metadata: dict) -> str:
    header = {"msg_id": kind, "msg_type": kind, "username": "", "session": "s", "version": "5.3"}
    told = {"header": header, "parent_header": {}, "metadata": metadata, "content": content, "channel": "shell"}
    return json.dumps({**told, "buffers": []})


async def turn(kind: str, process: psutil.Process, port: int, visitors: int) -> Turn:
    """All visitors at once."""
    visits = (asyncio.wait_for(visited(kind, port, number), PATIENCE) for number in range(visitors))
    came = await asyncio.gather(*visits, return_exceptions=True)
    good = [one for one in came if not isinstance(one, BaseException)]
    for one in came:
        if isinstance(one, BaseException):
            print(f"  {kind}: {type(one).__name__} {one}")
    megabytes = sum(share(child) for child in process.children(recursive=True)) / max(len(good), 1)
    for _, connection in good:
        connection.close()
    return Turn([seconds for seconds, _ in good], visitors - len(good), megabytes)


def share(process: psutil.Process) -> float:
    """Megabytes of a process: what is its own, and its part of what it shares."""
    with suppress(psutil.NoSuchProcess):
        return process.memory_full_info().pss / 2**20
    return 0.0


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main(visitors: int = 30, times: int = 3) -> None:
    AsyncHTTPClient.configure(None, max_clients=visitors + 10, defaults={"request_timeout": PATIENCE})
    turns: dict[str, list[Turn]] = {OURS: [], THEIRS: []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cells = [new_markdown_cell("# A page"), new_code_cell(PAGE)]
        spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(new_notebook(cells=cells, metadata=spec), folder / "page.ipynb")
        for _ in range(times):
            for kind, done in turns.items():
                with server(kind, folder) as (process, port):
                    done.append(asyncio.run(turn(kind, process, port, visitors)))
    told = {}
    for kind, done in turns.items():
        seconds = [one for each in done for one in each.seconds]
        told[kind] = (
            statistics.median(seconds),
            percentile(seconds, 0.95),
            statistics.median(each.megabytes for each in done),
        )
        hung = sum(each.hung for each in done)
        print(f"{kind}: median {told[kind][0]:.2f} s, 95th percentile {told[kind][1]:.2f} s, ", end="")
        print(f"{told[kind][2]:.0f} MB a session, {hung} of {visitors * times} without a page")
    names = ("median", "95th percentile", "memory a session")
    for name, ours, theirs in zip(names, told[OURS], told[THEIRS], strict=True):
        print(f"{name}: {THEIRS} takes {theirs / ours:.1f} times as much")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--served"]:
        served(*sys.argv[2:])
    else:
        main(*map(int, sys.argv[1:]))
