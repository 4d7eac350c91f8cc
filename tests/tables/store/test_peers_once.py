"""A peer answers a wave once; nobody can tell from the store who answered what."""

import datetime as dt
from functools import partial

import pytest
from children import codes, forked
from sqlalchemy import text

from benchlib.tables import store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import contents, invitations, peers
from benchlib.tables.store.peers import Wave

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
WAVE = Wave("alpha", "2026")
VALUES = {"management": "4", "services": "5"}


def invited(place, number: int, **change) -> list[str]:
    limits = {"cluster_id": "alpha", "wave": "2026", "at": NOON} | change
    return [invitations.invite(place, "peer", f"peer {n}", 3, "office", **limits).id for n in range(number)]


def answers(place) -> list[tuple[str, ...]]:
    with place.reading() as connection:
        frame = contents.facts(connection)["peer_answers"]
    return list(frame[["cluster_id", "wave", "role", "question", "value"]].itertuples(index=False, name=None))


def test_answers_are_kept_once(filled):
    (mine,) = invited(filled, 1)
    assert peers.submit(filled, mine, VALUES, "participant", NOON) == "thanks"
    assert peers.submit(filled, mine, {"management": "1"}, "participant", NOON) == "already answered"
    assert sorted(answers(filled)) == [
        ("alpha", "2026", "participant", "management", "4"),
        ("alpha", "2026", "participant", "services", "5"),
    ]
    assert peers.count(filled, WAVE) == 1
    assert peers.waves(filled) == {WAVE: 1}


def test_what_does_not_hold_changes_nothing(filled):
    (mine,) = invited(filled, 1)
    other = invitations.invite(filled, "manager", "Ana", 3, "office", "alpha", at=NOON).id
    late = NOON + dt.timedelta(days=3)
    assert peers.submit(filled, mine, VALUES, at=late) == "not valid"
    assert peers.submit(filled, other, VALUES, at=NOON) == "not valid"
    assert peers.submit(filled, "none\0", VALUES, at=NOON) == "not valid"
    invitations.revoke(filled, mine, NOON)
    assert peers.submit(filled, mine, VALUES, at=NOON) == "not valid"
    assert (answers(filled), peers.count(filled, WAVE)) == ([], 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [({}, "at least one"), ({"management": "6"}, "'6'; expected 1 to 5"), ({"management": "0"}, "expected 1 to 5"),
     ({"management": "4.5"}, "column value"), ({"management": ""}, "column value: empty"),
     ({"a b": "4"}, "column question"), ({"good": "4", "management": "x"}, "column value: 'x'")],
)  # fmt: skip
def test_answers_that_cannot_be(filled, values, said):
    (mine,) = invited(filled, 1)
    with pytest.raises(BadInput, match=said):
        peers.submit(filled, mine, values, at=NOON)
    assert (answers(filled), peers.count(filled, WAVE)) == ([], 0)


def test_nothing_leads_from_an_answer_to_an_invitation(filled):
    ids = invited(filled, 6)
    for number, id_ in enumerate(ids):
        assert peers.submit(filled, id_, {"management": str(number % 5 + 1)}, at=NOON) == "thanks"
    with filled.reading() as connection:
        frames = contents.facts(connection)["peer_answers"], contents.records(connection)
        if not filled.sqlite:
            written = {
                table: set(connection.execute(text(f"SELECT xmin::text FROM {table}")).scalars())
                for table in ("peer_answers", "peer_submissions")
            }
            assert written["peer_answers"] == written["peer_submissions"]
            assert {len(transactions) for transactions in written.values()} == {1}
        columns = connection.execute(text("SELECT * FROM peer_submissions")).mappings().first().keys()
    everything = " ".join(frame.to_csv() for frame in (frames[0], *frames[1].values()))
    assert [id_ for id_ in ids if id_ in everything] == []
    assert set(columns) == {"cluster_id", "wave", "invitation_id"}
    assert frames[0]["respondent"].nunique() == 6


def test_the_order_of_answers_is_not_that_of_people(filled):
    for number, id_ in enumerate(invited(filled, 12)):
        peers.submit(filled, id_, {"management": "3"}, f"r{number:02}", NOON)
    roles = [role for _, _, role, _, _ in answers(filled)]
    assert sorted(roles) == [f"r{number:02}" for number in range(12)]
    assert roles != sorted(roles)  # by chance once in 479 million


def test_other_waves_stay_as_they_are(filled):
    (mine,), (other,) = invited(filled, 1), invited(filled, 1, cluster_id="beta")
    peers.submit(filled, other, {"management": "1"}, at=NOON)
    before = store.load(filled)[-1].frame
    peers.submit(filled, mine, {"management": "2"}, at=NOON)
    after = store.load(filled)[-1].frame
    assert after[after["cluster_id"] == "beta"].to_numpy().tolist() == before.to_numpy().tolist()


def test_one_invitation_used_by_several_at_once_counts_once(filled):
    (mine,) = invited(filled, 1)
    once = [forked(lambda: 0 if peers.submit(filled, mine, VALUES, at=NOON) == "thanks" else 3) for _ in range(6)]
    assert sorted(codes(once)) == [0, 3, 3, 3, 3, 3]
    assert (len(answers(filled)), peers.count(filled, WAVE)) == (2, 1)


def test_thirty_peers_at_once(filled):
    ids = invited(filled, 30)

    def some(number: int) -> int:
        return 5 - [peers.submit(filled, id_, VALUES, at=NOON) for id_ in ids[number::6]].count("thanks")

    assert codes([forked(partial(some, number)) for number in range(6)]) == [0] * 6
    assert (len(answers(filled)), peers.count(filled, WAVE)) == (60, 30)
