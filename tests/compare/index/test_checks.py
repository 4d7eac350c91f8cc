"""What an index expects of its input: one drawn fault at a time, and the words that name it."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.index import checks
from benchlib.compare.index.reading import Tables


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def test_the_drawn_tables_are_right(drawn, refused):
    assert refused(*drawn) == []


META_FAULTS = [
    ("code,level", "code,rank", "META.csv, row 1, column level: expected this column, it is not there"),
    ("b,1,left,3", ",1,left,3", "META.csv, row 3, column code: empty; expected a code for each node"),
    ("b,1,left,3", "a,1,left,3", "META.csv, row 3, column code: 'a'; this code stands twice"),
    (
        "left,2,top,2",
        "year,2,top,2",
        "META.csv, row 6, column code: 'year'; expected another code: DATA uses this name for something else",
    ),
    (
        "b,1,left,3",
        "b,0,left,3",
        "META.csv, row 3, column level: '0'; expected a level: 1 for indicators, then 2, 3",
    ),
    ("b,1,left,3", "b,one,left,3", "META.csv, row 3, column level: 'one'; expected a whole number"),
    (
        "top,3,,",
        "top,4,,",
        "META.csv, column level: no node has level 3; expected levels 1 to 4 without a gap",
    ),
    (
        "right,2,top,1",
        "right,3,,1",
        "META.csv, row 7, column code: 'right'; expected one index at the top, level 3 has 2 nodes",
    ),
    (
        "top,3,,",
        "top,3,left,",
        "META.csv, row 8, column parent: 'left'; expected an empty cell: nothing is above the highest level",
    ),
    (
        "a,1,left,1",
        "a,1,,1",
        "META.csv, row 2, column parent: empty; expected the code of the node above; only the index has none",
    ),
    (
        "a,1,left,1",
        "a,1,lef,1",
        "META.csv, row 2, column parent: 'lef'; expected a code of META; did you mean 'left'?",
    ),
    ("a,1,left,1", "a,1,top,1", "META.csv, row 2, column parent: 'top'; expected a parent that is one level up"),
    (
        "a,1,left,1",
        "a,1,b,1",
        "META.csv, row 2, column parent: 'b'; expected a parent that is one level up",
    ),
    (
        "top,3,,",
        "top,3,,,,,,,,,\nleaf,2,top,",
        "META.csv, row 9, column code: 'leaf'; expected children: no row names this aggregate as its parent",
    ),
    (
        "left,2,top,2",
        "left,2,left,2",
        "META.csv, row 6, column parent: 'left'; expected a path to the index; the parents form a circle",
    ),
    (
        "b,1,left,3,-1",
        "b,1,left,3,2",
        "META.csv, row 3, column direction: '2'; expected 1 (more is better) or -1 (less is better)",
    ),
    (
        "b,1,left,3,-1",
        "b,1,left,3,",
        "META.csv, row 3, column direction: empty; expected 1 (more is better) or -1 (less is better)",
    ),
    (
        "left,2,top,2,",
        "left,2,top,2,-1",
        "META.csv, row 6, column direction: '-1'; expected 1 or an empty cell: a higher score of an "
        "aggregate is better",
    ),
    ("b,1,left,3", "b,1,left,-3", "META.csv, row 3, column weight: '-3'; expected a weight of 0 or more"),
    (
        "b,1,left,3",
        "b,1,left,",
        "META.csv, row 3, column weight: empty; expected a weight for b, or weights: equal in the configuration",
    ),
    (
        "b,1,left,3,-1,,0,10",
        "b,1,left,3,-1,,10,10",
        "META.csv, row 3, column goalpost_low: '10'; expected a number below goalpost_high",
    ),
    (
        "b,1,left,3,-1,,0,10",
        "b,1,left,3,-1,,,10",
        "META.csv, row 3, column goalpost_low: empty; expected both goalposts or none",
    ),
    (
        "b,1,left,3,-1,,0,10",
        "b,1,left,3,-1,,0,ten",
        "META.csv, row 3, column goalpost_high: 'ten'; expected a number with a decimal point, "
        "or an empty cell where it is missing",
    ),
    (
        "left,2,top,2,,",
        "left,2,top,2,,den_people",
        "META.csv, row 6, column denominator: 'den_people'; expected denominators for indicators only",
    ),
    (
        "a,1,left,1,1,den_people",
        "a,1,left,1,1,den_poeple",
        "META.csv, row 2, column denominator: 'den_poeple'; expected a den_* column of DATA; "
        "did you mean 'den_people'?",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "fault"), META_FAULTS, ids=[new.replace("\n", " ") for _, new, _ in META_FAULTS]
)
def test_meta(drawn, refused, old, new, fault):
    data, meta = drawn
    assert fault in refused(data, changed(meta, old, new))


DATA_FAULTS = [
    (
        "unit,name",
        "units,name",
        "DATA.csv, row 1, column unit: expected this column, it is not there; 'units' looks like it",
    ),
    ("x,Xanten", ",Xanten", "DATA.csv, row 2, column unit: empty; expected the unit's code"),
    (
        "y,Ypern",
        "x,Ypern",
        "DATA.csv, row 3, column unit: 'x'; this unit stands twice; for a panel, add a column year",
    ),
    (
        "den_people,a,b",
        "den_people,a,bb",
        "DATA.csv, row 1, column b: expected a column for this indicator of META; did you mean 'bb'?",
    ),
    (
        "den_people,a,b",
        "den_people,a,bb",
        "DATA.csv, row 1, column bb: this is no code of META; expected indicators, name, group_*, den_*",
    ),
    (
        "unit,name",
        "unit,left",
        "DATA.csv, row 1, column left: this is an aggregate of META, which is computed; "
        "expected indicators, name, group_*, den_*",
    ),
    (
        "10,1,8,3,5",
        "10,1,n/a,3,5",
        "DATA.csv, row 2, column b: 'n/a'; expected a number with a decimal point, or an empty cell "
        "where it is missing",
    ),
    (
        "10,1,8,3,5",
        '10,1,"8,5",3,5',
        "DATA.csv, row 2, column b: '8,5'; expected a decimal point; this has a comma",
    ),
    (
        "10,1,8,3,5",
        "10,1,inf,3,5",
        "DATA.csv, row 2, column b: 'inf'; expected a number with a decimal point, or an empty cell "
        "where it is missing",
    ),
    (
        "10,1,8,3,5",
        "10,1,1e999,3,5",
        "DATA.csv, row 2, column b: '1e999'; expected a number with a decimal point, "
        "or an empty cell where it is missing",
    ),
    ("large,10,1", "large,0,1", "DATA.csv, row 2, column den_people: '0'; expected a denominator above 0"),
    ("large,10,1", "large,-3,1", "DATA.csv, row 2, column den_people: '-3'; expected a denominator above 0"),
    (
        "10,1,8,3,5",
        "10,1,8,3",
        "DATA.csv, row 2: 'x,Xanten,large,10,1,8,3'; expected 8 cells as in the header, found 7",
    ),
    ("c,d\n", "c,c\n", "DATA.csv, row 1, column c: this column stands twice in the header"),
]


@pytest.mark.parametrize(
    ("old", "new", "fault"), DATA_FAULTS, ids=[f"{new}-{at}" for at, (_, new, _) in enumerate(DATA_FAULTS)]
)
def test_data(drawn, refused, old, new, fault):
    data, meta = drawn
    assert fault in refused(changed(data, old, new), meta)


def test_a_column_without_any_value(drawn, refused):
    data, meta = drawn
    rows = data.splitlines()
    empty = "\n".join([rows[0], *(row.rpartition(",")[0] + "," for row in rows[1:])]) + "\n"
    assert refused(empty, meta) == ["DATA.csv, column d: empty; expected a value in at least one row"]


def test_a_panel_has_each_unit_once_a_year(drawn, refused):
    _, meta = drawn
    panel = "unit,year,den_people,a,b,c,d\nx,2020,1,1,2,3,4\nx,2021,1,2,3,4,5\nx,2021,1,2,3,4,6\ny,,1,1,5,3,2\n"
    assert refused(panel, meta) == [
        "DATA.csv, row 5, column year: empty; expected a year in every row, or no such column",
        "DATA.csv, row 4, column unit: 'x'; this unit stands twice in one year",
    ]


def test_tables_without_rows(drawn, refused):
    data, meta = drawn
    assert refused(data.splitlines()[0] + "\n", meta) == ["DATA.csv: expected a row for each unit, there is none"]
    assert refused(data, meta.splitlines()[0] + "\n")[0] == (
        "META.csv: expected a row for each node of the index, there is none"
    )


def test_only_indicators_make_no_index(drawn, refused):
    data, meta = drawn
    leaves = "\n".join(meta.splitlines()[:5]).replace(",left,", ",,").replace(",right,", ",,") + "\n"
    assert refused(data, leaves) == [
        "META.csv, column level: '1'; expected an index above the indicators, at level 2 or higher"
    ]


def test_weights_of_siblings_are_not_all_zero(drawn, refused):
    data, meta = drawn
    zero = changed(changed(meta, "a,1,left,1", "a,1,left,0"), "b,1,left,3", "b,1,left,0")
    expected = "expected a weight above 0 for at least one child of this parent"
    assert refused(data, zero) == [f"META.csv, row {row}, column weight: '0'; {expected}" for row in (2, 3)]


CONFIG_FAULTS = [
    (
        {"normalise": "goalposts"},
        "META.csv, row 2, column goalpost_low: empty; a is scaled by goalposts; expected goalpost_low "
        "and goalpost_high",
    ),
    (
        {"normalise": {"by_indicator": {"b": {"method": "goalposts", "log": True}}}},
        "META.csv, row 3, column goalpost_low: '0'; expected a number above 0 for a logarithm",
    ),
    ({"normalise": "dist2targ"}, "META.csv, row 2, column target: empty; a is scaled to its target; expected one"),
    (
        {"normalise": {"dist2ref": {"reference": "X"}}},
        "configuration, key normalise.reference: 'X'; expected a unit of DATA.csv; did you mean 'x'?",
    ),
    (
        {"impute": {"group_mean": {"group": "group_siz"}}},
        "configuration, key impute.group: 'group_siz'; expected a group_* column of DATA.csv; did you "
        "mean 'group_size'?",
    ),
    (
        {"impute": "linear"},
        "configuration, key impute.method: 'linear'; expected a column year in DATA.csv to interpolate over",
    ),
    (
        {"normalise": {"per_year": True}},
        "configuration, key normalise.per_year: 'True'; expected a column year in DATA.csv",
    ),
    (
        {"normalise": {"by_indicator": {"left": "rank"}}},
        "configuration, key normalise.by_indicator.left: 'left'; expected the code of an indicator of META",
    ),
    (
        {"aggregate": {"by_node": {"topp": "gmean"}}},
        "configuration, key aggregate.by_node.topp: 'topp'; expected the code of an aggregate of META; "
        "did you mean 'top'?",
    ),
    (
        {"aggregate": {"by_level": {3: "gmean"}}},
        "configuration, key aggregate.by_level.3: 'gmean'; expected the level of children, 1 to 2",
    ),
    (
        {"weights": "bod", "aggregate": {"by_node": {"left": "gmean"}}},
        "configuration, key weights.method: 'bod'; these weights are for sums; expected amean, left has gmean",
    ),
    (
        {"weights": {"bod": {"shares": [0, 0.4]}}},
        "configuration, key weights.shares: '[0.0, 0.4]'; left has 2 children; such shares cannot add up to 1",
    ),
    (
        {"screen": {"minimum_share": 1.0}, "impute": "none", "normalise": "rank", "drop": True},
        "configuration, key screen.minimum_share: '1.0'; expected a smaller share: no unit has that "
        "many of its indicators",
    ),
]


@pytest.mark.parametrize(("config", "fault"), CONFIG_FAULTS, ids=[str(config) for config, _ in CONFIG_FAULTS])
def test_settings(drawn, refused, config, fault):
    data, meta = drawn
    if config.pop("drop", False):
        for row in ("1,8,3,5", "3,6,1,7", "2,4,2,6", "8,2,9,8", "5,7,4,1"):
            data = changed(data, row, "," + row.partition(",")[2])
        data = changed(data, "large,10,,8,3,5", "large,10,1,,3,5")
    assert fault in refused(data, meta, config)


def test_a_group_is_there_in_every_row(drawn, refused):
    data, meta = drawn
    blank = changed(data, "Verona,small", "Verona,")
    assert refused(blank, meta, {"impute": {"group_mean": {"group": "group_size"}}}) == [
        "DATA.csv, row 6, column group_size: empty; expected a group; values are imputed by it"
    ]


def test_a_group_without_a_value_has_nothing_to_impute_from(drawn, refused):
    data, meta = drawn
    gaps = changed(changed(data, "10,1,8", "10,1,"), "20,3,6", "20,3,")
    assert refused(gaps, meta, {"impute": {"group_mean": {"group": "group_size"}}}) == [
        "DATA.csv, imputed, column b: 'large'; expected more known values here for group_mean to impute from"
    ]


def test_constant_columns_cannot_be_divided_by_their_spread(drawn, refused):
    data, meta = drawn
    rows = data.splitlines()
    constant = "\n".join([rows[0], *(row.rpartition(",")[0] + ",7" for row in rows[1:])]) + "\n"
    for method in ("minmax", "zscore", "dist2max"):
        expected = f"expected values that differ: {method} divides by their spread"
        assert refused(constant, meta, {"normalise": method}) == [f"DATA.csv, column d: '7 everywhere'; {expected}"]
    assert refused(constant, meta, {"normalise": "rank"}) == []


def test_a_column_that_denominators_make_constant(drawn, refused):
    data, meta = drawn
    constant = changed(changed(changed(data, "20,3", "20,2"), "40,2", "40,4"), "10,5", "10,1")
    assert refused(constant, meta) == [
        "DATA.csv, normalised, column a: expected values that differ: minmax divides by their range"
    ]


def test_a_reference_and_a_target_must_be_better_than_the_worst(drawn, refused):
    data, meta = drawn
    assert refused(data, meta, {"normalise": {"by_indicator": {"c": {"dist2ref": {"reference": "y"}}}}}) == [
        "DATA.csv, normalised, column c: expected a value of the reference that is better than the worst value"
    ]
    low = changed(meta, "c,1,right,1,1,,0,10,9", "c,1,right,1,1,,0,10,1")
    assert refused(data, low, {"normalise": {"by_indicator": {"c": "dist2targ"}}}) == [
        "DATA.csv, normalised, column c: expected a target that is better than the worst value"
    ]


@pytest.mark.parametrize("method", ["gmean", "hmean", {"genmean": {"p": -1}}])
def test_means_that_need_values_above_zero(drawn, refused, method):
    data, meta = drawn
    name = method if isinstance(method, str) else "genmean"
    lines = refused(data, meta, {"aggregate": method})
    hint = f"expected a score above 0: left is made by {name}; a range such as [1, 100] keeps scores above 0"
    assert lines[:2] == [
        f"DATA.csv, normalised, row 2, column b: '0'; {hint}",
        f"DATA.csv, normalised, row 4, column a: '0'; {hint}",
    ]
    assert [line.partition(":")[0] for line in lines[2:]] == [
        "DATA.csv, normalised, row 3, column c",
        "DATA.csv, normalised, row 6, column d",
    ]
    assert refused(data, meta, {"aggregate": method, "normalise": {"range": [1, 100]}}) == []


@pytest.mark.parametrize(
    ("name", "config"), [("genmean", {"aggregate": {"genmean": {"p": 0.5}}}), ("bod", {"weights": "bod"})]
)
def test_a_positive_power_and_the_benefit_of_the_doubt_take_zero_but_nothing_below(drawn, refused, name, config):
    data, meta = drawn
    assert refused(data, meta, config) == []
    lines = refused(data, meta, {**config, "normalise": "zscore"})
    assert len(lines) == 12
    assert f"expected a score of 0 or more: left is made by {name};" in lines[0]


def test_weights_cannot_be_learned_from_too_little(drawn, refused):
    data, meta = drawn
    two = "\n".join(data.splitlines()[:3]) + "\n"
    assert refused(two, meta, {"weights": "pca", "normalise": "rank"}) == [
        "configuration, key weights.method: 'pca'; left: only 2 units have all children; expected 3 or more"
    ]


def test_every_fault_is_told_at_once(drawn, refused):
    data, meta = drawn
    lines = refused(
        changed(changed(data, "y,Ypern", "x,Ypern"), "large,20", "large,0"),
        changed(meta, "d,1,right,1,1", "d,1,right,1,7"),
    )
    assert [line.split(":")[0] for line in lines] == [
        "META.csv, row 5, column direction",
        "DATA.csv, row 3, column unit",
        "DATA.csv, row 3, column den_people",
    ]


def test_cells_separated_by_something_else(drawn, refused):
    data, meta = drawn
    lines = refused(data.replace(",", ";"), meta.replace(",", ";"))
    assert len(lines) == 2
    for name, line in zip(("DATA.csv", "META.csv"), lines, strict=True):
        assert line.startswith(
            f"{name}, row 1: expected commas between the cells; here they are separated by semicolons"
        )
    only = refused("unit;a\nx;1\n", meta)
    assert only[0].startswith("DATA.csv, row 1: expected commas between the cells")


def test_frames_made_in_python_are_checked_as_well():
    data = pd.DataFrame({"unit": ["x", "y"], "a": [1.0, np.inf], "b": ["one", "two"]})
    meta = pd.DataFrame(
        {"code": ["a", "b", "top"], "level": [1, 1, 2], "parent": ["top", "top", None], "direction": [1, 1, None]}
    )
    found = [str(fault) for fault in checks.faults(Tables(data, meta), None)]
    assert found == [
        "DATA, row 1, column a: 'inf'; expected a finite number",
        "DATA, column b: expected numbers in this column",
    ]


def test_a_reference_in_a_panel(drawn, refused):
    meta = drawn[1].replace("den_people", "")
    panel = "unit,year,a,b,c,d\nx,1,1,9,1,1\ny,1,2,5,2,2\nx,2,1,9,1,1\nz,2,2,5,2,2\n"
    assert refused(panel, meta, {"normalise": {"dist2ref": {"reference": "x"}}}) == [
        "configuration, key normalise.per_year: 'False'; expected true: x has a value in each of 2 years"
    ]
    assert refused(panel, meta, {"normalise": {"dist2ref": {"reference": "y"}, "per_year": True}}) == [
        "configuration, key normalise.reference: 'y'; expected a unit that is there in every year"
    ]
