"""What a point is worth: effort saved on the best path, exact, for all organisations and indicators at once.

Dynamic programming over the points still to gain: least(w) of the indicators so far is the smallest over the choices of
the next one of its effort + least(w - gain). Tables from the front and from the back give the least effort with one
indicator changed, without solving anything again.
"""

import numpy as np
import numpy.typing as npt

from benchlib.assess.path.choices import Choices

Ints = npt.NDArray[np.int64]

NEVER = np.int64(2) ** 60  # effort of what cannot be; two of them add up without overflow
AT_ONCE = 2**22  # cells of a table for one chunk of organisations


def least(choices: Choices, fewer: int = 0) -> Ints:
    """Least effort of each organisation, (n,), if so many points fewer were asked for; NEVER where no path is."""
    result = np.empty(len(choices.needed), dtype=np.int64)
    for rows, width in _chunks(choices):
        table = _tables(choices, rows, width)[-1]
        short = np.maximum(choices.needed[rows] - fewer * choices.parts[rows], 0)
        result[rows] = table[np.arange(len(rows)), short]
    return np.minimum(result, NEVER)


def least_with(choices: Choices, changed: Choices, needed: Ints) -> Ints:
    """Least effort, (n, k), with the choices of one indicator at a time as in `changed`, and `needed` (n, k) then."""
    n, k = needed.shape
    result = np.empty((n, k), dtype=np.int64)
    for rows, width in _chunks(choices):
        front = _tables(choices, rows, width)
        back = _tables(choices, rows, width, backwards=True)
        for item in range(k):
            rest = front[item], back[k - 1 - item]
            result[rows, item] = _replaced(*rest, changed, rows, item, needed[rows, item])
    return np.minimum(result, NEVER)


def _chunks(choices: Choices) -> list[tuple[Ints, int]]:
    """Organisations by what they need, so that tables are no wider than they must be and memory stays bounded."""
    order = np.argsort(choices.needed, kind="stable")
    found, start = [], 0
    while start < len(order):
        size = max(
            1, AT_ONCE // (int(choices.needed[order[min(start + 64, len(order) - 1)]] + 1) * choices.gain.shape[1])
        )
        rows = order[start : start + min(size, 64)]
        found.append((rows, int(choices.needed[rows].max())))
        start += len(rows)
    return found


def _tables(choices: Choices, rows: Ints, width: int, *, backwards: bool = False) -> Ints:
    """Least effort (k + 1, r, width + 1) of the first 0, 1, ... indicators (or the last) to gain 0, 1, ... parts."""
    k = choices.gain.shape[1]
    table = np.full((k + 1, len(rows), width + 1), NEVER)
    table[0, :, 0] = 0
    for number, item in enumerate(reversed(range(k)) if backwards else range(k)):
        for choice in range(choices.gain.shape[2]):
            short = np.maximum(np.arange(width + 1) - choices.gain[rows, item, choice][:, None], 0)
            value = np.take_along_axis(table[number], short, axis=1) + _effort(choices, rows, item, choice)[:, None]
            np.minimum(table[number + 1], value, out=table[number + 1])
    return table


def _effort(choices: Choices, rows: Ints, item: int, choice: int) -> Ints:
    return np.where(choices.allowed[rows, item, choice], choices.effort[rows, item, choice], NEVER)


def _replaced(before: Ints, after: Ints, changed: Choices, rows: Ints, item: int, needed: Ints) -> Ints:
    """Least effort (r,) with an indicator's choices replaced: what is gained before it, by it, and after it."""
    gained = np.arange(before.shape[1])
    found = np.full(len(rows), NEVER)
    for choice in range(changed.gain.shape[2]):
        short = np.maximum(needed - changed.gain[rows, item, choice], 0)[:, None] - gained
        rest = before + np.take_along_axis(after, np.maximum(short, 0), axis=1)
        found = np.minimum(found, rest.min(axis=1) + _effort(changed, rows, item, choice))
    return found
