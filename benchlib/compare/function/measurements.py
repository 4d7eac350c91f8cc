"""What the cluster function is fed with: both composites of every unit and year."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Measurements:
    """Composites of n units in t years in a row, nan where nothing was measured.

    units: n names, of clusters or of (cluster, participant). years: (t,), without gaps. q: quantitative composite on
    goalposts (0-100, beyond them where a value is). v: qualitative composite, 0-100; s: its standard error from the
    respondents, in the same points, nan where v is. All (n, t).
    """

    units: pd.Index
    years: Ints
    q: Floats
    v: Floats
    s: Floats

    def until(self, year: int) -> "Measurements":
        """What was known at the end of a year."""
        known = self.years <= year
        return Measurements(self.units, self.years[known], self.q[:, known], self.v[:, known], self.s[:, known])
