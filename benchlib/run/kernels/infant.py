"""What a forked process does to become a kernel like any other: nothing of the process it came from may show."""

import ctypes
import gc
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence

PR_SET_PDEATHSIG = 1
OUTPUT = ("stdout", "stderr")


def become(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str | None, ready: int, warmed: int
) -> None:
    """Run a kernel to its end.

    arguments: of the kernel's command; ready: a pipe that is written to once the kernel can be spoken to; warmed: id of
    the process that it was forked from, with which it dies.
    """
    os.setsid()  # signals to the kernel's group reach what it starts, and no other kernel
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != warmed:
        os._exit(1)  # it died before the line above
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _settled(environment, folder)
    _reseeded()
    gc.enable()
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel_launcher.py", *arguments]
    app = IPKernelApp.instance(parent_handle=warmed)  # the default was read when ipykernel was imported
    app.initialize(list(arguments))
    _pictures()
    os.write(ready, b"1")
    os.close(ready)
    app.start()


def _settled(environment: Mapping[str, str], folder: str | None) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    if folder:
        os.chdir(folder)


def _reseeded() -> None:
    """Forks share the state of random numbers; plain kernels start from the system's."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _pictures() -> None:
    """matplotlib read its settings when it was imported: the kernel's own are told again, so that pictures appear."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    if matplotlib.matplotlib_fname() != matplotlib._benchlib_settings:
        matplotlib.rc_file_defaults()
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
