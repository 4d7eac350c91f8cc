import pytest
from portfolios import IDS, about, invented

from benchlib.present.edition import management, reading, scores, tables, text


def test_only_complete_assessments_have_a_total(whole):
    assert scores.assessed(whole) == 22
    assert len(scores.totals(whole)) == 21
    assert "22 organisations have an assessment; 21 of them answered every question" in text.scores(whole)[0]


def test_quartiles_of_total_and_groups(whole):
    found = scores.by_group(whole).set_index("item")
    assert found.index.tolist() == ["total", "1", "2"]
    assert found.loc["total", ["organisations", "q25", "median", "q75"]].tolist() == [21, 50.0, 60.0, 70.0]
    assert found["median"].tolist() == [60.0, 70.0, 50.0]
    assert "Most points are reached in “Structure” (median 70%)" in text.scores(whole)[2]


def test_areas_and_countries_too_small_are_kept_back(whole):
    areas = scores.by_place(whole, "area")
    assert areas["organisations"].to_dict() == {
        "ICT": 9,
        "Food industry": 7,
        "Aviation and space": 4,
        "Maritime technologies": 1,
    }
    # five remain together, fewer than six: so the next smallest is kept back as well
    assert areas["shown"].tolist() == [True, False, False, False]
    assert areas.loc["ICT", ["q25", "median", "q75"]].tolist() == [44.0, 48.0, 52.0]
    assert areas.loc["Food industry", ["q25", "median", "q75"]].isna().all()
    assert text.by_place(whole, "area", "area", "areas") == ["Kept back: three areas with 12 assessed organisations."]


def test_no_number_of_a_group_kept_back_is_in_the_table(whole):
    html = str(tables.places(whole, "area", "Area"))
    assert "ICT" in html
    assert "Food industry" not in html
    assert "64%" not in html  # its median


def test_bands_hold_six_or_more(whole):
    assert [(low, round(high), size) for low, high, size in scores.bands(whole)] == [(0, 60, 10), (60, 100, 11)]


def test_too_few_assessments_show_nothing():
    frames = invented()
    few = frames["assessments"]["cluster_id"].isin(IDS[:5])
    frames["assessments"] = frames["assessments"][few]
    p = reading.of(about(), frames)
    assert scores.by_group(p).empty
    assert scores.bands(p) == []
    assert tables.places(p, "area", "Area") is None
    assert text.scores(p) == ["Five organisations with an assessment: too few to say more."]


def test_without_assessments_nothing_is_said(real):
    assert text.scores(real) == []
    assert tables.groups(real) is None
    assert tables.places(real, "area", "Area") is None


def test_the_management_together(whole):
    assert management.subindex(whole)[["organisations", "q25", "median", "q75"]].tolist() == [21, 40.0, 50.0, 60.0]
    assert "Management team (across the groups)" in str(tables.groups(whole))


def test_value_added_told_by_whole_intervals(whole):
    found = management.value_added(whole)
    assert found.loc["employment", ["clusters", "above", "below"]].tolist() == [9, 2, 2]
    assert found.loc["employment", "least"] == pytest.approx(-3.6)
    assert (
        "Its whole 90% interval lies in employment above nought in 2 and below it in 2 of 9 clusters."
        in text.value_added(whole)
    )


def test_shift_share_of_the_median_cluster(whole):
    found = management.shift_share(whole)
    assert found[["growth", "reference", "mix", "own", "clusters"]].tolist() == [13.0, 8.0, -1.0, 6.0, 7]
    assert "changed by +13.0% in the median of 7 clusters: +8.0% as all clusters grew" in text.shift_share(whole)[0]


def test_management_of_too_few_is_kept_back():
    frames = invented()
    few = {name: frames[name].head(5) for name in ("value_added", "shift_share", "management")}
    p = reading.of(about(), frames | few)
    assert management.subindex(p) is None
    assert management.shift_share(p) is None
    assert management.value_added(p).empty
    assert [text.management(p), text.value_added(p), text.shift_share(p)] == [[], [], []]
