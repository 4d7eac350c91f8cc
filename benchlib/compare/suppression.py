"""Which views on others may be shown: none that, alone or beside another, reveals fewer than a set number of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.float32]


def shown(views: Sequence[Booleans], known: Booleans, minimum: float) -> tuple[list[Booleans], list[Counts]]:
    """Which views each reader may see for each item, and how many others each view holds.

    views: in order of precedence, each (m readers, n organisations): who is in it, the reader left out. known: (n, k)
    whether an organisation has a value of the item. A view is shown when it holds at least `minimum` others with a
    value and when, for every earlier view that is shown, the others in the one and not in the other are none or at
    least `minimum`: whoever subtracts two views learns nothing about a smaller group. Returns masks and counts, each a
    list of (m, k), one a view.
    """
    values = known.astype(np.float32)
    counts = [view.astype(np.float32) @ values for view in views]
    allowed: list[Booleans] = []
    for number, view in enumerate(views):
        safe = counts[number] >= minimum
        for earlier in range(number):
            for one, other in ((view, views[earlier]), (views[earlier], view)):
                only = (one & ~other).astype(np.float32) @ values
                safe &= ~(allowed[earlier] & (only > 0) & (only < minimum))
        allowed.append(safe)
    return allowed, counts
