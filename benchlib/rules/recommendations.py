"""Recommendations as frozen, strict data: texts tied to conditions on signs; none is made up in code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Marked, Number, Rule, Strict

Text = Annotated[str, Field(min_length=1)]

LIMITS = ("below", "at_most", "at_least", "above")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> list[str]:
    """The names in braces of a text, in order.

    >>> placeholders("{label} ends in {months_to_expiry}")
    ['label', 'months_to_expiry']
    """
    return PLACEHOLDER.findall(text)


class Condition(Strict):
    """A sign within limits, or equal to a word; a sign that is not known meets no condition."""

    sign: Text
    below: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    above: float | None = None
    is_: str | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _limited(self) -> Self:
        limits = [name for name in LIMITS if getattr(self, name) is not None]
        if bool(limits) == (self.is_ is not None):
            raise ValueError(f"expected either limits ({', '.join(LIMITS)}) or 'is'")
        return self


class Recommendation(Strict):
    """A text that is shown where all conditions hold, one of `any` does (where there are some), and every value that it
    names is known. Of those of one group, only the first in order is shown; a group may name signs as well."""

    kind: str
    priority: int
    group: str | None = None
    all: Annotated[Sequence[Condition], Field(min_length=1)]
    any: Sequence[Condition] = ()
    title: Text
    text: Text
    reason: Text
    mark: Marked
    source: str
    note: str | None = None

    @property
    def texts(self) -> dict[str, str]:
        """What readers see, by the key it stands under."""
        return {"title": self.title, "text": self.text, "reason": self.reason}

    @property
    def filled(self) -> dict[str, str]:
        """Every text that may hold names in braces, by the key it stands under."""
        return self.texts | ({"group": self.group} if self.group else {})


class Fixed(Strict):
    """Indicators that no work of the team changes soon, so that no advice is built on them."""

    indicators: Sequence[str]
    mark: Marked
    source: str
    note: str | None = None


class SignSettings(Strict):
    """How signs are taken: over how many years a trend, the comparative portfolio for indicators, those left out."""

    trend_years: Number
    among: str
    fixed: Fixed


class Others(Strict):
    """What others did: months before an award within which its assessment lies; what a reader must bear in mind."""

    rests_within: Number
    caution: Text


class Recommendations(Rule):
    """The whole of `recommendations.yaml`. `framework` names the indicators and groups that its signs speak of."""

    note: str
    framework: str
    first_page: Number
    signs: SignSettings
    others: Others
    kinds: Mapping[str, Text]
    priorities: Mapping[int, Text]
    recommendations: Annotated[Mapping[str, Recommendation], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, self._faulty())
        return self

    def _faulty(self) -> Iterator[consistency.Finding]:
        """Kinds and priorities that are not listed, braces that hold no name."""
        for key, one in self.recommendations.items():
            place = ("recommendations", key)
            if one.kind not in self.kinds:
                yield (*place, "kind"), f"{one.kind!r}; expected one of the kinds {list(self.kinds)}"
            if one.priority not in self.priorities:
                yield (*place, "priority"), f"{one.priority}; expected one of {list(self.priorities)}"
            for name, text in one.filled.items():
                if set("{}") & set(PLACEHOLDER.sub("", text)) or "" in placeholders(text):
                    yield (*place, name), "expected each brace around the name of a sign, such as {percent}"
