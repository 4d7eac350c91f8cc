"""What the publication says in words, every number derived from the edition's tables."""

from benchlib.present.edition.text.changes import changes, entered, left, newly
from benchlib.present.edition.text.findings import findings
from benchlib.present.edition.text.labels import ending, history, levels, places, published
from benchlib.present.edition.text.method import about, absent, cite, method, sources
from benchlib.present.edition.text.scores import by_place, management, scores, shift_share, value_added
from benchlib.present.edition.text.trends import aspects, competitiveness, figures, learning, peers

__all__ = [
    "about",
    "absent",
    "aspects",
    "by_place",
    "changes",
    "cite",
    "competitiveness",
    "ending",
    "entered",
    "figures",
    "findings",
    "history",
    "learning",
    "left",
    "levels",
    "management",
    "method",
    "newly",
    "peers",
    "places",
    "published",
    "scores",
    "shift_share",
    "sources",
    "value_added",
]
