"""What a report says in words: sentences from one organisation's results, and the descriptions of its pictures."""

from benchlib.present.text.advice import barriers, others, path
from benchlib.present.text.certainty import certainty, flips, marks
from benchlib.present.text.facts import about, absent, composition, method, sources, working_groups
from benchlib.present.text.labels import acts, status, timeline
from benchlib.present.text.performance import competitiveness, figures, management, peers
from benchlib.present.text.scores import criteria, groups, indicators, strengths, strong_and_weak
from benchlib.present.text.verdict import headline, missing, next_label

__all__ = [
    "about",
    "absent",
    "acts",
    "barriers",
    "certainty",
    "competitiveness",
    "composition",
    "criteria",
    "figures",
    "flips",
    "groups",
    "headline",
    "indicators",
    "management",
    "marks",
    "method",
    "missing",
    "next_label",
    "others",
    "path",
    "peers",
    "sources",
    "status",
    "strengths",
    "strong_and_weak",
    "timeline",
    "working_groups",
]
