"""What a report says about points, strengths, participants, its sources, and what it cannot show."""

import pandas as pd

from benchlib.present import profile, wording
from benchlib.present.results import Results
from benchlib.present.text import verdict


def about(r: Results) -> list[tuple[str, str]]:
    """Who and when: headings with their texts; what is not known is left out."""
    row = r.organisation
    year = int(row["founded_year"]) if wording.known(row["founded_year"]) else None
    participants = wording.number(row["participants"]) if wording.known(row["participants"]) else None
    kind = "stated" if (r.compositions["basis"] == "stated").any() else "listed"
    entries = [
        ("Country", row["country_name"]),
        ("Region", row["nuts2"]),
        ("Technology area", row["area"]),
        ("Founded", year),
        (f"Participants, {kind}", participants),
        ("Other names", row["aliases"]),
        ("As of", wording.day(r.as_of)),
        ("Assessment", wording.sentence(_assessment(r)).rstrip(".")),
    ]
    return [(title, wording.clean(text)) for title, text in entries if wording.known(text)]


def _assessment(r: Results) -> str:
    row = r.reported
    if row is None:
        return "none is on record"
    people = f", {wording.count(int(row['assessors']), 'assessor')}" if wording.known(row["assessors"]) else ""
    return f"{verdict.reported(r)}, {wording.number(row['answered'])} of {wording.number(row['asked'])} answers{people}"


def absent(r: Results) -> str | None:
    """What this report cannot show and why; None where nothing is absent."""
    if r.reported is not None:
        return None
    return (
        "No assessment of this organisation is public or was given to this project. So there are no points, no standing "
        "among others, no strengths and weaknesses, and nothing to say on what is missing for the next label. "
        "Nothing stands in for what is not known."
    )


def groups(r: Results) -> list[str]:
    """The total, its interval where answers are missing, the strongest and weakest group, and the standing."""
    table = profile.groups(r)
    if table.empty:
        return []
    total, parts = table.iloc[0], table.iloc[1:]
    most = wording.number(total["maximum"])
    if wording.known(total["points"]):
        found = f"The {verdict.reported(r)} gives {wording.number(total['points'])} of {most} points ({wording.percent(total['percent'])})."
    else:
        ends = wording.interval(total["low"] * total["maximum"] / 100, total["high"] * total["maximum"] / 100)
        unknown = int(r.items["points"].isna().sum())
        found = (
            f"{wording.sentence(wording.count(unknown, 'answer')).rstrip('.')} {'is' if unknown == 1 else 'are'} missing, so the "
            f"{verdict.reported(r)} gives {ends} of {most} points ({wording.percent_between(float('nan'), total['low'], total['high'])})."
        )
    return [found, *_extremes(parts), _standing(r)]


def _extremes(parts: pd.DataFrame) -> list[str]:
    known = parts.dropna(subset=["percent"])
    if len(known) < 2 or known["percent"].max() == known["percent"].min():
        return []
    top, low = known.loc[known["percent"].idxmax()], known.loc[known["percent"].idxmin()]
    return [
        f"Strongest group: {top['name']} ({wording.percent(top['percent'])} of its points); "
        f"weakest: {low['name']} ({wording.percent(low['percent'])})."
    ]


def _standing(r: Results) -> str:
    key = profile.view(r)
    row = r.among(profile.TOTAL, key) if key else None
    if row is None:
        least = wording.number(r.edition["minimum_others"])
        return (
            f"Standing among others is kept back: every comparison would reveal fewer than {least} other organisations."
        )
    if not wording.known(row["percentile"]):
        return f"Others are shown beside it: {wording.number(row['others'])} organisations. Its own standing needs all answers."
    return (
        f"Among {wording.number(row['others'])} other organisations the total is better than "
        f"{wording.percent(row['percentile'])} of them."
    )


def indicators(r: Results) -> list[str]:
    """How points are given, how many indicators are full, and how many have no point."""
    table = profile.indicators(r)
    scored = table[table["scored"]]
    if scored.empty:
        return []
    full = int((scored["points"] == scored["maximum"]).sum())
    none = int((scored["points"] == 0).sum())
    return [
        f"Each of {len(scored)} indicators gives 0 to {wording.number(scored['maximum'].max())} points.",
        f"{wording.sentence(wording.word(full, 'none')).rstrip('.')} {'has' if full <= 1 else 'have'} full points, "
        f"{wording.word(none, 'none')} {'has' if none <= 1 else 'have'} no point.",
        "Below each name stand the answer and what the next step asks for.",
    ]


def strengths(r: Results) -> list[str]:
    """Which strengths of the profile are shown, which are not, and which cannot be told."""
    return _profile(r.strengths, "strength", "strengths")


def criteria(r: Results) -> list[str]:
    """The same for the criteria."""
    return _profile(r.criteria, "criterion", "criteria")


def _profile(table: pd.DataFrame, one: str, many: str) -> list[str]:
    if table.empty:
        return []
    names = {state: list(table.loc[table["shown"] == state, "name"]) for state in ("not shown", "cannot tell")}
    shown = int((table["shown"] == "shown").sum())
    all_of_them = wording.count(len(table), one, many)
    if shown == len(table):
        return [f"All {all_of_them} are shown."]
    sentences = [wording.sentence(f"{wording.word(shown)} of the {all_of_them} {'is' if shown == 1 else 'are'} shown")]
    if names["not shown"]:
        sentences.append(f"Not shown: {wording.listing(names['not shown'])}.")
    if names["cannot tell"]:
        sentences.append(f"Cannot be told while answers are missing: {wording.listing(names['cannot tell'])}.")
    return sentences


def strong_and_weak(r: Results) -> tuple[list[str], list[str]]:
    """The indicators nearest to and farthest from their maximum, each with its points."""
    best, weak = profile.best_and_worst(r)
    best_lines, weak_lines = ([_indicator(row) for row in part.itertuples()] for part in (best, weak))
    return best_lines, weak_lines


def _indicator(row: object) -> str:
    points, most = wording.number(row.points), wording.number(row.maximum)  # type: ignore[attr-defined]
    standing = f", {wording.top(row.percentile)}" if wording.known(row.percentile) else ""  # type: ignore[attr-defined]
    return f"{row.item} {row.name}: {points} of {most}{standing}"  # type: ignore[attr-defined]


def composition(r: Results) -> list[str]:
    """How many take part, by whom it is said, and whether the parts add up."""
    table = profile.composition(r)
    if table.empty:
        return []
    added = int(table["participants"].sum())
    row = table.iloc[0]
    if row["basis"] == "listed":
        return [f"{wording.number(added)} participants are listed by name or number."]
    when = f" {wording.on(row['stated_on'])}" if wording.known(row["stated_on"]) else ""
    total = r.compositions.loc[r.compositions["type"] == profile.STATED_TOTAL, "participants"]
    if total.empty:
        return [f"The organisation stated its participants by type{when}; they add up to {wording.number(added)}."]
    stated = int(total.iloc[0])
    if stated == added:
        return [
            f"The organisation stated {wording.number(stated)} participants{when}; the types add up to the same number."
        ]
    return [
        f"The organisation stated {wording.number(stated)} participants{when}; its types add up to {wording.number(added)}, "
        f"{wording.number(abs(added - stated))} {'more' if added > stated else 'fewer'}. "
        "Both numbers are shown, neither is corrected."
    ]


def working_groups(r: Results) -> list[str]:
    """Names of the working groups."""
    return [wording.clean(name) for name in r.working_groups["name"]]


def method(r: Results) -> list[str]:
    """What the report rests on, and that it is not official."""
    about_edition = r.edition
    return [
        f"Points follow {about_edition['framework_title']}, version of {about_edition['framework_version']}; labels follow the rules "
        f"{about_edition['rules']}, version of {about_edition['rules_version']}.",
        "Both are an open reconstruction from public sources, not the official rules: the thresholds and weights of single "
        "indicators are not public. This page is no label and promises none.",
        f"Computed with benchlib {about_edition['benchlib']} in the edition “{wording.clean(about_edition['name'])}”, which covers "
        f"{wording.count(int(about_edition['organisations']), 'organisation')}.",
    ]


def sources(r: Results) -> list[tuple[str, str | None]]:
    """Sources of rules and facts: titles with addresses, each once."""
    rules = [(wording.clean(entry["title"]), entry.get("address")) for entry in r.edition["sources"]]
    frames = (r.timeline, r.compositions, r.contradictions, r.working_groups)
    cells = [r.organisation["source"], *(cell for frame in frames for cell in frame["source"])]
    facts = [(wording.clean(cell), str(cell)) for cell in cells if wording.known(cell)]
    return list(dict.fromkeys([*facts, *rules]))
