"""A peer answers a wave once, through a desk."""

import os

import pytest

from benchlib.run.access import desks
from benchlib.run.access.desks import Action, NotAdmitted
from benchlib.tables.store import contents, invitations, peers
from benchlib.tables.store.peers import Wave

BOTH = pytest.mark.parametrize("place", ["sqlite", "postgresql"], indirect=True)
ASPECTS = ("geographical_concentration", "labour_force", "strategy", "internationalisation", "cooperation")
VALUES = dict.fromkeys(ASPECTS, 4)


@pytest.fixture
def peer(desk):
    return lambda: desk("peer", wave="2026")


def kept(filled) -> list[tuple[str, ...]]:
    with filled.reading() as connection:
        frame = contents.facts(connection)["peer_answers"]
    return sorted(frame[["cluster_id", "wave", "role", "question", "value"]].itertuples(index=False, name=None))


@BOTH
def test_a_peer_answers_once(peer, filled):
    mine = peer()
    assert (mine.cluster, mine.cluster_id, mine.wave, tuple(mine.questions)) == ("Alpha", "alpha", "2026", ASPECTS)
    assert (mine.answered(), mine.may(Action.ANSWER_WAVE)) == (False, True)
    assert mine.submit({**VALUES, "strategy": "5"}, "participant") == "thanks"
    assert (mine.answered(), mine.may(Action.ANSWER_WAVE), mine.may(Action.READ_QUESTIONS)) == (True, False, True)
    assert mine.submit(VALUES) == "already answered"
    assert desks.at(mine.entrance).submit(VALUES) == "already answered"
    values = {**dict.fromkeys(ASPECTS, "4"), "strategy": "5"}
    assert kept(filled) == sorted(("alpha", "2026", "participant", *pair) for pair in values.items())
    assert peers.count(filled, Wave("alpha", "2026")) == 1


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ({}, ""), ({"strategy": 6}, ""), ({"strategy": 0}, ""), ({"strategy": 4.5}, ""), ({"strategy": ""}, ""),
        ({"strategy": True}, ""), ({"strategy": None}, ""), ({"strategy": "4; DROP TABLE"}, ""), ({"other": 4}, ""),
        ({**VALUES, "label.listed": 1}, ""), (VALUES, "<script>"), (VALUES, "x" * 65), (VALUES, None), (VALUES, 5),
        ({"strategy": "٤"}, ""),
    ],
)  # fmt: skip
def test_what_is_no_answer_changes_nothing(peer, filled, values, role):
    mine = peer()
    assert mine.submit(values, role) == "not valid"
    assert (kept(filled), mine.answered()) == ([], False)


def test_a_link_that_holds_no_more(peer, filled, clock):
    mine, other = peer(), peer()
    invitations.revoke(filled, mine.entrance.visit, clock())
    clock.time = clock.time.replace(day=11)
    for one in (mine, other):
        assert one.submit(VALUES) == "not valid"
        for call in (one.answered, lambda one=one: one.may(Action.READ_QUESTIONS)):
            with pytest.raises(NotAdmitted):
                call()
    assert kept(filled) == []


def test_a_peer_sees_and_does_nothing_else(peer):
    mine = peer()
    assert [action for action in Action if mine.may(action)] == [Action.READ_QUESTIONS, Action.ANSWER_WAVE]
    assert not any(hasattr(mine, name) for name in ("answers", "others", "agreed", "score", "facts", "what_if"))


def test_neither_log_nor_store_says_who_answered_what(peer, filled):
    mine = [peer() for _ in range(3)]
    for number, one in enumerate(mine):
        one.submit({"strategy": number + 1})
    assert [invitations.uses(filled, one.entrance.visit) for one in mine] == [[], [], []]
    with filled.reading() as connection:
        text = contents.facts(connection)["peer_answers"].to_csv()
    assert not any(one.entrance.visit in text for one in mine)
    assert "Ana" not in text


@BOTH
def test_thirty_peers_at_once(desk, filled):
    mine = [desk("peer", f"peer {number}", wave="2026") for number in range(30)]
    children = []
    for number in range(5):
        child = os.fork()
        if not child:
            try:
                done = [one.submit({"strategy": 3}) for one in mine[number::5]]
                os._exit(0 if done == ["thanks"] * 6 else 3)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 5
    assert (len(kept(filled)), peers.count(filled, Wave("alpha", "2026"))) == (30, 30)
