"""Growth of participants from year to year, with what may explain it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.management.window import Window, member

OUTCOMES: Mapping[str, str] = {"employment": "employees", "turnover": "turnover_eur"}
EXPLAINED_BY = ("country", "area", "type", "year")
UNKNOWN = ""  # a country, area or type that is not known is one of its own
COLUMNS = ["cluster_id", "participant_id", "year", "country", "area", "type", "size", *OUTCOMES]


def growth(frames: Mapping[str, pd.DataFrame], over: Window) -> pd.DataFrame:
    """One row a cluster, participant and year with figures of it and of the year before: COLUMNS.

    Outcomes are 100 ln(value / value the year before): near to percent, adding up over years, and a rise taken back
    is 0. size: ln(employees the year before). Where a value is missing or 0 there is no growth: nan. Rows without a
    known size are left out. A participant of two clusters is in both. Nothing is cut off: a slip of the pen in the
    figures is told by the checks of the tables, not repaired here.
    """
    figures = frames["participant_figures"]
    taken = figures.assign(year=figures["year"].astype("int64"))[["participant_id", "year", *OUTCOMES.values()]]
    before = taken.assign(year=taken["year"] + 1)
    pairs = taken[taken["year"].isin(over.years)].merge(before, on=["participant_id", "year"], suffixes=("", "_before"))
    rows = frames["participants"].merge(pairs, on="participant_id")
    rows = rows[member(rows, rows["year"])]
    rows = rows.merge(frames["organisations"][["cluster_id", "country", "area"]], on="cluster_id")
    logs = {name: _log(rows[column]) - _log(rows[f"{column}_before"]) for name, column in OUTCOMES.items()}
    rows = rows.assign(size=_log(rows["employees_before"]), **{name: 100 * change for name, change in logs.items()})
    known = {name: rows[name].fillna(UNKNOWN) for name in ("country", "area", "type")}
    return rows.assign(**known).dropna(subset="size")[COLUMNS].reset_index(drop=True)


def _log(values: pd.Series) -> pd.Series:
    return np.log(values.where(values > 0))


def design(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Explaining columns of rows of `growth`, (n, p): 1, size, and 0 or 1 for each country, area, type and year.

    Collinear as they stand: each set adds up to the first column.
    """
    size = rows["size"].to_numpy(float)
    sets = [pd.get_dummies(rows[name]).to_numpy(float) for name in EXPLAINED_BY]
    return np.column_stack([np.ones(len(rows)), size - size.mean() if len(rows) else size, *sets])
