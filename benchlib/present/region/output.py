"""What the cells of a region's report show: its head, and a record of its main values."""

from typing import Any

from IPython.display import HTML, display

from benchlib.present.markup import element, name
from benchlib.present.output import shown
from benchlib.present.record import RECORD
from benchlib.present.region import text
from benchlib.present.region.reading import RegionResults
from benchlib.present.results import each

REPORT = "region report"


def masthead(g: RegionResults) -> HTML:
    """Which region the report is about and when it was made."""
    entries = [element("div", element("dt", title), element("dd", name(words))) for title, words in text.about(g)]
    head = (element("p", "Region report", class_="kicker"), element("h1", name(g.name)))
    return shown(element("header", *head, element("dl", *entries, class_="facts"), class_="masthead"))


def summary(g: RegionResults) -> dict[str, Any]:
    """The main values of the report as the page shows them, as plain data.

    synthetic is false in every edition: nothing invented is on the page.
    """
    return {
        "report": REPORT,
        "nuts2": g.code,
        "name": g.name,
        "country": g.region["country"],
        "as_of": g.edition["as_of"],
        "synthetic": False,
        "left_out": g.invented,
        "headline": text.headline(g),
        "findings": text.findings(g),
        "strong": {row.nace: [int(row.stars), float(row.lq)] for row in each(g.industries)},
        "gaps": list(text.gaps(g)["nace"]),
        "organisations": list(g.holders["organisation"]),
        "without_region": int(g.region["country_without_region"]),
    }


def record(g: RegionResults) -> None:
    """Keep the summary in the executed notebook, for programs and tests; it does not show."""
    display({RECORD: summary(g)}, raw=True)
