"""Tables of one organisation's results, as HTML. Each function gives None where there is nothing to show."""

from benchlib.present.tables.labels import awards, cards, conditions
from benchlib.present.tables.scores import groups, indicators, standing
from benchlib.present.tables.substance import composition, contradictions, profile, readings

__all__ = [
    "awards",
    "cards",
    "composition",
    "conditions",
    "contradictions",
    "groups",
    "indicators",
    "profile",
    "readings",
    "standing",
]
