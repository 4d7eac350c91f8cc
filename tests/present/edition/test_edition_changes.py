import pandas as pd
import pytest
from bs4 import BeautifulSoup
from portfolios import BEFORE, about, earlier, invented

from benchlib.present.edition import changes, reading, tables, text


def levels(found):
    return {level: row.to_dict() for level, row in found.levels.iterrows()}


EXPECTED = {
    "bronze": {"first": 0, "ended": 1, "withdrawn": 0, "again": 0},
    "silver": {"first": 1, "ended": 0, "withdrawn": 0, "again": 0},
    "gold": {"first": 0, "ended": 0, "withdrawn": 0, "again": 1},
}
VALID = {  # before_low, before_high, now_low, now_high
    "bronze": (2, 2, 1, 1),
    "silver": (1, 1, 1, 2),
    "gold": (0, 1, 1, 2),
}


@pytest.mark.parametrize("which", ["whole", "compared"])
def test_labels_that_came_ended_and_hold(which, request):
    found = changes.since(request.getfixturevalue(which))
    assert found.start.isoformat() == BEFORE
    for level, expected in EXPECTED.items():
        row = found.levels.loc[level]
        assert row[list(expected)].to_dict() == expected
        assert tuple(row[["before_low", "before_high", "now_low", "now_high"]]) == VALID[level]


def test_without_an_earlier_edition_nothing_is_said_of_organisations_and_rules(whole):
    found = changes.since(whole)
    assert found.name is None
    assert found.entered is None
    assert found.left is None
    assert found.moved is None
    assert "cannot be told" in text.changes(found)[0]
    assert text.entered(found) == []


def test_organisations_that_came_and_left(compared):
    found = changes.since(compared)
    assert found.entered["cluster_id"].tolist() == ["synthetic-0021"]
    assert found.left["cluster_id"].tolist() == ["synthetic-9999"]
    assert text.changes(found) == [
        "Compared with the edition “synthetic-2025” of 30 June 2025.",
        "One label on record was awarded to organisations that had not had it, one label was awarded again, and one "
        "valid "
        "label ended.",
        "One organisation came in and one organisation left.",
    ]


def test_rules_and_versions_that_moved(compared):
    assert changes.since(compared).moved == (("Version of the software", "0.0.9", "0.1.0"),)
    same = reading.of(about(), invented())
    before = reading.of(about(BEFORE, "synthetic-2025"), earlier())
    both = reading.Portfolio(**{**vars(same), "earlier": before})
    assert changes.since(both).moved == ()
    assert text.changes(changes.since(both))[-1] == "Rules and versions are the same as then."
    assert tables.moved(changes.since(both)) is None


def test_first_awards_by_name(compared):
    found = changes.since(compared)
    assert found.newly.to_dict("records") == [
        {"cluster_id": "synthetic-0000", "level": "silver", "name": "Synthetic cluster 0000", "country_name": "Romania"}
    ]
    assert [str(item) for item in text.newly(found)] == ["<bdi>Synthetic cluster 0000</bdi>, Romania: silver"]


def test_an_organisation_that_comes_in_with_old_labels_has_no_new_ones(compared):
    before = compared.earlier
    without = {
        "organisations": before.organisations[before.organisations["cluster_id"] != "synthetic-0001"],
        "statuses": before.statuses[before.statuses["cluster_id"] != "synthetic-0001"],
    }
    changed = reading.Portfolio(**{**vars(compared), "earlier": reading.Portfolio(**{**vars(before), **without})})
    found = changes.since(changed)
    assert "synthetic-0001" in set(found.entered["cluster_id"])
    assert found.levels.at["gold", "first"] == 0


def test_a_label_that_is_no_more_on_record_is_told(compared):
    statuses = compared.statuses.assign(
        ever=compared.statuses["ever"] & (compared.statuses["cluster_id"] != "synthetic-0003")
    )
    found = changes.since(reading.Portfolio(**{**vars(compared), "statuses": statuses}))
    assert found.levels["withdrawn"].to_dict() == {"bronze": 1, "silver": 0, "gold": 0}
    assert "One label on record then was taken back from the records since." in text.changes(found)


def test_a_long_list_of_names_is_cut(compared):
    found = changes.since(compared)
    many = pd.DataFrame({"cluster_id": "x", "name": [f"N{i}" for i in range(50)]})
    cut = text.entered(changes.Changes(**{**vars(found), "entered": many}))
    assert len(cut) == 41
    assert BeautifulSoup(str(cut[-1]), "html.parser").get_text() == "and 10 more"
