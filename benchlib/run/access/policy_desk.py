"""The desk of a policy maker: aggregates of all organisations, never one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from benchlib.compare.policy import reach
from benchlib.rules import loading
from benchlib.run.access import sentences
from benchlib.run.access.census import Census, Choices, Frames
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.refusals import NotAllowed
from benchlib.run.access.roles import Action, Stage, allowed
from benchlib.run.rulebook import DEFAULT_FRAMEWORK
from benchlib.tables import store as stores
from benchlib.tables.faults import BadInput
from benchlib.tables.store import validity


@dataclass(frozen=True)
class PolicyDesk:
    """All organisations, counted. Facts are those of the moment when they are first asked for."""

    entrance: Entrance = field(repr=False)

    @classmethod
    def of(cls, entrance: Entrance) -> "PolicyDesk":
        """The desk of a visit. Raises NotAdmitted."""
        entrance.invitation()
        return cls(entrance)

    def may(self, action: Action) -> bool:
        """Whether this person may do something now."""
        return allowed(self.entrance.invitation().role, action, Stage.NONE, own=True)

    def log(self, action: str) -> None:
        """Note an export. Raises NotAllowed."""
        self._ask()
        self.entrance.log(action)

    def choices(self) -> Choices:
        """What filters may be; see `Census.choices`."""
        self._ask()
        return self._census.choices()

    def facts(
        self, country: str | None = None, area: str | None = None, label: str | None = None, year: str | None = None
    ) -> Frames:
        """Counts, suppressed and rounded; see `Census.frames`."""
        self._ask()
        return self._census.frames(country, area, label, year)

    def what_if(
        self, share: Mapping[str, float] | None = None, weights: Mapping[str, float] | None = None
    ) -> pd.DataFrame:
        """How many labels would move; see `Census.what_if`."""
        self._ask()
        return self._census.what_if(share, weights)

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""
        self._ask()
        return self._census.known.synthetic

    def _ask(self) -> None:
        if not self.may(Action.READ_COUNTS):
            raise NotAllowed(sentences.NOT_YOURS)

    @cached_property
    def _census(self) -> Census:
        today = self.entrance.clock().date()
        facts = validity.facts(stores.load(self.entrance.store), today=today)
        if facts.errors:
            raise BadInput(facts.errors)
        frameworks = {name: loading.framework(name) for name in loading.known()}
        return Census(
            facts,
            frameworks[DEFAULT_FRAMEWORK],
            frameworks,
            today,
            int(loading.standing("standing").minimum_others.value),
            int(reach.load().expiring_within.value),
        )
