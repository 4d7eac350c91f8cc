"""What a method asks of the numbers that reach it: spread to divide by, values above zero, something to impute from."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.tables.faults import Fault

Booleans = npt.NDArray[np.bool_]


def columns(stage: str, codes: Sequence[str], wrong: Booleans, expected: str) -> Iterator[Fault]:
    """A fault for each column of a mask (k,)."""
    for position in np.flatnonzero(wrong):
        yield Fault(stage, None, codes[position], None, expected)


def cells(stage: str, frame: pd.DataFrame, wrong: Booleans, rows: pd.Index, expected: str) -> Iterator[Fault]:
    """A fault for each cell of a mask (n, k), with its spreadsheet row in DATA, the unit and the value."""
    for row, column in np.argwhere(wrong):
        value = frame.iat[row, column]
        text = "" if np.isnan(value) else f"{value:g}"
        unit = " ".join(map(str, np.atleast_1d(frame.index[row])))
        yield Fault(stage, int(rows[row]), str(frame.columns[column]), text, f"{unit}: {expected}")
