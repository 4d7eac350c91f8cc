import math

import numpy as np
import pytest
from portfolios import IDS, about, invented

from benchlib.present.edition import learning, reading, tables, text, trends


def changed(**frames):
    return reading.of(about(), invented() | frames)


def test_the_panel_holds_the_same_clusters_in_every_year(whole):
    panel = trends.panel(whole)
    assert (panel.clusters, panel.others) == (10, 6)
    assert panel.rows.groupby("year")["cluster_id"].nunique().to_dict() == {2024: 10, 2025: 10, 2026: 10}
    assert set(panel.ahead["cluster_id"]) == set(IDS[:10])


def test_the_panel_starts_later_where_too_few_were_there_at_first():
    rows = invented()["competitiveness"]
    early = rows["cluster_id"].isin(IDS[:7]) | (rows["year"] >= 2026)
    panel = trends.panel(changed(competitiveness=rows[early]))
    assert panel.clusters == 16
    assert set(panel.rows["year"]) == {2026}


def test_means_with_the_interval_of_a_mean(whole):
    found = trends.means(trends.panel(whole).rows)
    half = 4 * math.sqrt(10) / 10
    assert found["year"].tolist() == [2024, 2025, 2026]
    assert found["mean"].tolist() == [54.5, 55.5, 56.5]
    assert found["high"].tolist() == pytest.approx([54.5 + half, 55.5 + half, 56.5 + half])
    assert found["low"].tolist() == pytest.approx([54.5 - half, 55.5 - half, 56.5 - half])


def test_entries_do_not_move_the_mean(whole):
    everybody = whole.competitiveness[whole.competitiveness["year"] == 2026]["estimate"].mean()
    assert everybody == 59.5
    assert trends.means(trends.panel(whole).rows)["mean"].iloc[-1] == 56.5


def test_what_is_said_of_a_rise_and_of_a_move_within_its_error(whole):
    assert "Their mean rose from 54.5 points in 2024 to 56.5 in 2026." in text.competitiveness(whole)
    rows = invented()["competitiveness"]
    flat = changed(competitiveness=rows.assign(low=rows["low"] - 4, high=rows["high"] + 4))
    assert "went from 54.5 points in 2024 to 56.5 in 2026, no change beyond its error" in text.competitiveness(flat)[2]
    assert "For 2027 the function expects 56.5 (90% interval 54.6 to 58.4)." in text.competitiveness(whole)


def test_the_areas_of_the_panel(whole):
    found = trends.by_area(whole, trends.panel(whole))
    assert found["organisations"].to_dict() == {"ICT": 9, "Food industry": 1}
    assert found["shown"].tolist() == [False, False]  # one alone is the rest of the whole
    assert found[["first", "mean", "low", "high"]].isna().all(axis=None)
    assert tables.area_trends(whole) is None


def test_areas_large_enough_are_shown():
    frames = invented()
    frames["organisations"] = frames["organisations"].assign(area=["ICT"] * 22)
    p = reading.of(about(), frames)
    found = trends.by_area(p, trends.panel(p))
    assert found.loc["ICT", ["organisations", "first", "mean"]].tolist() == [10, 54.5, 56.5]


def test_no_panel_of_too_few():
    rows = invented()["competitiveness"]
    few = changed(competitiveness=rows[rows["cluster_id"].isin(IDS[:5])])
    assert trends.panel(few) is None
    assert text.competitiveness(few) == []
    assert tables.means(few) is None


def test_what_peers_say_and_who_drifts(whole):
    assert trends.peers(whole).to_dict() == {"confirm": 15, "see more": 0, "see less": 1}
    assert trends.drifting(whole) == 1
    assert text.peers(whole) == [
        "Of 16 clusters with answers in the last year, peers confirm the figures of 15, see more than the figures in "
        "0 and "
        "less in 1.",
        "One cluster drifted: for long its figures ran ahead of what was expected, or behind it.",
    ]


def test_figures_of_the_last_year_and_their_change(whole):
    found = trends.latest(whole.figures, "indicator", "value", whole.least).loc["export_share"]
    assert found[["year", "organisations", "median", "before", "change", "same"]].tolist() == [
        2026,
        7,
        26.0,
        2025,
        3.0,
        7,
    ]
    assert "Exports, 2026" in str(tables.figures(whole))
    assert "+3 points" in str(tables.figures(whole))


def test_a_last_year_of_too_few_clusters_waits():
    rows = invented()["figures"]
    late = rows["cluster_id"].isin(IDS[:5]) | (rows["year"] < 2026)
    found = trends.latest(rows[late], "indicator", "value", 6).loc["export_share"]
    assert found[["year", "organisations"]].tolist() == [2025, 8]
    assert math.isnan(found["change"])


def test_figures_of_too_few_clusters_are_kept_back():
    rows = invented()["figures"]
    assert trends.latest(rows[rows["cluster_id"].isin(IDS[:5])], "indicator", "value", 6).empty


def test_aspects(whole):
    found = trends.latest(whole.peers, "aspect", "shrunk", whole.least)
    assert found["median"].to_dict() == {"strategy": 63.0, "labour_force": 33.0}
    assert "They see most in strategy (median 63) and least in labour force (33)." in text.aspects(whole)


def test_errors_and_their_mean_over_waves(whole):
    found = learning.errors(whole)
    assert found["wave"].tolist() == [2025, 2026]
    assert found["cluster function"].tolist() == [3.0, 4.0]
    pooled = learning.pooled(found)
    assert pooled["cluster function"] == pytest.approx(math.sqrt((10 * 9 + 30 * 16) / 40))
    assert pooled["same as last year"] == pytest.approx(5.0)
    assert pooled["coverage"] == pytest.approx(0.875)
    assert text.learning(whole)[1:] == [
        "Over all of them it errs by 3.8 points, “same as last year” by 5.0 and “mean of all” by 12.0.",
        "88% of the values that came lay within its 90% interval.",
    ]


def test_waves_in_which_a_guess_was_nearer_are_told():
    rows = invented()["predictions"]
    worse = rows.assign(rmse=rows["rmse"].where((rows["wave"] != 2026) | (rows["method"] != "cluster function"), 6.0))
    assert text.learning(changed(predictions=worse))[-1] == "It was nearer than both guesses in 1 of two waves."


def test_participants_do_not_mix_with_clusters(whole):
    rows = whole.predictions.assign(level="participant")
    assert learning.errors(changed(predictions=rows)).empty
    assert learning.errors(changed(predictions=rows), "participant")["n"].tolist() == [10, 30]


def test_waves_of_too_few_are_left_out():
    rows = invented()["predictions"]
    few = rows.assign(n=rows["n"].where(rows["wave"] == 2026, 5))
    assert learning.errors(changed(predictions=few))["wave"].tolist() == [2026]


def test_parameters_then_and_now(whole):
    found = learning.parameters(whole)
    assert found.to_dict("records") == [
        {
            "name": "sigma_eta",
            "first_wave": 2024,
            "first_value": 2.6,
            "first_se": 0.5,
            "last_wave": 2026,
            "last_value": 2.17,
            "last_se": 0.5,
        }
    ]
    assert "2.60 ± 0.50 (2024)" in str(tables.parameters(whole))


def test_parameters_not_found_are_left_out(whole):
    rows = whole.parameters.assign(value=[np.nan, 2.17])
    assert learning.parameters(changed(parameters=rows))["first_wave"].tolist() == [2026]


def test_without_figures_nothing_is_said(real):
    assert text.competitiveness(real) == []
    assert text.peers(real) == []
    assert text.learning(real) == []
    assert trends.drifting(real) == 0
    assert tables.figures(real) is None
    assert tables.aspects(real) is None
    assert tables.errors(real) is None
    assert tables.parameters(real) is None
