"""What is told when something fails: people get a sentence and a number, the log the number and what happened."""

import re
import secrets
from typing import Any

from jupyter_server.base.handlers import log
from tornado.web import HTTPError, RequestHandler

from benchlib.run.serving import look

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike on the telephone
LONGEST = 20_000  # letters of what a page says, in the log
BUSY = "All places are taken at the moment. You need do nothing: this page asks again by itself, back in a moment."
SENTENCES = {
    403: ("Please open your personal link", "This place is entered by the link in your invitation. Open it again."),
    404: ("There is nothing here", "Check the address, or open the link in your invitation again."),
    503: ("Busy, back in a moment", BUSY),
}
REFUSED = ("This cannot be done", "The request was refused. Go back, or open the link in your invitation again.")
_LINK = re.compile(r"/enter/[^\s?#]*")


def number() -> str:
    """A number to tell by telephone, and to search the log for."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))


def sentence(told: str) -> str:
    """What people are told of a failure."""
    return (
        f"Something went wrong here, and it is not your fault. Reload the page; if it stays, tell us the number {told}."
    )


def noted(what: str, details: object, exc_info: Any = None) -> str:
    """Write into the log what happened; the number under which it stands there."""
    told = number()
    log().error("number %s: %s: %s", told, what, str(details)[:LONGEST], exc_info=exc_info)
    return told


def masked(uri: str) -> str:
    """A path for the log: without what identifies a person, and without its query.

    >>> masked("/apps/enter/abc.def?x=1")
    '/apps/enter/...'
    """
    return _LINK.sub("/enter/...", uri).partition("?")[0]


def discreet(kind: Any) -> Any:
    """Let a handler answer with the headers of all, and tell nothing of what fails but `write_error`."""
    kind.set_default_headers = headed
    kind.write_error, kind.log_exception, kind._request_summary = write_error, log_exception, summary
    return kind


def headed(handler: RequestHandler) -> None:
    """Set the headers that go with every answer."""
    for name, value in look.headers(handler.settings["address"]).items():
        handler.set_header(name, value)


def access(handler: RequestHandler) -> None:
    """A line in the log for each request."""
    request = handler.request
    milliseconds = 1000 * request.request_time()
    log().info("%d %s %s %.0f ms", handler.get_status(), request.method, masked(str(request.uri)), milliseconds)


def summary(handler: RequestHandler) -> str:
    """What tornado writes of a request in its warnings."""
    return f"{handler.request.method} {masked(str(handler.request.uri))}"


def log_exception(handler: RequestHandler, kind: Any, value: Any, trace: Any) -> None:
    """Instead of tornado's, which writes the whole address: failures are noted with their number, below."""
    if isinstance(value, HTTPError) and value.log_message:
        log().warning("%d %s: %s", value.status_code, summary(handler), masked(str(value.get_message())))


def write_error(handler: RequestHandler, status_code: int, **kwargs: Any) -> None:
    """The page for whatever failed, of any handler."""
    title, text = SENTENCES.get(status_code, REFUSED)
    if status_code >= 500 and status_code != 503:
        told = noted(summary(handler), f"status {status_code}", kwargs.get("exc_info"))
        title, text = "Something went wrong", sentence(told)
    retry = handler.settings["limits"].retry if status_code == 503 else None
    headed(handler)
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    if retry:
        handler.set_header("Retry-After", str(retry))
    handler.finish(look.message(title, text, again=retry))
