"""What the next day of effort buys in labels: organisations by the effort that their next label takes, least first."""

import numpy as np
import pandas as pd

from benchlib.assess.path.routes import PATH
from benchlib.tables.schemas import LEVELS

COLUMNS = ["country", "step", "labels", *LEVELS, "effort", "each"]


def next_labels(paths: pd.DataFrame) -> pd.DataFrame:
    """The way of least effort to the next label, a row an organisation that has one: cluster_id, label, effort."""
    rows = paths[paths["next"].astype(bool) & (paths["status"] == PATH) & (paths["place"] == 1)]
    return rows[["cluster_id", "label", "effort"]].reset_index(drop=True)


def curve(ways: pd.DataFrame, country: pd.Series, least: int) -> pd.DataFrame:
    """Labels bought by effort, in steps of at least `least` organisations, so that no single one can be told: COLUMNS.

    ways: of `next_labels`. country: by cluster_id. A step holds the next organisations in order of effort; those left
    over at the end join the last step. labels, by level and together, and effort (days) add up from the first step on;
    each: days a label takes within the step, on average. A country with fewer than `least` has no row.
    """
    rows = ways.assign(country=ways["cluster_id"].map(country)).dropna(subset="country")
    rows = rows.sort_values(["country", "effort"], kind="stable", ignore_index=True)
    size = rows.groupby("country")["effort"].transform("size")
    step = np.minimum(rows.groupby("country").cumcount() // least + 1, size // least)
    rows = pd.DataFrame(
        {
            "country": rows["country"],
            "step": step.astype("int64"),
            "labels": np.ones(len(rows), dtype=np.int64),
            **{level: (rows["label"] == level).astype("int64") for level in LEVELS},
            "effort": rows["effort"].astype("float64"),
        }
    )[(size >= least).to_numpy(bool)]
    sums = rows.groupby(["country", "step"])[["labels", *LEVELS, "effort"]].sum()
    each = sums["effort"] / sums["labels"]
    table = sums.groupby(level="country").cumsum().assign(each=each).reset_index()
    return table.astype({"country": "str"})[COLUMNS]
