"""Facts by the address of a store, or from the default one."""

import datetime as dt

import pandas as pd
import pytest

from benchlib.run import facts
from benchlib.tables import checking, store
from benchlib.tables.faults import BadInput
from benchlib.tables.store import addresses, versions
from benchlib.tables.store.versions import Given, Place

DAY = dt.date(2026, 11, 1)
NOON = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def address(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture(autouse=True)
def no_other_store(monkeypatch, tmp_path):
    monkeypatch.delenv(addresses.ADDRESS, raising=False)
    monkeypatch.delenv(addresses.ADDRESS_FILE, raising=False)
    monkeypatch.setattr(addresses, "DEFAULT_FILE", tmp_path / "default.sqlite")


def test_a_store_gives_what_its_folder_gave(folder, address):
    with store.opened(address) as place:
        store.import_(place, folder, "office", facts.judged, DAY)
    found, plain = facts.load(address, DAY), facts.load(folder, DAY)
    for name, frame in plain.frames.items():
        pd.testing.assert_frame_equal(found[name], frame)
    assert len(found["labels"]) == 2
    assert found.sources == {"organisations": "organisations in the store", "labels": "labels in the store"}
    assert found.faults == plain.faults == ()


def test_without_a_source_it_is_the_default_store_filled_with_the_shipped_portfolio(tmp_path):
    first = facts.load(today=DAY)
    shipped = checking.load(facts.PORTFOLIO, DAY)
    assert first["organisations"].to_dict("list") == shipped["organisations"].to_dict("list")
    assert first["labels"]["level"].tolist() == shipped["labels"]["level"].tolist()
    assert (tmp_path / "default.sqlite").stat().st_mode & 0o777 == 0o600
    with store.opened() as place:
        assert facts.fill(place, DAY) is False


def test_a_default_store_that_holds_something_is_not_filled(folder):
    with store.opened() as place:
        store.import_(place, folder, "office", today=DAY)
    assert facts.load(today=DAY)["organisations"]["cluster_id"].tolist() == ["a", "b", "c"]


def test_the_environment_names_the_default_store(folder, address, monkeypatch):
    with store.opened(address) as place:
        store.import_(place, folder, "office", today=DAY)
    monkeypatch.setenv(addresses.ADDRESS, address)
    assert facts.load(today=DAY)["organisations"]["name"].tolist() == ["Alpha", "Beta", "Gamma"]


def test_the_last_version_of_an_answer_is_scored(folder, address):
    header = "assessment_id,cluster_id,framework,kind,date,status\n"
    (folder / "assessments.csv").write_text(f"{header}a1,a,ecei-31,self,2026-03-01,draft\n")
    (folder / "answers.csv").write_text("assessment_id,indicator,value,answered_at\na1,1.1.1,2,2026-03-01\n")
    with store.opened(address) as place:
        store.import_(place, folder, "office", facts.judged, DAY)
        versions.save(place, Place("a1", "1.1.1"), Given("3"), 1, "ana", NOON)
        versions.save(place, Place("a1", "1.1.1"), Given("4"), 2, "ana", NOON)
    found = facts.load(address, DAY)["answers"]
    assert found["value"].tolist() == [2.0, 4.0]  # by day, as a folder holds them: the last of each moment
    assert found["answered_at"].dt.strftime("%Y-%m-%dT%H").tolist() == ["2026-03-01T00", "2026-10-01T12"]


def test_what_rules_forbid_is_told_of_a_store(folder, address):
    (folder / "peer_answers.csv").write_text(
        "cluster_id,wave,respondent,role,question,value\na,2025,r1,participant,weather,3\n"
    )
    with store.opened(address) as place:
        store.import_(place, folder, "office", today=DAY)  # the tables alone do not know the questions
    with pytest.raises(BadInput, match="peer_answers in the store, row 2, column question: 'weather'"):
        facts.load(address, DAY)


def test_a_store_that_is_missing_or_empty(address):
    with pytest.raises(BadInput, match="there is no such store"):
        facts.load(address, DAY)
    store.opened(address).close()
    with pytest.raises(BadInput, match="nothing is in this store"):
        facts.load(address, DAY)


def test_an_address_of_something_else():
    with pytest.raises(BadInput, match="expected sqlite:///FILE"):
        facts.load("https://someone:hush@example.org/x", DAY)
