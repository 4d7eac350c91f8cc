"""Processes forked from a test; one that hangs says where and ends, so that no test waits for ever."""

import faulthandler
import os
import signal
import sys
from collections.abc import Callable

LONGEST = 60  # seconds
DONE, FAILED = 0, 1


def forked(call: Callable[[], object]) -> int:
    """The number of a process that does something and ends: 0, what the call exits with, 1 where it raises."""
    child = os.fork()
    if child:
        return child
    code = FAILED
    try:
        faulthandler.register(signal.SIGALRM, file=sys.__stderr__, chain=True)
        signal.alarm(LONGEST)
        found = call()
        code = found if type(found) is int else DONE
    finally:
        os._exit(code)


def codes(children: list[int]) -> list[int]:
    """How processes ended: an exit code, or the number of a signal below 0."""
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
