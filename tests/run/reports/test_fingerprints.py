"""Fingerprints: equal where all that a report rests on is equal, and nowhere else."""

import pandas as pd
import pytest

from benchlib.run.reports import fingerprints

KEYS = ("cluster_id",)
PAIR = ("cluster_id", "participant_id")
HEAD = {"rules": "r1", "inputs": {"organisations.csv": "x"}}
ABOUT = {"name": "e"}


@pytest.fixture
def tables():
    return {
        "organisations": pd.DataFrame({"cluster_id": ["a", "b", "c"], "name": ["A", "B", None]}),
        "scores": pd.DataFrame({"cluster_id": ["a", "a", "b"], "item": ["1", "2", "1"], "points": [1.0, 2.0, None]}),
        "members": pd.DataFrame(
            {"cluster_id": ["a", "a", "b"], "participant_id": ["p", "q", "r"], "size": [1, 2, 3], "odd": [None, 1, "x"]}
        ),
        "parameters": pd.DataFrame({"name": ["x", "y"], "value": [1.0, 2.0]}),
    }


def prints(tables, keys=KEYS, head=HEAD, about=ABOUT):
    made = fingerprints.edition(tables, about, head, keys)
    whom = {KEYS: [("a",), ("b",), ("c",)], PAIR: [("a", "p"), ("a", "q"), ("b", "r")], (): [()]}[keys]
    return [made.of(one) for one in whom]


def changed(before, after):
    return [one != other for one, other in zip(before, after, strict=True)]


def test_equal_tables_give_equal_fingerprints_and_each_report_its_own(tables):
    copies = {name: frame.copy() for name, frame in reversed(tables.items())}
    assert prints(tables) == prints(copies)
    assert len(set(prints(tables))) == 3


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "clusters", "pairs"),
    [
        ("scores", 1, "points", 3.0, [True, False, False], [True, True, False]),
        ("scores", 2, "points", 0.0, [False, True, False], [False, False, True]),
        ("organisations", 2, "name", "C", [False, False, True], [False, False, False]),
        ("members", 0, "size", 9, [True, False, False], [True, False, False]),
        ("members", 1, "odd", "1.0", [True, False, False], [False, True, False]),
        ("parameters", 0, "value", 7.0, [True, True, True], [True, True, True]),
    ],
)
def test_a_change_reaches_those_whose_rows_it_is_in(tables, table, row, column, value, clusters, pairs):
    before = [prints(tables, keys) for keys in (KEYS, PAIR, ())]
    frame = tables[table].copy()
    frame.loc[row, column] = value
    after = [prints({**tables, table: frame}, keys) for keys in (KEYS, PAIR, ())]
    assert [changed(one, other) for one, other in zip(before, after, strict=True)] == [clusters, pairs, [True]]


def test_the_order_of_a_reports_own_rows_counts_and_that_of_others_does_not(tables):
    before = prints(tables)
    swapped = tables["scores"].iloc[[1, 0, 2]].reset_index(drop=True)
    assert changed(before, prints({**tables, "scores": swapped})) == [True, False, False]
    moved = tables["scores"].iloc[[2, 0, 1]].reset_index(drop=True)
    assert changed(before, prints({**tables, "scores": moved})) == [False, False, False]


def test_a_row_twice_is_not_a_row_once(tables):
    twice = pd.concat([tables["scores"], tables["scores"].iloc[[2]]], ignore_index=True)
    assert changed(prints(tables), prints({**tables, "scores": twice})) == [False, True, False]


def test_rules_and_what_describes_the_edition_reach_all_and_input_files_none(tables):
    before = prints(tables)
    assert changed(before, prints(tables, head={**HEAD, "rules": "r2"})) == [True] * 3
    assert changed(before, prints(tables, about={"name": "f"})) == [True] * 3
    assert changed(before, prints(tables, head={**HEAD, "inputs": {}})) == [False] * 3


def test_a_column_of_another_name_or_kind_is_a_change(tables):
    before = prints(tables)
    renamed = tables["parameters"].rename(columns={"value": "worth"})
    assert changed(before, prints({**tables, "parameters": renamed})) == [True] * 3
    whole = tables["parameters"].astype({"value": int})
    assert changed(before, prints({**tables, "parameters": whole})) == [True] * 3


def test_rows_are_counted_by_key(tables):
    assert fingerprints.edition(tables, ABOUT, HEAD, KEYS).counts[("a",)] == 5


def test_the_second_half_tells_notebook_options_and_what_they_name(tmp_path):
    notebook, since = tmp_path / "n.ipynb", tmp_path / "since"
    notebook.write_text("1")
    (since / "results").mkdir(parents=True)
    (since / "results" / "edition.json").write_text("1")
    plain, told = fingerprints.making(notebook, {}), fingerprints.making(notebook, {"since": str(since)})
    assert plain != told
    (since / "results" / "edition.json").write_text("2")
    assert fingerprints.making(notebook, {"since": str(since)}) != told
    notebook.write_text("2")
    assert fingerprints.making(notebook, {}) != plain


def test_a_fingerprint_is_two_halves():
    assert fingerprints.first(fingerprints.joined("ab", "cd")) == "ab"
