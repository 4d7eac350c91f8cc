"""Where in a file each part goes when parts are made side by side: behind the one before it, once its size is known.

Nothing is written twice, and a file comes out the same whoever is faster.
"""

from collections.abc import Sequence
from multiprocessing.context import BaseContext
from pathlib import Path


class BrokenOff(RuntimeError):
    """Another part could not be made, so the place of this one will never be known."""


class Places:
    """Ends of files that grow part by part; shared between processes.

    Files are named by their position in a list that all sides know; each begins with `start` bytes.
    """

    def __init__(self, context: BaseContext, starts: Sequence[int]) -> None:
        self._condition = context.Condition()
        self._ends = context.Array("q", list(starts), lock=False)
        self._turns = context.Array("q", len(starts), lock=False)
        self._broken = context.Value("b", 0, lock=False)

    def take(self, file: int, part: int, size: int) -> int:
        """The place for a part (0, 1, ...) of so many bytes; waits for the parts before it. Raises BrokenOff."""
        with self._condition:
            self._condition.wait_for(lambda: self._turns[file] == part or self._broken.value)
            if self._broken.value:
                raise BrokenOff
            place = int(self._ends[file])
            self._ends[file] += size
            self._turns[file] += 1
            self._condition.notify_all()
        return place

    def break_off(self) -> None:
        """Let nobody wait any longer."""
        with self._condition:
            self._broken.value = 1
            self._condition.notify_all()


def write(file: Path, place: int, content: memoryview) -> None:
    """Write into a file that exists, from a place on."""
    with file.open("r+b") as stream:
        stream.seek(place)
        stream.write(content)
