"""Aggregates of the portfolio as pictures, tables and sentences. nan stands for fewer than the least number shown."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from benchlib.present import markup, wording
from benchlib.present.markup import Part, element
from benchlib.run.apps import portfolio_map
from benchlib.run.apps.portfolio_pictures import bars, told, years
from benchlib.tables.schemas import LEVELS

Frames = Mapping[str, pd.DataFrame]

NUMBERS = "The numbers"
UNDATED = "Awards whose year is not known are left out."
LABELS = tuple(level.capitalize() for level in LEVELS)


def least(frames: Frames) -> int:
    """The smallest count that is shown."""
    return int(frames["summary"].at[0, "least"])


def assessed(frames: Frames) -> bool:
    """Whether there are enough agreed assessments to tell anything that rests on points."""
    return bool(pd.notna(frames["summary"].at[0, "assessed"]))


def summary(frames: Frames) -> Markup:
    """The choice in numbers."""
    one, few = frames["summary"].iloc[0], least(frames)
    facts = {"Organisations": one["organisations"]}
    facts |= {f"Valid {level} labels": one[level] for level in reversed(LEVELS)}
    facts |= {"With an agreed assessment": one["assessed"]}
    parts = [element("div", element("dt", name), element("dd", told(count, few))) for name, count in facts.items()]
    return element("dl", *parts, class_="facts")


def places(frames: Frames) -> Markup | None:
    """The map, the countries beyond it, and all of them in a table."""
    table, few = frames["by_country"], least(frames)
    names = dict(zip(table["country"], table["country_name"], strict=True))
    counts = dict(zip(table["country"], table["organisations"].astype(float), strict=True))
    beyond = [f"{names[code]} {told(count, few)}" for code, count in portfolio_map.elsewhere(counts).items()]
    return markup.section(
        "Countries",
        markup.picture(portfolio_map.europe(counts, names, few)) or _nothing("country", few),
        element("p", f"Beyond this map: {wording.listing(beyond)}.") if beyond else None,
        _counted(table, "country_name", "Country", few),
    )


def areas(frames: Frames) -> Markup | None:
    """Organisations by technology area."""
    table, few = frames["by_area"].sort_values("organisations", ascending=False, kind="stable"), least(frames)
    counts = dict(zip(table["area"], table["organisations"].astype(float), strict=True))
    return markup.section(
        "Technology areas",
        markup.picture(bars("In which areas do they work?", counts, few)) or _nothing("area", few),
        element("p", "Organisations whose area is not on record are not in this picture.", class_="quiet"),
        _counted(table, "area", "Area", few),
    )


def awarded(frames: Frames) -> Markup | None:
    """Labels by the year of their award."""
    table, few = frames["by_year"], least(frames)
    counts = {level: _by(table[table["level"] == level], "year", "awarded") for level in LEVELS}
    drawn = years("How many labels were awarded each year?", counts, few)
    if drawn is None:
        return markup.section(
            "Labels over the years", element("p", f"No year has {few} known awards of a level or more.")
        )
    rows = [
        (str(year), *(_cell(counts[level].get(year), few) for level in LEVELS))
        for year in sorted({*table["year"]}, reverse=True)
    ]
    return markup.section(
        "Labels over the years",
        markup.picture(drawn),
        element("p", f"A year without a column has fewer than {few}, or none. {UNDATED}", class_="quiet"),
        markup.folded(NUMBERS, tabled("Labels awarded", ("Year", *LABELS), rows)),
    )


def ending(frames: Frames) -> Markup | None:
    """Labels that are valid and may end soon, by quarter."""
    table, few = frames["expiring"], least(frames)
    if table.empty:
        nothing = f"In no quarter of the next months {few} valid labels of a level or more may end."
        return markup.section("Labels that end soon", element("p", nothing))
    counts = {level: _by(table[table["level"] == level], "until", "labels") for level in LEVELS}
    rows = [
        (quarter_name(quarter), *(_cell(counts[level].get(quarter), few) for level in LEVELS))
        for quarter in sorted({*table["until"]})
    ]
    return markup.section(
        "Labels that end soon",
        tabled("Valid labels by the quarter they may end in", ("Quarter", *LABELS), rows),
        element("p", f"–: fewer than {few}, or none.", class_="quiet"),
    )


def totals(frames: Frames) -> Markup | None:
    """How the totals of agreed assessments spread; what is lacking, where there are none to show."""
    table, few = frames["totals"], least(frames)
    if not assessed(frames):
        return markup.section("Spread of totals", element("p", lacking(few)))
    names = [f"{row.low} to {row.high}%" for row in table[["low", "high"]].itertuples()]
    counts = dict(zip(names, table["organisations"].astype(float), strict=True))
    return markup.section(
        "Spread of totals",
        markup.picture(bars("How many organisations reach which share of the points?", counts, few)),
        element("p", "The latest agreed assessment of each organisation.", class_="quiet"),
    )


def moved(table: pd.DataFrame, few: int, *, assessed: bool) -> Markup:
    """Labels before and after a change of the rules. assessed: whether there are enough assessments to tell."""
    if not assessed:
        return element("p", lacking(few))
    columns = ("before", "after", "gained", "lost")
    rows = [(row["label"].capitalize(), *(told(row[name], few) for name in columns)) for _, row in table.iterrows()]
    return tabled(
        "Organisations that meet the rules of a label", ("Label", "Today", "Then", "Gain it", "Lose it"), rows
    )


def lacking(few: int) -> str:
    """Why nothing about points is shown."""
    return (
        f"There are fewer than {few} agreed assessments here, or none: what rests on points cannot be shown. "
        "Labels are shown as they were published."
    )


def quarter_name(quarter: str) -> str:
    """A quarter as people write it.

    >>> quarter_name("2026Q4")
    'Oct to Dec 2026'
    """
    year, number = quarter.split("Q")
    return f"{('Jan to Mar', 'Apr to Jun', 'Jul to Sep', 'Oct to Dec')[int(number) - 1]} {year}"


def tabled(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table whose first column names its rows."""
    heads = [element("th", word, scope="col", class_="number" if place else None) for place, word in enumerate(head)]
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell, class_="number") for cell in cells))
        for first, *cells in rows
    ]
    return element(
        "table", element("caption", caption), element("thead", element("tr", *heads)), element("tbody", *body)
    )


def _counted(table: pd.DataFrame, column: str, head: str, few: int) -> Part:
    """Organisations and valid labels by the values of a column, the most first."""
    if table.empty:
        return None
    ordered = table.sort_values("organisations", ascending=False, kind="stable")
    rows = [
        (wording.clean(row[column]), *(told(row[name], few) for name in ("organisations", *LEVELS)))
        for _, row in ordered.iterrows()
    ]
    return markup.folded(NUMBERS, tabled("Organisations and their valid labels", (head, "All", *LABELS), rows))


def _by(table: pd.DataFrame, key: str, value: str) -> dict:
    return dict(zip(table[key].tolist(), table[value].astype(float).tolist(), strict=True))


def _cell(count: float | None, few: int) -> str:
    return "–" if count is None else told(count, few)


def _nothing(what: str, few: int) -> Markup:
    return element("p", f"No {what} has {few} organisations or more in this choice.")
