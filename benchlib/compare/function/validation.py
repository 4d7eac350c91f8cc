"""Do peers confirm the figures? And where they do not, in which aspect."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.function.parameters import Booleans, Floats

CONFIRM, MORE, LESS = "confirm", "see more", "see less"
KEYS = ["year", "aspect"]


def verdicts(innovation: Floats, figured: Booleans, within: float) -> npt.NDArray[np.object_]:
    """What peers say of figures, by the standardised innovation of v given the past and q; both (n, t).

    None where peers were not asked, or the unit had no figures until then (`figured`) that they could confirm.
    """
    said = np.full(innovation.shape, None, dtype=object)
    said[np.abs(innovation) <= within] = CONFIRM
    said[innovation > within] = MORE
    said[innovation < -within] = LESS
    said[~figured] = None
    return said


def aspects(states: pd.DataFrame, peers: pd.DataFrame, units: Sequence[str]) -> pd.Series:
    """For each row of `states` the aspect that deviates most in the direction of the peers' innovation; else missing.

    states: the unit's columns, year, peers (what they say) and expected (v before peers answer). peers: the unit's
    columns, year, aspect, mean, usual, shown. An aspect deviates by its mean, less its usual offset from all aspects in
    that wave, less the expected v.
    """
    found = pd.Series(None, index=states.index, dtype="str")
    astonished = states[states["peers"].isin([MORE, LESS])].reset_index(names="row")
    told = peers[peers["shown"].astype(bool)]
    if astonished.empty or told.empty:
        return found
    pairs = told.assign(offset=_offsets(told)).merge(astonished, on=[*units, "year"])
    sign = np.where(pairs["peers"] == MORE, 1.0, -1.0)
    deviation = sign * (pairs["mean"] - pairs["offset"] - pairs["expected"])
    most = deviation.dropna().groupby(pairs["row"]).idxmax()
    found[most.index] = pairs.loc[most, "aspect"].to_numpy(object)
    return found


def _offsets(peers: pd.DataFrame) -> pd.Series:
    """How far each aspect of a wave usually lies from the mean of all aspects of it."""
    usual = peers.groupby(KEYS)["usual"].mean()
    offset = usual - usual.groupby("year").transform("mean")
    return pd.Series(offset.reindex(pd.MultiIndex.from_frame(peers[KEYS])).to_numpy(), index=peers.index)
