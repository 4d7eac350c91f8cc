"""What the economy of each NUTS 2 region (2013) is strong in, its wealth, its competitiveness, and where nobody "
"organises it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from benchlib.rules.bridges import Bridge
from benchlib.tables import nuts

INDUSTRIES = ["nuts2", "nace", "name", "employment", "share", "lq", "lq_low", "lq_high"]
FLAGS = ["size", "specialisation", "focus"]
SEPARATOR = "; "
SAME = 0.995  # share of a region's people from which on its successor is the same region


def strong(starred: pd.DataFrame, bridge: Bridge) -> pd.DataFrame:
    """Divisions in which regions are strong, most stars first, then by quotient.

    starred: of `compare.regions.stars.stars` under the rule of the bridge, with region_employment and flag. Columns:
    INDUSTRIES (share: percent of the region's employment), FLAGS, stars, flag (of the source), areas (those tied to the
    division, joined by SEPARATOR; empty without any). Where a figure is missing nothing is called strong.
    """
    enough = starred["stars"].ge(bridge.strong.stars.value).fillna(False).to_numpy(bool)
    rows = starred[enough & (starred["lq_low"].to_numpy(float) > bridge.strong.quotient.value)]
    tied = {code: SEPARATOR.join(bridge.areas_of(code)) for code in bridge.divisions}
    table = rows.rename(columns={"region_code": "nuts2", "cluster_code": "nace"}).assign(
        name=rows["cluster_code"].map(bridge.divisions).fillna(rows["cluster_code"]),
        share=100 * rows["employment"] / rows["region_employment"],
        areas=rows["cluster_code"].map(tied).fillna(""),
        **{flag: rows[flag].fillna(False).astype(bool) for flag in FLAGS},
        stars=rows["stars"].astype("int64"),
    )
    order = ["nuts2", "stars", "lq"]
    table = table.sort_values(order, ascending=[True, False, False], kind="stable", ignore_index=True)
    kinds = dict.fromkeys(("nuts2", "nace", "name", "flag", "areas"), "str")
    return table[[*INDUSTRIES, *FLAGS, "stars", "flag", "areas"]].astype(kinds)


def tied(industries: pd.DataFrame, holders: pd.DataFrame) -> pd.DataFrame:
    """`industries`, of `strong`, with `organisations` (of the region, in an area tied to the division) and `gap`.

    holders: nuts2, area. gap: an area is tied to the division, and no organisation of the region is known to work in
    it.
    """
    pairs = industries[["nuts2", "areas"]].assign(row=np.arange(len(industries)), area=_listed(industries["areas"]))
    pairs = pairs.explode("area").dropna(subset="area")
    found = pairs.merge(holders[["nuts2", "area"]].dropna(), on=["nuts2", "area"])["row"]
    number = np.bincount(found.to_numpy(np.int64), minlength=len(industries))[: len(industries)]
    return industries.assign(organisations=number, gap=industries["areas"].ne("").to_numpy(bool) & (number == 0))


def _listed(areas: pd.Series) -> pd.Series:
    return areas.map(lambda text: text.split(SEPARATOR) if text else [])


def wealth(gdp: pd.DataFrame) -> pd.DataFrame:
    """GDP per head by region and year: nuts2, year, pps_per_head, flag, country_pps, middle (median of all regions).

    gdp: region, level (country or nuts2), year, pps_per_head, flag. Years without a value of the region are left out.
    """
    regional = gdp[(gdp["level"] == "nuts2") & gdp["pps_per_head"].notna() & ~gdp["region"].str.endswith(nuts.EXTRA)]
    countries = gdp[gdp["level"] == "country"].set_index(["region", "year"])["pps_per_head"]
    above = pd.MultiIndex.from_arrays([regional["region"].str[:2], regional["year"]])
    table = regional.rename(columns={"region": "nuts2"}).assign(
        country_pps=countries.reindex(above).to_numpy(float),
        middle=regional.groupby("year")["pps_per_head"].transform("median"),
    )
    columns = ["nuts2", "year", "pps_per_head", "flag", "country_pps", "middle"]
    kinds = {"nuts2": "str", "flag": "str", "pps_per_head": "float64"}
    return table.assign(flag=table["flag"].fillna(""))[columns].astype(kinds).reset_index(drop=True)


def competitiveness(index: pd.DataFrame, same: Mapping[str, str]) -> pd.DataFrame:
    """The Regional Competitiveness Index by region and edition: nuts2, year, score, country_score, rank, regions.

    index: nuts_2016, edition, z_score; countries stand among the regions with two letters. same: of `successors`, the
    code that each region of 2013 has there. rank: among the regions with a score in that edition, 1 is best, ties get
    the mean; regions: how many these are.
    """
    known = index.dropna(subset=["nuts_2016", "z_score"]).rename(columns={"edition": "year", "z_score": "score"})
    regional = known[known["nuts_2016"].str.len() == 4].drop_duplicates(["nuts_2016", "year"])
    countries = known[known["nuts_2016"].str.len() == 2].set_index(["nuts_2016", "year"])["score"]
    by_year = regional.groupby("year")["score"]
    ranked = regional.assign(rank=by_year.rank(ascending=False), regions=by_year.transform("size"))
    pairs = pd.DataFrame({"nuts2": list(same), "nuts_2016": list(same.values())})
    table = pairs.merge(ranked, on="nuts_2016").sort_values(["nuts2", "year"], ignore_index=True)
    above = pd.MultiIndex.from_arrays([table["nuts2"].str[:2], table["year"]])
    table["country_score"] = countries.reindex(above).to_numpy(float)
    return table[["nuts2", "year", "score", "country_score", "rank", "regions"]].astype({"nuts2": "str"})


def successors(shares: pd.DataFrame) -> dict[str, str]:
    """For each region of 2013 that stayed as it was, its code of 2021.

    shares: code_v2013, code_v2021, share, of `tables.nuts.shares`. A region stayed where nearly all of its people are
    in one region of 2021 that took nearly nobody from another.
    """
    most = shares[shares["share"] >= SAME]
    others = shares[shares["share"] > 1 - SAME].groupby("code_v2021").size()
    alone = most[most["code_v2021"].map(others) == 1]
    return dict(zip(alone["code_v2013"], alone["code_v2021"], strict=True))


def names(index: pd.DataFrame, same: Mapping[str, str]) -> dict[str, str]:
    """Names of regions of 2013 from the index, which has "RO11 - Nord-Vest"."""
    known = index.dropna(subset=["nuts_2016", "name"]).drop_duplicates("nuts_2016").set_index("nuts_2016")["name"]
    told = known.str.partition(" - ")[2].str.strip()
    return {code: str(told[other]) for code, other in same.items() if other in told.index and told[other]}
