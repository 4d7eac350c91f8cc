"""Pictures of all organisations together. Each function gives a picture, or None where there is nothing to draw."""

from benchlib.present.edition.charts.labels import areas, history, levels
from benchlib.present.edition.charts.scores import by_area, distribution, groups
from benchlib.present.edition.charts.tiles import countries
from benchlib.present.edition.charts.trends import area_trends, aspects, competitiveness, errors, figures

__all__ = [
    "area_trends",
    "areas",
    "aspects",
    "by_area",
    "competitiveness",
    "countries",
    "distribution",
    "errors",
    "figures",
    "groups",
    "history",
    "levels",
]
