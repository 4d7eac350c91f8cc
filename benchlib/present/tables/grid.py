"""The one form of all tables: a caption, headings with their scope, rows that become cards on a phone."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from benchlib.present.markup import Part, element, joined

Row = Sequence[Part]

STATES = {  # word -> its sign and the kind of news it is
    **dict.fromkeys(("met", "awarded", "shown", "valid", "named"), ("✓", "good")),
    **dict.fromkeys(("not met", "not awarded", "not shown"), ("✗", "bad")),
    **dict.fromkeys(("expired", "never", "not named"), ("–", "none")),
    **dict.fromkeys(("cannot tell", "no answer"), ("?", "open")),
}
SHORT = 9  # rows that a printed page keeps together


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Row], *, numbers: Sequence[int] = (), cards: bool = False
) -> Markup | None:
    """A table; the first cell of each row is its heading. None without rows.

    numbers: columns that stand to the right. cards: on a phone each row becomes a card, every value with its heading.
    """
    body = [_row(row, headings, numbers) for row in rows]
    if not body:
        return None
    head = [element("th", text, scope="col", class_=_side(place, numbers)) for place, text in enumerate(headings)]
    parts = (element("caption", caption), element("thead", element("tr", *head)), element("tbody", *body))
    whole = element("table", *parts, class_="cards" if cards else None)
    kind = "wide short" if len(body) <= SHORT else "wide"
    if cards:
        return element("div", whole, class_=kind)
    return element("div", whole, class_=kind, role="region", aria_label=caption, tabindex=0)  # it may need to scroll


def _row(row: Row, headings: Sequence[str], numbers: Sequence[int]) -> Markup:
    first, *others = row
    cells = [
        element("td", cell, data_label=headings[place], class_=_side(place, numbers))
        for place, cell in enumerate(others, start=1)
    ]
    return element("tr", element("th", first, scope="row"), *cells)


def _side(place: int, numbers: Sequence[int]) -> str | None:
    return "number" if place in numbers else None


def stacked(*lines: Part) -> Markup:
    """A cell's main text with quieter lines below it."""
    first, *rest = [line for line in lines if line]
    return joined([first, *(element("small", line) for line in rest)])


def state(text: str) -> Markup:
    """An outcome as a word with a sign before it, so that it needs no colour."""
    sign, kind = STATES[text]
    words = "none on record" if text == "never" else text
    return element("span", element("span", sign, aria_hidden="true"), f" {words}", class_=f"state {kind}")
