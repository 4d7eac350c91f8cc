"""`benchlib invite`: personal links, and which there are."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from benchlib.run.commands.serve import required
from benchlib.run.commands.store import user
from benchlib.tables.faults import BadInput

if TYPE_CHECKING:
    from benchlib.tables.store import Store
    from benchlib.tables.store.invitations import Invitation

ROLES = ("manager", "assessor", "peer", "policy")
HERE = "http://127.0.0.1:8866/"
ONLY = {
    "cluster": ("manager", "assessor", "peer"),
    "assessment": ("manager", "assessor"),
    "new": ("manager", "assessor"),
    "framework": ("manager", "assessor"),
    "wave": ("peer",),
}


@click.command()
@click.argument("role", type=click.Choice(ROLES), required=False)
@click.option("--cluster", metavar="ID", help="the organisation that the link is about; not for policy")
@click.option("--assessment", metavar="ID", help="the assessment; for managers by default the last self-assessment")
@click.option("--new", is_flag=True, help="begin a new assessment: of a manager by the organisation itself, else by us")
@click.option("--framework", metavar="ID", help="of a new assessment; by default ecei-31")
@click.option("--wave", metavar="W", help="the survey wave that a peer answers, such as 2026")
@click.option("--person", metavar="NAME", help="who gets the link; an assessor's answers stand under this name")
@click.option("--days", type=click.IntRange(1, 3660), default=30, show_default=True, help="how long the link holds")
@click.option("--base-url", metavar="URL", default=HERE, show_default=True, help="as given to `benchlib serve`")
@click.option("--list", "listing", is_flag=True, help="list all invitations, their uses counted; no link is shown")
@click.option("--revoke", metavar="ID", help="take an invitation back; whoever is on its pages is sent out")
def invite(
    role: str | None,
    cluster: str | None,
    assessment: str | None,
    new: bool,
    framework: str | None,
    wave: str | None,
    person: str | None,
    days: int,
    base_url: str,
    listing: bool,
    revoke: str | None,
) -> None:
    """Print a personal link for a manager, an assessor, a peer or a policy maker.

    A manager fills in the self-assessment of a cluster. An assessor scores one assessment and sees the others' points
    when all have finished. A peer answers one wave, once, and nobody learns what. A policy maker sees aggregates.

    Send a link to its person only: whoever has it may use it. Links are not kept anywhere; when one is lost, invite
    again with the same name. They are signed with the secret of `benchlib serve` (BENCHLIB_SECRET_FILE).
    """
    from benchlib.run.access import links
    from benchlib.run.rulebook import DEFAULT_FRAMEWORK
    from benchlib.tables import store

    if sum([role is not None, listing, revoke is not None]) != 1:
        raise click.UsageError(f"expected one of: a role ({', '.join(ROLES)}), --list, --revoke ID")
    links.link(base_url, "")  # what cannot be is told before anything is written
    with store.opened(create=False) as place:
        if listing:
            click.echo("\n".join(_listed(place)))
        elif revoke is not None:
            _revoked(place, revoke)
        elif role is not None:
            given = {"cluster": cluster, "assessment": assessment, "framework": framework, "wave": wave}
            _refuse_idle(role, given | {"new": "new" if new else None})
            begun = (framework or DEFAULT_FRAMEWORK) if new else None
            made = _invited(place, role, cluster, assessment, begun, wave, person, days)
            _told(made, base_url)


def _refuse_idle(role: str, given: Mapping[str, str | None]) -> None:
    """Raise BadInput for options that mean nothing for a role."""
    for name, roles in ONLY.items():
        if given[name] is not None and role not in roles:
            raise BadInput.of(f"--{name}", f"expected it for {' and '.join(roles)} only")
    if given["framework"] and not given["new"]:
        raise BadInput.of("--framework", "expected it with --new: an assessment keeps the framework it began with")
    if given["new"] and given["assessment"]:
        raise BadInput.of("--new", "expected either this or --assessment, not both")


def _invited(
    place: "Store",
    role: str,
    cluster: str | None,
    assessment: str | None,
    framework: str | None,
    wave: str | None,
    person: str | None,
    days: int,
) -> "Invitation":
    """The new invitation. framework: of an assessment that begins with it, None for none."""
    from benchlib.run.access import assessors, issuing
    from benchlib.tables.store import invitations

    required(os.environ)
    if role == "assessor" and not person:
        raise BadInput.of("--person", "expected the assessor's name: the answers stand under it")
    who, by = person or role, user()
    id_ = issuing.assessment(place, role, cluster, assessment, framework, by, dt.datetime.now(dt.UTC).date())
    if role == "assessor":
        assessors.refuse_namesake(place, str(id_), who)
    return invitations.invite(place, role, who, days, by, cluster, id_, wave)


def _told(made: "Invitation", base_url: str) -> None:
    from benchlib.run.access import links

    link = links.link(base_url, links.token(required(os.environ), made))
    about = ", ".join(filter(None, [made.cluster_id, made.assessment_id, made.wave])) or "all organisations"
    click.echo(f"invitation {made.id}: {made.person} as {made.role}, {about}, until {_minute(made.expires_at)}")
    parts = urlsplit(base_url)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        click.echo("this address is not encrypted: others can read the link and the answers; use https", err=True)
    click.echo(link)


def _listed(place: "Store") -> Iterator[str]:
    from benchlib.tables.store import invitations

    now = dt.datetime.now(dt.UTC)
    rows = [("invitation", "state", "until", "uses", "last", "role", "cluster", "for", "person")]
    for one in invitations.listed(place):
        uses = invitations.uses(place, one.id)
        state = "taken back" if one.revoked_at else ("holds" if one.holds(now) else "expired")
        last = _minute(uses[-1].used_at) if uses else "-"
        about = one.assessment_id or one.wave or "-"
        rows.append(
            (
                one.id,
                state,
                _minute(one.expires_at),
                str(len(uses)),
                last,
                one.role,
                one.cluster_id or "-",
                about,
                one.person,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]])


def _revoked(place: "Store", id_: str) -> None:
    from benchlib.tables.store import invitations

    if invitations.revoke(place, id_):
        click.echo(f"invitation {id_} is taken back")
        return
    there = invitations.found(place, id_) is not None
    raise BadInput.of(
        "--revoke", "this invitation was taken back before" if there else "there is no such invitation", id_
    )


def _minute(moment: str) -> str:
    """A moment of the store to the minute, in UTC.

    >>> _minute("2026-11-01T12:00:00.000000Z")
    '2026-11-01 12:00Z'
    """
    return f"{moment[:10]} {moment[11:16]}Z"
