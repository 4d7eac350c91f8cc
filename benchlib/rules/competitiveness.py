"""Settings of the cluster function as frozen, strict data: what is measured, how it is digitised, when it is shown."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Marked, Number, Rule, Strict

Figure = Literal["turnover_eur", "exports_eur", "employees", "innovations", "rd_eur"]
Interval = Annotated[list[float], Field(min_length=2, max_length=2)]


class Ratio(Strict):
    """Sum of one figure over the sum of another, over the participants that report both, times a factor."""

    type: Literal["ratio"]
    of: Figure
    over: Figure
    times: float


class Growth(Strict):
    """Growth of the sum of a figure since the year before in percent, over the participants that report both years."""

    type: Literal["growth"]
    of: Figure


class Some(Strict):
    """Share of the participants that report a figure in which it is above 0, in percent."""

    type: Literal["any"]
    of: Figure


Measure = Annotated[Ratio | Growth | Some, Field(discriminator="type")]


class Quantity(Strict):
    """An indicator of the quantitative composite: how it is measured, and its values at 0 and at 100 points."""

    name: str
    unit: str
    measure: Measure
    goalposts: Interval
    mark: Marked
    source: str


class Quantitative(Strict):
    """The quantitative composite: the mean of its indicators on their goalposts."""

    minimum_participants: Number
    minimum_indicators: Number
    indicators: Mapping[str, Quantity]


class Digitised(Strict):
    """An answer x becomes points_a_step (x - lowest)."""

    lowest: float
    points_a_step: float
    mark: Marked
    source: str


class Aspect(Strict):
    """What peers are asked: an aspect of the qualitative composite."""

    name: str
    question: str
    mark: Marked
    source: str


class Qualitative(Strict):
    """The qualitative composite: the mean of peers' digitised answers over the aspects."""

    minimum_respondents: Number
    digitised: Digitised
    aspects: Mapping[str, Aspect]


class Function(Strict):
    """When the function speaks: coverage of intervals, limit of confirmation, band of drift, waves to start with."""

    interval: Number
    confirmed_within: Number
    drift_band: Number
    first_waves: Number


class Competitiveness(Rule):
    """The whole of `competitiveness.yaml`."""

    note: str
    quantitative: Quantitative
    qualitative: Qualitative
    function: Function

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, self._level())
        return self

    def _level(self) -> Iterator[consistency.Finding]:
        """Indicators whose goalposts leave no room between them."""
        for key, one in self.quantitative.indicators.items():
            if one.goalposts[0] == one.goalposts[1]:
                yield (
                    ("quantitative", "indicators", key, "goalposts"),
                    f"{one.goalposts}; expected two values that differ",
                )
