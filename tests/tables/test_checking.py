"""What `check` finds, as it is printed: the manual of faults. Files and workbooks have tests of their own."""

import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from drawn import ORGANISATIONS, TODAY, check, folder, rows, said
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from benchlib.tables import checking
from benchlib.tables.faults import BadInput, Severity
from benchlib.tables.schemas import AREAS, LEVELS, PARTICIPANT_TYPES, TABLES, countries

ASSESSMENTS = """
    assessment_id | cluster_id | framework | kind  | date    | status
    a1            | nonesuch   | ecei-31   | audit | 2021-05 | agreed
    a2            | nobody     | ecei-31   | self  | 2024    | draft
"""
LABELS = "cluster_id | level | awarded | valid_until | score_percent | source\n"


def test_good_tables_have_no_fault(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        assessments=ASSESSMENTS,
        labels=LABELS + "nonesuch | gold | 2021 | 2023-12-31 | 87.5 | announcement",
    )
    assert facts.faults == ()
    assert not facts.synthetic
    assert facts["labels"].loc[2, "score_percent"] == 87.5
    assert facts["organisations"]["cluster_id"].tolist() == ["nonesuch", "nobody"]


def test_every_table_has_a_frame_of_its_schema(tmp_path):
    facts = check(tmp_path, organisations=ORGANISATIONS)
    assert set(facts.frames) == set(TABLES)
    for name, table in TABLES.items():
        table.schema.validate(facts[name])
    assert len(facts["answers"]) == 0


def test_all_faults_of_all_tables_come_at_once_in_the_order_of_files_rows_and_columns(tmp_path):
    facts = check(
        tmp_path,
        organisations="""
            cluster_id | name     | country | nuts2 | founded_year | website
            nonesuch   | NONESUCH | Romania | RO32  | 2012         | www.nonesuch.ro
            nobody     |          | RO      | Cluj  | 2o15         | https://nobody.ro
            nonesuch   | NONESUCH | RO      |       | 2030         |
        """,
        labels="""
            cluster_id | level  | awarded    | score_percent
            nonesuc    | gold   | 2021-02-30 | 101
            nobody     | silber | 2027       | 8o
        """,
    )
    assert said(facts) == [
        "labels.csv, row 2, column cluster_id: 'nonesuc'; expected an id that stands in organisations, column "
        "cluster_id; did you mean 'nonesuch'?",
        "labels.csv, row 2, column awarded: '2021-02-30'; expected a day that exists (2021-02 has 28 days)",
        "labels.csv, row 2, column score_percent: '101'; expected at most 100",
        "labels.csv, row 3, column level: 'silber'; expected one of: bronze; silver; gold; did you mean 'silver'?",
        "labels.csv, row 3, column awarded: '2027'; expected nothing later than today (2026-11-01)",
        "labels.csv, row 3, column score_percent: '8o'; expected a number with a decimal point",
        "organisations.csv, row 2, column country: 'Romania'; expected the country's ISO 3166 code of two letters; "
        "did you mean 'RO'?",
        "organisations.csv, row 2, column website: 'www.nonesuch.ro'; expected an address starting with http:// or "
        "https:// (https://www.nonesuch.ro)",
        "organisations.csv, row 3, column name: empty; expected a value: the organisation's name",
        "organisations.csv, row 3, column nuts2: 'Cluj'; expected a NUTS 2 code: the country's two letters and two "
        "letters or digits, such as RO32",
        "organisations.csv, row 3, column founded_year: '2o15'; expected a whole number",
        "organisations.csv, row 4, column cluster_id: 'nonesuch'; this key already stands in row 2",
        "organisations.csv, row 4, column founded_year: '2030'; expected nothing later than today (2026-11-01)",
    ]


def test_load_refuses_errors_and_carries_the_rest(tmp_path):
    folder(tmp_path, organisations="cluster_id | name | country | nuts2\n nonesuch | NONESUCH | RO | BG41")
    assert [str(fault.severity) for fault in checking.load(tmp_path, TODAY).faults] == ["contradiction"]
    folder(tmp_path, organisations="cluster_id | name | country\n nonesuch | | RO\n nobody | | RO")
    with pytest.raises(BadInput) as refused:
        checking.load(tmp_path, TODAY)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(2, "name"), (3, "name")]


# columns


def test_unknown_missing_and_repeated_columns(tmp_path):
    facts = check(
        tmp_path,
        organisations="""
            cluster_id | Name     | name_in_romanian | country | country
            nonesuch   | NONESUCH | NONESUCH         | RO      | BG
        """,
    )
    assert said(facts) == [
        "organisations.csv, row 1, column Name: expected a column; did you mean 'name'?",
        "organisations.csv, row 1, column name_in_romanian: expected a column; known: cluster_id, name, country, "
        "nuts2, area, founded_year, website, source",
        "organisations.csv, row 1, column country: this column stands twice in the header",
        "organisations.csv, row 1, column name: this column is missing: the organisation's name",
    ]
    assert facts["organisations"]["country"].tolist() == ["RO"]  # the first of the two


def test_optional_columns_may_be_absent_and_columns_in_any_order(tmp_path):
    facts = check(tmp_path, organisations="name | cluster_id\n NONESUCH | nonesuch")
    assert facts.faults == ()
    assert facts["organisations"]["country"].isna().all()


def test_a_missing_key_column_is_not_called_a_repeated_key(tmp_path):
    facts = check(tmp_path, organisations=ORGANISATIONS, working_groups="name\n eHealth\n eHealth")
    assert said(facts) == [
        "working_groups.csv, row 1, column cluster_id: this column is missing: the cluster organisation"
    ]


# types


@pytest.mark.parametrize(
    ("column", "cell", "text"),
    [
        ("distance_km", "12,5", "expected a decimal point instead of the comma (12.5)"),
        ("distance_km", "1.234,5", "expected no thousands separator and a decimal point instead of the comma (1234.5)"),
        ("distance_km", "1,234", "expected 1234 if the comma separates thousands, 1.234 if it is a decimal comma"),
        ("distance_km", "near", "expected a number with a decimal point"),
        ("distance_km", "-1", "expected at least 0"),
        ("distance_km", "nan", "expected a number with a decimal point"),
        ("distance_km", "inf", "expected a number with a decimal point"),
        ("distance_km", "1e999", "expected a smaller number"),
        ("joined", "yesterday", "expected a date as YYYY-MM-DD, or a partial one as YYYY-MM or YYYY"),
        ("joined", "2021-13", "expected a month from 01 to 12"),
        ("joined", "2021-02-30", "expected a day that exists (2021-02 has 28 days)"),
        ("joined", "30.10.2019", "expected 2019-10-30"),
        ("joined", "0219-10-30", "expected a year from 1900 to 2100"),
        ("type", "Universities", "did you mean 'university'?"),
        ("type", "universitty", "did you mean 'university'?"),
        ("committed_by", "Fee", "expected one of: agreement; fee; activity; none; did you mean 'fee'?"),
        ("participant_id", "p 1", "expected 1 to 64 letters, digits, dots, hyphens or underscores, starting with"),
        ("participant_id", "../p1", "expected 1 to 64 letters"),
        ("participant_id", "p" * 65, "expected 1 to 64 letters"),
        ("participant_id", "ș1", "expected 1 to 64 letters"),
        ("name", "bell\x07", "expected text without control characters"),
        ("name", "right\u202eleft", "expected text without control characters"),
        ("name", "latin\x85one", "expected text without control characters"),
        ("name", "#REF!", "expected a value; this is the error of a formula in the spreadsheet"),
    ],
)
def test_a_cell_that_cannot_be_read(tmp_path, column, cell, text):
    good = {"cluster_id": "nonesuch", "participant_id": "p1", "type": "start_up", "committed_by": "fee"}
    row = good | {column: cell}
    facts = check(tmp_path, organisations=ORGANISATIONS, participants=f"{'|'.join(row)}\n{'|'.join(row.values())}")
    (fault,) = facts.faults
    assert (fault.source, fault.row, fault.column, fault.value) == ("participants.csv", 2, column, cell)
    assert text in fault.expected


@pytest.mark.parametrize(
    ("header", "cells", "column", "text"),
    [
        ("cluster_id,name,country", " nonesuch,R,RO", "cluster_id", "expected no spaces before or after the value"),
        ("cluster_id,name,country", "nonesuch ,R,RO", "cluster_id", "expected no spaces before or after the value"),
        ("cluster_id,name,country", "nonesuch,R,RO\u00a0", "country", "expected no spaces before or after the value"),
        ("cluster_id,name,founded_year", "nonesuch,R, 2012", "founded_year", "expected no spaces before or after"),
        (
            "cluster_id,name,country",
            "nonesuch,  ,RO",
            "name",
            "expected a value or an empty cell; here are only spaces",
        ),
        (
            "cluster_id,name,country",
            "nonesuch,R, ",
            "country",
            "expected a value or an empty cell; here are only spaces",
        ),
        ("cluster_id,name,country", '"nonesuch\n",R,RO', "cluster_id", "expected no spaces before or after the value"),
    ],
)
def test_spaces_are_named_not_repaired(tmp_path, header, cells, column, text):
    (tmp_path / "organisations.csv").write_text(f"{header}\n{cells}\n", encoding="utf-8")
    (fault,) = checking.check(tmp_path, TODAY).faults
    assert (fault.row, fault.column) == (2, column)
    assert fault.expected.startswith(text)


def test_spaces_inside_and_around_a_name_stay(tmp_path):
    (tmp_path / "organisations.csv").write_text("cluster_id,name\nnonesuch, RO HEALTH\n", encoding="utf-8")
    facts = checking.check(tmp_path, TODAY)
    assert facts.faults == ()
    assert facts["organisations"].loc[2, "name"] == " RO HEALTH"


def test_answers_are_numbers_or_yes_and_no_of_several_assessors(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        assessments=ASSESSMENTS,
        answers="""
            assessment_id | indicator | assessor  | value | answered_at
            a1            | 1.1.0     | anna      | yes   |
            a1            | 1.1.0     | bogdan    | No    |
            a1            | 1.1.0     | consensus | YES   |
            a1            | 1.2       | anna      | 72.5  | 2021-05-03
            a1            | 1.2       | anna      | 75    | 2021-05-03T10:15
            a1            | 1.2       | bogdan    |       |
            a1            | 2.1       |           | 5.0   |
            a2            | 1.1.0     |           | da    | 2026-11-09
            a2            | 1.2       |           | 75 %  |
            a2            | 2.1       |           | true  | 2021
        """,
    )
    assert said(facts) == [
        "answers.csv, row 9, column value: 'da'; expected yes",
        "answers.csv, row 9, column answered_at: '2026-11-09'; expected nothing later than today (2026-11-01)",
        "answers.csv, row 10, column value: '75 %'; expected the number without the percent sign (75)",
        "answers.csv, row 11, column value: 'true'; expected yes",
        "answers.csv, row 11, column answered_at: '2021'; expected a date or a date with time as YYYY-MM-DDTHH:MM",
    ]
    values = facts["answers"]["value"]
    assert values.loc[2:8].tolist()[:5] == [1.0, 0.0, 1.0, 72.5, 75.0]
    assert np.isnan(values[7])
    assert values[8] == 5.0
    assert facts["answers"]["answered_at"].loc[6] == pd.Timestamp("2021-05-03 10:15")


# dates


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-03", "2021-03-01", "2021-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2019-10-30", "2019-10-30", "2019-10-30"),
        ("2026", "2026-01-01", "2026-12-31"),  # may still be in the past: some of it is
        ("2026-11-01", "2026-11-01", "2026-11-01"),
    ],
)
def test_a_partial_date_is_kept_as_given_and_as_an_interval(tmp_path, cell, first, last):
    facts = check(tmp_path, organisations=ORGANISATIONS, labels=f"{LABELS}nonesuch | gold | {cell} | | | ")
    assert facts.faults == ()
    label = facts["labels"].loc[2]
    assert (label["awarded"], label["awarded_from"], label["awarded_to"]) == (
        cell,
        pd.Timestamp(first),
        pd.Timestamp(last),
    )


@pytest.mark.parametrize("cell", ["2027", "2026-12", "2026-11-02"])
def test_a_date_that_lies_wholly_in_the_future(tmp_path, cell):
    facts = check(tmp_path, organisations=ORGANISATIONS, labels=f"{LABELS}nonesuch | gold | {cell} | 2030 | | ")
    assert said(facts) == [
        f"labels.csv, row 2, column awarded: '{cell}'; expected nothing later than today (2026-11-01)"
    ]


def test_nothing_follows_from_a_wrong_cell(tmp_path):
    facts = check(
        tmp_path,
        organisations="cluster_id | name | country | nuts2\n nonesuch | N | Romania | RO32\n nobody | N | RO | Cluj",
        labels=LABELS + "nonesuch | gold | 2027 | 2021 | 180 | ",
    )
    assert [(fault.row, fault.column, str(fault.severity)) for fault in facts.faults] == [
        (2, "awarded", "error"),
        (2, "score_percent", "error"),
        (2, "country", "error"),
        (3, "nuts2", "error"),
    ]
    assert facts["labels"][["awarded", "awarded_from", "score_percent"]].isna().all(axis=None)


def test_today_is_a_parameter(tmp_path):
    folder(tmp_path, organisations=ORGANISATIONS, labels=f"{LABELS}nonesuch | gold | 2024-05-02 | | | ")
    assert checking.check(tmp_path, dt.date(2024, 5, 2)).faults == ()
    assert len(checking.check(tmp_path, dt.date(2024, 5, 1)).faults) == 1


# keys and references


def test_a_repeated_key_names_the_first_row(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participant_figures="""
            participant_id | year
            p1             | 2021
            p1             | 2022
            p1             | 2021.0
            p1             | 2o21
            p1             | 2o21
            p1             | 2021
        """,
        participants="cluster_id | participant_id | type | committed_by\n nonesuch | p1 | start_up | fee",
    )
    assert said(facts) == [
        "participant_figures.csv, row 4, column participant_id, year: 'p1, 2021.0'; this key already stands in row 2",
        "participant_figures.csv, row 5, column year: '2o21'; expected a whole number",
        "participant_figures.csv, row 6, column year: '2o21'; expected a whole number",
        "participant_figures.csv, row 7, column participant_id, year: 'p1, 2021'; this key already stands in row 2",
    ]


def test_empty_parts_of_a_key_count_as_equal(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        assessments=ASSESSMENTS,
        answers="""
            assessment_id | indicator | assessor | value
            a1            | 1.1.1     |          | 3
            a1            | 1.1.1     | anna     | 3
            a1            | 1.1.1     |          | 4
        """,
    )
    key = "assessment_id, indicator, assessor, answered_at"
    assert said(facts) == [f"answers.csv, row 4, column {key}: 'a1, 1.1.1, , '; this key already stands in row 2"]


def test_ids_of_organisations_differ_in_more_than_capitals(tmp_path):
    facts = check(tmp_path, organisations="cluster_id | name\n nonesuch | A\n NONESUCH | B")
    assert said(facts) == ["organisations.csv, row 3, column cluster_id: 'NONESUCH'; this key already stands in row 2"]


def test_orphans_with_the_id_that_was_meant(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        cooperations="""
            cluster_a | cluster_b | project
            nonesuch  | nobody    | X
            NONESUCH  | nobody    | Y
            nobody    | klaster   | Z
        """,
    )
    known = "expected an id that stands in organisations, column cluster_id"
    assert said(facts) == [
        f"cooperations.csv, row 3, column cluster_a: 'NONESUCH'; {known}; did you mean 'nonesuch'?",
        f"cooperations.csv, row 4, column cluster_b: 'klaster'; {known}",
    ]


def test_a_missing_table_is_one_fault_not_one_a_row(tmp_path):
    answers = "assessment_id | indicator | value\n" + "\n".join(f"a{n} | 1.1.1 | 3" for n in range(40))
    assert said(check(tmp_path, organisations=ORGANISATIONS, answers=answers)) == [
        "answers.csv, row 2, column assessment_id: 'a0'; expected an id that stands in assessments, column "
        "assessment_id; that table is missing (cells here that refer to it: 40)"
    ]
    header = ASSESSMENTS.strip().splitlines()[0]
    assert said(check(tmp_path, organisations=ORGANISATIONS, answers=answers, assessments=header)) == [
        "answers.csv, row 2, column assessment_id: 'a0'; expected an id that stands in assessments, column "
        "assessment_id; that table has no rows (cells here that refer to it: 40)"
    ]


def test_without_organisations_there_is_nothing_to_work_on(tmp_path):
    folder(tmp_path, assessments=ASSESSMENTS)
    missing = "organisations: this table is missing; it names the organisations that the other tables are about"
    assert said(checking.check(tmp_path, TODAY)) == [missing]
    folder(tmp_path, organisations="cluster_id | name")
    empty = "organisations.csv: no row is filled in; expected at least one organisation"
    assert said(checking.check(tmp_path, TODAY)) == [empty]


def test_an_id_in_a_row_that_could_not_be_read_is_no_orphan(tmp_path):
    (tmp_path / "organisations.csv").write_text("cluster_id,name\nnonesuch,RO,HEALTH\nnobody,M\n", encoding="utf-8")
    folder(tmp_path, working_groups="cluster_id | name\n nonesuch | eHealth\n other | eHealth")
    assert said(checking.check(tmp_path, TODAY)) == [
        "organisations.csv, row 2: 'nonesuch,RO,HEALTH'; expected 2 cells as in the header, found 3",
        "working_groups.csv, row 3, column cluster_id: 'other'; expected an id that stands in organisations, column "
        "cluster_id",
    ]


@pytest.mark.parametrize(
    ("ids", "row", "word"),
    [
        (("nonesuch", "synthetic-1", "nobody"), 3, "do not start"),
        (("synthetic-2", "synthetic-1", "nobody"), 4, "do start"),
    ],
)
def test_real_and_synthetic_never_mix(tmp_path, ids, row, word):
    facts = check(tmp_path, organisations="cluster_id | name\n" + "\n".join(f"{id_} | N" for id_ in ids))
    (fault,) = facts.faults
    assert (fault.row, fault.column) == (row, "cluster_id")
    assert fault.expected == (f"real and synthetic organisations must not mix; the others here {word} with synthetic-")


def test_facts_know_that_they_are_synthetic(tmp_path):
    assert check(tmp_path, organisations="cluster_id | name\n synthetic-1 | N").synthetic


# whatever stands in the cells

CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "#",
                "#N/A",
                "2021",
                "2021-02-30",
                "9999-12-31",
                "0000",
                "1e308",
                "1e400",
                "9" * 20,
                "-0",
                "1,5",
            ),
            *(
                "1.250,00",
                "%",
                "yes",
                "nan",
                "5.",
                "--",
                "x\r\ny",
                '"',
                "nonesuch",
                "RO",
                "gold",
                "\x00",
                "stated_total",
            ),
            *("start_up", "12.0", "2024-02", "http://a b", "https://ok.example", "2021-05-03T25:00"),
        ]
    ),
)


@st.composite
def wild_tables(draw):
    names = draw(st.lists(st.sampled_from(sorted(TABLES)), unique=True, max_size=3))
    tables = {}
    for name in {"organisations", *names}:
        columns = TABLES[name].columns
        body = st.lists(st.lists(CELL, min_size=len(columns), max_size=len(columns)), max_size=4)
        tables[name] = pd.DataFrame(draw(body), columns=columns, dtype="str")
    return tables


def written(path: Path, tables: dict[str, pd.DataFrame]) -> Path:
    for name, frame in tables.items():
        frame.to_csv(path / f"{name}.csv", index=False, quoting=1, encoding="utf-8", lineterminator="\n")
    return path


@given(wild_tables())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example({"organisations": pd.DataFrame([["#N/A"] * 8], columns=TABLES["organisations"].columns, dtype="str")})
def test_whatever_stands_in_the_cells_is_reported_where_it_stands(tables):
    with tempfile.TemporaryDirectory() as name:
        facts = checking.check(written(Path(name), tables), TODAY)
    cells = {f"{table}.csv": frame for table, frame in tables.items()}
    for fault in facts.faults:
        if fault.row is None:
            assert "no row is filled in" in fault.expected
        elif fault.severity is not Severity.NOTE:
            columns = fault.column.split(", ")
            there = cells[fault.source].loc[fault.row - 2, columns]
            assert fault.value == ", ".join(there) or fault.severity is Severity.CONTRADICTION
            assert fault.expected


# tables written as CSV and read back

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True).filter(lambda id_: "synthetic-" not in id_)
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not text.startswith("#")
)
DATES = st.one_of(
    st.dates(dt.date(1950, 1, 1), TODAY).map(str),
    st.dates(dt.date(1950, 1, 1), TODAY).map(lambda day: f"{day:%Y-%m}"),
    st.dates(dt.date(1950, 1, 1), TODAY).map(lambda day: f"{day:%Y}"),
)
PARTICIPANT = st.fixed_dictionaries(
    {
        "name": TEXT | st.none(),
        "type": st.sampled_from(list(PARTICIPANT_TYPES)),
        "committed_by": st.sampled_from(["agreement", "fee", "activity", "none"]),
        "distance_km": st.floats(0, allow_nan=False, allow_infinity=False) | st.none(),
        "joined": DATES | st.none(),
    }
)


@given(st.dictionaries(IDS, PARTICIPANT, min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_typed_values_survive_a_file(participants):
    records = [{"cluster_id": "c1", "participant_id": id_} | values for id_, values in participants.items()]
    sent = pd.DataFrame(records, columns=TABLES["participants"].columns)
    organisations = pd.DataFrame({"cluster_id": ["c1"], "name": ["N"]})
    with tempfile.TemporaryDirectory() as name:
        facts = checking.check(written(Path(name), {"organisations": organisations, "participants": sent}), TODAY)
    assert facts.faults == ()
    back = facts["participants"]
    assert back["distance_km"].tolist() == pytest.approx(sent["distance_km"].astype(float).tolist(), rel=0, nan_ok=True)
    for column in ("participant_id", "name", "type", "committed_by", "joined"):
        assert back[column].fillna("").tolist() == sent[column].fillna("").tolist()


def test_codes_of_the_field_are_accepted(tmp_path):
    drawn = [["cluster_id", "name", "country", "area"]]
    drawn += [[f"c{n}", "N", code, AREAS[n % len(AREAS)]] for n, code in enumerate(countries())]
    facts = check(tmp_path, organisations="\n".join("|".join(row) for row in drawn))
    assert facts.faults == ()
    assert len(facts["organisations"]) == len(countries()) == 250
    assert set(LEVELS) == {"bronze", "silver", "gold"}
    assert rows(" a | b ") == [["a", "b"]]
