"""What META must be: every node once, each level full, every parent one level up, one index at the top."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchlib.compare.index.reading import DENOMINATOR, GROUP, META_NEEDED, NAME, UNIT, YEAR, Tables
from benchlib.tables.faults import Fault, unknown

DIRECTIONS = (1, -1)


def faults(tables: Tables) -> Iterator[Fault]:
    """Everything wrong with META by itself; where its columns are wrong, only that."""
    meta, name = tables.meta, tables.meta_name
    missing = [column for column in META_NEEDED if column not in meta]
    if missing or meta.empty:
        yield from (Fault(name, 1, column, None, "expected this column, it is not there") for column in missing)
        if not missing:
            yield Fault(name, None, None, None, "expected a row for each node of the index, there is none")
        return
    yield from _codes(name, meta)
    yield from _levels(name, meta)
    yield from _parents(name, meta)
    yield from _circles(name, meta)
    yield from _directions(name, meta)
    yield from _weights(name, meta)
    yield from _goalposts(name, meta)


def _at(source: str, meta: pd.DataFrame, rows: pd.Series, column: str, expected: str) -> Iterator[Fault]:
    """A fault for each row of a mask, with what stands there."""
    for row, value in meta.loc[rows.to_numpy(bool), column].items():
        yield Fault(source, int(row), column, "" if pd.isna(value) else _shown(value), expected)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _codes(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    code = meta["code"]
    yield from _at(source, meta, code.isna(), "code", "expected a code for each node")
    yield from _at(source, meta, code.duplicated() & code.notna(), "code", "this code stands twice")
    taken = code.isin([UNIT, NAME, YEAR]) | code.str.startswith((GROUP, DENOMINATOR), na=False)
    yield from _at(source, meta, taken, "code", "expected another code: DATA uses this name for something else")


def _levels(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    level = meta["level"]
    yield from _at(source, meta, ~level.ge(1).fillna(False), "level", "expected a level: 1 for indicators, then 2, 3")
    known = set(level.dropna()[level.dropna() >= 1])
    highest = max(known, default=0)
    if highest == 1:
        yield Fault(source, None, "level", "1", "expected an index above the indicators, at level 2 or higher")
    for gap in sorted(set(range(1, highest)) - known):
        yield Fault(
            source, None, "level", None, f"no node has level {gap}; expected levels 1 to {highest} without a gap"
        )
    tops = (level == highest).fillna(False) & (highest > 1)
    if tops.sum() > 1:
        expected = f"expected one index at the top, level {highest} has {tops.sum()} nodes"
        yield from _at(source, meta, tops, "code", expected)


def _parents(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    code, parent, level = meta["code"], meta["parent"], meta["level"].astype(float)
    highest = level.max()
    top, given = level == highest, parent.notna()
    yield from _at(source, meta, top & given, "parent", "expected an empty cell: nothing is above the highest level")
    yield from _at(
        source, meta, ~given & ~top, "parent", "expected the code of the node above; only the index has none"
    )
    stray = given & ~top & ~parent.isin(code)
    for row, value in parent[stray].items():
        hint = (
            unknown(value, sorted(code.dropna()), "code of META") if code.notna().any() else "expected a code of META"
        )
        yield Fault(source, int(row), "parent", value, hint)
    above = parent.map(dict(zip(code, level, strict=True)))
    wrong = given & ~top & above.notna() & level.notna() & (above != level + 1)
    yield from _at(source, meta, wrong, "parent", "expected a parent that is one level up")
    childless = (level > 1) & code.notna() & ~code.isin(parent)
    yield from _at(source, meta, childless, "code", "expected children: no row names this aggregate as its parent")


def _circles(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    """Nodes that are their own ancestor: following the parents from them never ends."""
    parent = dict(zip(meta["code"], meta["parent"], strict=True))
    reached = meta["code"]
    for _ in range(len(parent)):
        reached = reached.map(parent)
        if reached.isna().all():
            return
    yield from _at(source, meta, reached.notna(), "parent", "expected a path to the index; the parents form a circle")


def _directions(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    direction, leaf = meta["direction"], meta["level"].eq(1).fillna(False).astype(bool)
    expected = "expected 1 (more is better) or -1 (less is better)"
    yield from _at(source, meta, ~direction.isin(DIRECTIONS) & (leaf | direction.notna()), "direction", expected)
    expected = "expected 1 or an empty cell: a higher score of an aggregate is better"
    yield from _at(source, meta, direction.eq(-1) & ~leaf, "direction", expected)


def _weights(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    if "weight" not in meta:
        return
    weight, parent = meta["weight"], meta["parent"]
    yield from _at(source, meta, weight < 0, "weight", "expected a weight of 0 or more")
    total = weight.fillna(np.nan).groupby(parent).transform("max")
    yield from _at(
        source, meta, total.eq(0), "weight", "expected a weight above 0 for at least one child of this parent"
    )


def _goalposts(source: str, meta: pd.DataFrame) -> Iterator[Fault]:
    if not {"goalpost_low", "goalpost_high"} <= set(meta.columns):
        return
    low, high = meta["goalpost_low"], meta["goalpost_high"]
    yield from _at(source, meta, low >= high, "goalpost_low", "expected a number below goalpost_high")
    for column, absent in (("goalpost_low", low.isna() & high.notna()), ("goalpost_high", high.isna() & low.notna())):
        yield from _at(source, meta, absent, column, "expected both goalposts or none")
