"""Links: signed with one secret, of no use when anything about them is changed."""

import base64
import json

import pytest
from itsdangerous import URLSafeSerializer

from benchlib.run.access import links
from benchlib.run.access.links import Named
from benchlib.tables.faults import BadInput
from benchlib.tables.store.invitations import Invitation

SECRET, OTHER = b"s" * 32, b"o" * 32
UNTIL = "2026-11-15T12:00:00.000000Z"
MADE = Invitation("abc-_123", "manager", "alpha", None, None, "Ana", "office", "2026-11-01T12:00:00.000000Z", UNTIL)


def test_a_token_names_its_invitation_and_its_end():
    assert links.named(SECRET, links.token(SECRET, MADE)) == Named("abc-_123", UNTIL)


def test_it_fits_into_the_address_of_an_entrance():
    assert set(links.token(SECRET, MADE)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    assert len(links.token(SECRET, MADE)) < 200


def test_changed_in_any_letter_it_names_nothing():
    good = links.token(SECRET, MADE)
    for place, letter in enumerate(good):
        other = "B" if letter == "A" else "A"
        named = links.named(SECRET, good[:place] + other + good[place + 1 :])
        assert named in (None, Named("abc-_123", UNTIL)), place  # the last letter of base64 holds bits of no meaning
        if place < len(good) - 1:
            assert named is None


@pytest.mark.parametrize("token", ["", ".", "a.b", "abc-_123", "x" * 1001, "é.é", "\0", "a.b.c.d"])
def test_what_is_no_token(token):
    assert links.named(SECRET, token) is None


def test_signed_by_others_or_for_something_else():
    told = [MADE.id, UNTIL]
    forged = [
        links.token(OTHER, MADE),
        URLSafeSerializer(SECRET).dumps(told),
        URLSafeSerializer(SECRET, salt="benchlib: cookies").dumps(told),
        base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=") + ".",
        base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=") + "." + "A" * 43,
    ]
    assert [links.named(SECRET, one) for one in forged] == [None] * 5


@pytest.mark.parametrize("told", [None, [], ["a"], ["a", 1], {"a": "b"}, ["a", "b", "c"]])
def test_a_right_signature_under_something_else(told):
    assert links.named(SECRET, links._signer(SECRET).dumps(told)) is None


@pytest.mark.parametrize(
    ("base", "made"),
    [
        ("http://127.0.0.1:8866/", "http://127.0.0.1:8866/enter/t"),
        ("https://bench.example.org/apps", "https://bench.example.org/apps/enter/t"),
    ],
)
def test_the_link_to_send(base, made):
    assert links.link(base, "t") == made


@pytest.mark.parametrize("base", ["", "bench.example.org", "ftp://a/", "https:///x", "https://a/?b=c", "javascript:1"])
def test_addresses_that_cannot_be(base):
    with pytest.raises(BadInput, match="--base-url"):
        links.link(base, "t")
