"""Where the pages are found: on this machine, and from outside through a proxy."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchlib.tables.faults import BadInput

OPTION = "--base-url"
LOOPBACK = "127.0.0.1"
_PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


@dataclass(frozen=True)
class Address:
    """host and port: where the server listens. path: what addresses begin with. origin: public, None without one."""

    host: str = LOOPBACK
    port: int = 8866
    path: str = "/"
    origin: str | None = None

    @property
    def secure(self) -> bool:
        """Whether browsers come through TLS, which the proxy ends."""
        return self.origin is not None and self.origin.startswith("https:")

    @property
    def here(self) -> str:
        """The address on this machine."""
        return f"http://{_bracketed(self.host)}:{self.port}{self.path}"

    @property
    def public(self) -> str:
        """The address that people use."""
        return f"{self.origin}{self.path}" if self.origin else self.here

    @property
    def names(self) -> list[str]:
        """Host names by which it may be asked for; any other is somebody else's who points at this machine."""
        own = [] if self.origin is None else [urlsplit(self.origin).hostname or ""]
        return ["localhost", self.host, *own]


def address(host: str, port: int, base_url: str | None) -> Address:
    """From the options of the command. base_url: a path such as /apps/, or a whole address. Raises BadInput.

    >>> address("127.0.0.1", 8866, "https://bench.example.org/apps").public
    'https://bench.example.org/apps/'
    >>> address("127.0.0.1", 8866, "/apps").here
    'http://127.0.0.1:8866/apps/'
    """
    given = base_url or "/"
    parts = urlsplit(given)
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    whole = parts.scheme in ("http", "https") and parts.hostname is not None
    if parts.query or parts.fragment or "@" in parts.netloc or not _PATH.fullmatch(path) or ".." in path:
        raise BadInput.of(OPTION, "expected an address without user, query or fragment", given)
    if not whole and (parts.scheme or parts.netloc or not given.startswith("/")):
        raise BadInput.of(OPTION, "expected a path such as /apps/ or an address such as https://host/apps/", given)
    return Address(host, port, path, f"{parts.scheme}://{parts.netloc.lower()}" if whole else None)


def local(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> local("localhost"), local("::1"), local("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
