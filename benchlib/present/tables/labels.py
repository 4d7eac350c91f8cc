"""Labels held, awards in order, and the conditions of each label."""

from typing import Any

from markupsafe import Markup

from benchlib.present import dates, profile, text, wording
from benchlib.present.markup import element, source
from benchlib.present.results import Results, each
from benchlib.present.tables.grid import stacked, state, table

BASIS = {"published": "as published", "rule": "by the rules"}


def cards(r: Results) -> Markup | None:
    """The three labels side by side, each with its state on the day of the report."""
    items = [
        element(
            "li",
            element("strong", row.level.capitalize()),
            element("small", r.edition["levels"][row.level]["name"]),
            state(row.state),
            element("span", text.status(r, row.level)),
            class_=row.level,
        )
        for row in each(profile.ordered(r, r.statuses, "level"))
    ]
    return element("ul", *items, class_="labels") if items else None


def awards(r: Results) -> Markup | None:
    """Every award in order of time."""
    order = r.timeline.sort_values(["awarded_from", "until_from"], kind="stable")
    rows = [
        (
            row.level.capitalize() + (f", {dates.date(row.awarded)}" if wording.known(row.awarded) else ""),
            _until(row),
            row.kind,
            f"{wording.number(row.score_percent)}%" if wording.known(row.score_percent) else "not published",
            source(row.source),
        )
        for row in each(order)
    ]
    headings = ["Label, awarded", "Valid until", "Kind", "Score", "Source"]
    return table("Every award on record", headings, rows, cards=True)


def _until(row: Any) -> Markup | str:
    """The end of an award and where it comes from."""
    if row.until_basis == "unknown":
        return wording.NOT_KNOWN
    published = wording.known(row.valid_until)
    end = dates.date(row.valid_until) if published else dates.span(row.until_from, row.until_to)
    return stacked(end, BASIS[row.until_basis])


def conditions(r: Results, label: str) -> Markup | None:
    """Every condition of a label with what was found, what is asked, the margin, the outcome and how it is known.

    A condition on several items has a row for each; what they share stands in its first.
    """
    if r.reported is None:
        return None  # nothing was judged; the page on the method lists what the rules ask for
    mine = r.conditions[r.conditions["label"] == label]
    first = ~mine["condition"].duplicated()
    rows = [
        (
            stacked(row.title, _item(row), row.note if wording.known(row.note) else None) if new else _item(row),
            _found(row),
            wording.quantity(row.threshold, row.unit),
            _margin(row),
            state(row.outcome),
            stacked(row.mark, row.rules.rpartition(": ")[2]) if new else row.mark,
        )
        for row, new in zip(each(mine), first, strict=True)
    ]
    headings = ["Condition", "Found", "Asked for", "Margin", "Outcome", "Rule"]
    caption = f"Conditions of {label}: {r.edition['rules']} of {r.edition['rules_version']}"
    return table(caption, headings, rows, cards=True)


def _found(row: Any) -> str:
    """The value, or the bounds it lies in while answers are missing."""
    value, low, high, unit = row.value, row.low, row.high, row.unit
    if wording.known(value) or not (wording.known(low) and wording.known(high)):
        return wording.quantity(value, unit)
    return f"{wording.quantity(low, unit)} to {wording.quantity(high, unit)}"


def _item(row: Any) -> str | None:
    """The indicator or question that a condition looks at."""
    if not wording.known(row.item):
        return None
    return f"{row.item} {row.item_name}" if str(row.item)[:1].isdigit() else str(row.item_name)


def _margin(row: Any) -> str:
    margin, unit = row.margin, row.unit
    if not wording.known(margin) or unit in wording.YES_OR_NO:
        return "–"
    return wording.signed(margin, unit)
