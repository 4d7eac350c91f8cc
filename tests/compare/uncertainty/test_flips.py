"""Which single steps change a verdict: equal to judging again with the answer changed."""

import datetime as dt
import itertools

import pandas as pd

from benchlib.assess import labels as rules
from benchlib.assess.verdicts import VERDICTS
from benchlib.compare.uncertainty import changed
from benchlib.compare.uncertainty.flips import COLUMNS, flips

DAY = dt.date(2026, 1, 1)
SCOPE, OTHER = "4.1.1", "4.2"


def test_a_minimum_requirement_that_is_just_met_or_just_missed(framework, full_answers, known):
    evidence = known(pd.concat([full_answers("a1", **{SCOPE: 3}), full_answers("a2", **{SCOPE: 2})]))
    got = flips(evidence, framework, DAY)
    assert list(got.columns) == COLUMNS
    first = got[(got["cluster_id"] == "c1") & (got["label"] == "gold")]
    assert first[["item", "direction", "from_points", "to_points"]].to_numpy().tolist() == [
        ["1.1.0", "down", 5.0, 0.0],
        [SCOPE, "down", 3.0, 2.0],
    ]
    assert set(first["verdict_before"]) == {"awarded"}
    assert set(first["verdict_after"]) == {"not awarded"}
    second = got[(got["cluster_id"] == "c2") & (got["label"] == "gold")]
    assert second[COLUMNS[2:]].to_numpy().tolist() == [[SCOPE, "up", 2.0, 3.0, "not awarded", "awarded"]]


def test_every_flip_is_what_judging_again_gives(framework, full_answers, known):
    """Through changed answers; the first organisation has 120 of 150 points, the second an answer missing."""
    items = [key for key, indicator in framework.indicators.items() if indicator.input == "rubric"][:20]
    people = {"a1": {key: 3 if place < 10 else 4 for place, key in enumerate(items)}}
    people["a2"] = people["a1"] | {items[0]: None, items[12]: 2}
    got = flips(known(pd.concat(full_answers(name, **values) for name, values in people.items())), framework, DAY)
    moves = [
        (name, key, direction, people[name][key], people[name][key] + step)
        for name, key, (direction, step) in itertools.product(people, items, (("up", 1), ("down", -1)))
        if people[name][key] is not None
    ]
    moved = [full_answers(f"a9{at:02}", **people[one[0]] | {one[1]: one[4]}) for at, one in enumerate(moves)]
    before = verdicts(known(pd.concat(full_answers(name, **values) for name, values in people.items())), framework)
    after = verdicts(known(pd.concat(moved)), framework)
    expected = {
        (name.replace("a", "c"), label, *move, before[name.replace("a", "c"), label], after[f"c9{at:02}", label])
        for at, (name, *move) in enumerate(moves)
        for label in ("bronze", "silver", "gold")
        if before[name.replace("a", "c"), label] != after[f"c9{at:02}", label]
    }
    mine = got[got["item"].isin(items)]
    assert set(mine.itertuples(index=False, name=None)) == expected
    assert sum(one[:2] == ("c1", "gold") for one in expected) == 20  # each of them, one step down


def verdicts(evidence, framework) -> dict[tuple[str, str], str]:
    found, _ = rules.judge(evidence, framework, DAY)
    return {
        (cluster, label): VERDICTS[int(code)]
        for label, outcome in found.items()
        for cluster, code in zip(evidence.clusters, outcome, strict=True)
    }


def test_the_working_memory_changes_nothing(framework, full_answers, known, monkeypatch):
    evidence = known(pd.concat([full_answers("a1", **{SCOPE: 3, OTHER: 2}), full_answers("a2", **{SCOPE: 2})]))
    whole = flips(evidence, framework, DAY)
    monkeypatch.setattr(changed, "CELLS", 100)
    pd.testing.assert_frame_equal(flips(evidence, framework, DAY), whole)


def test_no_flips_are_an_empty_table(framework, full_answers, known):
    answers = full_answers("a1", **{key: 0 for key, one in framework.indicators.items() if one.input == "rubric"})
    got = flips(known(answers), framework, DAY)
    assert got[got["label"] == "gold"].empty
    assert list(got.columns) == COLUMNS


def test_a_mean_of_assessors_moves_to_the_next_whole_step(framework, full_answers, known):
    one = full_answers("a1", **{SCOPE: 3}).assign(assessor="one")
    two = full_answers("a1", **{SCOPE: 2}).assign(assessor="two")
    got = flips(known(pd.concat([one, two])), framework, DAY)
    rows = got[(got["label"] == "gold") & (got["item"] == SCOPE)]
    assert rows[["direction", "from_points", "to_points"]].to_numpy().tolist() == [["up", 2.5, 3.0]]
