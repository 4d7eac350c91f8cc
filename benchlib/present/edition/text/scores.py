"""Scores and management in words, of many together."""

from benchlib.present import profile, wording
from benchlib.present.edition import management as teams
from benchlib.present.edition import names
from benchlib.present.edition import scores as together
from benchlib.present.edition.reading import Portfolio


def scores(p: Portfolio) -> list[str]:
    """How many are assessed, how the totals lie, where most and fewest points are reached. Empty without scores."""
    table = together.by_group(p).set_index("item")
    assessed = together.assessed(p)
    if not assessed:
        return []
    if profile.TOTAL not in table.index:
        return [f"{wording.capital(wording.count(assessed, 'organisation'))} with an assessment: too few to say more."]
    total, groups = table.loc[profile.TOTAL], table.drop(index=profile.TOTAL)
    whole = int(total["organisations"])
    sentences = [
        f"{wording.number(assessed)} organisations have an assessment; {wording.number(whole)} of them answered every "
        "question, and only these have a total.",
        f"Half of them reach {total['median']:.0f}% of the points or more; the middle half lies between "
        f"{total['q25']:.0f} and "
        f"{total['q75']:.0f}%.",
    ]
    if len(groups) > 1:
        best, worst = groups.loc[groups["median"].idxmax()], groups.loc[groups["median"].idxmin()]
        sentences.append(
            f"Most points are reached in “{best['name']}” (median {best['median']:.0f}%), fewest in “{worst['name']}” "
            f"({worst['median']:.0f}%)."
        )
    return [*sentences, _kept_back(p)]


def _kept_back(p: Portfolio) -> str:
    least = wording.number(p.edition["minimum_others"])
    return (
        "No organisation's own score is shown and none are ranked: a group stands here only where each of its "
        "organisations "
        f"is among at least {least} others, and where it could not be reckoned from what else is shown."
    )


def by_place(p: Portfolio, column: str, one: str, several: str) -> list[str]:
    """How many areas or countries are kept back, by what one and several are called. Empty where none is."""
    table = together.by_place(p, column)
    hidden = table[~table["shown"].astype(bool)]
    if hidden.empty:
        return []
    size, kept = int(hidden["organisations"].sum()), len(hidden)
    return [f"Kept back: {wording.count(kept, one, several)} with {wording.count(size, 'assessed organisation')}."]


def management(p: Portfolio) -> list[str]:
    """The sub-index of the management in words. Empty where too few have it."""
    team = teams.subindex(p)
    if team is None:
        return []
    return [
        f"On the indicators that tell of the management team, {wording.number(team['organisations'])} organisations "
        "reach a "
        f"median of {team['median']:.0f}% of the points; the middle half lies between {team['q25']:.0f} and "
        f"{team['q75']:.0f}%."
    ]


def value_added(p: Portfolio) -> list[str]:
    """What value added means, and for how many it is told from chance. Empty where too few clusters have it."""
    table = teams.value_added(p)
    if table.empty:
        return []
    told = [
        f"in {names.outcome(str(outcome)).lower()} above nought in {wording.number(row['above'])} and below it in "
        f"{wording.number(row['below'])} of {wording.number(row['clusters'])} clusters"
        for outcome, row in table.iterrows()
    ]
    return [
        "Participants' growth is compared with what country, area, size, type and year explain; what a cluster's "
        "participants "
        "have in common beyond that is its value added.",
        f"Its whole {names.interval(p)} lies {wording.listing(told)}.",
        "It is an association: it is the merit of the team only as far as nothing else sets its participants apart.",
    ]


def shift_share(p: Portfolio) -> list[str]:
    """Where employment grew with all, with its area, or on its own. Empty where too few clusters have it."""
    found = teams.shift_share(p)
    if found is None:
        return []
    parts = [f"{found[part]:+.1f}".replace("-", "−") for part in teams.PARTS]
    return [
        f"From {found['from_year']:.0f} to {found['to_year']:.0f} employment of the participants changed by "
        f"{parts[0]}% in the "
        f"median of {wording.number(found['clusters'])} clusters: {parts[1]}% as all clusters grew, {parts[2]}% by "
        "the mix of "
        f"areas, {parts[3]}% of its own. These are medians, which need not add up."
    ]
