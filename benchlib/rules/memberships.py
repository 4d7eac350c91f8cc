"""Which countries were members of the European Union on a day."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from benchlib.rules import consistency, loading
from benchlib.rules.dated import Dated, Rule

FILE = Path(__file__).resolve().parents[2] / "data" / "regions" / "countries.yaml"
ISO = r"^[A-Z]{2}$"


class Memberships(Rule):
    """Countries by their ISO 3166 code, each a member from a day on, until another where it has left."""

    members: Mapping[Annotated[str, Field(pattern=ISO)], Dated]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self)
        return self

    def on(self, day: dt.date | None = None) -> list[str]:
        """Codes of the members on a day, sorted; without one, of those that have not left."""
        return sorted(code for code, one in self.members.items() if _holds(one, day))


def _holds(one: Dated, day: dt.date | None) -> bool:
    if day is None:
        return one.until is None
    return one.from_ <= day and (one.until is None or day <= one.until)


def load(file: Path = FILE) -> Memberships:
    """The memberships of a file, by default those that are shipped. Raises RuleError."""
    return loading.read(Memberships, file)
