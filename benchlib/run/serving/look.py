"""Templates and headers: the same look as reports, and nothing loaded from anywhere else."""

from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from benchlib.present.page import NAME, TEMPLATES
from benchlib.run.serving.address import Address

SERVED = "served"
NONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def headers(address: Address) -> dict[str, str]:
    """What goes with every answer; pages that run scripts have a policy of their own."""
    told = {
        "Content-Security-Policy": NONE,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Server": "benchlib",
    }
    return told | ({"Strict-Transport-Security": "max-age=31536000"} if address.secure else {})


def policy(nonce: str) -> str:
    """For a page with widgets: scripts of this server, and those in the page that carry its nonce."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            "style-src 'self' 'unsafe-inline'",  # libraries of widgets write styles while they run
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )


def page(**told: Any) -> AsyncIterator[str]:
    """A page, in parts as they come."""
    return _environment().get_template("page.html.j2").generate_async(**told)


def failed(sentence: str, nonce: str) -> AsyncIterator[str]:
    """The end of a page that could not go on."""
    return _environment().get_template("failed.html.j2").generate_async(sentence=sentence, nonce=nonce)


def message(title: str, text: str, *, again: int | None = None, links: Mapping[str, str] | None = None) -> str:
    """A page of one sentence. again: seconds until the browser asks again; links: words by address.

    Where there is one link and no wait, the browser follows it by itself.
    """
    follow = next(iter(links), None) if links and len(links) == 1 and again == 0 else None
    template = _plain().get_template("message.html.j2")
    return template.render(title=title, text=text, again=again, links=links or {}, follow=follow)


def _markdown(source: str) -> Markup:
    return Markup(markdown2html_mistune(source))  # noqa: S704 - from the notebook itself


@cache
def _environment() -> jinja2.Environment:
    environment = _made(asynchronous=True)
    environment.filters["markdown"] = _markdown
    return environment


@cache
def _plain() -> jinja2.Environment:
    return _made(asynchronous=False)


def _made(*, asynchronous: bool) -> jinja2.Environment:
    loader = jinja2.FileSystemLoader([TEMPLATES / SERVED, TEMPLATES / NAME])
    return jinja2.Environment(loader=loader, autoescape=True, enable_async=asynchronous)
