"""Invitations: who, as what, until when; taken back; used."""

import datetime as dt

import pytest

from benchlib.tables.faults import BadInput
from benchlib.tables.store import invitations
from benchlib.tables.store.invitations import Use

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_an_invitation_is_kept_as_it_was_made(filled):
    made = invitations.invite(filled, "assessor", "Ana Ionescu", 14, "office", "alpha", "a1", at=NOON)
    assert invitations.found(filled, made.id) == made
    assert (made.role, made.person, made.cluster_id, made.assessment_id, made.wave) == (
        "assessor", "Ana Ionescu", "alpha", "a1", None,
    )  # fmt: skip
    assert (made.created_at, made.expires_at) == ("2026-11-01T12:00:00.000000Z", "2026-11-15T12:00:00.000000Z")
    assert len(made.id) >= 20


def test_it_holds_until_it_expires_or_is_taken_back(filled):
    made = invitations.invite(filled, "manager", "Ana", 2, "office", "alpha", at=NOON)
    assert [made.holds(NOON + days * DAY) for days in (0, 1, 2, 3)] == [True, True, False, False]
    assert invitations.revoke(filled, made.id, NOON + DAY) is True
    again = invitations.found(filled, made.id)
    assert again.revoked_at == "2026-11-02T12:00:00.000000Z"
    assert not again.holds(NOON)
    assert invitations.revoke(filled, made.id, NOON + 2 * DAY) is False
    assert invitations.found(filled, made.id) == again


def test_they_are_listed_the_oldest_first(filled):
    late = invitations.invite(filled, "policy", "Bo", 1, "office", at=NOON + DAY)
    early = invitations.invite(filled, "peer", "Cy", 1, "office", "beta", wave="2026", at=NOON)
    assert [one.id for one in invitations.listed(filled)] == [early.id, late.id]


def test_uses_are_logged(filled):
    made = invitations.invite(filled, "policy", "Bo", 1, "office", at=NOON)
    other = invitations.invite(filled, "policy", "Cy", 1, "office", at=NOON)
    invitations.log(filled, made.id, "entered", NOON)
    invitations.log(filled, other.id, "entered", NOON)
    invitations.log(filled, made.id, "exported", NOON + DAY)
    assert invitations.uses(filled, made.id) == [
        Use(made.id, "2026-11-01T12:00:00.000000Z", "entered"),
        Use(made.id, "2026-11-02T12:00:00.000000Z", "exported"),
    ]
    with pytest.raises(BadInput, match="there is no such invitation"):
        invitations.log(filled, "none", "entered", NOON)


@pytest.mark.parametrize("id_", ["", "none", "a\0b", "é", "' OR 1=1 --", "x" * 10_000])
def test_an_id_that_nobody_was_given(filled, id_):
    invitations.invite(filled, "policy", "Bo", 1, "office", at=NOON)
    assert invitations.found(filled, id_) is None
    assert invitations.revoke(filled, "none", NOON) is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "admin"}, "column role: 'admin'"),
        ({"person": ""}, "column person: empty"),
        ({"person": "a\0b"}, "column person"),
        ({"days": 0}, "days: '0'; expected at least 1"),
        ({"cluster_id": None}, "as peer needs: cluster_id"),
        ({"wave": None}, "as peer needs: wave"),
        ({"wave": "in spring"}, "column wave"),
        ({"cluster_id": "gamma"}, "'gamma'; expected an id that stands in organisations"),
        ({"assessment_id": "a9"}, "'a9'; expected an id that stands in assessments"),
    ],
)
def test_invitations_that_cannot_be(filled, change, said):
    good = {"role": "peer", "person": "Ana", "days": 3, "by": "office", "cluster_id": "alpha", "wave": "2026"}
    with pytest.raises(BadInput, match=said):
        invitations.invite(filled, **(good | change), at=NOON)
    assert invitations.listed(filled) == []
