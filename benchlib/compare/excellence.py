"""The excellence index of a portfolio: a number an organisation, with the interval that reasonable choices give it."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import chain, configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty import design, ranking
from benchlib.rules.models import Framework

FOLDER = Path(__file__).resolve().parents[2] / "data" / "index"
CONFIG, DESIGN = FOLDER / "excellence.yaml", FOLDER / "excellence-design.yaml"

TOP = "excellence"
FILLED = 20  # versions of the missing answers
COLUMNS = ["cluster_id", "score", "score_p05", "score_p95", "ahead", "ahead_p05", "ahead_p95", "others"]


def excellence(points: pd.DataFrame, framework: Framework, highest: float, fewest: float) -> pd.DataFrame:
    """Index and position (ahead of so many percent of the others) with their 5 % and 95 % bounds: COLUMNS.

    points: one row an organisation (cluster_id), one column a scored indicator, nan where not answered; `highest` is
    the most that one can give. Empty where there are fewer than `fewest` others, whom a position would tell of.
    """
    if len(points) <= fewest:
        return pd.DataFrame(columns=COLUMNS)
    index = chain.run(_tables(points, framework, highest), configuration.load(CONFIG))
    units = ranking.ranking(index, design.load(DESIGN), _filled(points.to_numpy(float), highest)).units
    others = len(points) - 1
    ahead = {f"ahead{end}": 100 * (len(points) - units[f"rank{of}"].to_numpy()) / others for end, of in ENDS.items()}
    scores = {f"score{end}": units[f"score{end}"].to_numpy() for end in ENDS}
    return pd.DataFrame({"cluster_id": points.index.to_numpy(), **scores, **ahead, "others": others})[COLUMNS]


ENDS = {"": "", "_p05": "_p95", "_p95": "_p05"}  # the worst rank is the lowest position


def _tables(points: pd.DataFrame, framework: Framework, highest: float) -> Tables:
    """The portfolio as units and the framework as a tree: indicators, groups, index."""
    groups = {
        key: [item for item in framework.scored if framework.indicators[item].group == key] for key in framework.groups
    }
    rows = [(item, 1, f"group {framework.indicators[item].group}", 1.0, 0.0, highest) for item in framework.scored]
    rows += [(f"group {key}", 2, TOP, float(len(items)), np.nan, np.nan) for key, items in groups.items()]
    rows += [(TOP, 3, "", 1.0, np.nan, np.nan)]
    meta = pd.DataFrame(rows, columns=["code", "level", "parent", "weight", "goalpost_low", "goalpost_high"])
    meta["parent"] = meta["parent"].replace("", None)  # nothing is above the index
    data = points[framework.scored].rename_axis("unit").reset_index()
    return Tables(data, meta.assign(direction=1.0))


def _filled(points: npt.NDArray[np.float64], highest: float) -> npt.NDArray[np.float64]:
    """Versions of the portfolio (r, n, k) whose missing answers have any number of points alike."""
    rng = np.random.default_rng(len(points))
    drawn = rng.integers(0, int(highest) + 1, (FILLED, *points.shape)).astype(float)
    return np.where(np.isnan(points), drawn, points)
