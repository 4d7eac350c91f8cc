"""Two CSV files to typed tables."""

import numpy as np

from benchlib.compare.index import reading, structure


def test_types_and_rows(read, drawn):
    tables = read(*drawn)
    assert (tables.data_name, tables.meta_name) == ("DATA.csv", "META.csv")
    assert tables.data.index.tolist() == [2, 3, 4, 5, 6]
    assert tables.data["den_people"].tolist() == [10, 20, 40, 80, 10]
    assert tables.data["group_size"].tolist() == ["large", "large", "small", "small", "small"]
    assert tables.meta["level"].tolist() == [1, 1, 1, 1, 2, 2, 3]
    assert tables.meta["weight"].isna().tolist() == [False] * 6 + [True]


def test_codes_stay_text(read, drawn):
    tables = read(drawn[0].replace("x,Xanten", "007,Xanten"), drawn[1])
    assert tables.data["unit"].tolist()[0] == "007"


def test_numbers_keep_every_digit(read, drawn):
    tables = read(drawn[0].replace("10,1,8,3,5", "10,0.1,8.000000000000002,1e-300,.5"), drawn[1])
    assert tables.data.loc[2, ["a", "b", "c", "d"]].tolist() == [0.1, 8.000000000000002, 1e-300, 0.5]


def test_further_columns_of_meta_are_kept_and_a_byte_order_mark_is_not_in_the_way(tmp_path, drawn):
    (tmp_path / "DATA.csv").write_text(drawn[0], encoding="utf-8-sig")
    lines = drawn[1].splitlines()
    (tmp_path / "META.csv").write_text("\n".join([lines[0] + ",theme", *(line + ",x" for line in lines[1:])]) + "\n")
    tables, faults = reading.read(tmp_path / "DATA.csv", tmp_path / "META.csv")
    assert tables.meta["theme"].tolist() == ["x"] * 7
    assert tables.data.columns[0] == "unit"
    assert [str(fault.severity) for fault in faults] == ["note"]


def test_files_that_are_not_there_or_not_text(tmp_path):
    (tmp_path / "META.csv").write_bytes(b"PK\x03\x04")
    _, faults = reading.read(tmp_path / "DATA.csv", tmp_path / "META.csv")
    assert [fault.source for fault in faults] == ["DATA.csv", "META.csv"]
    assert "cannot be read" in faults[0].expected
    assert "workbook" in faults[1].expected


def test_the_tree(read, drawn):
    tree = structure.tree(read(*drawn).meta)
    assert tree.codes == ("a", "b", "c", "d", "left", "right", "top")
    assert tree.indicators == ("a", "b", "c", "d")
    assert tree.parent.tolist() == [4, 4, 5, 5, 6, 6, structure.NONE]
    assert {node: positions.tolist() for node, positions in tree.children.items()} == {4: [0, 1], 5: [2, 3], 6: [4, 5]}
    assert tree.top == 6
    assert tree.direction.tolist() == [1, -1, 1, 1]
    assert tree.denominator == ("den_people", "", "", "")
    np.testing.assert_equal(tree.goalposts, [[np.nan, 0, 0, 0], [np.nan, 10, 10, 10]])
