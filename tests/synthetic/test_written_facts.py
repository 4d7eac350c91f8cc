"""What is written passes the workbench's own checks and cannot be taken for real."""

import re

import pandas as pd

from benchlib.assess import scoring
from benchlib.rules import loading
from benchlib.tables.schemas import AREAS, LEVELS, TABLES


def test_checking_finds_nothing_at_all(small):
    assert [str(fault) for fault in small.facts.faults] == []
    assert small.facts.synthetic


def test_answers_fit_their_frameworks(small):
    known = {name: loading.framework(name) for name in ("ecei-31", "ecei-benchmark-36")}
    assert scoring.faults(small.facts["answers"], small.facts["assessments"], known) == []


def test_every_id_is_synthetic(small):
    patterns = {
        ("organisations", "cluster_id"): r"synthetic-\d{5}",
        ("participants", "participant_id"): r"synthetic-\d{5}-p\d{4}",
        ("assessments", "assessment_id"): r"synthetic-\d{5}-a\d+",
    }
    for (table, column), pattern in patterns.items():
        assert small.facts[table][column].str.fullmatch(pattern).all()


def test_no_name_or_address_can_be_taken_for_real(small):
    of = small.facts["organisations"]
    assert of["name"].str.fullmatch(r"Synthetic cluster \d{5}").all()
    assert (of["website"] == "https://example.org/" + of["cluster_id"]).all()
    assert set(of["source"]) == {"synthetic, seed 3"}
    assert small.facts["participants"]["name"].isna().all()
    assert small.facts["cooperations"]["project"].str.startswith("Synthetic project ").all()
    assert small.facts["working_groups"]["name"].str.startswith("Synthetic working group ").all()


def test_every_file_but_the_parameters_names_synthetic_ids(small):
    for file in small.folder.rglob("*.csv"):
        if file.stem not in ("parameters", "calibration"):
            assert all("synthetic-" in line for line in file.read_text().splitlines()[1:]), file.name


def test_regions_lie_in_their_country(small):
    of = small.facts["organisations"].dropna(subset=["nuts2"])
    other = {"GR": "EL", "GB": "UK"}
    assert (of["nuts2"].str[:2] == of["country"].replace(other)).all()
    assert len(of) > 40


def test_an_organisation_is_benchmarked_or_audited_at_most_once_a_year(small):
    made = small.facts["assessments"]
    official = made[made["kind"] != "self"]
    assert not official.assign(year=official["date_from"].dt.year).duplicated(["cluster_id", "year"]).any()
    assert (official["status"] == "agreed").all()
    assert official.groupby("cluster_id").first()["kind"].eq("benchmark").all()


def test_a_self_assessment_comes_two_to_three_weeks_before_each_audit(small):
    made = small.facts["assessments"]
    audits, selves = made[made["kind"] == "audit"], made[made["kind"] == "self"]
    pairs = audits.merge(selves, on="cluster_id", suffixes=("", "_self"))
    before = (pairs["date_from"] - pairs["date_from_self"]).dt.days
    assert before.between(14, 21).groupby(pairs["assessment_id"]).any().all()
    assert len(audits) > 20


def test_listing_is_asked_from_the_day_of_the_rule_on(small):
    answers, made = small.facts["answers"], small.facts["assessments"].set_index("assessment_id")
    listed = answers[answers["indicator"] == "label.listed"]
    days = listed["assessment_id"].map(made["date_from"])
    assert days.min() >= pd.Timestamp("2019-11-15")
    later = made[(made["date_from"] >= "2019-12-31") & (made["kind"] != "self")]
    assert set(later.index) <= set(listed["assessment_id"])


def test_codes_are_used_in_full(small):
    assert set(small.facts["labels"]["level"]) == set(LEVELS)
    assert set(small.facts["organisations"]["area"]) <= set(AREAS)
    assert set(small.facts["assessments"]["kind"]) == {"self", "benchmark", "audit"}
    filled = {name for name in TABLES if not small.facts[name].empty}
    assert filled == set(TABLES) - {"compositions", "aliases"}


def test_gates_are_answered_with_words(small):
    lines = (small.folder / "answers.csv").read_text().splitlines()
    gates = [line.split(",")[3] for line in lines if re.match(r"[^,]+,(1\.1\.0|label\.listed),", line)]
    assert set(gates) <= {"yes", "no", ""}
    assert gates.count("yes") > 100
