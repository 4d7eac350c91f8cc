"""Labels against effort, in steps of which none tells of a single organisation."""

import pandas as pd

from benchlib.compare.policy import effort


def paths(rows):
    columns = ["cluster_id", "label", "next", "status", "place", "effort"]
    return pd.DataFrame(rows, columns=columns)


def test_the_next_label_by_its_easiest_way():
    found = effort.next_labels(
        paths(
            [
                ("a", "bronze", True, "path", 1.0, 5.0),
                ("a", "bronze", True, "path", 2.0, 6.0),
                ("a", "gold", False, "path", 1.0, 90.0),
                ("b", "silver", True, "no path", None, None),
                ("c", None, True, "nothing to improve", None, None),
            ]
        )
    )
    assert found.to_numpy().tolist() == [["a", "bronze", 5.0]]


def test_steps_join_enough_and_the_last_takes_what_is_left():
    """Efforts 1 to 8 in steps of three: 1+2+3, then 4+5+6+7+8."""
    ways = pd.DataFrame(
        {"cluster_id": list("abcdefgh"), "label": ["bronze", "gold"] * 4, "effort": [8.0, 7, 6, 5, 4, 3, 2, 1]}
    )
    table = effort.curve(ways, pd.Series("RO", index=list("abcdefgh")), 3)
    assert table.to_numpy().tolist() == [["RO", 1, 3, 1, 0, 2, 6.0, 2.0], ["RO", 2, 8, 4, 0, 4, 36.0, 6.0]]


def test_fewer_than_a_step_are_kept_back():
    ways = pd.DataFrame({"cluster_id": list("abc"), "label": "bronze", "effort": [1.0, 2, 3]})
    country = pd.Series(["RO", "RO", None], index=list("abc"))
    assert effort.curve(ways, country, 2)["labels"].tolist() == [2]
    assert effort.curve(ways, country, 3).empty
    assert list(effort.curve(ways.iloc[:0], country, 3).columns) == effort.COLUMNS
