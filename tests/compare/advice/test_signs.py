"""Signs against small tables whose facts are plain to see; what is absent, empty or not shown."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.advice import recommendations, signs
from benchlib.compare.advice.signs.catalogue import listed, percentile
from benchlib.rules import loading

FRAMEWORK, FIGURES = loading.framework("ecei-31"), loading.competitiveness()
AS_OF = dt.date(2026, 11, 20)
SETTINGS = signs.Settings(FRAMEWORK, FIGURES, recommendations.load(), 2.0, AS_OF)
CLUSTERS = ["a", "b", "c", "d"]
ORGANISATIONS = pd.DataFrame(
    {
        "cluster_id": CLUSTERS,
        "participants": [80.0, 20.0, np.nan, 5.0],
        "website": ["https://example.org", None, None, None],
    }
)


def read(**tables: pd.DataFrame) -> pd.DataFrame:
    return signs.signs({"organisations": ORGANISATIONS, **tables}, SETTINGS)


def statuses(*rows: tuple) -> pd.DataFrame:
    """States from (cluster, level, state, end, last day to renew); levels not named were never awarded."""
    known = {(cluster, level): rest for cluster, level, *rest in rows}
    records = []
    for cluster in dict.fromkeys(cluster for cluster, *_ in rows):
        for level in ("bronze", "silver", "gold"):
            state, end, renew = known.get((cluster, level), ("never", None, None))
            records.append((cluster, level, state != "never", state, end, end, renew))
    columns = ["cluster_id", "level", "ever", "state", "valid_until_from", "valid_until_to", "renew_until"]
    frame = pd.DataFrame(records, columns=columns)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in columns[4:]})


STATUSES = statuses(
    ("a", "bronze", "expired", "2020-01-31", "2021-01-31"),
    ("a", "gold", "valid", "2027-03-31", "2028-03-31"),
    ("b", "bronze", "expired", "2026-02-28", "2027-02-28"),
    ("c", "bronze", "valid", "2028-11-30", "2029-11-30"),
    ("c", "silver", "expired", "2024-10-31", "2025-10-31"),
    ("d", "bronze", "never", None, None),
)


def test_labels_held_lapsed_and_next():
    found = read(statuses=STATUSES)
    assert found["label"].fillna("-").tolist() == ["gold", "-", "bronze", "-"]
    assert found["labels_ever"].tolist() == [2, 1, 2, 0]
    assert found["months_to_expiry"].fillna(-1).tolist() == [4, -1, 24, -1]  # 20 November to 31 March: 4 whole months
    assert found["lapsed_label"].fillna("-").tolist() == ["-", "bronze", "silver", "-"]
    assert found["months_to_renew"].fillna(-1).tolist() == [-1, 3, -1, -1]
    assert found["months_since_lapse"].fillna(-1).tolist() == [-1, -1, 24, -1]
    assert found["next_label"].fillna("-").tolist() == ["-", "bronze", "silver", "bronze"]


def test_what_stands_between_an_organisation_and_its_next_label():
    rows = [
        ("c", "silver", "not met", "2.4", "Clarity of roles", "Every minimum", -2.0),
        ("c", "silver", "not met", "2.5", "Contacts", "Every minimum", -3.0),
        ("c", "silver", "not met", None, None, "Window", np.nan),
        ("c", "silver", "cannot tell", "label.listed", "Listed", "Listed on the platform", np.nan),
        ("c", "gold", "not met", "3.1", "Budget", "Every minimum", -1.0),
        ("a", "gold", "met", "3.1", "Budget", "Every minimum", 1.0),
        ("b", "bronze", "met", None, None, "Benchmarked", 0.0),
    ]
    conditions = pd.DataFrame(rows, columns=["cluster_id", "label", "outcome", "item", "item_name", "title", "margin"])
    odds = pd.DataFrame({"cluster_id": ["a", "c"], "label": ["gold", "silver"], "awarded": [0.9, 0.125]})
    found = read(statuses=STATUSES, conditions=conditions, odds=odds)
    one = found.loc["c"]
    assert (one["next_unmet"], one["next_minimum_unmet"], one["next_formal_unmet"], one["next_unknown"]) == (3, 2, 1, 1)
    assert one["next_minimum_items"] == "Contacts and Clarity of roles"  # the lowest first
    assert (one["next_formal_titles"], one["next_unknown_titles"]) == ("Window", "Listed")
    assert (found.loc["a", "label_unmet"], found.loc["a", "label_odds"]) == (0, 90)
    assert (found.loc["b", "next_unmet"], one["next_odds"]) == (0, 12.5)
    assert np.isnan(found.loc["d", "next_unmet"])  # nothing was judged


def standing(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["cluster_id", "item", "view", "own", "median", "percentile"])
    return frame.assign(shown=frame["median"].notna())


def test_standing_names_the_weakest_and_the_strongest_group():
    found = read(
        standing=standing(
            [
                ("a", "1", "all", 90.0, 80.0, 70.0),
                ("a", "3", "all", 30.0, 50.0, 10.0),
                ("a", "5", "all", 20.0, 10.0, 95.0),
                ("a", "5", "area", 20.0, 10.0, 5.0),
                ("a", "total", "all", 60.0, 55.0, 60.0),
                ("a", "total", "country", 60.0, np.nan, np.nan),
            ]
        )
    ).loc["a"]
    assert (one := found["weakest_group"]) == FRAMEWORK.groups["3"].name, one
    assert (found["weakest_group_percent"], found["weakest_group_percentile"]) == (30, 10)
    assert (found["strongest_group"], found["strongest_group_percentile"]) == (FRAMEWORK.groups["5"].name, 95)
    assert (found["total_percentile"], found["group_1_percentile"]) == (60, 70)
    assert np.isnan(found["total_percentile_country"])


def test_the_indicator_farthest_below_comparable_others():
    items = pd.DataFrame(
        {
            "cluster_id": ["a", "a", "b"],
            "item": ["2.5", "5.2", "2.5"],
            "name": ["Contacts", "Stories", "Contacts"],
            "points": [1.0, np.nan, 5.0],
            "maximum": 5.0,
            "evidence": ["not named", "no answer", "named"],
            "spread": [2.0, np.nan, np.nan],
            "next_described": ["25 % or more", None, None],
        }
    )
    rows = [("a", "2.5", "nearest", 20.0, 60.0, 5.0), ("a", "5.2", "nearest", 20.0, 40.0, 5.0)]
    rows += [("a", "5.1", "all", 0.0, 100.0, 5.0), ("b", "2.5", "nearest", 100.0, 60.0, 95.0)]
    found = read(items=items, standing=standing(rows))
    one = found.loc["a"]
    assert (one["farthest_item"], one["farthest_code"], one["farthest_next"]) == ("Contacts", "2.5", "25 % or more")
    assert (one["farthest_percent"], one["farthest_median"], one["farthest_below"]) == (20, 60, 40)
    assert found["farthest_item"].isna().tolist() == [False, True, True, True]
    assert (one["missing_answers"], one["not_named"], one["not_named_share"]) == (1, 1, 100)
    assert (one["assessors_spread"], one["assessors_spread_item"], one["points_2.5"]) == (2, "Contacts", 1)
    assert (found.loc["b", "missing_answers"], found.loc["b", "not_named_share"]) == (0, 0)


def test_figures_of_the_last_year_that_are_shown():
    figures = pd.DataFrame(
        {
            "cluster_id": ["a", "a", "a", "a", "b"],
            "year": [2024, 2025, 2025, 2025, 2025],
            "indicator": ["export_share", "export_share", "innovating_share", "employment_growth", "export_share"],
            "value": [1.0, 12.0, 50.0, np.nan, np.nan],
            "score": [1.0, 15.0, 50.0, np.nan, np.nan],
            "share_participants": [0.9, 0.5, 0.25, 0.1, 0.1],
            "share_employment": [0.9, 0.8, 0.75, 0.1, 0.1],
            "shown": [True, True, True, False, False],
        }
    )
    found = read(figures=figures)
    assert found["figures_shown"].tolist() == [2, 0, 0, 0]
    one = found.loc["a"]
    assert (one["figures_participants"], one["figures_employment"], one["figures_age"]) == (25, 75, 1)
    assert (one["weakest_figure"], one["weakest_figure_score"]) == ("Exports", 15)
    assert (one["figure_export_share"], one["figure_innovating_share_score"]) == (12, 50)
    assert np.isnan(one["figure_employment_growth"])


def test_an_aspect_counts_only_where_its_interval_leaves_the_usual():
    peers = pd.DataFrame(
        {
            "cluster_id": ["a", "a", "a", "b", "b"],
            "year": [2025, 2025, 2025, 2024, 2025],
            "aspect": ["strategy", "cooperation", "labour_force", "strategy", "strategy"],
            "respondents": [9, 8, 9, 9, 3],
            "shrunk": [30.0, 40.0, 70.0, 10.0, np.nan],
            "low": [25.0, 35.0, 62.0, 5.0, np.nan],
            "high": [60.0, 45.0, 78.0, 15.0, np.nan],
            "usual": [55.0, 55.0, 60.0, 55.0, 55.0],
            "reliability": [0.4, 0.7, 0.7, 0.7, np.nan],
            "shown": [True, True, True, True, False],
        }
    )
    found = read(peers=peers)
    one = found.loc["a"]
    assert (one["aspect_below"], one["aspect_below_by"], one["aspect_below_usual"]) == ("Cooperation", 15, 55)
    assert (one["aspect_above"], one["aspect_above_mean"]) == ("Labour force", 70)
    assert (one["respondents"], one["peers_shown"], one["peers_reliability"]) == (9, 3, 0.4)
    assert found["peers_shown"].tolist() == [3, 0, 0, 0]
    assert found["respondents"].tolist() == [9, 3, 0, 0]
    assert found["aspect_below"].isna().tolist() == [False, True, True, True]


def test_the_trend_and_what_peers_say():
    frame = pd.DataFrame(
        [
            ("a", 2022, 60.0, 3.0, "confirm", None, False, False),
            ("a", 2025, 50.0, 4.0, "see less", "strategy", True, False),
            ("a", 2026, np.nan, np.nan, None, None, False, True),
            ("b", 2024, 40.0, 4.0, "see more", "cooperation", False, False),
            ("b", 2025, 45.0, 4.0, None, None, False, False),
            ("c", 2025, 70.0, 4.0, None, None, False, False),
        ],
        columns=["cluster_id", "year", "estimate", "se", "peers", "aspect", "drift", "forecast"],
    )
    found = read(competitiveness=frame)
    one = found.loc["a"]
    assert (one["competitiveness"], one["competitiveness_before"], one["trend"], one["trend_se"]) == (50, 60, -10, 5)
    assert (one["trend_ratio"], one["trend_years"], one["drift"]) == (-2, 3, 1)
    assert found["trend"].isna().tolist() == [False, True, True, True]
    assert found["peers_view"].fillna("-").tolist() == ["see less", "see more", "-", "-"]
    assert found["peers_view_aspect"].fillna("-").tolist() == ["Strategy", "Cooperation", "-", "-"]
    assert found["competitiveness_percentile"].fillna(-1).tolist() == [50, 0, 100, -1]


def test_the_management_team():
    management = pd.DataFrame({"cluster_id": ["a", "b", "c"], "percent": [80.0, 40.0, 40.0]})
    value_added = pd.DataFrame(
        [
            ("a", "employment", 1.5, 0.5, 2.5, 12, True),
            ("a", "turnover", -1.0, -2.0, 0.5, 10, True),
            ("b", "employment", 9.0, 8.0, 10.0, 2, False),
        ],
        columns=["cluster_id", "outcome", "effect", "low", "high", "participants", "shown"],
    )
    found = read(management=management, value_added=value_added)
    assert found["management_percentile"].fillna(-1).tolist() == [100, 25, 25, -1]
    one = found.loc["a"]
    assert (one["value_added_employment_low"], one["value_added_turnover_high"]) == (0.5, 0.5)
    assert one["value_added_participants"] == 10
    assert np.isnan(found.loc["b", "value_added_employment"])  # not shown


def test_the_path_and_what_others_did():
    paths = pd.DataFrame(
        [
            ("c", "silver", "no path", "the window has closed", np.nan, np.nan, np.nan, np.nan),
            ("c", "gold", "path", None, 2.0, 30.0, np.nan, 9.0),
            ("c", "gold", "path", None, 1.0, 20.0, 2.0, 8.0),
            ("d", "bronze", "no path", "no expert", np.nan, np.nan, np.nan, np.nan),
        ],
        columns=["cluster_id", "label", "status", "reason", "place", "effort", "marginal", "gain"],
    )
    path_steps = pd.DataFrame(
        [
            ("c", "gold", 1, "indicator", "Contacts", 2.0, 4.0, 9.0),
            ("c", "gold", 1, "indicator", "Budget", 1.0, 2.0, 4.0),
            ("c", "gold", 1, "assessment", "Be audited on site", np.nan, np.nan, 7.0),
            ("c", "gold", 2, "indicator", "Web", 0.0, 2.0, 1.0),
        ],
        columns=["cluster_id", "label", "place", "kind", "name", "from_points", "to_points", "effort"],
    )
    steps = pd.DataFrame(
        [
            ("silver", "gold", "2.5", 12, 0.75, 0.25, True),
            ("silver", "gold", "5.2", 12, 1.0, 0.25, True),
            ("silver", "gold", "5.3", 4, np.nan, 0.25, False),
            ("bronze", "silver", "2.5", 12, 1.0, 0.0, True),
        ],
        columns=["from_level", "to_level", "item", "organisations", "rose", "stayed_rose", "shown"],
    )
    items = pd.DataFrame(
        {
            "cluster_id": "c",
            "item": ["2.5", "5.2"],
            "name": ["Contacts", "Stories"],
            "points": [2.0, 5.0],
            "maximum": 5.0,
        }
    ).assign(evidence="named", spread=np.nan, next_described=None)
    found = read(statuses=STATUSES, paths=paths, path_steps=path_steps, steps_by_others=steps, items=items)
    one = found.loc["c"]
    assert (one["path_label"], one["path_status"], one["path_effort"], one["path_gain"]) == ("gold", "path", 20, 8)
    assert (one["path_steps"], one["path_items"], one["path_easiest"]) == (2, "Budget and Contacts", "Budget")
    assert (one["path_easiest_from"], one["path_easiest_to"]) == (1, 2)
    assert (one["path_further"], one["path_further_items"]) == (1, "Be audited on site")
    assert (one["others_item"], one["others_rose"], one["others_stayed_rose"]) == ("Contacts", 75, 25)  # 5.2 is full
    assert (found.loc["d", "path_status"], found.loc["d", "path_reason"]) == ("no path", "no expert")


def test_being_assessed_again_for_the_first_label_is_no_path_while_another_leads_on():
    rows = [
        ("a", "bronze", "path", None, 1.0, 5.0, np.nan, 0.0),
        ("a", "silver", "no path", "the window has closed", np.nan, np.nan, np.nan, np.nan),
        ("a", "gold", "path", None, 1.0, 13.0, 0.0, 0.0),
        ("b", "bronze", "path", None, 1.0, 5.0, np.nan, 0.0),
        ("b", "gold", "no path", "experience takes years", np.nan, np.nan, np.nan, np.nan),
        ("c", "bronze", "path", None, 1.0, 9.0, np.nan, 1.0),
        ("c", "gold", "path", None, 1.0, 90.0, 2.0, 20.0),
    ]
    columns = ["cluster_id", "label", "status", "reason", "place", "effort", "marginal", "gain"]
    found = read(paths=pd.DataFrame(rows, columns=columns))
    assert found["path_label"].fillna("-").tolist() == ["gold", "bronze", "bronze", "-"]
    assert found["path_effort"].fillna(-1).tolist() == [13, 5, 9, -1]


def test_absent_tables_say_nothing_and_empty_ones_that_nothing_was_found():
    none = read()
    counted = ["figures_shown", "respondents", "peers_shown"]
    assert none[counted].isna().all(axis=None)
    empty = read(figures=pd.DataFrame(), peers=pd.DataFrame())
    assert (empty[counted] == 0).all(axis=None)
    assert none.drop(columns=["participants", "website_known"]).isna().all(axis=None)
    assert none["participants"].fillna(-1).tolist() == [80, 20, -1, 5]
    assert none["website_known"].tolist() == [1, 0, 0, 0]


def test_every_sign_is_a_column_and_is_described():
    known = signs.catalogue(FRAMEWORK, FIGURES)
    assert list(read().columns) == list(known)
    described = signs.described(known)
    assert described["sign"].tolist() == list(known)
    assert (described[["tells", "unit", "table"]] != "").all(axis=None)
    assert {"points_2.2.1", "group_3_percentile", "figure_export_share_score"} <= set(known)


@pytest.mark.parametrize(
    ("sign", "number", "text"),
    [
        ("months_to_expiry", 1.0, "1 month"),
        ("months_to_expiry", 0.0, "less than a month"),
        ("months_to_expiry", 14.0, "14 months"),
        ("percent", 79.96, "80%"),
        ("trend", -3.25, "\N{MINUS SIGN}3.2 points"),
        ("trend", -0.04, "0 points"),
        ("shift_from", 2021.0, "2021"),
        ("participants", 1226.0, "1,226 participants"),
        ("label", "gold", "gold"),
    ],
)
def test_values_as_people_read_them(sign, number, text):
    assert signs.catalogue(FRAMEWORK, FIGURES)[sign].written(number) == text


def test_a_list_in_words():
    rows = pd.DataFrame({"cluster_id": list("aabbbccccc"), "name": list("xyxyzxyzuv")})
    assert listed(rows, "name").to_dict() == {"a": "x and y", "b": "x, y and z", "c": "x, y, z and 2 more"}
    assert listed(rows.head(1), "name").tolist() == ["x"]
    assert listed(rows.head(0), "name").empty


def test_a_percentile_needs_others():
    values = pd.Series([1.0, 2.0, 2.0, np.nan])
    assert percentile(values, 2).fillna(-1).tolist() == [0, 75, 75, -1]
    assert percentile(values, 3).isna().all()
