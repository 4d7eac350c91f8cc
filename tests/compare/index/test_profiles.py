"""Strengths and weaknesses of each unit."""

import numpy as np

from benchlib.compare.index import profiles


def test_the_indicators_on_which_a_unit_stands_best_and_worst(run):
    index = run()
    table = profiles.strengths(index.normalised, index.tree, shown=1)
    one = table[table["unit"] == "v"].set_index("kind")
    # v has the highest a per head of five, the lowest d; b is fourth best, c second
    assert one["indicator"].to_dict() == {"strength": "a", "weakness": "d"}
    assert one["rank"].to_dict() == {"strength": 1, "weakness": 5}
    assert one["ahead_of"].to_dict() == {"strength": 1.0, "weakness": 0.0}
    assert one["score"].to_dict() == {"strength": 100.0, "weakness": 0.0}
    assert table["unit"].drop_duplicates().tolist() == ["x", "y", "z", "w", "v"]


def test_at_most_half_of_the_indicators_each_and_none_that_are_missing(run, drawn):
    data = drawn[0].replace("x,Xanten,large,10,1,8,3,5", "x,Xanten,large,10,1,,,")
    index = run(data=data)
    table = profiles.strengths(index.normalised, index.tree)
    assert len(table[table["unit"] == "y"]) == 4
    assert table[table["unit"] == "x"]["indicator"].tolist() == ["a", "a"]
    assert not table.isna().any(axis=None)


def test_standing_is_within_a_year(run, drawn):
    _, meta = drawn
    panel = "unit,year,a,b,c,d\nx,1,1,1,1,1\ny,1,2,2,2,2\nx,2,9,9,9,9\ny,2,8,8,8,8\n"
    index = run(data=panel, meta=meta.replace("den_people", ""))
    table = profiles.strengths(index.normalised, index.tree, shown=1)
    best = table[table["kind"] == "strength"]
    assert best[["unit", "year", "indicator"]].to_numpy().tolist() == [
        ["x", 1, "b"],
        ["y", 1, "a"],
        ["x", 2, "a"],
        ["y", 2, "b"],
    ]
    assert np.array_equal(best["rank"], np.ones(4))
