"""The input of `benchlib regions`: what is read as it stands, and every offender named."""

import numpy as np
import pytest

from benchlib.tables import clusters
from benchlib.tables.faults import BadInput

HEAD = "cluster_code,region_code,employment,establishments,lq\n"
NEEDED = ("employment", "establishments", "lq")
MADE = ("lq_low", "lq_high", "strong")


@pytest.fixture
def read(tmp_path):
    def call(text, needed=NEEDED, encoding="utf-8"):
        file = tmp_path / "input.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return clusters.read(file, needed, MADE)

    return call


def faults(read, text, **more):
    with pytest.raises(BadInput) as caught:
        read(text, **more)
    return [(fault.row, fault.column, fault.value) for fault in caught.value.faults]


def test_cells_stay_text_and_numbers_are_read(read):
    found = read(HEAD.replace("lq", "name,lq") + '01,007,10,2,"A, B",1.50\n01,008,,0,,0.0\n')
    assert [list(row.values()) for row in found.cells.to_pylist()] == [
        ["01", "007", "10", "2", "A, B", "1.50"],
        ["01", "008", "", "0", "", "0.0"],
    ]
    assert found.frame["region_code"].tolist() == ["007", "008"]
    assert found.frame["lq"].tolist() == [1.5, 0]
    assert found.frame["employment"].tolist()[0] == 10
    assert np.isnan(found.frame["employment"][1])
    assert found.notes == ()


def test_every_cell_that_cannot_be_used_is_named(read):
    text = HEAD + 'a,1,-1,2,1\na,2,x,2,inf\n,3,1,2,nan\nb, 4,1e3,1e400,1\nb,5,1 000,2,"1,5"\nb,6,1,2,3\nb,6,0x1,2,3\n'
    assert faults(read, text) == [
        (2, "employment", "-1"),
        (3, "employment", "x"),
        (3, "lq", "inf"),
        (4, "cluster_code", ""),
        (4, "lq", "nan"),
        (5, "establishments", "1e400"),
        (5, "region_code", " 4"),
        (6, "employment", "1 000"),
        (6, "lq", "1,5"),
        (8, "cluster_code, region_code", "b, 6"),
        (8, "employment", "0x1"),
    ]


def test_rows_of_another_width_and_broken_text_are_named(read):
    assert faults(read, HEAD + "a,1,1,2,1\na,2,1,2\na,3,1,2,1,9\n") == [(3, None, "a,2,1,2"), (4, None, "a,3,1,2,1,9")]
    assert [row for row, _, _ in faults(read, HEAD + "a,1,1,2,1\n\u015f,2,1,2,1\n", encoding="iso8859-2")] == [3]
    assert faults(read, HEAD.replace(",", ";") + "a;1;1;2;1\n")[0][0] == 1
    assert faults(read, "") == [(1, None, None)]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("cluster_code,region_code,employment,lq", [(1, "establishments", None)]),
        ("cluster,region_code,employment,establishments", [(1, "cluster_code", None)]),
        ("cluster_code,region_code,employment,establishments,strong", [(1, "strong", None)]),
        ("cluster_code,region_code,employment,establishments,establishments", [(1, "establishments", None)]),
        (
            "cluster_code,region_code,employment,establishments,total_employment",
            [(1, "cluster_employment", None), (1, "region_employment", None)],
        ),
    ],
)
def test_columns_that_lack_or_collide_are_named(read, header, found):
    width = header.count(",") - 1
    assert faults(read, f"{header}\na,1{',5' * width}\n") == found


def test_a_similar_name_is_proposed(read):
    with pytest.raises(BadInput, match="is it 'Employment'"):
        read("cluster_code,region_code,Employment,establishments\na,1,5,5\n")


def test_totals_below_what_they_hold_are_named(read):
    text = "cluster_code,region_code,employment,region_employment,cluster_employment,total_employment\n"
    assert faults(read, text + "a,1,5,9,9,20\na,2,5,4,9,3\n", needed=("employment",)) == [
        (3, "region_employment", "4"),
        (3, "total_employment", "3"),
    ]


def test_no_row_is_left_out_in_silence(read):
    found = read("\ufeff" + HEAD + "a,1,1,2,1\n\n# a remark,,,,\na,2,1,2,1\n")
    assert found.frame["region_code"].tolist() == ["1", "2"]
    told = " | ".join(map(str, found.notes))
    assert "row 3: this row is empty and was left out" in told
    assert "1 rows or columns that start with # are remarks and were left out" in told


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_no_rows(read, end):
    rows = [HEAD.strip(), "a,1,1,2,1", "", "a,2,1,2,1", "", ""]
    found = read(end.join(rows))
    assert found.frame["region_code"].tolist() == ["1", "2"]
    assert [str(note) for note in found.notes] == ["input.csv, row 3: this row is empty and was left out"]


def test_a_file_without_rows(read):
    found = read(HEAD)
    assert (len(found.frame), found.cells.column_names) == (0, HEAD.strip().split(","))


def test_rows_keep_their_numbers_after_what_is_left_out(read):
    assert faults(read, HEAD + "a,1,1,2,1\n\n# a remark,,,,\na,2,x,2,1\n") == [(5, "employment", "x")]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadInput, match="this file cannot be read"):
        clusters.read(tmp_path / "none.csv", NEEDED, MADE)
