"""What DATA must be: every unit once a year, a column for each indicator of META, denominators above zero."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchlib.compare.index.reading import DENOMINATOR, GROUP, NAME, UNIT, YEAR, Tables
from benchlib.tables.faults import Fault, nearest

DENOMINATED = "denominator"


def faults(tables: Tables) -> Iterator[Fault]:
    """Everything wrong with DATA, given a META that has at least codes and levels."""
    data, name = tables.data, tables.data_name
    if data.empty:
        yield Fault(name, None, None, None, "expected a row for each unit, there is none")
        return
    yield from _units(name, data)
    yield from _columns(tables)
    yield from _numbers(tables)
    yield from _denominators(tables)


def indicators(tables: Tables) -> list[str]:
    """Codes of the indicators of META, those that can be read."""
    meta = tables.meta
    return meta.loc[meta["level"].eq(1).fillna(False) & meta["code"].notna(), "code"].drop_duplicates().tolist()


def _units(source: str, data: pd.DataFrame) -> Iterator[Fault]:
    if UNIT not in data:
        near = nearest(UNIT, map(str, data.columns))
        hint = f"; {near!r} looks like it" if near else ""
        yield Fault(source, 1, UNIT, None, f"expected this column, it is not there{hint}")
        return
    for row in data.index[data[UNIT].isna()]:
        yield Fault(source, int(row), UNIT, "", "expected the unit's code")
    if YEAR in data:
        for row in data.index[data[YEAR].isna()]:
            yield Fault(source, int(row), YEAR, "", "expected a year in every row, or no such column")
    key = [UNIT, YEAR] if YEAR in data else [UNIT]
    twice = data[key].duplicated() & data[key].notna().all(axis=1)
    expected = "this unit stands twice" + (" in one year" if YEAR in data else "; for a panel, add a column year")
    for row, unit in data.loc[twice, UNIT].items():
        yield Fault(source, int(row), UNIT, unit, expected)


def _columns(tables: Tables) -> Iterator[Fault]:
    codes = indicators(tables)
    free = [column for column in map(str, tables.data.columns) if not _reserved(column)]
    strange = [column for column in free if column not in codes]
    for code in codes:
        if code not in free:
            near = nearest(code, strange)
            hint = f"; did you mean {near!r}?" if near else ""
            yield Fault(tables.data_name, 1, code, None, f"expected a column for this indicator of META{hint}")
    aggregates = set(tables.meta["code"].dropna()) - set(codes)
    for column in strange:
        what = "an aggregate of META, which is computed" if column in aggregates else "no code of META"
        yield Fault(tables.data_name, 1, column, None, f"this is {what}; expected indicators, name, group_*, den_*")


def _reserved(column: str) -> bool:
    return column in (UNIT, NAME, YEAR) or column.startswith((GROUP, DENOMINATOR))


def _numbers(tables: Tables) -> Iterator[Fault]:
    data = tables.data
    for code in indicators(tables):
        if code not in data:
            continue
        if not pd.api.types.is_numeric_dtype(data[code]):
            yield Fault(tables.data_name, None, code, None, "expected numbers in this column")
            continue
        column = data[code].astype(np.float64)
        if column.isna().all():
            yield Fault(tables.data_name, None, code, "", "expected a value in at least one row")
        for row, value in column[np.isinf(column)].items():
            yield Fault(tables.data_name, int(row), code, str(value), "expected a finite number")


def _denominators(tables: Tables) -> Iterator[Fault]:
    data, meta = tables.data, tables.meta
    if DENOMINATED not in meta:
        return
    given = meta[meta[DENOMINATED].notna()]
    for row, column in given.loc[~given["level"].eq(1).fillna(False), DENOMINATED].items():
        yield Fault(tables.meta_name, int(row), DENOMINATED, column, "expected denominators for indicators only")
    known = [column for column in map(str, data.columns) if column.startswith(DENOMINATOR)]
    for row, column in given.loc[~given[DENOMINATED].isin(known), DENOMINATED].items():
        near = nearest(column, known)
        hint = f"did you mean {near!r}?" if near else f"{tables.data_name} has: {', '.join(known) or 'none'}"
        yield Fault(tables.meta_name, int(row), DENOMINATED, column, f"expected a den_* column of DATA; {hint}")
    for column in known:
        if column in set(given[DENOMINATED]):
            wrong = ~(data[column].astype(np.float64) > 0) & data[column].notna()
            for row, value in data.loc[wrong, column].items():
                yield Fault(tables.data_name, int(row), column, f"{value:g}", "expected a denominator above 0")
