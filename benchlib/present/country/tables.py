"""A country's numbers as tables and cards. Each function gives None where there is nothing to show."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.country import profile, text
from benchlib.present.country.reading import CountryResults
from benchlib.present.markup import element, name
from benchlib.present.results import each
from benchlib.present.tables.grid import stacked, state, table


def cards(c: CountryResults) -> Markup | None:
    """The labels side by side: ever awarded, and valid on the day."""
    if not c.size:
        return None
    items = [
        element(
            "li",
            element("strong", level.capitalize()),
            element("small", c.edition["levels"][level]["name"]),
            element("span", f"{wording.interval(row['valid'], row['valid'] + row['open'])} valid"),
            element("span", f"{wording.number(row['ever'])} ever awarded"),
            class_=level,
        )
        for level, row in profile.levels(c).items()
    ]
    return element("ul", *items, class_="labels")


def levels(c: CountryResults) -> Markup | None:
    """Organisations by level."""
    if not c.size:
        return None
    counts = ("ever", "valid", "open", "expired", "renewable")
    rows = [
        (
            stacked(level.capitalize(), c.edition["levels"][level]["name"]),
            *(wording.number(row[count]) for count in counts),
        )
        for level, row in profile.levels(c).items()
    ]
    headings = ["Label", "Ever awarded", "Valid", "Cannot tell", "Expired", "Renewal still open"]
    return table(f"Organisations by label on {dates.day(c.as_of)}", headings, rows, numbers=(1, 2, 3, 4, 5), cards=True)


def ending(c: CountryResults) -> Markup | None:
    """Labels that end soon, those that may end first at the top."""
    rows = [
        (name(row.name), row.level.capitalize(), dates.span(row.until_from, row.until_to), state(row.state))
        for row in each(c.ending)
    ]
    headings = ["Organisation", "Label", "Ends", f"On {dates.day(c.as_of)}"]
    return table(f"Labels that end within {int(c.country['expiring_within'])} months", headings, rows, cards=True)


def areas(c: CountryResults) -> Markup | None:
    """Organisations by technology area and highest label ever."""
    kinds = ("organisations", "gold", "silver", "bronze", "none")
    rows = [
        (
            wording.capital(wording.clean(row["area"])),  # a code of ours, so that the column keeps whole words
            *(wording.number(row[kind]) for kind in kinds),
            wording.interval(row["valid"], row["valid"] + row["open"]),
        )
        for row in c.areas.to_dict("records")
    ]
    headings = ["Area", "All", "Gold", "Silver", "Bronze", "No label", "Valid now"]
    return table("Areas by highest label ever awarded", headings, rows, numbers=(1, 2, 3, 4, 5, 6))


def groups(c: CountryResults) -> Markup | None:
    """Total and groups beside those of other countries."""
    rows = [
        (
            str(row["name"]),
            stacked(f"{row['median']:.0f}%", f"middle half {row['q25']:.0f} to {row['q75']:.0f}%"),
            f"{row['others_median']:.0f}%",
            stacked(f"{_tens(row['ahead'])} of 10", f"{_tens(row['low'])} to {_tens(row['high'])}"),
            row["verdict"],
        )
        for row in profile.groups(c).to_dict("records")
    ]
    headings = ["Group of indicators", f"Median of {c.name}", "Median elsewhere", "Ahead in pairs", "Standing"]
    return table("Points in percent of the maximum", headings, rows, numbers=(1, 2, 3), cards=True)


def _tens(share: float) -> str:
    return f"{10 * share:.1f}"


def instruments(c: CountryResults) -> Markup | None:
    """Instruments on groups that lag, then others that certainly reach somebody."""
    rows = profile.instruments(c)
    first = rows["shown"].astype(bool) & (rows["tied"] | (rows["low"] > 0))
    return _reaching(c, rows[first], "Instruments and whom they would reach")


def few(c: CountryResults) -> Markup | None:
    """The others whose reach is known: nobody, or few."""
    rows = profile.instruments(c)
    others = rows["shown"].astype(bool) & ~(rows["tied"] | (rows["low"] > 0))
    return _reaching(c, rows[others], "Further instruments")


def _reaching(c: CountryResults, rows: pd.DataFrame, caption: str) -> Markup | None:
    body = [
        (
            stacked(row["name"], row["text"]),
            row["kind"],
            _works_on(c, row),
            stacked(f"{text.reach(row)} of {wording.number(row['asked'])}", row["who"]),
        )
        for row in rows.to_dict("records")
    ]
    headings = ["Instrument", "Kind", "Works on", "Would reach"]
    return table(caption, headings, body, cards=True)


def further(c: CountryResults) -> Markup | None:
    """Instruments of which it cannot be told whom they would reach."""
    rows = profile.instruments(c)
    rows = rows[~rows["shown"].astype(bool)]
    body = [
        (stacked(row["name"], row["text"]), row["kind"], _works_on(c, row), wording.capital(row["who"]))
        for row in rows.to_dict("records")
    ]
    return table("Instruments whose reach cannot be told", ["Instrument", "Kind", "Works on", "For"], body, cards=True)


def _works_on(c: CountryResults, row: Mapping[str, Any]) -> Markup:
    first, *others = profile.works_on(c, row["groups"])
    return stacked(wording.capital(first), *others, "lags here" if row["tied"] else None)


def effort(c: CountryResults) -> Markup | None:
    """Labels and effort, added up step by step."""
    levels = list(c.edition["levels"])
    rows = [
        (
            str(int(row["step"])),
            wording.number(row["labels"]),
            wording.listing(f"{wording.number(row[level])} {level}" for level in levels if row[level]),
            wording.number(row["effort"], 0),
            wording.number(row["each"]),
        )
        for row in c.effort.to_dict("records")
    ]
    headings = ["Step", "Labels so far", "Of these", "Days so far", "Days a label, this step"]
    return table("Labels against days of work", headings, rows, numbers=(1, 3, 4), cards=True)


def organisations(c: CountryResults) -> Markup | None:
    """Every organisation with its labels."""
    rows = [
        (
            stacked(name(row["name"])),
            wording.clean(row["area"]) if wording.known(row["area"]) else wording.NOT_KNOWN,
            wording.clean(row["nuts2"]) if wording.known(row["nuts2"]) else wording.NOT_KNOWN,
            str(row["highest"]),
            _held(c, row),
        )
        for row in c.holders.to_dict("records")
    ]
    headings = ["Organisation", "Area", "Region", "Highest ever", f"On {dates.day(c.as_of)}"]
    return table(f"Cluster organisations of {c.name}", headings, rows, cards=True)


def _held(c: CountryResults, row: Mapping[str, Any]) -> str:
    """Levels that hold, and those of which it cannot be told."""
    told = {"valid": "valid", "cannot tell": "cannot tell"}
    parts = [f"{level} {told[row[level]]}" for level in reversed(c.edition["levels"]) if row[level] in told]
    return ", ".join(parts) or "no valid label"
