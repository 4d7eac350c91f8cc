import pytest

from benchlib.tables import announcements, sidecars
from benchlib.tables.announcements import Announcements
from benchlib.tables.faults import BadInput

ONE = """
organisations:
  - cluster_id: one
    name: One
    country: RO
    source: https://example.org/
    announcement: https://example.org/label
    labels: [{level: gold, awarded: "2021"}]
"""


def loaded(tmp_path, text):
    file = tmp_path / "announcements.yaml"
    file.write_text(text, encoding="utf-8")
    return sidecars.load(Announcements, file).organisations


def test_facts_that_are_not_announced_stay_missing(tmp_path):
    tables = announcements.tables(loaded(tmp_path, ONE))
    assert tables["labels"].to_dict("records")[0] == pytest.approx(
        {
            "cluster_id": "one",
            "level": "gold",
            "awarded": "2021",
            "valid_until": float("nan"),
            "score_percent": float("nan"),
            "source": "https://example.org/label",
        },
        nan_ok=True,
    )
    assert tables["organisations"].loc[0, "source"] == "https://example.org/"
    assert tables["compositions"].empty
    assert list(tables["working_groups"].columns) == ["cluster_id", "name", "source"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("name: One", "nam: One", "organisations.0.nam"),
        ('awarded: "2021"', "awarded: 2021", "organisations.0.labels.0.awarded"),
        ('awarded: "2021"', 'awarded: "in 2021"', "organisations.0.labels.0.awarded"),
        ("country: RO", "country: RO\n    founded_year: '2015'", "organisations.0.founded_year"),
        ("country: RO", "country: RO\n    country: BE", None),
    ],
)
def test_the_file_is_read_strictly(tmp_path, old, new, key):
    with pytest.raises(BadInput) as caught:
        loaded(tmp_path, ONE.replace(old, new))
    assert key in [fault.column for fault in caught.value.faults]
