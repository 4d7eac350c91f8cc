"""Limits of a report, and who ends it beyond them."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.25  # seconds between two looks
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """How long a report's notebook may run, and how many megabytes its kernel, or what it prints, may take."""

    seconds: float = 300
    megabytes: int = 2000


@dataclass
class Watched:
    """What is watched, until when and up to how many megabytes of this process; `why` it was ended, if it was."""

    last: float
    most: float
    why: str | None = None


@contextmanager
def over(end: Callable[[], None], limits: Limits) -> Iterator[Watched]:
    """For the time of a block, call `end` once it takes too long or this process too much memory; it must return soon.

    What a notebook prints is gathered in this process, so that endless output would fill its memory.
    """
    watched, done = Watched(time.monotonic() + limits.seconds, resident() + limits.megabytes), threading.Event()
    thread = threading.Thread(target=_look, args=(watched, done, end, limits), daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        done.set()
        thread.join()


def _look(watched: Watched, done: threading.Event, end: Callable[[], None], limits: Limits) -> None:
    while not done.wait(max(0.0, min(LOOK, watched.last - time.monotonic()))):
        if time.monotonic() >= watched.last:
            watched.why = f"took longer than {limits.seconds:g} s"
        elif resident() > watched.most:
            watched.why = f"printed more than fits into {limits.megabytes} MB"
        if watched.why:
            end()
            return


def resident() -> float:
    """Megabytes of memory that this process has; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
