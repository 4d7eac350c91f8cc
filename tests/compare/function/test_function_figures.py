"""Indicators from participants' figures: no sum over holes, nothing of too few, who is a member when."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.function import figures
from benchlib.rules import loading
from benchlib.tables.schemas import TABLES

NAN = np.nan
SPEC = loading.competitiveness()
ITEMS = list(SPEC.quantitative.indicators)


def day(text: str | None, end: bool) -> pd.Timestamp | None:
    return None if text is None else pd.Timestamp(f"{text}-12-31" if end else f"{text}-01-01")


def participants(rows: list[tuple]) -> pd.DataFrame:
    """Table `participants` from (cluster, participant[, year joined[, year left]])."""
    full = [(*row, None, None)[:4] for row in rows]
    columns = {
        "cluster_id": [row[0] for row in full],
        "participant_id": [row[1] for row in full],
        "joined_from": pd.to_datetime([day(row[2], False) for row in full]),
        "left_to": pd.to_datetime([day(row[3], True) for row in full]),
    }
    return pd.DataFrame(columns)


def reported(rows: list[tuple]) -> pd.DataFrame:
    """Table `participant_figures` from (participant, year, turnover, exports, employees, innovations)."""
    columns = ["participant_id", "year", "turnover_eur", "exports_eur", "employees", "innovations"]
    return pd.DataFrame(rows, columns=columns).assign(rd_eur=NAN).astype({"year": "Int64"})


THREE = participants([("c", "p1"), ("c", "p2"), ("c", "p3"), ("c", "p4")])
FIGURES = reported(
    [
        ("p1", 2019, 800.0, 100.0, 8.0, 0),
        ("p2", 2019, 2000.0, 500.0, 10.0, 1),
        ("p3", 2019, 500.0, 0.0, 2.0, 0),
        ("p1", 2020, 1000.0, 200.0, 10.0, 0),
        ("p2", 2020, 3000.0, 600.0, 10.0, 2),
        ("p3", 2020, 600.0, NAN, 4.0, 1),
        ("p4", 2020, 900.0, 90.0, NAN, NAN),
    ]
)


def of(table: pd.DataFrame, indicator: str, year: int, cluster: str = "c") -> pd.Series:
    chosen = (table["indicator"] == indicator) & (table["year"] == year) & (table["cluster_id"] == cluster)
    return table[chosen].iloc[0]


def test_each_indicator_of_those_that_report_all_it_needs():
    table = figures.of_clusters(THREE, FIGURES, SPEC)
    turnover = of(table, "turnover_per_employee", 2020)
    assert turnover["value"] == pytest.approx(4600 / 24)  # without p4, whose employees are not known
    assert (turnover["participants"], turnover["members"]) == (3, 4)
    assert (turnover["employees"], turnover["employees_known"]) == (24, 24)
    assert (turnover["share_participants"], turnover["share_employment"]) == (0.75, 1)
    exports = of(table, "export_share", 2020)
    assert exports["value"] == pytest.approx(100 * 890 / 4900)  # without p3
    assert (exports["participants"], exports["employees"]) == (3, 20)
    assert exports["share_employment"] == pytest.approx(20 / 24)
    assert of(table, "employment_growth", 2020)["value"] == pytest.approx(20)
    assert of(table, "innovating_share", 2020)["value"] == pytest.approx(200 / 3)
    assert table["shown"].sum() == 7


def test_scores_lie_on_the_goalposts_and_beyond():
    table = figures.of_clusters(THREE, FIGURES, SPEC)
    assert of(table, "innovating_share", 2020)["score"] == pytest.approx(200 / 3)
    assert of(table, "export_share", 2020)["score"] == pytest.approx(89000 / 4900 / 80 * 100)
    assert of(table, "employment_growth", 2020)["score"] == pytest.approx(140)
    low, high = SPEC.quantitative.indicators["turnover_per_employee"].goalposts
    expected = 100 * (4600 / 24 - low) / (high - low)
    assert of(table, "turnover_per_employee", 2020)["score"] == pytest.approx(expected)
    assert expected < 0


def test_growth_needs_the_year_before_and_nothing_of_fewer_than_three_is_told():
    first = of(figures.of_clusters(THREE, FIGURES, SPEC), "employment_growth", 2019)
    assert (first["participants"], first["shown"]) == (0, False)
    two = figures.of_clusters(THREE, FIGURES[FIGURES["participant_id"].isin(["p1", "p2"])], SPEC)
    assert not two["shown"].any()
    hidden = ["value", "score", "employees", "employees_known", "share_employment"]
    assert two[hidden].isna().all(axis=None)
    assert of(two, "export_share", 2020)["participants"] == 2
    assert of(two, "export_share", 2020)["members"] == 4


def test_a_year_missed_leaves_no_growth():
    rows = [(name, year, 100.0, 10.0, 5.0, 1) for name in ("p1", "p2", "p3") for year in (2018, 2020)]
    growth = of(figures.of_clusters(THREE, reported(rows), SPEC), "employment_growth", 2020)
    assert (growth["participants"], growth["shown"]) == (0, False)


def test_members_join_by_the_end_of_a_year_and_leave_in_it():
    people = participants(
        [("c", "p1", "2020", "2021"), ("c", "p2", None, "2020"), ("c", "p3", "2021"), ("c", "p4"), ("d", "p4", "2021")]
    )
    rows = [(f"p{number}", year, 100.0, 10.0, 5.0, 1) for number in range(1, 5) for year in range(2019, 2023)]
    table = figures.of_clusters(people, reported(rows), SPEC)
    seen = table[table["indicator"] == "export_share"].set_index(["cluster_id", "year"])
    assert seen.loc["c", "members"].to_dict() == {2019: 2, 2020: 3, 2021: 3, 2022: 2}
    assert seen.loc["c", "participants"].to_dict() == {2019: 2, 2020: 3, 2021: 3, 2022: 2}
    assert seen.loc["d", "members"].to_dict() == {2021: 1, 2022: 1}


def test_a_participant_counts_in_each_of_its_clusters():
    people = participants([(cluster, f"p{number}") for cluster in ("a", "b") for number in (1, 2, 3)])
    table = figures.of_clusters(people, FIGURES, SPEC)
    one, other = (table[table["cluster_id"] == name].drop(columns="cluster_id") for name in ("a", "b"))
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))
    single = figures.of_participants(people, FIGURES, SPEC)
    assert single.groupby("cluster_id").size().to_dict() == {"a": 24, "b": 24}


def test_single_participants():
    table = figures.of_participants(THREE, FIGURES, SPEC)
    assert table.columns.tolist() == ["cluster_id", "participant_id", *figures.COLUMNS]
    own = table[(table["participant_id"] == "p1") & (table["year"] == 2020)].set_index("indicator")
    assert own["value"].to_dict() == pytest.approx(
        {"turnover_per_employee": 100, "export_share": 20, "employment_growth": 25, "innovating_share": 0}
    )
    assert (own["participants"] == 1).all()
    assert own["members"].isna().all()
    gaps = table[(table["participant_id"] == "p4") & (table["year"] == 2020)].set_index("indicator")
    assert gaps["shown"].to_dict() == dict(zip(ITEMS, [False, True, False, False], strict=True))


def test_nothing_is_divided_by_nothing():
    rows = [(f"p{number}", year, 0.0, 0.0, 0.0, 0) for number in (1, 2, 3) for year in (2019, 2020)]
    table = figures.of_clusters(THREE, reported(rows), SPEC)
    assert table[table["shown"]]["indicator"].unique().tolist() == ["innovating_share"]
    assert table["share_employment"].isna().all()


def test_composite_is_the_mean_of_what_is_known_where_enough_is():
    table = figures.of_clusters(THREE, FIGURES, SPEC)
    q = figures.composites(table, SPEC).set_index("year")["q"]
    for year in (2019, 2020):
        assert q[year] == pytest.approx(table[table["year"] == year]["score"].mean())
    less = table.assign(score=table["score"].mask((table["year"] == 2019) & (table["indicator"] == "export_share")))
    assert np.isnan(figures.composites(less, SPEC).set_index("year")["q"][2019])


def test_no_figures_and_no_participants():
    for people, own in ((THREE, FIGURES[:0]), (THREE[:0], FIGURES)):
        table = figures.of_clusters(people, own, SPEC)
        assert table.empty
        assert table.columns.tolist() == ["cluster_id", *figures.COLUMNS]
        assert figures.composites(table, SPEC).columns.tolist() == ["cluster_id", "year", "q"]
    empty = {name: table.empty() for name, table in TABLES.items()}
    assert figures.of_participants(empty["participants"], empty["participant_figures"], SPEC).empty
