"""Who may come in. Links are made and judged elsewhere; here is asked, and remembered in a signed cookie."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler

COOKIE = "benchlib-visit"
DAYS = 7  # after which the link has to be opened again
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Visit:
    """One person behind one link. id: all that kernels are told; pages: names of notebooks, the one to show first."""

    id: str
    pages: tuple[str, ...]

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id) or not self.pages:
            raise ValueError(f"{self.id!r}: expected letters, digits, - and _, and at least one page")


def nobody(_: str) -> Visit | None:
    """Nobody is let in."""
    return None


def holding(_: Visit) -> bool:
    """A visit that has begun is never revoked."""
    return True


@dataclass(frozen=True)
class Admission:
    """Who decides. admitted: whom a link lets in, if anybody; it notes the use of the link.

    still: whether a visit that has begun still holds. It is asked at every page and connection and, while a page is
    open, every few seconds: it should be quick.
    """

    admitted: Callable[[str], Visit | None] = nobody
    still: Callable[[Visit], bool] = holding


class Visitors(IdentityProvider):
    """Tells Jupyter's handlers who asks: the visit in the cookie, as long as it holds. There is no other way in."""

    def get_user(self, handler: RequestHandler) -> User | None:
        """The visit behind a request, by its id."""
        visit = visit_of(handler)
        return None if visit is None else User(username=visit.id)

    def get_handlers(self) -> list[tuple[str, object]]:
        """No page to log in."""
        return []


def remember(handler: RequestHandler, visit: Visit) -> None:
    """Put a visit into the cookie. It ends with the browser, and other sites cannot make the browser send it."""
    place = handler.settings["address"]
    told = json.dumps([visit.id, visit.pages])
    options = {"httponly": True, "samesite": "Strict", "path": place.path, "secure": place.secure}
    handler.set_signed_cookie(COOKIE, told, expires_days=None, **options)


def visit_of(handler: RequestHandler) -> Visit | None:
    """The visit that a request belongs to, None where there is none or it holds no more."""
    told = handler.get_signed_cookie(COOKIE, max_age_days=DAYS)
    if told is None:
        return None
    visit = _read(json.loads(told))
    return visit if handler.settings["admission"].still(visit) else None


def _read(told: Any) -> Visit:
    identity, pages = told
    return Visit(identity, tuple(pages))
