"""A server for tests, in a process of its own: a door that knows a few links.

python tests/apps/door.py NOTEBOOKS PORT [LIMIT=VALUE ...]
"""

import json
import logging
import sys
from dataclasses import replace
from pathlib import Path

from benchlib.run.serving.address import Address
from benchlib.run.serving.app import Service, serve
from benchlib.run.serving.limits import Limits
from benchlib.run.serving.visits import Admission, Visit

ALL = ("counter", "broken", "slow", "curious", "dead")


def admitted(token: str) -> Visit | None:
    """Links good-1, good-2 ... open all pages, few-1 ... only the first."""
    kind, _, number = token.partition("-")
    if kind == "bad":
        raise RuntimeError(f"the store is gone, and the link was {token}")
    pages = {"good": ALL, "few": ALL[:1]}.get(kind)
    return Visit(f"visit-{kind}-{number}", pages) if pages and number.isdigit() else None


def main() -> None:
    """Serve."""
    folder, port, origin, path, *more = sys.argv[1:]
    revoked = Path(folder).parent / "revoked"
    limits = replace(Limits(), **{name: json.loads(value) for name, value in (one.split("=") for one in more)})
    admission = Admission(admitted, lambda visit: not (revoked / visit.id).exists())
    place = Address(port=int(port), path=path, origin=origin or None)
    logging.basicConfig()
    serve(Service(Path(folder), place, limits, admission, b"s" * 32), lambda told: print(told, flush=True))


if __name__ == "__main__":
    main()
