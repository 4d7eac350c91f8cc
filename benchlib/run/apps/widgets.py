"""Small widgets that pages share: HTML whose texts are escaped, fields with labels, notes, and files to take home.

What a browser says of any of them is only a wish: whoever acts on it asks the server what the person may do.
"""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import ipywidgets  # type: ignore[import-untyped]
from markupsafe import Markup

from benchlib.present.markup import Part, element, joined

FOLDER = Path(__file__).parent
GOOD, BAD, OPEN = "good", "bad", "open"

W = TypeVar("W", bound=ipywidgets.DOMWidget)


def html(*parts: Part, classes: Sequence[str] = ()) -> ipywidgets.HTML:
    """HTML to show; every part that is not `Markup` is escaped."""
    return classed(ipywidgets.HTML(str(joined(parts))), *classes)


def show(place: ipywidgets.HTML, *parts: Part) -> None:
    """Put other content into a place; nothing is sent where it is the same."""
    text = str(joined(parts))
    if place.value != text:
        place.value = text


def style(file: str) -> Markup:
    """The style of a page, from a file beside this one."""
    return Markup(f"<style>{(FOLDER / file).read_text(encoding='utf-8')}</style>")  # noqa: S704 - a file of ours


def classed(widget: W, *classes: str) -> W:
    """A widget with names by which its style is found."""
    for name in classes:
        widget.add_class(name)
    return widget


def column(*widgets: ipywidgets.Widget, classes: Sequence[str] = ()) -> ipywidgets.VBox:
    """Widgets below each other."""
    return classed(ipywidgets.VBox(widgets), *classes)


def row(*widgets: ipywidgets.Widget, classes: Sequence[str] = ()) -> ipywidgets.HBox:
    """Widgets beside each other, and below where the screen is narrow."""
    return classed(ipywidgets.HBox(widgets), "row", *classes)


def button(words: str, clicked: Callable[[], None], *, first: bool = False, hint: str = "") -> ipywidgets.Button:
    """A button. first: the one that most people want here. hint: what it does, where its words do not say it."""
    made = ipywidgets.Button(description=words, tooltip=hint or None, button_style="primary" if first else "")
    made.on_click(lambda _: clicked())
    return made


def field(words: str, text: str = "", *, lines: int = 1, hint: str = "") -> Any:
    """A field for text below its label; every key is told at once, so that nothing is lost with a page that closes."""
    options = {"value": text, "description": words, "placeholder": hint, "continuous_update": True}
    made = ipywidgets.Textarea(rows=lines, **options) if lines > 1 else ipywidgets.Text(**options)
    return classed(made, "labelled")


def choice(options: Sequence[tuple[str, str]], chosen: str | None) -> ipywidgets.RadioButtons:
    """One of several, all of them in sight; nothing is chosen where `chosen` is none of them."""
    known = chosen if chosen in [value for _, value in options] else None
    return classed(ipywidgets.RadioButtons(options=options, value=known), "choice")


def said(text: str, kind: str = GOOD) -> Markup:
    """A short note on what has happened, which screen readers read aloud."""
    return element("span", text, class_=f"said {kind}", role="alert" if kind == BAD else "status")


def progress(done: float, whole: float, name: str) -> Markup:
    """A bar with a name for those who do not see it."""
    return element("progress", max=f"{whole:g}", value=f"{done:g}", aria_label=name)


def download(name: str, kind: str, content: bytes, words: str) -> Markup:
    """A link that saves a file which the page itself holds: nothing is asked of the server for it. kind: its type."""
    address = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    return element("a", words, href=address, download=name, class_="download")
