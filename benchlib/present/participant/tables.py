"""A participant's numbers as tables. Each function gives None where there is nothing to show."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.participant import profile
from benchlib.present.participant.reading import ParticipantResults
from benchlib.present.results import each
from benchlib.present.tables.grid import stacked, table

KEPT_BACK = "kept back"
RECENT = 6  # years of estimates in the table; the picture tells them all


def latest(p: ParticipantResults) -> Markup | None:
    """The figures of the last year: own, typical of the cluster and of the area, and the third for each."""
    rows = profile.latest(p)
    if rows.empty:
        return None
    headings = ["Figure", "Own", *(f"Typical in its {words}" for words in profile.VIEWS.values())]
    body = [
        (row["name"], profile.own(row["value"], row["unit"]), *(_beside(row, view) for view in profile.VIEWS))
        for row in rows.to_dict("records")
    ]
    return table(f"Figures of {int(rows['year'].iloc[0])} beside those of others", headings, body, cards=True)


def _beside(row: Mapping[str, Any], view: str) -> Markup:
    """What is typical in a view, and in which third of it the participant stands."""
    if not _shown(row, view):
        return stacked(KEPT_BACK)
    third = row[f"third_{view}"]
    known = wording.known(third) and not profile.yes_or_no(row["unit"])
    return stacked(profile.typical(row[f"typical_{view}"], row["unit"]), f"own: {third} third" if known else None)


def _shown(row: Mapping[str, Any], view: str) -> bool:
    shown = row[f"shown_{view}"]
    return wording.known(shown) and bool(shown)


def years(p: ParticipantResults) -> Markup | None:
    """Every year: own figures, and below each what is typical of the cluster and of the area."""
    rows = profile.figures(p)
    if rows["value"].isna().all():
        return None
    names = rows.drop_duplicates("indicator")[["indicator", "name"]].set_index("indicator")["name"]
    names = names.reindex([key for key in p.settings["indicators"] if key in names.index])
    body = [
        (str(year), *(_cell(part[part["indicator"] == key]) for key in names.index))
        for year, part in rows.groupby("year", sort=False)
    ]
    return table("Own figures by year, below them what is typical", ["Year", *names], body, cards=True)


def _cell(rows: pd.DataFrame) -> Markup:
    if rows.empty:
        return stacked(wording.NOT_KNOWN)
    row = rows.iloc[0]
    others = [
        f"{view}: {profile.typical(row[f'typical_{view}'], row['unit']) if _shown(row, view) else KEPT_BACK}"
        for view in profile.VIEWS
    ]
    return stacked(profile.own(row["value"], row["unit"]), *others)


def estimates(p: ParticipantResults) -> Markup | None:
    """The estimate of recent years with its interval, beside the points of the figures alone and what was expected."""
    rows = profile.estimates(p)[::-1].head(RECENT)
    body = [
        (
            str(row.year),
            wording.number(row.estimate),
            _between(row.low, row.high),
            wording.number(row.q),
            wording.number(row.predicted),
        )
        for row in each(rows)
    ]
    headings = ["Year", "Estimate", "Interval", "Figures alone", "Expected before"]
    return table("Competitiveness in points by year", headings, body, numbers=(1, 2, 3, 4), cards=True)


def peers(p: ParticipantResults) -> Markup | None:
    """What peers say by aspect, in points with the interval."""
    rows = profile.heard(p)
    body = [
        (row.name, wording.number(row.shrunk, 0), _between(row.low, row.high), wording.number(row.respondents))
        for row in each(rows)
    ]
    return table(
        "Peers by aspect, in points", ["Aspect", "Points", "Interval", "Peers"], body, numbers=(1, 2, 3), cards=True
    )


def _between(low: float, high: float) -> str:
    return f"{wording.number(low, 0)} to {wording.number(high, 0)}" if wording.known(low) else wording.NOT_KNOWN
