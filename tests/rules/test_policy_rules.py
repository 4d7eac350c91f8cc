"""Rules that reports for policy makers rest on: memberships, the catalogue of instruments, areas and industries."""

import datetime as dt

import pytest

from benchlib.compare.policy import reach
from benchlib.rules import loading, memberships
from benchlib.rules.bridges import Bridge
from benchlib.rules.instruments import Instruments
from benchlib.rules.loading import RULES, RuleError
from benchlib.tables import industries
from benchlib.tables.schemas import AREAS


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (dt.date(1957, 12, 31), 0),
        (dt.date(1958, 1, 1), 6),
        (dt.date(2000, 1, 1), 15),
        (dt.date(2013, 6, 30), 27),
        (dt.date(2013, 7, 1), 28),
        (dt.date(2020, 1, 31), 28),
        (dt.date(2020, 2, 1), 27),
        (None, 27),
    ],
)
def test_members_of_the_union_by_day(day, number):
    assert len(memberships.load().on(day)) == number


def test_the_united_kingdom_has_left():
    known = memberships.load()
    assert "GB" in known.on(dt.date(2019, 5, 1))
    assert "GB" not in known.on()


def changed(tmp_path, name, old, new):
    text = (RULES / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / f"{name}.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


def test_every_instrument_names_groups_and_signs_that_exist():
    rules = reach.load()
    assert {one.kind for one in rules.instruments.values()} == {"financial", "non_financial"}
    assert {group for one in rules.instruments.values() for group in one.groups} == {"1", "2", "3", "4", "5"}
    assert {str(one.mark) for one in rules.instruments.values()} == {"proposed"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: financial", "kind: finacial", "'finacial'; expected one of the kinds"),
        ("sign: labels_valid", "sign: labels_vald", "'labels_vald'; expected the name of a sign; did you mean"),
        ("sign: points_1.1.1, at_most: 3", "sign: points_1.1.1, is: few", "expected limits for a number"),
        ('groups: ["1"]', 'groups: ["9"]', "'9'; expected a group of ecei-31"),
        ("interval: {from: 2008-01-01, value: 0.9", "interval: {from: 2008-01-01, value: 1.5", "between 0 and 1"),
        ("    all: [{sign: path_effort, at_most: 30}]\n", "", "expected at least one condition"),
        ("source: ours", "source: theirs", "'theirs'; expected one of the sources"),
    ],
)
def test_a_fault_in_the_catalogue_is_named(tmp_path, old, new, told):
    with pytest.raises(RuleError) as caught:
        reach.load(changed(tmp_path, "instruments", old, new))
    assert told in str(caught.value)
    assert "instruments.yaml, line" in str(caught.value)


def test_the_bridge_has_every_area_and_every_division_of_the_statistics():
    bridge = loading.read(Bridge, "areas-nace")
    assert list(bridge.areas) == list(AREAS)
    assert set(bridge.divisions) == set(industries.divisions(industries.employment()))
    assert bridge.areas_of("C21") == ["Biotechnology", "Health and medical science"]
    assert bridge.areas_of("N80") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[C21, M72], mark", "[C21, M72, Q86], mark", "'Q86'; expected one of the divisions listed below"),
        ("[C21, M72], mark", "[C21, M72, C21], mark", "'C21'; expected each division once"),
    ],
)
def test_a_fault_in_the_bridge_is_named(tmp_path, old, new, told):
    with pytest.raises(RuleError) as caught:
        loading.read(Bridge, changed(tmp_path, "areas-nace", old, new))
    assert told in str(caught.value)


def test_an_instrument_knows_its_signs_once():
    one = loading.read(Instruments, "instruments").instruments["training"]
    assert one.signs == ["points_2.2.2", "points_2.2.3"]
