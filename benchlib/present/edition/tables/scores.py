"""Scores in numbers: quartiles of many, what is kept back in words; and the management teams together."""

import pandas as pd
from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.edition import management, names, scores
from benchlib.present.edition.reading import Portfolio
from benchlib.present.markup import name
from benchlib.present.tables.grid import table


def groups(p: Portfolio) -> Markup | None:
    """Total, groups of indicators, and the sub-index of the management."""
    found = scores.by_group(p)
    rows = [(row["name"], wording.number(row["organisations"]), *_spread(row)) for _, row in found.iterrows()]
    team = management.subindex(p)
    if team is not None:
        rows.append(("Management team (across the groups)", wording.number(team["organisations"]), *_spread(team)))
    headings = ["Group of indicators", "Organisations", "Median", "Middle half"]
    return table("Points in percent of the maximum", headings, rows, numbers=(1, 2, 3), cards=True)


def _spread(row: pd.Series) -> tuple[str, str]:
    """Median and middle half, without decimals."""
    return f"{row['median']:.0f}%", f"{row['q25']:.0f} to {row['q75']:.0f}%"


def places(p: Portfolio, column: str, title: str) -> Markup | None:
    """Totals by area or country; what is kept back is left out."""
    found = scores.by_place(p, column)
    rows = [
        (name(group), wording.number(row["organisations"]), *_spread(row))
        for group, row in found[found["shown"].astype(bool)].iterrows()
    ]
    headings = [title, "Organisations", "Median", "Middle half"]
    return table(f"Total in percent of the maximum by {title.lower()}", headings, rows, numbers=(1, 2, 3))


def value_added(p: Portfolio) -> Markup | None:
    """How many clusters' participants grew beyond, or less than, what their circumstances explain."""
    found = management.value_added(p)
    rows = [
        (
            names.outcome(str(outcome)),
            wording.number(row["clusters"]),
            wording.number(row["above"]),
            wording.number(row["below"]),
            f"{wording.signed(row['least'])} to {wording.signed(row['most'])}",
        )
        for outcome, row in found.iterrows()
    ]
    headings = [
        "Growth of",
        "Clusters",
        "Whole interval above 0",
        "Whole interval below 0",
        "Nine of ten clusters (points a year)",
    ]
    return table("Growth beyond what circumstances explain", headings, rows, numbers=(1, 2, 3, 4), cards=True)
