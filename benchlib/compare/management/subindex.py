"""Sub-index of the management: the share of points on the indicators that tell of the team and its tools."""

import numpy as np
import pandas as pd

from benchlib.assess.scoring import totals
from benchlib.rules.models import Framework

ITEM = "management"  # its name among the items of the standing
COLUMNS = ["cluster_id", "indicators", "answered", "asked", "points", "maximum", "percent", "low", "high"]


def indicators(framework: Framework) -> list[str]:
    """Ids of the scored indicators that the framework marks `management: true`."""
    return [key for key in framework.scored if framework.indicators[key].management]


def subindex(points: pd.DataFrame, framework: Framework, highest: float) -> pd.DataFrame:
    """Points on the marked indicators, COLUMNS, one row an organisation in the order of `points`.

    points: one row an organisation (cluster_id), one column a scored indicator, nan where not answered; `highest` is
    the most that one can give. points and percent (of the maximum) are nan where an answer is missing; low and high
    bound the percent, the missing ones at 0 and at `highest`. indicators: "9 / 10" for 9 answered of 10 asked. Empty
    where the framework marks none.
    """
    asked = indicators(framework)
    if not asked:
        return pd.DataFrame(columns=COLUMNS)
    given = points[asked].to_numpy(float)
    low, high = totals(given, np.ones(len(asked)), highest)
    answered, most = (~np.isnan(given)).sum(axis=1), len(asked) * highest
    total = np.where(answered == len(asked), low, np.nan)
    frame = {
        "cluster_id": points.index.to_numpy(),
        "indicators": [f"{number} / {len(asked)}" for number in answered],
        "answered": answered,
        "asked": len(asked),
        "points": total,
        "maximum": most,
        "percent": 100 * total / most,
        "low": 100 * low / most,
        "high": 100 * high / most,
    }
    return pd.DataFrame(frame)[COLUMNS]
