"""What a country's report says in words."""

from benchlib.present.country.text.findings import findings
from benchlib.present.country.text.offers import effort, groups, instruments, reach, told
from benchlib.present.country.text.state import about, absent, areas, ending, headline, labels, method, organisations

__all__ = [
    "about",
    "absent",
    "areas",
    "effort",
    "ending",
    "findings",
    "groups",
    "headline",
    "instruments",
    "labels",
    "method",
    "organisations",
    "reach",
    "told",
]
