"""What kernels are forked from: everything imported and tried, as long as the code is the same."""

import builtins
import contextlib
import gc
import importlib
import os
import socket
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from benchlib.run.kernels import freshness, infant, notebook


@dataclass(frozen=True)
class Unborn:
    """A forked process that waits for its order, and the line on which it comes."""

    process: int
    line: socket.socket


@dataclass
class Ground:
    """What kernels are forked from.

    stamps: of the code that was imported; variables: of the environment, which libraries have set for themselves;
    fault: why importing failed, if it did. Of the next kernel: itself, or why there is none.
    """

    stamps: freshness.Stamps
    variables: dict[str, str]
    fault: str | None
    unborn: Unborn | None = None
    why: str | None = None
    told: bool = False  # somebody has heard of the fault: whoever asks next may find it repaired

    def stale(self) -> bool:
        """Whether it is time to import everything anew."""
        return self.told or not freshness.fresh(self.stamps)


def prepared(warm: str) -> Ground:
    """Everything imported and tried. warm: module:function."""
    module, _, function = warm.partition(":")
    before, fault = dict(os.environ), None
    try:
        with _like_a_notebook():
            infant.imported()
            getattr(importlib.import_module(module), function)()
            notebook.prepared()
    except (Exception, SystemExit) as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = (
            f"{warm} cannot prepare kernels: {type(error).__name__}: {error} ({place.filename}, line {place.lineno})"
        )
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector of a fork does not touch it
    return Ground(freshness.stamps(), dict(os.environ.items() - before.items()), fault)


@contextlib.contextmanager
def _like_a_notebook() -> Iterator[None]:
    """Libraries that look where they are when they are imported see what a cell of a notebook shows them.

    pandas does: in a terminal it shows as many columns as fit, in a notebook 20.
    """
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]
