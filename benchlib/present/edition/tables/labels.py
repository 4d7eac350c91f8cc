"""Labels in numbers: by level, area, country and year, what ends soon, and what is published elsewhere."""

from typing import Any

from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.edition import labels, totals
from benchlib.present.edition.reading import Portfolio
from benchlib.present.markup import name
from benchlib.present.tables.grid import Row, stacked, table


def levels(p: Portfolio) -> Markup | None:
    """Organisations by level: ever awarded, valid, cannot be told, expired, countries."""
    rows = [
        (
            stacked(str(level).capitalize(), p.edition["levels"][level]["name"]),
            *map(wording.number, (row.ever, row.valid, row.open, row.expired, row.countries)),
        )
        for level, row in zip(labels.by_level(p).index, labels.by_level(p).itertuples(), strict=True)
    ]
    headings = ["Label", "Ever awarded", "Valid", "Cannot tell", "Expired", "Countries"]
    return table(f"Organisations by label on {dates.day(p.as_of)}", headings, rows, numbers=(1, 2, 3, 4, 5), cards=True)


def areas(p: Portfolio) -> Markup | None:
    """Organisations by area and highest label ever."""
    return _grouped(p, "area", "Area", "Areas by highest label")


def countries(p: Portfolio) -> Markup | None:
    """Organisations by country and highest label ever."""
    return _grouped(p, "country_name", "Country", "Countries by highest label")


def _grouped(p: Portfolio, column: str, title: str, caption: str) -> Markup | None:
    found = labels.grouped(p, column)
    counted = ["organisations", "gold", "silver", "bronze", "none"]
    rows: list[Row] = [
        (name(group), *(wording.number(row[one]) for one in counted), _valid(row)) for group, row in found.iterrows()
    ]
    headings = [title, "All", "Gold", "Silver", "Bronze", "None", "Valid now"]
    return table(caption, headings, rows, numbers=(1, 2, 3, 4, 5, 6))


def _valid(row: Any) -> str:
    """Organisations with a valid label, to those that may have one."""
    return wording.interval(row["valid"], row["valid"] + row["open"])


def history(p: Portfolio) -> Markup | None:
    """Labels valid at the end of each year, and ever awarded by then."""
    found = labels.over_time(p)
    if found.empty:
        return None
    levels_ = list(p.edition["levels"])
    rows = []
    for day, part in found.groupby("day"):
        by = part.set_index("level")
        cells = [wording.interval(by.at[level, "low"], by.at[level, "high"]) for level in levels_]
        cells += [wording.number(by.at[level, "ever"]) for level in levels_]
        rows.append((dates.day(day) if day.date() == p.as_of else str(day.year), *cells))
    headings = [
        "Year",
        *(f"{level.capitalize()} valid" for level in levels_),
        *(f"{one.capitalize()} ever" for one in levels_),
    ]
    return table("Labels at the end of each year", headings, rows, numbers=tuple(range(1, 7)))


def ending(p: Portfolio) -> Markup | None:
    """Valid labels that end within a year, and expired ones that a renewal still continues."""
    found = labels.ending(p)
    if not found.to_numpy().any():
        return None
    rows = [
        (
            str(level).capitalize(),
            wording.number(row["valid"]),
            wording.interval(row["low"], row["high"]),
            wording.number(row["renewable"]),
        )
        for level, row in found.iterrows()
    ]
    headings = ["Label", "Valid now", f"End within {labels.AHEAD} months", "Expired, renewal still open"]
    return table("What ends soon, and what can still be renewed", headings, rows, numbers=(1, 2, 3), cards=True)


def published(p: Portfolio) -> Markup | None:
    """Published counts for all countries beside what this edition knows; None for invented organisations."""
    found = totals.beside(p)
    rows = [
        (
            f"{row.level.capitalize()}, {dates.day(row.date)}",
            wording.number(row.published),
            wording.number(row.known),
            wording.share_of(row.known, row.published),
            stacked(row.source, str(row.mark)),
        )
        for row in found.itertuples()
    ]
    headings = ["Ever awarded by", "Published", "Known here", "Share", "Source of the count"]
    return table("Published counts beside this edition", headings, rows, numbers=(1, 2, 3), cards=True)
