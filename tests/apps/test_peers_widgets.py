"""The page for peers with the desk that serves it: what is sent is kept once, whatever a browser sends."""

import dataclasses
import datetime as dt

import ipywidgets
import pytest

from benchlib.rules import texts
from benchlib.run import facts
from benchlib.run.access import desks
from benchlib.run.apps import peers
from benchlib.run.facts import PORTFOLIO
from benchlib.tables import store
from benchlib.tables.store import invitations
from benchlib.tables.store.peers import Wave, count

TOLD = texts.texts("ro")
CLUSTER, WAVE = "rohealth", "2026"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    file = tmp_path_factory.mktemp("store") / "store.sqlite"
    with store.opened(f"sqlite:///{file}") as opened:
        store.import_(opened, PORTFOLIO, "office", facts.judged, dt.date(2026, 11, 20))
        yield opened


@pytest.fixture
def invited(place):
    """A function: the environment of a kernel for a new invitation."""

    def build(role: str = "peer", **limits):
        one = invitations.invite(place, role, "Ion", 30, "office", **limits)
        return {"BENCHLIB_VISIT": one.id, "BENCHLIB_DATABASE": place.address}

    return build


@pytest.fixture
def desk(invited):
    return desks.open(invited(cluster_id=CLUSTER, wave=WAVE))


def of(box, kind) -> list:
    return [one for one in box.children if isinstance(one, kind)]


def text(box) -> str:
    return "".join(one.value for one in of(box, ipywidgets.HTML))


def fill(box, value: str = "4") -> ipywidgets.Button:
    for row in of(box, ipywidgets.RadioButtons):
        row.value = value
    return of(box, ipywidgets.Button)[0]


def test_answers_reach_the_store_once(place, desk):
    before = count(place, Wave(CLUSTER, WAVE))
    box, again = peers.shown(desk, TOLD), peers.shown(desk, TOLD)
    assert "Ce părere aveți despre <bdi>ROHEALTH</bdi>?" in text(box)
    fill(box).click()
    assert TOLD.peers.thanks in text(box)
    assert count(place, Wave(CLUSTER, WAVE)) == before + 1
    fill(again).click()
    assert TOLD.peers.already in text(again), "a second tab"
    assert TOLD.peers.already in text(peers.shown(desk, TOLD)), "and whoever comes again"
    assert count(place, Wave(CLUSTER, WAVE)) == before + 1
    kept = {table.name: table.frame for table in store.load(place)}["peer_answers"]
    assert set(kept["question"]) == set(desk.questions)
    assert set(kept["value"]) == {"4"}


def test_a_button_that_a_hostile_browser_clicks_sends_nothing_incomplete(place, desk):
    before = count(place, Wave(CLUSTER, WAVE))
    box = peers.shown(desk, TOLD)
    of(box, ipywidgets.Button)[0].click()
    assert "Mai lipsește răspunsul la: Concentrare geografică; Forța de muncă" in text(box)
    row = of(box, ipywidgets.RadioButtons)[0]
    for index in (5, -1):
        with pytest.raises(Exception, match="Invalid selection"):
            row.set_state({"index": index})
    assert count(place, Wave(CLUSTER, WAVE)) == before


def test_a_link_taken_back_sends_nothing(place, desk):
    before = count(place, Wave(CLUSTER, WAVE))
    box = peers.shown(desk, TOLD)
    invitations.revoke(place, desk.entrance.visit)
    fill(box).click()
    assert TOLD.peers.closed in text(box)
    assert not of(box, ipywidgets.Button)
    assert count(place, Wave(CLUSTER, WAVE)) == before


@pytest.mark.parametrize(("role", "limits"), [("policy", {}), ("peer", {"cluster_id": CLUSTER, "wave": WAVE})])
def test_only_a_peer_with_a_link_that_holds_sees_questions(invited, monkeypatch, place, role, limits):
    shown = []
    environment = invited(role, **limits)
    monkeypatch.setattr(peers, "display", shown.append)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if role == "peer":
        peers.page()
        assert len(of(shown.pop(), ipywidgets.RadioButtons)) == 5
        invitations.revoke(place, environment["BENCHLIB_VISIT"])
    peers.page()
    assert texts.texts("en").peers.closed in text(shown[0])
    assert not of(shown[0], ipywidgets.RadioButtons)


def test_an_invented_cluster_is_said_to_be_one(desk):
    assert TOLD.peers.synthetic not in text(peers.shown(desk, TOLD))
    invented = dataclasses.replace(desk, cluster_id="synthetic-alpha")
    assert TOLD.peers.synthetic in text(peers.shown(invented, TOLD))
