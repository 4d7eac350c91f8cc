"""Pictures of one organisation's results. Each function gives a figure, or None where there is nothing to draw."""

from benchlib.present.charts.advice import path, value_added
from benchlib.present.charts.certainty import certainty
from benchlib.present.charts.competitiveness import figures, peers, trend
from benchlib.present.charts.composition import composition
from benchlib.present.charts.scores import groups, indicators
from benchlib.present.charts.strengths import strengths
from benchlib.present.charts.timeline import timeline

__all__ = [
    "certainty",
    "composition",
    "figures",
    "groups",
    "indicators",
    "path",
    "peers",
    "strengths",
    "timeline",
    "trend",
    "value_added",
]
