"""CSV files that are not as they should be: bytes, separators, quotation marks, lengths of rows, empty rows."""

import tempfile
from pathlib import Path

import pytest
from drawn import TODAY, folder, said
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchlib.tables import checking, csvfiles, files

HEADER = "cluster_id,name,country\n"


def read(tmp_path, content: bytes | str, name: str = "organisations"):
    file = tmp_path / f"{name}.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return files.read(tmp_path)


def printed(tmp_path, content: bytes | str) -> list[str]:
    return [str(fault) for fault in read(tmp_path, content)[1]]


def cells(tmp_path, content: bytes | str) -> dict[int, list[str]]:
    (table,) = read(tmp_path, content)[0]
    return {int(row): list(cells) for row, cells in zip(table.frame.index, table.frame.to_numpy(), strict=True)}


def test_cells_are_text_as_they_stand(tmp_path):
    content = HEADER + "007,NA,1.50\nnull,Ștefan & Đorđe,\n"
    assert cells(tmp_path, content) == {2: ["007", "NA", "1.50"], 3: ["null", "Ștefan & Đorđe", ""]}
    assert printed(tmp_path, content) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do_and_the_last_may_lack(tmp_path, end):
    content = f"cluster_id,name{end}nonesuch,NONESUCH{end}nobody,NOBODY"
    assert cells(tmp_path, content) == {2: ["nonesuch", "NONESUCH"], 3: ["nobody", "NOBODY"]}


def test_a_row_is_what_a_spreadsheet_counts_also_with_line_breaks_in_cells(tmp_path):
    content = HEADER + 'a,"two\nlines, ""quoted""",RO\nb,one line,XX\n'
    assert cells(tmp_path, content)[2] == ["a", 'two\nlines, "quoted"', "RO"]
    (fault,) = checking.check(tmp_path, TODAY).faults
    assert (fault.row, fault.column, fault.value) == (3, "country", "XX")


# encodings


def test_a_byte_order_mark_is_noted(tmp_path):
    content = "\ufeff" + HEADER + "nonesuch,NONESUCH,RO\n"
    assert printed(tmp_path, content) == ["organisations.csv, row 1: starts with a byte-order mark, which was left out"]
    assert cells(tmp_path, content) == {2: ["nonesuch", "NONESUCH", "RO"]}
    assert checking.check(tmp_path, TODAY).errors == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf_16_is_one_fault(tmp_path, encoding):
    printed_faults = printed(tmp_path, (HEADER + "nonesuch,NONESUCH,RO\n").encode(encoding))
    assert printed_faults == [
        "organisations.csv, row 1: expected text in UTF-8; this is UTF-16, which spreadsheets call Unicode text "
        "(in Excel, save as 'CSV UTF-8', or as a workbook (.xlsx) and check that)"
    ]


def test_windows_1252_is_named_cell_by_cell(tmp_path):
    content = (HEADER + "a,Møre,NO\nb,plain,NO\nc,“quoted” – é,NO\n").encode("cp1252")
    wanted = f"; {csvfiles.LEGACY}"
    assert csvfiles.LEGACY.startswith("expected text in UTF-8; this is Windows-1252 or another older encoding")
    assert printed(tmp_path, content) == [
        f"organisations.csv, row 2, column name: 'Møre'{wanted}",
        f"organisations.csv, row 4, column name: '“quoted” – é'{wanted}",
    ]
    assert cells(tmp_path, content)[2] == ["a", "Møre", "NO"]


def test_one_cell_in_another_encoding_among_utf_8(tmp_path):
    content = (HEADER + "a,Mø").encode() + b"r\xe9,NO\nb," + "Ștefan,RO\n".encode()
    assert [fault.row for fault in read(tmp_path, content)[1]] == [2]
    assert cells(tmp_path, content)[3] == ["b", "Ștefan", "RO"]


def test_a_byte_that_no_encoding_knows_does_not_stop_the_check(tmp_path):
    (fault,) = read(tmp_path, HEADER.encode() + b"a,\x81\xff,RO\n")[1]
    assert (fault.row, fault.column, fault.value) == (2, "name", "\ufffdÿ")


def test_a_header_in_windows_1252(tmp_path):
    content = "cluster_id,name,país\na,A,ES\n".encode("cp1252")
    assert printed(tmp_path, content)[0] == f"organisations.csv, row 1, column país: 'país'; {csvfiles.LEGACY}"


# separators and files of another kind


@pytest.mark.parametrize(("mark", "called"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_another_separator_is_one_fault(tmp_path, mark, called, quote):
    lines = [["cluster_id", "name", "country"]] + [[f"c{n}", "12,5", "RO"] for n in range(50)]
    content = "\n".join(mark.join(f"{quote}{cell}{quote}" for cell in line) for line in lines)
    read(tmp_path, content)
    folder(tmp_path, working_groups="cluster_id | name\n c1 | eHealth")
    assert said(checking.check(tmp_path, TODAY)) == [
        f"organisations.csv, row 1: expected commas between the cells; here they are separated by {called} "
        "(in Excel, save as 'CSV UTF-8', or as a workbook (.xlsx) and check that)"
    ]


def test_the_line_with_which_excel_names_a_separator(tmp_path):
    assert "separated by semicolons" in printed(tmp_path, "sep=;\ncluster_id;name\na;A\n")[0]


def test_a_semicolon_in_a_cell_is_no_separator(tmp_path):
    assert cells(tmp_path, "cluster_id,name\na,A; B; C\n") == {2: ["a", "A; B; C"]}


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", "\ufeff\n"])
def test_an_empty_file(tmp_path, content):
    read(tmp_path, content)
    assert said(checking.check(tmp_path, TODAY)) == [
        "organisations.csv, row 1: the file is empty; expected a header with column names in row 1"
    ]


def test_a_workbook_named_csv(tmp_path):
    assert printed(tmp_path, b"PK\x03\x04rest") == [
        "organisations.csv, row 1: expected text with commas; this is a workbook or another archive with the ending "
        ".csv"
    ]


# headers


def test_only_a_header(tmp_path):
    (table,) = read(tmp_path, HEADER)[0]
    assert table.readable
    assert list(table.frame.columns) == ["cluster_id", "name", "country"]
    assert len(table.frame) == 0


@pytest.mark.parametrize("content", [",,\na,b,c\n", "\ncluster_id,name\na,b\n", "# remark\na\n", '"broken\na,b\n'])
def test_no_header(tmp_path, content):
    (fault,) = [fault for fault in read(tmp_path, content)[1] if "header with column names" in fault.expected]
    assert (fault.row, fault.column) == (1, None)


def test_a_column_without_a_name_and_one_that_stands_twice(tmp_path):
    content = "cluster_id,,name,name,country\na,lost,A,B,RO\n"
    assert printed(tmp_path, content) == [
        "organisations.csv, row 1, column name: this column stands twice in the header",
        "organisations.csv, row 1: empty; expected a name for every column",
    ]
    assert cells(tmp_path, content) == {2: ["a", "A", "RO"]}


def test_empty_columns_at_the_end_as_spreadsheets_write_them(tmp_path):
    content = "cluster_id,name,,\na,A,,\nb,B,,note\n"
    assert printed(tmp_path, content) == [
        "organisations.csv, row 3: 'note'; expected nothing to the right of the header"
    ]
    assert cells(tmp_path, content) == {2: ["a", "A"], 3: ["b", "B"]}


def test_remarks_are_not_read(tmp_path):
    content = "cluster_id,# for people,name\n# the id,x,the name\na,#1,A\nb,,#B\n#N/A,,C\n"
    assert cells(tmp_path, content) == {3: ["a", "A"], 4: ["b", "#B"], 5: ["#N/A", "C"]}
    assert printed(tmp_path, content) == [
        "organisations.csv, row 5, column cluster_id: '#N/A'; expected a value; this is the error of a formula in the "
        "spreadsheet"
    ]


# rows


def test_short_and_long_rows_are_all_listed_and_the_others_read(tmp_path):
    content = HEADER + "a,A\nb,B,RO\nc,C,RO,x,y\nd\ne,E,RO\n"
    assert printed(tmp_path, content) == [
        "organisations.csv, row 2: 'a,A'; expected 3 cells as in the header, found 2",
        "organisations.csv, row 4: 'c,C,RO,x,y'; expected 3 cells as in the header, found 5",
        "organisations.csv, row 5: 'd'; expected 3 cells as in the header, found 1",
    ]
    assert cells(tmp_path, content) == {3: ["b", "B", "RO"], 6: ["e", "E", "RO"]}
    (table,) = read(tmp_path, content)[0]
    assert table.set_aside == {"a", "A", "c", "C", "RO", "x", "y", "d"}


def test_wrong_rows_in_several_batches(tmp_path):
    lines = [f"c{n},N,RO" + (",x" if n % csvfiles.BATCH == 7 else "") for n in range(3 * csvfiles.BATCH)]
    tables, faults = read(tmp_path, HEADER + "\n".join(lines))
    assert [fault.row for fault in faults] == [9, 9 + csvfiles.BATCH, 9 + 2 * csvfiles.BATCH]
    assert len(tables[0].frame) == 3 * csvfiles.BATCH - 3
    assert tables[0].frame.loc[csvfiles.BATCH + 10, "cluster_id"] == f"c{csvfiles.BATCH + 8}"


def test_empty_rows_are_noted_where_rows_follow(tmp_path):
    content = HEADER + "a,A,RO\n\n,,\n\nb,B,RO\n\nc,C,RO\n\n,,\n"
    assert printed(tmp_path, content) == [
        "organisations.csv, row 3: rows 3 to 5 are empty and were left out",
        "organisations.csv, row 7: this row is empty and was left out",
    ]
    assert [fault.severity for fault in read(tmp_path, content)[1]] == ["note", "note"]
    assert list(cells(tmp_path, content)) == [2, 6, 8]


@pytest.mark.parametrize(
    ("content", "faults", "left"),
    [
        ('a,"A"x,RO\nb,B,RO\n', {2: csvfiles.BROKEN}, [3]),
        ('a,A"",RO\nb,"B"",RO\n', {3: csvfiles.BROKEN}, [2]),
        ('a,A,RO\nb,"B,RO\nc,C,RO\n', {3: f"rows 3 to 4 cannot be read: {csvfiles.BROKEN}"}, [2]),
        ('a,A,RO\nb,"B,RO\nc,"C",RO\nd,D,RO\n', {3: f"rows 3 to 4 cannot be read: {csvfiles.BROKEN}"}, [2, 5]),
        ('a,"A"x,RO\nb,B,RO\nc,"C"x,RO\n', {2: csvfiles.BROKEN, 4: csvfiles.BROKEN}, [3]),
    ],
)
def test_broken_quotation_marks(tmp_path, content, faults, left):
    tables, found = read(tmp_path, HEADER + content)
    assert {fault.row: fault.expected for fault in found} == faults
    assert tables[0].frame.index.tolist() == left
    assert not tables[0].complete


def test_rows_that_were_lost_do_not_make_others_wrong(tmp_path):
    folder(tmp_path, working_groups="cluster_id | name\n c900 | eHealth\n other | eHealth")
    lines = [f"c{n},{'x' * 300},RO" for n in range(2000)]
    lines[3] = 'c3,"x,RO'  # never closed: the csv module gives up when the cell has grown too long
    read(tmp_path, HEADER + "\n".join([*lines, "last,N,ZZ"]))
    lost, wrong = checking.check(tmp_path, TODAY).faults
    assert lost.row == 5
    assert lost.expected.startswith("rows 5 to ")
    assert (wrong.row, wrong.column, wrong.value) == (2002, "country", "ZZ")


def test_a_quotation_mark_inside_an_unquoted_cell_stays(tmp_path):
    assert cells(tmp_path, HEADER + 'a,Cluster "A",RO\n') == {2: ["a", 'Cluster "A"', "RO"]}


def test_a_null_character_is_kept_for_the_check_to_name(tmp_path):
    read(tmp_path, HEADER + "a,A\x00B,RO\n")
    assert said(checking.check(tmp_path, TODAY)) == [
        "organisations.csv, row 2, column name: 'A\\x00B'; expected text without control characters"
    ]


PIECES = st.sampled_from(
    [
        b"cluster_id",
        b"name",
        b",",
        b"\n",
        b"\r\n",
        b'"',
        b"a",
        b" ",
        b"#",
        b"\xe9",
        b"\x00",
        b";",
        b"\xef\xbb\xbf",
        b"\xff",
    ]
)


@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=30).map(b"".join)))
@settings(max_examples=100, deadline=None)
@example(b"cluster_id,name\n,\xe9\n")
def test_no_bytes_stop_the_check(content):
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "organisations.csv").write_bytes(content)
        facts = checking.check(name, TODAY)
    assert all(fault.source == "organisations.csv" for fault in facts.faults)
    assert len(facts["organisations"]) == 0 or facts["organisations"].index.min() >= 2
