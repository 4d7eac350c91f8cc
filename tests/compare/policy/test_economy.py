"""What regions are strong in, where nobody organises it, and figures from tables of another shape."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.policy import economy
from benchlib.rules import loading
from benchlib.rules.bridges import Bridge

BRIDGE = loading.read(Bridge, "areas-nace")


def starred(rows):
    columns = ["region_code", "cluster_code", "employment", "lq", "lq_low", "lq_high", "stars"]
    frame = pd.DataFrame(rows, columns=columns)
    flags = {name: pd.array([True, pd.NA, False][: len(frame)], dtype="boolean") for name in economy.FLAGS}
    return frame.assign(**flags, region_employment=1000.0, flag="").astype({"stars": "Int64"})


def test_strong_needs_a_star_and_a_quotient_beyond_doubt_above_one():
    table = economy.strong(
        starred(
            [
                ("RO11", "C31", 50.0, 3.0, 2.0, 4.0, 1),
                ("RO11", "C10", 90.0, 1.2, 0.9, 1.5, 1),
                ("RO11", "C21", 9.0, 2.0, 1.5, 2.5, 0),
            ]
        ),
        BRIDGE,
    )
    assert table[["nuts2", "nace", "name", "share", "stars", "areas"]].to_numpy().tolist() == [
        ["RO11", "C31", "Furniture", 5.0, 1, "Creative industries; Production and engineering"]
    ]


def test_a_missing_figure_is_never_strong():
    rows = [("RO11", "C31", np.nan, np.nan, np.nan, np.nan, pd.NA), ("RO11", "C10", 9.0, 2.0, np.nan, 3.0, 2)]
    assert economy.strong(starred(rows), BRIDGE).empty


def test_gaps_are_strong_divisions_of_an_area_without_an_organisation():
    industries = pd.DataFrame(
        {
            "nuts2": ["RO11", "RO11", "RO11", "RO12"],
            "areas": ["ICT; Food industry", "Construction", "", "ICT"],
        }
    )
    holders = pd.DataFrame({"nuts2": ["RO11", "RO11", "RO11", None], "area": ["ICT", "Food industry", None, "ICT"]})
    table = economy.tied(industries, holders)
    assert table["organisations"].tolist() == [2, 0, 0, 0]
    assert table["gap"].tolist() == [False, True, False, True]


def test_gaps_without_any_organisation():
    industries = pd.DataFrame({"nuts2": ["RO11"], "areas": ["ICT"]})
    table = economy.tied(industries, pd.DataFrame({"nuts2": [], "area": []}, dtype="str"))
    assert table["gap"].tolist() == [True]


def test_wealth_beside_the_country_and_the_median_of_regions():
    gdp = pd.DataFrame(
        [
            ("RO", "country", 2014, 15_200.0, None),
            ("RO11", "nuts2", 2014, 13_100.0, "e"),
            ("RO12", "nuts2", 2014, 14_100.0, None),
            ("FR10", "nuts2", 2014, 49_000.0, None),
            ("RO11", "nuts2", 2013, np.nan, None),
            ("FRZZ", "nuts2", 2014, 90_000.0, None),
        ],
        columns=["region", "level", "year", "pps_per_head", "flag"],
    )
    table = economy.wealth(gdp).set_index("nuts2")
    assert table.loc["RO11", ["year", "pps_per_head", "flag", "country_pps", "middle"]].tolist() == [
        2014,
        13_100.0,
        "e",
        15_200.0,
        14_100.0,
    ]
    assert np.isnan(table.loc["FR10", "country_pps"])
    assert len(table) == 3


def test_a_region_that_was_divided_or_joined_is_no_longer_the_same():
    shares = pd.DataFrame(
        [
            ("FR21", "FRF2", 1.0),
            ("PL12", "PL91", 0.6),
            ("PL12", "PL92", 0.4),
            ("UKM2", "UKM7", 1.0),
            ("UKM3", "UKM7", 0.5),
            ("UKM3", "UKM8", 0.5),
            ("RO11", "RO11", 0.999),
        ],
        columns=["code_v2013", "code_v2021", "share"],
    )
    assert economy.successors(shares) == {"FR21": "FRF2", "RO11": "RO11"}


def test_the_index_by_the_codes_of_2013_with_ranks():
    index = pd.DataFrame(
        [
            ("FRF2", 2019, -0.3, "FRF2 - Champagne"),
            ("RO11", 2019, -1.1, "RO11 - Nord-Vest"),
            ("AT11", 2019, -0.3, "AT11 - B"),
            ("FR", 2019, 0.1, "FR - France"),
            ("RO11", 2016, None, "x"),
        ],
        columns=["nuts_2016", "edition", "z_score", "name"],
    )
    same = {"FR21": "FRF2", "RO11": "RO11"}
    table = economy.competitiveness(index, same).set_index("nuts2")
    assert table.loc["FR21", ["year", "score", "country_score", "rank", "regions"]].tolist() == [
        2019,
        -0.3,
        0.1,
        1.5,
        3,
    ]
    assert table.loc["RO11", "rank"] == pytest.approx(3)
    assert economy.names(index, same) == {"FR21": "Champagne", "RO11": "Nord-Vest"}
