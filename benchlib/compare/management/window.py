"""The years that the performance of the management is looked at over, and who was a participant in a year."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.rules.management import Management


@dataclass(frozen=True)
class Window:
    """Growth from the figures of one year to those of a later one."""

    from_year: int
    to_year: int

    @property
    def years(self) -> list[int]:
        """Years of growth: each against the year before."""
        return list(range(self.from_year + 1, self.to_year + 1))


def window(figures: pd.DataFrame, rules: Management) -> Window | None:
    """The last years that are reported; None where no year has figures.

    figures: table `participant_figures`. The last year is the latest that at least `reported_share` as many
    participants have figures of as of the year before, so that a year which only begins to be reported does not cut
    all others off.
    """
    counts = figures.groupby(figures["year"].astype("int64"))["participant_id"].nunique()
    before = counts.reindex(counts.index - 1, fill_value=0).to_numpy()
    reported = counts.index[counts.to_numpy() >= rules.reported_share.value * before]
    if reported.empty:
        return None
    last = int(reported.max())
    return Window(last - int(rules.window_years.value), last)


def member(participants: pd.DataFrame, year: int | pd.Series) -> npt.NDArray[np.bool_]:
    """Whether rows of table `participants` were members in a year, (n,).

    Joined in it at the latest, or unknown; not left before it. Of a partial date the day counts that speaks for it.
    """
    joined, left = participants["joined_from"].dt.year, participants["left_to"].dt.year
    return ((joined.isna() | (joined <= year)) & (left.isna() | (left >= year))).to_numpy(bool)
