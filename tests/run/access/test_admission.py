"""Whom a link lets in, and what is noted of it."""

import logging

import pytest
from sqlalchemy import insert

from benchlib.run.access import links
from benchlib.run.access.admission import admission
from benchlib.run.serving.visits import Visit
from benchlib.tables.store import invitations
from benchlib.tables.store.columns import INVITATIONS

BOTH = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
SECRET = b"s" * 32


@pytest.fixture
def invited(filled, clock):
    def invite(role: str, **limits):
        return invitations.invite(filled, role, "Ana", 2, "office", at=clock.time, **limits)

    return invite


def told(filled, made) -> list[str]:
    return [use.action for use in invitations.uses(filled, made.id)]


@pytest.mark.parametrize(
    ("role", "limits", "pages"),
    [
        ("manager", {"cluster_id": "alpha"}, ("assess",)),
        ("manager", {"cluster_id": "alpha", "assessment_id": "alpha-self"}, ("assess",)),
        ("assessor", {"cluster_id": "alpha", "assessment_id": "alpha-bench"}, ("assess",)),
        ("peer", {"cluster_id": "alpha", "wave": "2026"}, ("peers",)),
        ("policy", {}, ("portfolio",)),
    ],
)
def test_a_link_leads_to_the_pages_of_its_role(filled, clock, invited, role, limits, pages):
    made, door = invited(role, **limits), admission(filled, SECRET, clock)
    visit = door.admitted(links.token(SECRET, made))
    assert visit == Visit(made.id, pages)
    assert door.still(visit)
    assert told(filled, made) == ["entered"]


@BOTH
def test_each_use_is_logged_and_the_token_never_is(filled, clock, invited, caplog):
    caplog.set_level(logging.DEBUG)
    made, door = invited("policy"), admission(filled, SECRET, clock)
    good, forged = links.token(SECRET, made), links.token(b"o" * 32, made)
    assert [door.admitted(token) is None for token in (good, forged, good)] == [False, True, False]
    assert told(filled, made) == ["entered", "entered"]
    assert [record.getMessage() for record in caplog.records] == ["a link was refused: nobody was given it"]
    for token in (good, forged):
        assert token not in caplog.text
        assert token.rpartition(".")[2] not in caplog.text
        assert token not in str(told(filled, made))


def test_expired(filled, clock, invited):
    made, door = invited("manager", cluster_id="alpha"), admission(filled, SECRET, clock)
    visit = door.admitted(links.token(SECRET, made))
    clock.time = clock.time.replace(day=4)
    assert door.admitted(links.token(SECRET, made)) is None
    assert not door.still(visit)
    assert told(filled, made) == ["entered", "refused: expired"]


@BOTH
def test_taken_back(filled, clock, invited):
    made, door = invited("manager", cluster_id="alpha"), admission(filled, SECRET, clock)
    visit = door.admitted(links.token(SECRET, made))
    invitations.revoke(filled, made.id, clock())
    assert door.admitted(links.token(SECRET, made)) is None
    assert not door.still(visit)
    assert told(filled, made) == ["entered", "refused: taken back"]


@pytest.mark.parametrize(
    ("role", "assessment"),
    [("manager", "beta-self"), ("manager", "alpha-bench"), ("assessor", "beta-bench"), ("assessor", "alpha-self")],
)
def test_an_assessment_of_another_cluster_or_kind(filled, clock, invited, role, assessment):
    made = invited(role, cluster_id="alpha", assessment_id=assessment)
    assert admission(filled, SECRET, clock).admitted(links.token(SECRET, made)) is None
    assert told(filled, made) == ["refused: not of this cluster"]


def test_an_invitation_that_is_gone_or_another_end(filled, clock, invited):
    made, door = invited("policy"), admission(filled, SECRET, clock)
    longer = {**vars(made), "expires_at": "2036-01-01T00:00:00.000000Z"}
    assert door.admitted(links.token(SECRET, type(made)(**longer))) is None
    assert door.admitted(links.token(SECRET, type(made)(**{**longer, "id": "gone"}))) is None
    assert told(filled, made) == []


def test_a_cookie_with_other_pages_does_not_hold(filled, clock, invited):
    made, door = invited("peer", cluster_id="alpha", wave="2026"), admission(filled, SECRET, clock)
    assert door.still(Visit(made.id, ("peers",)))
    assert not door.still(Visit(made.id, ("assess",)))
    assert not door.still(Visit("nobody", ("peers",)))


def test_another_clusters_invitation_id_in_a_row_of_ones_own(filled, clock, invited):
    """A copy of the row under another id is another link: the signature covers the id."""
    made, door = invited("manager", cluster_id="alpha"), admission(filled, SECRET, clock)
    with filled.writing() as connection:
        connection.execute(insert(INVITATIONS).values({**vars(made), "id": "other", "cluster_id": "beta"}))
    assert door.admitted(links.token(SECRET, made)).id == made.id
