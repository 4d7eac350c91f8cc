"""The catalogue of policy instruments as frozen, strict data: whom each reaches follows from conditions on signs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Dated, Number, Rule
from benchlib.rules.recommendations import Condition, Text


class Instrument(Dated):
    """What policy could offer; it reaches organisations that meet all of `all` and, where there are some, one of `any`.

    groups: of indicators that it works on; none where it is about labels. who: the conditions in words.
    """

    name: Text
    kind: str
    groups: Sequence[str]
    text: Text
    who: Text
    all: Sequence[Condition] = ()
    any: Sequence[Condition] = ()

    @property
    def conditions(self) -> list[Condition]:
        """All conditions."""
        return [*self.all, *self.any]

    @property
    def signs(self) -> list[str]:
        """The signs that decide whom it reaches, each once."""
        return list(dict.fromkeys(one.sign for one in self.conditions))


class Instruments(Rule):
    """The whole of `instruments.yaml`. `framework` names the groups and indicators that it speaks of.

    expiring_within: months; interval: level, 0 to 1; cost_of_a_day: EUR.
    """

    note: str
    framework: str
    expiring_within: Number
    interval: Number
    cost_of_a_day: Number
    kinds: Mapping[str, Text]
    instruments: Annotated[Mapping[str, Instrument], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, self._faulty())
        return self

    def _faulty(self) -> Iterator[consistency.Finding]:
        """Kinds that are not listed, instruments without a condition, an interval that is none."""
        if not 0 < self.interval.value < 1:
            yield ("interval", "value"), f"{self.interval.value}; expected a level between 0 and 1"
        for key, one in self.instruments.items():
            if one.kind not in self.kinds:
                yield ("instruments", key, "kind"), f"{one.kind!r}; expected one of the kinds {list(self.kinds)}"
            if not one.conditions:
                yield ("instruments", key), "expected at least one condition under 'all' or 'any'"
