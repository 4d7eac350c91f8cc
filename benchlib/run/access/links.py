"""Personal links: signed and dated, and of no meaning without the store, where an invitation can be taken back."""

import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeSerializer

from benchlib.tables.faults import BadInput
from benchlib.tables.store.invitations import Invitation

PURPOSE = "benchlib: personal links"  # a key for these alone: what signs cookies signs no links
ENTER = "enter/"
LONGEST = 1000  # letters of a token that a server looks at


@dataclass(frozen=True)
class Named:
    """What a link names: an invitation and the moment until which it was made, in UTC."""

    invitation_id: str
    expires_at: str


def token(secret: bytes, invitation: Invitation) -> str:
    """The secret part of a link; it must not get into any log."""
    return str(_signer(secret).dumps([invitation.id, invitation.expires_at]))


def named(secret: bytes, token: str) -> Named | None:
    """What a token names, None for one that was not signed with this secret."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        told = _signer(secret).loads(token)
    except BadData:
        return None
    return Named(*told) if _whole(told) else None


def link(base_url: str, token: str) -> str:
    """The link to send. Raises BadInput for an address that browsers cannot open.

    >>> link("https://bench.example.org/apps", "abc")
    'https://bench.example.org/apps/enter/abc'
    """
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadInput.of("--base-url", "expected an address such as https://bench.example.org/apps/", base_url)
    return f"{base_url.rstrip('/')}/{ENTER}{token}"


def _signer(secret: bytes) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt=PURPOSE.encode(), serializer=json, signer_kwargs=options)


def _whole(told: object) -> bool:
    return isinstance(told, list) and len(told) == 2 and all(isinstance(one, str) for one in told)
