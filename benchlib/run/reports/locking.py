"""One batch an edition: a lock that ends with the processes that hold it, however they end."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchlib.tables.faults import BadInput

LOCK = ".lock"
PATIENCE = 3.0  # seconds that workers of a killed batch may take to end
AGAIN = 0.05


@contextmanager
def alone(folder: Path) -> Iterator[int]:
    """Hold an edition for the time of a block; yields the open file by which child processes may hold it as well.

    Raises BadInput where another batch holds it, and where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        _wait(lock, folder)
        yield lock
    finally:
        os.close(lock)


def unwritable(folder: Path, error: OSError) -> Exception:
    """What to say of a folder in which a file could not be made; a full disk is no fault of what was asked for."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return error
    return BadInput.of(folder, f"expected a folder that can be written to ({error.strerror})")


def _wait(lock: int, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not _locked(lock):
        if time.monotonic() > end:
            raise BadInput.of(folder, "another batch is writing this edition; wait for its end, or choose another name")
        time.sleep(AGAIN)


def _locked(lock: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
