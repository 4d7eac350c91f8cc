"""Why a kernel cannot be forked: then a plain one starts."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchlib.run.kernels import nursery
from benchlib.run.kernels.messages import LONGEST, Order

LAUNCHER = "ipykernel_launcher"
OUTPUT = ("stdout", "stderr")
UNDERSTOOD = {"env", "cwd", *OUTPUT}
SETTINGS = "matplotlibrc"


def command(cmd: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Options of the interpreter and arguments of a command that starts an IPython kernel of this Python, else None.

    >>> command([sys.executable, "-X", "dev", "-m", "ipykernel_launcher", "-f", "kernel.json"])
    (['-X', 'dev'], ['-f', 'kernel.json'])
    >>> command(["julia", "-f", "kernel.json"])
    """
    words = [os.path.expanduser(word) for word in cmd]
    if words[:1] != [sys.executable] or "-m" not in words:
        return None
    at = words.index("-m")
    return (words[1:at], words[at + 2 :]) if words[at + 1 : at + 2] == [LAUNCHER] else None


def obstacle(cmd: Sequence[str], order: Order, given: Mapping[str, Any]) -> str | None:
    """Why a kernel with this command cannot be forked. given: what subprocess.Popen would be given to start it."""
    reasons = (
        None if nursery.POSSIBLE else "this system has no way to do it",
        None if command(cmd) else f"{cmd[0]} {' '.join(cmd[1:3])} is no IPython kernel of this Python",
        _given(given),
        _threads(order.environment),
        _folder(order.folder),
        None if len(order.text()) <= LONGEST else f"its environment is longer than {LONGEST} bytes",
    )
    return next(filter(None, reasons), None)


def _given(given: Mapping[str, Any]) -> str | None:
    unknown = sorted(set(given) - UNDERSTOOD)
    unknown += [name for name in OUTPUT if given.get(name) in (subprocess.PIPE, subprocess.STDOUT)]
    return f"nothing forked can be started with {', '.join(unknown)}" if unknown else None


def _threads(environment: Mapping[str, str]) -> str | None:
    asked = [f"{name}={environment[name]}" for name in nursery.THREADS if environment.get(name, "1") != "1"]
    return f"its linear algebra has one thread, but {', '.join(asked)}" if asked else None


def _folder(folder: str) -> str | None:
    if not Path(folder).is_dir():
        return f"the folder {folder} does not exist"
    settings = Path(folder) / SETTINGS
    return f"{settings} is read when matplotlib is imported" if settings.is_file() else None
