"""What the cells of a report show: its head, its chapters, and a record of its main values."""

from typing import Any

import pandas as pd
from IPython.display import HTML, display
from markupsafe import Markup

from benchlib.present import advice, performance, profile, text, wording
from benchlib.present.markup import Part, element, link, name, section
from benchlib.present.record import RECORD
from benchlib.present.results import Results, each


def masthead(r: Results) -> HTML:
    """Who the report is about and when it was made."""
    facts = [(title, name(words)) for title, words in text.about(r)]
    if wording.known(r.organisation["website"]):
        facts.append(("Web site", link(r.organisation["website"])))
    entries = [element("div", element("dt", title), element("dd", words)) for title, words in facts]
    return shown(
        element(
            "header",
            element("p", "Cluster report", class_="kicker"),
            element("h1", name(r.organisation["name"])),
            element("dl", *entries, class_="facts"),
            class_="masthead",
        )
    )


def chapter(title: str, *parts: Part) -> HTML | None:
    """A chapter of the report; nothing where all its parts are."""
    content = section(title, *parts)
    return shown(content) if content else None


def shown(content: Markup) -> HTML:
    """HTML as the output of a cell."""
    return HTML(str(content))


def summary(r: Results) -> dict[str, Any]:
    """The main values of the report, as plain data."""
    total = r.score(profile.TOTAL)
    composition = profile.composition(r)
    return {
        "cluster_id": r.organisation["cluster_id"],
        "name": wording.clean(r.organisation["name"]),
        "as_of": r.edition["as_of"],
        "synthetic": bool(r.edition["synthetic"]),
        "headline": text.headline(r),
        "labels": {row.level: row.state for row in each(r.statuses)},
        "verdicts": {row.label: row.verdict for row in each(r.verdicts)},
        "next_label": text.next_label(r),
        "missing": text.missing(r),
        "total": None if total is None else [float(total["low"]), float(total["high"])],
        "participants": int(composition["participants"].sum()) if len(composition) else None,
        "contradictions": list(r.contradictions["value"]),
        **_performance(r),
    }


def _performance(r: Results) -> dict[str, Any]:
    """Competitiveness, the management's share of points, the way that points lead, and the first recommendations."""
    now, ahead, goal = performance.latest(r), performance.forecast(r), advice.goal(r)
    team, (first, _) = performance.management(r), advice.advised(r)
    return {
        "competitiveness": None if now is None else _estimate(now, ahead),
        "management": None if team is None else [float(team["low"]), float(team["high"])],
        "path": None if goal is None else _goal(goal),
        "recommendations": list(first["id"]),
    }


def _goal(row: pd.Series) -> dict[str, Any]:
    return {"label": row["label"], "gain": float(row["gain"]), "effort": float(row["effort"])}


def _estimate(now: pd.Series, ahead: pd.Series | None) -> dict[str, Any]:
    return {
        "year": int(now["year"]),
        **{name: float(now[name]) for name in ("estimate", "low", "high")},
        "peers": now["peers"] if wording.known(now["peers"]) else None,
        "expected": None if ahead is None else float(ahead["predicted"]),
    }


def record(r: Results) -> None:
    """Keep the summary in the executed notebook, for programs and tests; it does not show."""
    display({RECORD: summary(r)}, raw=True)
