"""Tables of one organisation's results, as HTML. Each function gives None where there is nothing to show."""

from benchlib.present.tables.advice import (
    more_recommendations,
    other_ways,
    others,
    path,
    point_values,
    recommendations,
)
from benchlib.present.tables.labels import awards, cards, conditions
from benchlib.present.tables.performance import figures, history, peers, shift_share
from benchlib.present.tables.scores import groups, indicators, standing
from benchlib.present.tables.substance import composition, contradictions, profile, readings

__all__ = [
    "awards",
    "cards",
    "composition",
    "conditions",
    "contradictions",
    "figures",
    "groups",
    "history",
    "indicators",
    "more_recommendations",
    "other_ways",
    "others",
    "path",
    "peers",
    "point_values",
    "profile",
    "readings",
    "recommendations",
    "shift_share",
    "standing",
]
