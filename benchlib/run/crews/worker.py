"""What a worker process does: make one report after another, and end with the process that started it.

It imports what reports need only when it is watching that process already.
"""

import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import connection, reduction
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchlib.run.crews.workers import Order
    from benchlib.run.reports.report import Report


@dataclass(frozen=True)
class Answer:
    """What a worker says: that it is ready, or what came of a report; and how large it is in megabytes."""

    report: "Report | None"
    size: float


def serve(line: Connection, own: Mapping[str, str], room: Path) -> None:
    """Take orders from a line until this process is ended. own: environment variables; room: for temporary files."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name != "nt":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=_end_with_parent, args=(room,), daemon=True).start()
    os.environ.update(own)
    tempfile.tempdir = str(room)
    from benchlib.run.reports import report, watch

    report.warm()
    gc.collect()
    gc.freeze()  # what stays for good is not looked at again
    line.send(Answer(None, watch.resident()))
    if os.name != "nt":
        os.set_inheritable(reduction.recv_handle(line), False)  # the lock, open until this process ends
    while True:
        order: Order = line.recv()
        line.send(Answer(order.made(), watch.resident()))


def _end_with_parent(room: Path) -> None:
    parent = multiprocessing.parent_process()
    if parent:
        connection.wait([parent.sentinel])
    shutil.rmtree(room, ignore_errors=True)
    os._exit(1)
