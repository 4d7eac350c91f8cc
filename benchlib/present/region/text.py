"""What a region's report says in words."""

from collections.abc import Iterator

import pandas as pd

from benchlib.present import dates, wording
from benchlib.present.region.reading import RegionResults
from benchlib.present.results import each

YEAR = 2015  # of the employment figures
MOST_STARS = 3
NAMED = 4  # divisions named in a sentence
SOURCES = (
    ("Eurostat, structural business statistics by NUTS 2 region and NACE Rev. 2, persons employed 2015", None),
    (
        "Eurostat, gross domestic product per inhabitant in purchasing power standards, 2000 to 2014",
        "https://ec.europa.eu/eurostat/databrowser/view/nama_10r_2gdp",
    ),
    (
        "European Commission, EU Regional Competitiveness Index 2010, 2013, 2016 and 2019",
        "https://cohesiondata.ec.europa.eu/stories/s/Regional-Competitiveness-Index-2019/363v-4uq6",
    ),
)


def about(g: RegionResults) -> list[tuple[str, str]]:
    """What and when: headings with their texts."""
    entries = [
        ("Country", g.region["country_name"]),
        ("NUTS 2 (2013)", g.code),
        ("Persons employed", f"{wording.number(g.region['employment'], 0)} ({YEAR})"),
        ("Cluster organisations", "left out" if g.invented else wording.number(g.region["organisations"])),
        ("As of", dates.day(g.as_of)),
    ]
    return [(title, wording.clean(text)) for title, text in entries]


def headline(g: RegionResults) -> str:
    """What the region is strong in, in one sentence."""
    if g.industries.empty:
        return f"For {g.name} the published statistics do not tell what its economy is strong in."
    best = g.industries[g.industries["stars"] == g.industries["stars"].max()]
    stars = int(best["stars"].iloc[0])
    names = [row.name.lower() for row in each(best.head(NAMED))]
    more = ", among others" if len(best) > NAMED else ""
    return (
        f"{g.name} is strong in {wording.count(len(g.industries), 'division')} of industry; most stars, "
        f"{wording.word(stars)}, go to {wording.listing(names)}{more}."
    )


def findings(g: RegionResults) -> list[str]:
    """What a reader in a hurry should take along."""
    return [text for text in (_wealthy(g), _ranked(g), _organised(g), _gaps(g)) if text]


def _wealthy(g: RegionResults) -> str | None:
    if g.wealth.empty:
        return None
    last = g.wealth.sort_values("year").iloc[-1]
    share = last["pps_per_head"] / last["country_pps"] if wording.known(last["country_pps"]) else None
    beside = f", {wording.percent(100 * share)} of the country’s" if share is not None else ""
    return f"GDP per head in {last['year']}: {wording.number(last['pps_per_head'], 0)} PPS{beside}."


def _ranked(g: RegionResults) -> str | None:
    if g.competitiveness.empty:
        return None
    last = g.competitiveness.sort_values("year").iloc[-1]
    return (
        f"Regional Competitiveness Index {last['year']}: rank {wording.number(last['rank'])} of "
        f"{wording.number(last['regions'])} regions."
    )


def _organised(g: RegionResults) -> str | None:
    if g.invented:
        return None
    valid, number = int(g.holders["valid"].sum()), len(g.holders)
    if not number:
        return "No cluster organisation is known to be in this region."
    open_ = int(g.holders["open"].sum())
    unclear = f", {wording.word(open_)} may hold one" if open_ else ""
    return wording.sentence(
        f"{wording.count(number, 'cluster organisation')} {wording.be(number)} known to be here; "
        f"{wording.word(valid, 'none')} certainly {'holds' if valid == 1 else 'hold'} a valid label{unclear}"
    )


def gaps(g: RegionResults) -> pd.DataFrame:
    """Strong divisions that an area is tied to and no organisation of the region is known to work in."""
    return g.industries.iloc[:0] if g.invented else g.industries[g.industries["gap"].astype(bool)]


def _gaps(g: RegionResults) -> str | None:
    found = gaps(g)
    if found.empty:
        return None
    names = [row.name.lower() for row in each(found.head(NAMED))]
    more = " and others" if len(found) > NAMED else ""
    listed = ", ".join(names) if more else wording.listing(names)
    return f"Strong, and no organisation of a tied area is known here: {listed}{more}."


def absent(g: RegionResults) -> str | None:
    """What this report cannot show; None where nothing is absent."""
    parts = list(_missing(g))
    return " ".join([*parts, "Nothing stands in for what is not known."]) if parts else None


def _missing(g: RegionResults) -> Iterator[str]:
    if g.invented:
        yield (
            "This edition is on invented organisations. They are left out of this page, because every figure on it "
            "is a real one and the two are never set beside one another."
        )
    elif unlocated(g):
        yield unlocated(g)
    if g.wealth.empty:
        yield "No GDP per head of this region is published under its code of 2013."
    if g.competitiveness.empty:
        yield "The Regional Competitiveness Index has no region that is this one."
    if not wording.known(g.region["employment"]):
        yield "Too little of its employment is published to say what share of it an industry has."


def unlocated(g: RegionResults) -> str:
    """How many organisations of the country have no region on record; empty where all have one."""
    without, whole = int(g.region["country_without_region"]), int(g.region["country_organisations"])
    if not without:
        return ""
    return (
        f"{wording.number(without)} of {wording.number(whole)} cluster organisations of {g.region['country_name']} "
        "have no region on record; any of them may be here."
    )


def strong(g: RegionResults) -> list[str]:
    """What strength is."""
    if g.industries.empty:
        return ["No division has a star and a quotient beyond doubt above 1, or too few have a published figure."]
    return [
        f"Persons employed by division of industry in {YEAR}, beside all regions of 30 European countries.",
        f"Of {wording.number(g.region['divisions'])} divisions with a published figure, those with a star and a "
        "location quotient beyond doubt above 1 are called strong.",
    ]


def reading(g: RegionResults) -> list[str]:
    """How to read quotients and stars."""
    if g.industries.empty:
        return []
    return [
        "The location quotient says how many times larger the division’s share is here than everywhere together. "
        "Its interval (90%) tells of chance only; it is narrow where many are employed.",
        "Stars as the European Cluster Observatory gave them: one for size (top tenth of Europe by employees), one "
        "for specialisation (quotient of 2 or more), one for focus (top tenth by share of the region’s employment).",
    ]


def wealth(g: RegionResults) -> list[str]:
    """How GDP per head moved."""
    if len(g.wealth) < 2:
        return []
    rows = g.wealth.sort_values("year")
    first, last = rows.iloc[0], rows.iloc[-1]
    ratio = [100 * row["pps_per_head"] / row["middle"] for row in (first, last)]
    return [
        f"From {first['year']} to {last['year']} GDP per head went from {wording.percent(ratio[0])} to "
        f"{wording.percent(ratio[1])} of the median of all regions. In purchasing power standards (PPS), not "
        "corrected for prices over time."
    ]


def competitiveness(g: RegionResults) -> list[str]:
    """How to read the index."""
    if g.competitiveness.empty:
        return []
    return [
        "Total score of the index; 0 is the mean of the regions of the European Union. Indicators and methods "
        "changed between editions, so a small move means little."
    ]


def organisations(g: RegionResults) -> list[str]:
    """Who is known to be here, and who may be."""
    if g.invented:
        return ["Invented organisations are left out, see above."]
    start = [] if len(g.holders) else ["No cluster organisation is known to be in this region."]
    return [*start, *filter(None, [unlocated(g)])]


def lacking(g: RegionResults) -> list[str]:
    """What a gap is, and what it is not."""
    if g.invented:
        return ["Gaps need the organisations that are there; invented ones cannot show any."]
    if g.industries.empty:
        return []
    found = gaps(g)
    number, whole = len(found), len(g.industries)
    if not number:
        return ["Each strong division that an area is tied to has a cluster organisation here; no gap is known."]
    some = f"{wording.capital(wording.word(number))} of {wording.count(whole, 'strong division')}"
    every = f"All {wording.number(whole)} strong divisions" if whole > 1 else "The only strong division"
    start = every if number == whole else some
    return [
        f"{start} {'has' if number == 1 else 'have'} no cluster organisation here that is known to work in a "
        "technology area tied to it.",
        "A gap is a question, not a finding: the organisation may have no region or no area on record, or the "
        "industry may not need one. Which area is tied to which division is our proposal, in a file that can be "
        "edited.",
    ]


def method(g: RegionResults) -> list[str]:
    """What the report rests on."""
    return [
        "Regions are those of NUTS 2013, as the employment figures have them. What a country does not publish stays "
        "missing.",
        "No organisation enters this page."
        if g.invented
        else "Labels follow an open reconstruction of the rules from public sources, not the official rules.",
        f"Computed with benchlib {g.edition['benchlib']} in the edition “{wording.clean(g.edition['name'])}”.",
    ]
