"""`benchlib serve`: the pages for stakeholders."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchlib.tables.faults import BadInput

if TYPE_CHECKING:
    from benchlib.run.serving.address import Address
    from benchlib.run.serving.visits import Admission

APPS = Path(__file__).resolve().parents[3] / "notebooks" / "apps"
SECRET, SECRET_FILE = "BENCHLIB_SECRET", "BENCHLIB_SECRET_FILE"
SHORTEST = 32  # bytes of a secret
NO_SECRET = (
    f"links are signed: put a secret into a file and its name into {SECRET_FILE}, for `benchlib invite` and for "
    '`benchlib serve`; to make one: (umask 077; python -c "import secrets; print(secrets.token_urlsafe(48))" > secret)'
)
NGINX = """
    location {path} {{
        proxy_pass {here};
        proxy_set_header Host $host;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $http_connection;
        proxy_buffering off;
        proxy_read_timeout 1h;
    }}
    location {path}enter/ {{        # personal links stay out of the proxy's log
        access_log off;
        proxy_pass {here}enter/;
        proxy_set_header Host $host;
    }}"""


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8866, show_default=True, help="port to listen on")
@click.option("--base-url", metavar="URL", help="address that people use, such as https://bench.example.org/apps/")
@click.option("--host", default="127.0.0.1", show_default=True, help="address of this machine to listen on")
@click.option(
    "--sessions", type=click.IntRange(1), default=40, show_default=True, help="pages that may be open at a time"
)
def serve(port: int, base_url: str | None, host: str, sessions: int) -> None:
    """Serve the pages of notebooks/apps to whoever has a personal link, until Ctrl-C.

    Only this machine can reach it: other people come through a web server that speaks TLS (https), and how to set that
    up is printed at the start. `/health` answers monitoring.

    Links and cookies are signed with BENCHLIB_SECRET, or with what the file BENCHLIB_SECRET_FILE holds, which only its
    owner may read. Answers are kept in the store: BENCHLIB_DATABASE, or data/benchlib.sqlite.
    """
    from benchlib.run.serving import address
    from benchlib.run.serving.app import Service, serve
    from benchlib.run.serving.limits import Limits

    place = address.address(host, port, base_url)
    secret = required(os.environ)
    service = Service(APPS, place, Limits(sessions=sessions), admission(secret), secret)
    if not address.local(host):
        click.echo(f"{host} is open to others, and what they send is not encrypted: use a proxy with TLS", err=True)
    serve(service, lambda public: click.echo(advice(place, public)))


def admission(secret: bytes) -> "Admission":
    """Who decides whom a link lets in, by the store and the secret that links are signed with."""
    from benchlib.run.access.admission import admission as admitting
    from benchlib.tables import store

    return admitting(store.opened(), secret)


def required(environment: "os._Environ[str] | dict[str, str]") -> bytes:
    """The secret. Raises BadInput where there is none."""
    found = secret_of(environment)
    if found is None:
        raise BadInput.of(SECRET, NO_SECRET)
    return found


def secret_of(environment: "os._Environ[str] | dict[str, str]") -> bytes | None:
    """The secret from a file or a variable, None where there is neither. Raises BadInput."""
    if SECRET_FILE in environment:
        file = Path(environment[SECRET_FILE])
        try:
            loose = os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            found = file.read_bytes().strip()
        except OSError as error:
            raise BadInput.of(SECRET_FILE, f"cannot be read: {error.strerror}", str(file)) from error
        if loose:
            raise BadInput.of(SECRET_FILE, "others may read it; run: chmod 600 on it", str(file))
    elif SECRET in environment:
        found = environment[SECRET].encode()
    else:
        return None
    if len(found) < SHORTEST:
        raise BadInput.of(SECRET, f"expected at least {SHORTEST} letters that nobody can guess")
    return found


def advice(place: "Address", public: str) -> str:
    """What to do next: how people get there."""
    lines = [f"serving {public}", f"on this machine: {place.here}   health: {place.here}health   stop: Ctrl-C"]
    if place.origin is None:
        lines.append("Others reach it through a web server with TLS: start it with --base-url https://NAME/PATH/")
    lines.append(f"For nginx, in the server block of that name:{NGINX.format(path=place.path, here=place.here)}")
    return "\n".join(lines)
