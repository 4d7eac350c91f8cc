"""What a page is told when something may not be: sentences for people, nothing about the machine."""

from dataclasses import dataclass


class NotAdmitted(Exception):
    """The link does not hold (any more), or leads to nothing; the message is a sentence to show."""


class NotAllowed(Exception):
    """This link does not let its holder see this; the message is a sentence to show."""


@dataclass(frozen=True)
class Refused:
    """Nothing was changed. sentence: why, to show."""

    sentence: str


@dataclass(frozen=True)
class Waiting:
    """It is noted, and takes effect when the other assessors have done the same. sentence: to show."""

    sentence: str
