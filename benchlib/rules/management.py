"""Settings of the performance of the management team as frozen, strict data."""

from typing import Literal, Self

from pydantic import model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Marked, Number, Rule, Strict

Structure = Literal["none", "independent", "moving_average"]


class Shocks(Strict):
    """What hits all participants of a cluster alike in a year: left out, without memory, or half taken back the next.

    `moving_average` lets a shock return in the next year (correlation of neighbouring years between -0.5 and 0.5):
    figures that are up for one year by accident raise the growth of that year and lower that of the next.
    """

    structure: Structure
    mark: Marked
    source: str
    note: str | None = None


class Management(Rule):
    """The whole of `management.yaml`."""

    note: str
    window_years: Number
    reported_share: Number
    shocks: Shocks

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        years = self.window_years.value
        wrong = years < 1 or years != int(years)
        text = f"{years:g}; expected a whole number of years, at least 1"
        consistency.require(self, [(("window_years", "value"), text)] if wrong else [])
        return self
