"""The tree of an index: which indicator belongs to which aggregate, as positions in arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NONE = -1  # the parent of the top


@dataclass(frozen=True)
class Tree:
    """Nodes of an index: the k indicators in the order of META, then the aggregates level by level, m nodes in all.

    level (m,), 1 = indicator; parent (m,), position of the parent, NONE at the top; weight (m,), nan where META gives
    none; direction (k,), 1 or -1; goalposts (2, k), low and high; target (k,); denominator (k): its column, or "".
    """

    codes: tuple[str, ...]
    level: Ints
    parent: Ints
    weight: Floats
    direction: Floats
    goalposts: Floats
    target: Floats
    denominator: tuple[str, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators."""
        return self.codes[: len(self.direction)]

    @property
    def aggregates(self) -> range:
        """Positions of the aggregates, children before their parents."""
        return range(len(self.direction), len(self.codes))

    @property
    def top(self) -> int:
        """Position of the index itself."""
        return len(self.codes) - 1

    @cached_property
    def children(self) -> Mapping[int, Ints]:
        """Positions of the children of each aggregate."""
        return {node: np.flatnonzero(self.parent == node) for node in self.aggregates}


def tree(meta: pd.DataFrame) -> Tree:
    """The tree that a checked META describes (see `checks.meta`); columns it does not have count as empty."""
    ordered = meta.sort_values("level", kind="stable")
    position = {code: number for number, code in enumerate(ordered["code"])}
    leaves = ordered[ordered["level"] == 1]
    return Tree(
        codes=tuple(ordered["code"]),
        level=ordered["level"].to_numpy(np.int64),
        parent=ordered["parent"].map(position).fillna(NONE).to_numpy(np.int64),
        weight=_numbers(ordered, "weight"),
        direction=_numbers(leaves, "direction"),
        goalposts=np.stack([_numbers(leaves, "goalpost_low"), _numbers(leaves, "goalpost_high")]),
        target=_numbers(leaves, "target"),
        denominator=tuple(name if isinstance(name, str) else "" for name in _column(leaves, "denominator")),
    )


def _column(meta: pd.DataFrame, name: str) -> pd.Series:
    return meta[name] if name in meta else pd.Series(np.nan, index=meta.index)


def _numbers(meta: pd.DataFrame, name: str) -> Floats:
    return _column(meta, name).to_numpy(np.float64)
