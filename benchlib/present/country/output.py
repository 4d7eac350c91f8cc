"""What the cells of a country's report show: its head, and a record of its main values."""

from typing import Any

from IPython.display import HTML, display

from benchlib.present.country import profile, text
from benchlib.present.country.reading import CountryResults
from benchlib.present.markup import element, name
from benchlib.present.output import shown
from benchlib.present.record import RECORD

REPORT = "country report"


def masthead(c: CountryResults) -> HTML:
    """Which country the report is about and when it was made."""
    entries = [element("div", element("dt", title), element("dd", name(words))) for title, words in text.about(c)]
    head = (element("p", "Country report", class_="kicker"), element("h1", name(c.name)))
    return shown(element("header", *head, element("dl", *entries, class_="facts"), class_="masthead"))


def summary(c: CountryResults) -> dict[str, Any]:
    """The main values of the report as the page shows them, as plain data."""
    return {
        "report": REPORT,
        "country": c.country["country"],
        "name": c.name,
        "as_of": c.edition["as_of"],
        "synthetic": c.synthetic,
        "headline": text.headline(c),
        "findings": text.findings(c),
        "organisations": c.size,
        "assessed": profile.assessed(c),
        "labels": profile.levels(c),
        "ending": [int(c.ending["certain"].sum()), len(c.ending)],
        "lags": list(profile.lagging(c)["item"]),
        "reach": text.told(c),
        "effort": [[int(row["labels"]), float(row["effort"])] for row in c.effort.to_dict("records")],
    }


def record(c: CountryResults) -> None:
    """Keep the summary in the executed notebook, for programs and tests; it does not show."""
    display({RECORD: summary(c)}, raw=True)
