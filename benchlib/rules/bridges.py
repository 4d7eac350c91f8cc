"""From technology areas of cluster organisations to divisions of industry, as frozen, strict data."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Marked, Number, Rule, Strict

Division = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
Name = Annotated[str, Field(min_length=1)]


class Tied(Strict):
    """The divisions that an area works in."""

    divisions: Annotated[list[Division], Field(min_length=1)]
    mark: Marked
    source: str
    note: str | None = None


class Strong(Strict):
    """From how many stars on, and above which location quotient, a division is called strong in a region."""

    stars: Number
    quotient: Number


class Bridge(Rule):
    """Areas with the divisions tied to them, and the names of all divisions; `rule` gives the stars."""

    rule: Name
    strong: Strong
    areas: Annotated[Mapping[str, Tied], Field(min_length=1)]
    divisions: Mapping[Division, Name]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, self._faulty())
        return self

    def _faulty(self) -> Iterator[consistency.Finding]:
        for area, tied in self.areas.items():
            for place, code in enumerate(tied.divisions):
                if code not in self.divisions:
                    yield ("areas", area, "divisions", place), f"{code!r}; expected one of the divisions listed below"
                if code in tied.divisions[:place]:
                    yield ("areas", area, "divisions", place), f"{code!r}; expected each division once"

    def areas_of(self, division: str) -> list[str]:
        """The areas that a division is tied to, in their order."""
        return [area for area, tied in self.areas.items() if division in tied.divisions]
