"""What the cells of a participant's report show: its head, and a record of its main values."""

from typing import Any

from IPython.display import HTML, display

from benchlib.present import output, wording
from benchlib.present.markup import element, name
from benchlib.present.participant import profile, text
from benchlib.present.participant.reading import ParticipantResults
from benchlib.present.record import RECORD
from benchlib.present.results import each

REPORT = "participant report"
FOOTER = "For this participant alone. Our own function, no official measure."


def masthead(p: ParticipantResults) -> HTML:
    """Who the report is about and when it was made."""
    entries = [element("div", element("dt", title), element("dd", name(words))) for title, words in text.about(p)]
    head = (element("p", wording.capital(REPORT), class_="kicker"), element("h1", name(profile.name(p))))
    return output.shown(element("header", *head, element("dl", *entries, class_="facts"), class_="masthead"))


def summary(p: ParticipantResults) -> dict[str, Any]:
    """The main values of the report as the page shows them, as plain data."""
    rows, estimates = profile.latest(p), profile.estimates(p)
    last = None if estimates.empty else estimates.iloc[-1]
    return {
        "report": REPORT,
        "footer": FOOTER,
        "cluster_id": p.participant["cluster_id"],
        "participant_id": p.participant["participant_id"],
        "name": profile.name(p),
        "cluster": wording.clean(p.cluster["name"]),
        "as_of": p.edition["as_of"],
        "synthetic": bool(p.edition["synthetic"]),
        "headline": text.headline(p),
        "year": None if rows.empty else int(rows["year"].iloc[0]),
        "figures": {row["indicator"]: _figure(row) for row in rows.to_dict("records")},
        "estimate": None if last is None else text.points(last),
        "peers": None if last is None or not wording.known(last["peers"]) else last["peers"],
        "aspects": {row.aspect: wording.number(row.shrunk, 0) for row in each(profile.heard(p))},
        "missing": text.missing(p),
    }


def _figure(row: dict[str, Any]) -> dict[str, str | None]:
    """One figure: own, typical and third by view; None where it is kept back."""
    told: dict[str, str | None] = {"own": profile.own(row["value"], row["unit"])}
    for view in profile.VIEWS:
        typical, third = row[f"typical_{view}"], row[f"third_{view}"]
        told[view] = profile.typical(typical, row["unit"]) if wording.known(typical) else None
        told[f"{view}_third"] = third if wording.known(third) else None
    return told


def record(p: ParticipantResults) -> None:
    """Keep the summary in the executed notebook, for programs and tests; it does not show."""
    display({RECORD: summary(p)}, raw=True)
