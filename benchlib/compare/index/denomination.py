"""Denominate: indicators divided by what they must be seen in relation to, such as population."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index.structure import Tree

Floats = npt.NDArray[np.float64]


def denominate(values: Floats, data: pd.DataFrame, tree: Tree) -> Floats:
    """Values (n, k), each column divided by its `den_*` column of DATA; missing where either is missing."""
    result = values.copy(order="F")
    for column in set(tree.denominator) - {""}:
        mine = [position for position, name in enumerate(tree.denominator) if name == column]
        result[:, mine] /= data[column].to_numpy(np.float64)[:, None]
    return result
