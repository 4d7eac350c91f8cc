"""What reports on countries and regions read: their tables, computed once an edition from those on organisations."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

import pandas as pd

from benchlib.assess import scoring
from benchlib.compare.advice import signs
from benchlib.compare.policy import economy, effort, holdings, lag, reach
from benchlib.compare.regions import stars
from benchlib.present.country import reading as country_reading
from benchlib.present.region import reading as region_reading
from benchlib.rules import loading, memberships, regional
from benchlib.rules.bridges import Bridge
from benchlib.rules.instruments import Instruments
from benchlib.run.rulebook import Rulebook
from benchlib.tables import industries, nuts
from benchlib.tables.checking import Facts
from benchlib.tables.regions import GDP_PER_HEAD, REGIONS
from benchlib.tables.schemas import NUTS_COUNTRY
from benchlib.tables.schemas import countries as names

Tables = dict[str, pd.DataFrame]

COUNTRY_TABLES = frozenset(country_reading.TABLES)
REGION_TABLES = frozenset(region_reading.TABLES)
RCI = "rci_z_scores_2010_2019.csv"
SIGNED = ("organisations", "statuses", "timeline", "assessments", "scores", "items", "paths", "path_steps")


def countries(facts: Facts, by: Rulebook, as_of: dt.date, tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Tables on countries; tables: those on organisations."""
    rules, statuses = reach.load(), tables["statuses"]
    minimum = int(by.standing.minimum_others.value)
    country = facts["organisations"].set_index("cluster_id")["country"]
    percent = _percent(tables, by)
    ways = effort.next_labels(tables["paths"])
    held = holdings.holders(facts["organisations"], statuses)
    months = int(rules.expiring_within.value)
    return {
        "countries": _described(held, percent, ways, as_of, rules, minimum),
        "country_labels": holdings.by_level(statuses, country, as_of),
        "country_holders": held,
        "country_areas": holdings.by_area(held),
        "country_ending": holdings.ending(statuses, held, as_of, months),
        "country_groups": _grouped(percent, country, by, rules, minimum),
        "country_instruments": _instruments(facts, by, as_of, tables, rules, minimum),
        "country_effort": effort.curve(ways, country, minimum + 1),
    }


def _percent(tables: Mapping[str, pd.DataFrame], by: Rulebook) -> pd.DataFrame:
    """Total and groups in percent of the assessment that each organisation is reported on, wide, by cluster_id."""
    chosen = tables["assessments"].loc[tables["assessments"]["reported"].astype(bool), "assessment_id"]
    items = [scoring.TOTAL, *by.framework.groups]
    rows = tables["scores"][tables["scores"]["assessment_id"].isin(chosen) & tables["scores"]["item"].isin(items)]
    wide = rows.astype({"item": "str", "cluster_id": "str"}).pivot(index="cluster_id", columns="item", values="percent")
    return wide.reindex(columns=items)


def _described(
    held: pd.DataFrame, percent: pd.DataFrame, ways: pd.DataFrame, day: dt.date, rules: Instruments, minimum: int
) -> pd.DataFrame:
    """A row a country that has an organisation or is a member of the European Union, with what a report needs of it.

    Columns: country, country_name, member, organisations, without_area, without_nuts2, assessed, ways (organisations
    with a path to a next label; both missing where fewer than minimum + 1), expiring_within (months), interval,
    cost_of_a_day (EUR).
    """
    members = memberships.load().on(day)
    codes = pd.Index(sorted({*members, *held["country"]}), name="country")
    home = held.set_index("organisation")["country"]
    rows = held.assign(organisations=1, without_area=held["area"].isna(), without_nuts2=held["nuts2"].isna())
    sums = rows.groupby("country")[["organisations", "without_area", "without_nuts2"]].sum().reindex(codes).fillna(0)
    counts = {"assessed": percent.index, "ways": ways["cluster_id"]}
    found = {name: home.reindex(ids).value_counts().reindex(codes).fillna(0) for name, ids in counts.items()}
    kept = {name: count.where((count == 0) | (count > minimum)).astype(float) for name, count in found.items()}
    table = sums.astype("int64").assign(**kept).reset_index()
    return table.assign(
        country=table["country"].astype("str"),
        country_name=table["country"].map(names()).astype("str"),
        member=table["country"].isin(members),
        expiring_within=int(rules.expiring_within.value),
        interval=rules.interval.value,
        cost_of_a_day=rules.cost_of_a_day.value,
    )


def _grouped(percent: pd.DataFrame, country: pd.Series, by: Rulebook, rules: Instruments, minimum: int) -> pd.DataFrame:
    """Standing of each country in the total and the groups, with their names."""
    called = {scoring.TOTAL: "All together"} | {key: group.name for key, group in by.framework.groups.items()}
    table = lag.beside(percent, country, rules.interval.value, minimum + 1)
    return table.assign(name=table["item"].map(called).astype("str"))


def _instruments(
    facts: Facts,
    by: Rulebook,
    as_of: dt.date,
    tables: Mapping[str, pd.DataFrame],
    rules: Instruments,
    minimum: int,
) -> pd.DataFrame:
    """The catalogue for each country: how many organisations each instrument reaches, and what it is."""
    settings = signs.Settings(by.framework, by.competitiveness, by.advice, minimum, as_of)
    found = signs.signs({name: tables[name] for name in SIGNED if name in tables}, settings)
    assessed = pd.Index(tables["assessments"].loc[tables["assessments"]["reported"].astype(bool), "cluster_id"])
    country = facts["organisations"].set_index("cluster_id")["country"]
    known = signs.catalogue(by.framework, by.competitiveness)
    table = reach.reached(rules, known, found, country, assessed, minimum)
    about = pd.DataFrame(
        [
            (key, place, rules.kinds[one.kind], one.name, one.text, one.who, " ".join(one.groups), str(one.mark))
            for place, (key, one) in enumerate(rules.instruments.items())
        ],
        columns=["instrument", "place", "kind", "name", "text", "who", "groups", "mark"],
    )
    return table.merge(about, on="instrument").sort_values(["country", "place"], kind="stable", ignore_index=True)


def regions(facts: Facts, tables: Mapping[str, pd.DataFrame]) -> Tables:
    """Tables on NUTS 2 regions of 2013; tables: those on organisations. Invented organisations stand in none of them:
    what Eurostat publishes is real, and real and invented are never set beside one another.
    """
    made = _economy()
    found = holdings.holders(facts["organisations"], tables["statuses"])
    real = found.iloc[:0] if facts.synthetic else found
    here = real[real["nuts2"].isin(made["regions"]["nuts2"])].sort_values(["nuts2", "name"], ignore_index=True)
    return {
        **made,
        "regions": _placed(made["regions"], real, facts.synthetic),
        "region_industries": economy.tied(made["region_industries"], here),
        "region_holders": here,
    }


def _placed(table: pd.DataFrame, real: pd.DataFrame, synthetic: bool) -> pd.DataFrame:
    """Regions with the organisations of each, of its country, and of these how many have no region on record."""
    located = real["nuts2"].value_counts()
    country, unknown = real["country"].value_counts(), real.loc[real["nuts2"].isna(), "country"].value_counts()
    counted = {
        "organisations": table["nuts2"].map(located),
        "country_organisations": table["country"].map(country),
        "country_without_region": table["country"].map(unknown),
    }
    return table.assign(
        **{name: count.fillna(0).astype("int64") for name, count in counted.items()}, left_out=synthetic
    )


@cache
def _economy() -> Mapping[str, pd.DataFrame]:
    """What published statistics say of all regions, whatever the portfolio; none of it is ever changed.

    Table `regions`: nuts2, name (missing where none is known), country (ISO 3166), country_name, employment (persons;
    missing where too little is published), divisions (how many have a figure).
    """
    bridge = loading.read(Bridge, "areas-nace")
    rule = regional.load(bridge.rule)
    clusters = industries.clusters(industries.employment(), rule.least_known.value if rule.least_known else 0.0)
    starred = stars.stars(clusters, rule)
    same = economy.successors(nuts.shares())
    gdp = pd.read_csv(REGIONS / GDP_PER_HEAD)
    index = pd.read_csv(REGIONS / RCI, keep_default_na=False, na_values={"nuts_2016": [""], "z_score": [""]})
    codes = pd.Series(nuts.regions(industries.VINTAGE), name="nuts2", dtype="str")
    iso = {other: code for code, other in NUTS_COUNTRY.items()}
    country = codes.str[:2].map(lambda code: iso.get(code, code)).astype("str")
    about = clusters.groupby("region_code").agg(
        region_employment=("region_employment", "first"), n=("employment", "count")
    )
    table = pd.DataFrame(
        {
            "nuts2": codes,
            "name": codes.map(economy.names(index, same)).astype("str"),
            "country": country,
            "country_name": country.map(names()).astype("str"),
            "employment": codes.map(about["region_employment"]).astype("float64"),
            "divisions": codes.map(about["n"]).fillna(0).astype("int64"),
        }
    )
    return {
        "regions": table,
        "region_industries": economy.strong(starred, bridge),
        "region_wealth": economy.wealth(gdp),
        "region_competitiveness": economy.competitiveness(index, same),
    }
