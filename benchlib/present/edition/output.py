"""What the cells of the publication show: its title page, and a record of its main values."""

from typing import Any

from IPython.display import HTML, display

from benchlib.present.edition import changes, labels, scores, text, trends
from benchlib.present.edition.reading import Portfolio
from benchlib.present.edition.text.method import TITLE
from benchlib.present.markup import element, name
from benchlib.present.output import shown
from benchlib.present.record import RECORD


def cover(p: Portfolio) -> HTML:
    """The title page: what it is, which edition, of which day, on whom, invented or not."""
    entries = [element("div", element("dt", title), element("dd", name(words))) for title, words in text.about(p)]
    parts = (
        element("p", "Periodic publication", class_="kicker"),
        element("h1", TITLE),
        element("dl", *entries, class_="facts"),
    )
    return shown(element("header", *parts, class_="masthead cover"))


def summary(p: Portfolio) -> dict[str, Any]:
    """The main values of the publication, as plain data."""
    levels, found, panel = labels.by_level(p), changes.since(p), trends.panel(p)
    return {
        "name": str(p.edition["name"]),
        "report": TITLE,
        "numbered": True,
        "as_of": p.edition["as_of"],
        "since": found.start.isoformat(),
        "synthetic": p.synthetic,
        "organisations": len(p.organisations),
        "labels": {str(level): {key: int(value) for key, value in row.items()} for level, row in levels.iterrows()},
        "ending": {str(level): [int(row["low"]), int(row["high"])] for level, row in labels.ending(p).iterrows()},
        "first_awards": {str(level): int(number) for level, number in found.levels["first"].items()},
        "assessed": scores.assessed(p),
        "median_total": float(scores.totals(p).median()) if len(scores.totals(p)) >= p.least else None,
        "panel": None if panel is None else panel.clusters,
        "competitiveness": None if panel is None else [round(float(x), 3) for x in trends.means(panel.rows)["mean"]],
        "findings": text.findings(p),
    }


def record(p: Portfolio) -> None:
    """Keep the summary in the executed notebook, for programs and tests; it does not show."""
    display({RECORD: summary(p)}, raw=True)
