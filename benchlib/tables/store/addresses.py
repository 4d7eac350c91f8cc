"""Where the store is: a SQLite file or a PostgreSQL database, by an address that may hold a password.

The address comes from BENCHLIB_DATABASE, or from the file that BENCHLIB_DATABASE_FILE names and that only its owner may
read; without either it is the SQLite file below `data`. No message shows a password.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from benchlib.tables.faults import BadInput

ADDRESS, ADDRESS_FILE = "BENCHLIB_DATABASE", "BENCHLIB_DATABASE_FILE"
DEFAULT_FILE = Path(__file__).resolve().parents[3] / "data" / "benchlib.sqlite"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
EXPECTED = "expected sqlite:///FILE or postgresql+psycopg://USER@HOST:PORT/DATABASE"
PRIVATE = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LONGEST_SECRET = 10_000


def default(environment: Mapping[str, str] = os.environ) -> URL:
    """The address of the store that is used where none is named. Raises BadInput."""
    given, file = environment.get(ADDRESS, "").strip(), environment.get(ADDRESS_FILE, "").strip()
    if given and file:
        raise BadInput.of(ADDRESS_FILE, f"expected either this or {ADDRESS}, not both")
    if file:
        return url(_secret(Path(file)), ADDRESS_FILE)
    if given:
        return url(given, ADDRESS)
    return URL.create("sqlite", database=str(DEFAULT_FILE))


def url(address: str | URL, where: str = "address of the store") -> URL:
    """An address that can be used. Raises BadInput; what cannot be read is not shown, it may hold a password."""
    try:
        parsed = make_url(address)
    except (ArgumentError, ValueError):
        raise BadInput.of(where, EXPECTED) from None
    if parsed.drivername not in DRIVERS:
        raise BadInput.of(where, EXPECTED, parsed.drivername)
    parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    if not parsed.database or "\0" in parsed.database:
        raise BadInput.of(where, f"{EXPECTED}; the last part is missing", shown(parsed))
    if is_sqlite(parsed) and (parsed.host or parsed.query or parsed.database.startswith((":memory:", "file:"))):
        raise BadInput.of(where, "expected sqlite:///FILE with nothing else", shown(parsed))
    return parsed


def is_sqlite(address: URL) -> bool:
    """Whether the store is one file."""
    return address.drivername == "sqlite"


def shown(address: URL) -> str:
    """The address as it may be printed: without password and options.

    >>> shown(make_url("postgresql+psycopg://me:secret@localhost/x?password=secret"))
    'postgresql+psycopg://me:***@localhost/x'
    """
    return address.set(query={}).render_as_string(hide_password=True)


def unsecret(text: str, address: URL) -> str:
    """A message of the database without the secrets of the address."""
    options = [
        value for values in address.query.values() for value in ([values] if isinstance(values, str) else values)
    ]
    for secret in filter(None, [address.password, *options]):
        text = text.replace(str(secret), "***")
    return text


def refuse_open(file: Path) -> None:
    """Raise BadInput where others than the owner may read or write a file, or where it is none."""
    try:
        state = file.stat()
    except OSError as error:
        raise BadInput.of(file, f"this file cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(state.st_mode):
        raise BadInput.of(file, "expected a file")
    if state.st_mode & OTHERS:
        mode = oct(stat.S_IMODE(state.st_mode))[2:]
        raise BadInput.of(file, f"only its owner may read and write it: chmod 600 {file.name} (now it is {mode})")


def _secret(file: Path) -> str:
    refuse_open(file)
    try:
        text = file.read_text(encoding="utf-8")[:LONGEST_SECRET].strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput.of(file, "this file cannot be read as text") from None
    if not text or "\n" in text:
        raise BadInput.of(file, f"expected one line with the address: {EXPECTED}")
    return text
