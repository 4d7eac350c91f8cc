"""Tables of all organisations together, as HTML. Each function gives None where there is nothing to show."""

from benchlib.present.edition.tables.changes import awards, moved
from benchlib.present.edition.tables.labels import areas, countries, ending, history, levels, published
from benchlib.present.edition.tables.scores import groups, places, value_added
from benchlib.present.edition.tables.trends import area_trends, aspects, errors, figures, means, parameters

__all__ = [
    "area_trends",
    "areas",
    "aspects",
    "awards",
    "countries",
    "ending",
    "errors",
    "figures",
    "groups",
    "history",
    "levels",
    "means",
    "moved",
    "parameters",
    "places",
    "published",
    "value_added",
]
