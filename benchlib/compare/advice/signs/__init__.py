"""Signs: named facts on every organisation, taken from the tables of an edition, that advice may rest on."""

from benchlib.compare.advice.signs.catalogue import Settings, Sign
from benchlib.compare.advice.signs.wide import catalogue, described, signs

__all__ = ["Settings", "Sign", "catalogue", "described", "signs"]
