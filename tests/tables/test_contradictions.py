"""Facts that cannot all be true. They are reported, never repaired."""

import pytest
from drawn import ORGANISATIONS, check, said

from benchlib.tables import contradictions

STATED = """
    cluster_id | stated_on | type               | participants | source
    nonesuch   | 2021      | small_medium_firm  | 46           | announcement
    nonesuch   | 2021      | start_up           | 5            | announcement
    nonesuch   | 2021      | university         | 11           | announcement
    nonesuch   | 2021      | research_institute | 7            | announcement
    nonesuch   | 2021      | hospital           | 6            | announcement
    nonesuch   | 2021      | public_authority   | 3            | announcement
    nonesuch   | 2021      | non_profit         | 7            | announcement
    nonesuch   | 2021      | private_person     | 3            | announcement
    nonesuch   | 2021      | stated_total       | 84           | announcement
    nonesuch   | 2019      | stated_total       | 60           | web site
    nobody     |           | hospital           | 2            |
    nobody     |           | stated_total       | 2            |
"""


def test_a_stated_total_beside_the_sum_of_its_parts(tmp_path):
    facts = check(tmp_path, organisations=ORGANISATIONS, compositions=STATED)
    assert said(facts) == [
        "compositions.csv, row 10, column participants: '84'; the parts add up to 88, a difference of +4"
    ]
    assert facts.faults[0].severity == "contradiction"
    assert facts.errors == []
    both = contradictions.compositions(facts.frames).set_index("cluster_id")
    assert both.loc["nonesuch", ["stated", "added", "difference", "row"]].tolist() == [84, 88, 4, 10]
    assert both.loc["nobody", ["stated", "added", "difference", "row"]].tolist() == [2, 2, 0, 13]
    assert facts["compositions"].loc[10, "participants"] == 84  # not repaired


def test_parts_that_add_up_to_less(tmp_path):
    drawn = "cluster_id | stated_on | type | participants\n nonesuch | | hospital | 3\n nonesuch | | stated_total | 5"
    (line,) = said(check(tmp_path, organisations=ORGANISATIONS, compositions=drawn))
    assert line.endswith("'5'; the parts add up to 3, a difference of -2")


@pytest.mark.parametrize(
    ("awarded", "valid_until", "contradicts"),
    [
        ("2021-05-03", "2021-05-02", True),
        ("2021-05-03", "2021-05-03", False),
        ("2021-05-03", "2021-05", False),  # may be its last day
        ("2021-05-03", "2021", False),
        ("2021-05", "2021-04-30", True),
        ("2021", "2020", True),
        ("2021", "", False),
    ],
)
def test_a_label_ends_after_it_was_awarded(tmp_path, awarded, valid_until, contradicts):
    labels = f"cluster_id | level | awarded | valid_until\n nonesuch | gold | {awarded} | {valid_until}"
    facts = check(tmp_path, organisations=ORGANISATIONS, labels=labels)
    wanted = f"labels.csv, row 2, column valid_until: '{valid_until}'; lies before awarded ({awarded})"
    assert said(facts) == ([wanted] if contradicts else [])


def test_order_of_other_dates(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participants="""
            cluster_id | participant_id | type     | committed_by | joined | left
            nonesuch   | p1             | start_up | fee          | 2021   | 2020-12
            nonesuch   | p2             | start_up | fee          | 2021   | 2021-06
        """,
        cooperations="cluster_a | cluster_b | project | start | end\n nonesuch | nobody | X | 2021-02 | 2021-01-31",
    )
    assert said(facts) == [
        "cooperations.csv, row 2, column end: '2021-01-31'; lies before start (2021-02)",
        "participants.csv, row 2, column left: '2020-12'; lies before joined (2021)",
    ]


@pytest.mark.parametrize(
    ("country", "nuts2", "contradicts"),
    [("RO", "RO32", False), ("RO", "BG41", True), ("GR", "EL30", False), ("GB", "UKI3", False), ("", "RO32", False)],
)
def test_a_region_lies_in_its_country(tmp_path, country, nuts2, contradicts):
    drawn = f"cluster_id | name | country | nuts2\n nonesuch | N | {country} | {nuts2}"
    wanted = "organisations.csv, row 2, column nuts2: 'BG41'; does not lie in the organisation's country (RO)"
    assert said(check(tmp_path, organisations=drawn)) == ([wanted] if contradicts else [])


def test_an_organisation_is_founded_before_its_first_label(tmp_path):
    facts = check(
        tmp_path,
        organisations="cluster_id | name | founded_year\n nonesuch | N | 2018\n nobody | N | 2017\n other | N | 2020",
        labels="""
            cluster_id | level  | awarded
            nonesuch   | silver | 2019
            nonesuch   | bronze | 2017-05
            nobody     | bronze | 2017
            other      | gold   |
        """,
    )
    assert said(facts) == ["organisations.csv, row 2, column founded_year: '2018'; lies after the first label (2017)"]


def test_exports_are_part_of_the_turnover(tmp_path):
    facts = check(
        tmp_path,
        organisations=ORGANISATIONS,
        participants="cluster_id | participant_id | type | committed_by\n nonesuch | p1 | start_up | fee",
        participant_figures="""
            participant_id | year | turnover_eur | exports_eur
            p1             | 2020 | 1000         | 1000.5
            p1             | 2021 | 1000         | 1000
            p1             | 2022 |              | 1000
        """,
    )
    assert said(facts) == [
        "participant_figures.csv, row 2, column exports_eur: '1000.5'; is more than the turnover (1000)"
    ]


def test_nobody_cooperates_with_itself(tmp_path):
    drawn = "cluster_a | cluster_b | project\n nonesuch | nonesuch | X\n nonesuch | nobody | X"
    assert said(check(tmp_path, organisations=ORGANISATIONS, cooperations=drawn)) == [
        "cooperations.csv, row 2, column cluster_b: 'nonesuch'; cooperates with itself"
    ]
