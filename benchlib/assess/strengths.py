"""Strengths of a profile: each the mean share of the points of the indicators that carry it."""

import numpy as np
import pandas as pd

from benchlib.assess.scoring import Points
from benchlib.rules.models import Profile

SHOWN, NOT_SHOWN, CANNOT_TELL = "shown", "not shown", "cannot tell"


def strengths(scored: Points, clusters: pd.Series, profile: Profile, highest: float) -> pd.DataFrame:
    """Strengths of each assessment: cluster_id, strength, name, percent, low, high, shown.

    percent is nan where an answer is missing, low and high bound it; shown from the profile's share on, "cannot tell"
    where the bounds lie on both sides of it.
    """
    frames = []
    for key, strength in profile.strengths.items():
        points = scored.points[:, scored.items.get_indexer(strength.indicators)]
        low = 100 * np.nan_to_num(points).mean(axis=1) / highest
        high = 100 * np.where(np.isnan(points), highest, points).mean(axis=1) / highest
        least = 100 * profile.shown_from.value
        frames.append(
            pd.DataFrame(
                {
                    "cluster_id": clusters.to_numpy(),
                    "strength": key,
                    "name": strength.name,
                    "percent": np.where(low == high, low, np.nan),
                    "low": low,
                    "high": high,
                    "shown": np.select([low >= least, high < least], [SHOWN, NOT_SHOWN], CANNOT_TELL),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
