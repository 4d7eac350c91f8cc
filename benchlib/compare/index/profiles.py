"""Strengths and weaknesses: the indicators on which a unit stands best and worst among all."""

import numpy as np
import pandas as pd

from benchlib.compare.index import panel
from benchlib.compare.index.normalisation import prank
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.reading import YEAR
from benchlib.compare.index.structure import Tree

SHOWN = 5  # of each, as in many published country profiles; at most half of the indicators


def strengths(frame: pd.DataFrame, tree: Tree, shown: int = SHOWN) -> pd.DataFrame:
    """unit, (year,) kind (strength or weakness), place, indicator, score, rank, ahead_of (share of the other units).

    frame: normalised indicators. Ordered by the share of others that the unit is ahead of, ties by the order of META.
    """
    values, (n, k) = frame.to_numpy(), frame.shape
    parts = panel.blocks(frame.index, YEAR in frame.index.names)
    ahead = panel.within(parts, values, lambda part: prank(part, np.ones(k)))
    rank = panel.within(parts, values, ranks)
    count = min(shown, k // 2)
    kinds = []
    for kind, sign in (("strength", -1.0), ("weakness", 1.0)):
        order = np.argsort(sign * ahead, axis=1, kind="stable")[:, :count]
        row = np.repeat(np.arange(n), count)
        cells = row, order.ravel()
        columns = {"kind": kind, "place": np.tile(np.arange(1, count + 1), n)}
        columns |= {"indicator": frame.columns.to_numpy()[cells[1]], "score": values[cells], "rank": rank[cells]}
        keys = frame.index[row].to_frame(index=False)
        kinds.append(keys.assign(**columns, ahead_of=ahead[cells], order=row))
    result = pd.concat(kinds, ignore_index=True).dropna(subset="ahead_of")
    return result.sort_values(["order", "kind", "place"], ignore_index=True).drop(columns="order")
