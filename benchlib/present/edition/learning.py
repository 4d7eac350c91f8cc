"""How the cluster function corrected itself: its errors beside those of plain guesses, and its parameters over time."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from benchlib.present.edition.reading import Portfolio

FUNCTION = "cluster function"
METHODS = (FUNCTION, "same as last year", "mean of all")
CLUSTER, PARTICIPANT = "cluster", "participant"
QUANTITATIVE = "q"
ENDS: Sequence[Literal["first", "last"]] = ("first", "last")


def errors(p: Portfolio, level: str = CLUSTER) -> pd.DataFrame:
    """Root mean squared errors of predictions from all waves before, by wave: wave, n, a column a method, coverage.

    Waves in which too few were predicted are left out.
    """
    rows = p.predictions
    rows = rows[
        (rows["level"] == level) & (rows["what"] == QUANTITATIVE) & rows["rmse"].notna() & (rows["n"] >= p.least)
    ]
    if rows.empty:
        return pd.DataFrame(columns=["wave", "n", *METHODS, "coverage"])
    wide = rows.pivot_table(index="wave", columns="method", values="rmse").reindex(columns=list(METHODS))
    own = rows[rows["method"] == FUNCTION].set_index("wave")
    wide = wide.assign(n=own["n"], coverage=own["coverage"].astype(float)).dropna(subset=FUNCTION)
    return wide.rename_axis(columns=None).reset_index().astype({"wave": int, "n": int})


def pooled(table: pd.DataFrame) -> pd.Series:
    """Errors over all waves, weighted by how many were predicted: a value a method, and coverage (0-1)."""
    weights = table["n"].to_numpy(float)
    parts = {name: np.sqrt(np.average(table[name].astype(float) ** 2, weights=weights)) for name in METHODS}
    known = table["coverage"].notna().to_numpy()
    coverage = np.average(table["coverage"][known], weights=weights[known]) if known.any() else np.nan
    return pd.Series({**parts, "coverage": coverage})


def parameters(p: Portfolio, level: str = CLUSTER) -> pd.DataFrame:
    """Each parameter as first and as last estimated: name, first_wave, first_value, first_se, and the same of last."""
    rows = p.parameters[(p.parameters["level"] == level) & p.parameters["value"].notna()]
    ordered = rows.sort_values("wave", kind="stable")
    first, last = (
        ordered.drop_duplicates("name", keep=end).set_index("name")[["wave", "value", "se"]].add_prefix(f"{end}_")
        for end in ENDS
    )
    return first.join(last).reset_index()
