"""Screen: units of which too little is known are left out of everything that follows."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def present(values: Floats) -> Floats:
    """Share of the k indicators that each unit has, (..., n)."""
    return np.mean(~np.isnan(values), axis=-1)


def kept(values: Floats, minimum_share: float) -> npt.NDArray[np.bool_]:
    """Whether a unit has at least that share of its indicators, (..., n)."""
    return present(values) >= minimum_share
