"""Tables on countries and regions from the shipped portfolio, and what stands in none of them."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from benchlib.run import policy, results, rulebook
from benchlib.tables import checking

DAY = dt.date(2026, 11, 20)
PORTFOLIO = Path(__file__).resolve().parents[2] / "data" / "portfolio"


@pytest.fixture(scope="module")
def facts():
    return checking.load(PORTFOLIO, DAY)


@pytest.fixture(scope="module")
def known(facts):
    return results.compute(facts, rulebook.rulebook(), DAY)


@pytest.fixture(scope="module")
def countries(known):
    return {name: known[name] for name in policy.COUNTRY_TABLES}


@pytest.fixture(scope="module")
def regions(known):
    return {name: known[name] for name in policy.REGION_TABLES}


def row(table, **key):
    (column, value), *_ = key.items()
    return table[table[column] == value].iloc[0]


def test_every_member_of_the_union_has_a_row_whether_it_has_organisations_or_not(countries):
    table = countries["countries"]
    assert table["member"].sum() == 27
    assert row(table, country="RO")[["organisations", "without_area", "without_nuts2"]].tolist() == [15, 14, 14]
    assert row(table, country="MT")["organisations"] == 0
    assert not row(table, country="NO")["member"]
    assert table["assessed"].eq(0).all()


def test_labels_of_romania(countries):
    table = countries["country_labels"].query("country == 'RO'").set_index("level")
    assert table["ever"].to_dict() == {"bronze": 4, "silver": 10, "gold": 7}
    assert table["valid"].sum() == 0
    assert table.loc["gold", "open"] == 5


def test_countries_add_up_to_the_portfolio(facts, countries):
    known = int(facts["organisations"]["country"].notna().sum())
    assert countries["countries"]["organisations"].sum() == known
    assert countries["country_areas"]["organisations"].sum() == known
    assert len(countries["country_holders"]) == known


def test_reach_rests_on_labels_alone_where_nobody_is_assessed(countries):
    mine = countries["country_instruments"].query("country == 'RO'").set_index("instrument")
    assert mine.loc[mine["shown"], "high"].to_dict() == {
        "assessment_voucher": 8.0,
        "renewal_support": 0.0,
        "renewal_reminder": 0.0,
        "public_register": 7.0,
    }


def test_furniture_in_the_north_west_of_romania_has_three_stars(regions):
    """25,253 of 540,793 employed, 6.85 times Europe's share; shoes have the larger quotient and one star less."""
    mine = regions["region_industries"].query("nuts2 == 'RO11'").set_index("nace")
    assert mine.loc["C31", ["employment", "stars"]].tolist() == [25_253.0, 3]
    assert mine.loc["C31", "lq"] == pytest.approx(6.8496, abs=1e-4)
    assert mine.loc["C31", "share"] == pytest.approx(100 * 25_253 / 540_793)
    assert mine.loc["C15", ["stars"]].tolist() == [2]
    assert mine["stars"].is_monotonic_decreasing


def test_all_eight_regions_of_romania_have_names_stars_wealth_and_the_index(regions):
    table = regions["regions"].query("country == 'RO'")
    assert len(table) == 8
    assert row(table, nuts2="RO32")["name"] == "Bucureşti - Ilfov"
    assert table["name"].notna().all()
    for name in ("region_industries", "region_wealth", "region_competitiveness"):
        assert set(table["nuts2"]) <= set(regions[name]["nuts2"]), name


def test_one_organisation_of_romania_has_a_region(regions):
    mine = row(regions["regions"], nuts2="RO32")
    assert mine[["organisations", "country_organisations", "country_without_region"]].tolist() == [1, 15, 14]
    assert regions["region_holders"]["organisation"].tolist() == ["rohealth"]
    tied = regions["region_industries"].query("nuts2 == 'RO32' and organisations > 0")
    assert tied["nace"].tolist() == ["M72"]


def test_greece_and_the_united_kingdom_by_their_iso_codes(regions):
    assert row(regions["regions"], nuts2="EL30")[["country", "country_name"]].tolist() == ["GR", "Greece"]
    assert row(regions["regions"], nuts2="UKC1")["country"] == "GB"


def test_invented_organisations_stand_in_no_table_on_regions(facts, known):
    renamed = facts["organisations"].assign(cluster_id="synthetic-" + facts["organisations"]["cluster_id"])
    invented = checking.Facts({**facts.frames, "organisations": renamed}, (), {})
    assert invented.synthetic
    made = policy.regions(invented, known)
    assert made["region_holders"].empty
    assert made["regions"][["organisations", "country_organisations", "country_without_region"]].eq(0).all(axis=None)
    assert made["regions"]["left_out"].all()


def test_what_is_published_stays_as_it_was_read(regions, facts, known):
    again = policy.regions(facts, known)
    for name, frame in regions.items():
        pd.testing.assert_frame_equal(frame, again[name])
