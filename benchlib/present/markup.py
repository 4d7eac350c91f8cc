"""Small pieces of HTML. Every text from data is escaped here; what is already `Markup` stands as it is."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from benchlib.present import drawing, wording
from benchlib.present.drawing import Picture

Part = Markup | str | None

WEB = ("http", "https")


def element(tag: str, *content: Part, **attributes: object) -> Markup:
    """An element; content and attributes are escaped. `class_` stands for class, `_` in a name for a hyphen.

    >>> element("p", "a < b", class_="note")
    Markup('<p class="note">a &lt; b</p>')
    """
    return Markup(f"{_opening(tag, attributes)}{_inner(content)}</{tag}>")  # noqa: S704 - both parts are escaped


def opening(tag: str, **attributes: object) -> Markup:
    """A start tag; attributes that are None or False are left out, True stands alone."""
    return Markup(_opening(tag, attributes))  # noqa: S704 - values are escaped


def _opening(tag: str, attributes: Mapping[str, object]) -> str:
    kept = [
        _attribute(name) if value is True else f'{_attribute(name)}="{escaped(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    ]
    return f"<{' '.join([tag, *kept])}>"


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def escaped(part: object) -> Markup:
    """Text as HTML, without control characters; what is `Markup` already stands as it is."""
    return part if isinstance(part, Markup) else escape(wording.visible(str(part)))


def joined(parts: Iterable[Part]) -> Markup:
    """Parts one after the other."""
    return Markup(_inner(parts))  # noqa: S704 - parts are escaped


def _inner(parts: Iterable[Part]) -> str:
    return "".join([escaped(part) for part in parts if part is not None])


def name(text: object) -> Markup:
    """A name from data, kept apart from the direction of the text around it."""
    return element("bdi", wording.clean(text))


def link(address: object, text: Part = None) -> Markup:
    """A link to the web; anything but http and https stays text.

    >>> link("javascript:alert(1)", "site")
    Markup('site')
    """
    shown = text if text is not None else wording.clean(address)
    if not wording.known(address) or not _web(str(address)):
        return escaped(shown)
    return element("a", shown, href=str(address), rel="noopener noreferrer")


def _web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in WEB and bool(parts.netloc) and not re.search(r"[\s\x00-\x1f]", address)


def source(text: object) -> Markup:
    """Where something is from: an address as a link named by its host, a document by its name."""
    return link(text, wording.host(wording.clean(text))) if wording.known(text) else escaped("no source given")


def paragraphs(sentences: Iterable[Part], class_: str | None = None) -> Markup | None:
    """Sentences as one paragraph; None where there are none."""
    kept = [escaped(part) for part in sentences if part]
    return element("p", Markup(" ").join(kept), class_=class_) if kept else None


def points(items: Iterable[Part], class_: str | None = None) -> Markup | None:
    """A list; None where it would be empty."""
    kept = [element("li", item) for item in items if item]
    return element("ul", *kept, class_=class_) if kept else None


def listed(title: str, items: Iterable[Part]) -> Markup | None:
    """A list with its heading; None where it would be empty."""
    return section(title, points(items), level=3)


def note(title: str, text: Part) -> Markup | None:
    """A boxed remark; None without text."""
    return element("div", element("p", element("strong", title)), element("p", text), class_="note") if text else None


def references(entries: Iterable[tuple[str, str | None]]) -> Markup | None:
    """Sources by title, with a link where they have an address."""
    return points((link(address, wording.host(title)) for title, address in entries), "sources")


def folded(title: str, *parts: Part) -> Markup | None:
    """Details that open on request; they are always printed. None without content."""
    kept = [part for part in parts if part]
    return element("details", element("summary", title), *kept) if kept else None


def picture(drawn: Picture | None) -> Markup | None:
    """A picture below its title, with its description for those who do not see it; None for None."""
    if drawn is None:
        return None
    return element("figure", element("figcaption", drawn.title), drawing.svg(drawn.drawing, drawn.alt))


def beside(*parts: Part) -> Markup | None:
    """Parts next to each other where the screen is wide enough; None without any."""
    kept = [element("div", part) for part in parts if part]
    return element("div", *kept, class_="beside") if kept else None


def section(title: str, *parts: Part, level: int = 2) -> Markup | None:
    """A section with its heading; None where all its parts are."""
    kept = [part for part in parts if part]
    if not kept:
        return None
    identity = slug(title)
    heading = element(f"h{level}", title, id=identity)
    return element("section", heading, *kept, aria_labelledby=identity)


def slug(title: str) -> str:
    """A heading as the name of a place in the page.

    >>> slug("How sure is this?")
    'how-sure-is-this'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"
