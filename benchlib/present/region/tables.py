"""A region's numbers as tables. Each function gives None where there is nothing to show."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.markup import Part, element, name
from benchlib.present.region import text
from benchlib.present.region.reading import RegionResults
from benchlib.present.results import each
from benchlib.present.tables.grid import stacked, table

FLAGS = ("size", "specialisation", "focus")
HEADINGS = ("Division", "Technology areas tied to it")
MOST = 12  # divisions before those that are folded away


def stars(number: int) -> Markup:
    """Stars as signs, told as words to those who do not see them."""
    words = f"{number} {'star' if number == 1 else 'stars'}"
    return element("span", "★" * number, role="img", aria_label=words)


def strong(g: RegionResults) -> Markup | None:
    """The first divisions in which the region is strong."""
    return _strong(g.industries.head(MOST), f"What {g.name} is strong in")


def more(g: RegionResults) -> Markup | None:
    """The others in which it is strong."""
    return _strong(g.industries.iloc[MOST:], f"What else {g.name} is strong in")


def _strong(part: pd.DataFrame, caption: str) -> Markup | None:
    rows = [
        (
            stacked(row["name"], f"{row['nace']}{', figure flagged ' + row['flag'] if row['flag'] else ''}"),
            stacked(stars(int(row["stars"])), ", ".join(flag for flag in FLAGS if row[flag])),
            stacked(
                wording.number(row["lq"]), f"{wording.number(row['lq_low'], 2)} to {wording.number(row['lq_high'], 2)}"
            ),
            stacked(wording.number(row["employment"], 0), f"{wording.number(row['share'])}% of all"),
        )
        for row in part.to_dict("records")
    ]
    headings = ["Division", "Stars", "Location quotient", f"Employed {text.YEAR}"]
    return table(caption, headings, rows, numbers=(2, 3), cards=True)


def gaps(g: RegionResults) -> Markup | None:
    """Strong divisions that no organisation of a tied area is known to work in."""
    body = [_tied(row) for row in text.gaps(g).to_dict("records")]
    return table("Strong divisions without a known cluster organisation", HEADINGS, body)


def covered(g: RegionResults) -> Markup | None:
    """Strong divisions that an organisation of the region works in."""
    rows = g.industries.iloc[:0] if g.invented else g.industries[g.industries["organisations"] > 0]
    body = [(*_tied(row), wording.number(row["organisations"])) for row in rows.to_dict("records")]
    headings = [*HEADINGS, "Organisations known here"]
    return table("Strong divisions with a cluster organisation", headings, body, numbers=(2,))


def _tied(row: Mapping[str, Any]) -> tuple[Part, ...]:
    return stacked(row["name"], stars(int(row["stars"]))), row["areas"].replace("; ", " · ")


def wealth(g: RegionResults) -> Markup | None:
    """GDP per head by year, the last first."""
    rows = [
        (
            f"{row.year:.0f}{' (estimated)' if row.flag == 'e' else ''}",
            wording.number(row.pps_per_head, 0),
            wording.number(row.country_pps, 0),
            wording.number(row.middle, 0),
        )
        for row in each(g.wealth.sort_values("year", ascending=False))
    ]
    headings = ["Year", g.name, wording.clean(g.region["country_name"]), "Median of all regions"]
    return table("GDP per head in PPS", headings, rows, numbers=(1, 2, 3))


def competitiveness(g: RegionResults) -> Markup | None:
    """The index by edition."""
    rows = [
        (
            f"{row.year:.0f}",
            _score(row.score),
            f"{wording.number(row.rank)} of {wording.number(row.regions)}",
            _score(row.country_score),
        )
        for row in each(g.competitiveness.sort_values("year", ascending=False))
    ]
    headings = ["Edition", "Score", "Rank", f"Score of {wording.clean(g.region['country_name'])}"]
    return table("Regional Competitiveness Index", headings, rows, numbers=(1, 2, 3), cards=True)


def _score(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−") if wording.known(value) else wording.NOT_KNOWN


def organisations(g: RegionResults) -> Markup | None:
    """Organisations known to be here, with their labels."""
    levels = list(g.edition["levels"])
    held = ("valid", "cannot tell")
    rows = [
        (
            name(row["name"]),
            wording.clean(row["area"]) if wording.known(row["area"]) else wording.NOT_KNOWN,
            str(row["highest"]),
            ", ".join(f"{level} {row[level]}" for level in reversed(levels) if row[level] in held) or "no valid label",
        )
        for row in g.holders.to_dict("records")
    ]
    headings = ["Organisation", "Area", "Highest ever", f"On {dates.day(g.as_of)}"]
    return table("Cluster organisations known to be here", headings, rows, cards=True)
