"""What a report says about points: groups, indicators, strengths and criteria, and standing among others."""

from typing import Any

import pandas as pd

from benchlib.present import profile, wording
from benchlib.present.results import Results, each
from benchlib.present.text import verdict


def groups(r: Results) -> list[str]:
    """The total, its interval where answers are missing, the strongest and weakest group, and the standing."""
    table = profile.groups(r)
    if table.empty:
        return []
    return [_total(r, table.iloc[0]), *_extremes(table.iloc[1:]), _standing(r)]


def _total(r: Results, total: pd.Series) -> str:
    most, which = total["maximum"], verdict.reported(r)
    whole = f"of {wording.number(most)} points"
    if wording.known(total["points"]):
        share = wording.percent(total["percent"])
        return f"The {which} gives {wording.number(total['points'])} {whole} ({share})."
    low, high = total["low"], total["high"]
    points, share = wording.interval(low * most / 100, high * most / 100), wording.percent_between(None, low, high)
    return f"{missing_answers(r)}, so the {which} gives {points} {whole} ({share})."


def missing_answers(r: Results) -> str:
    """How many answers are missing, as the start of a sentence."""
    unknown = int(r.items["points"].isna().sum())
    return wording.capital(f"{wording.count(unknown, 'answer')} {wording.be(unknown)} missing")


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
        return f"Standing among others is kept back: it would reveal fewer than {least} other organisations."
    others = wording.count(int(row["others"]), "other organisation")
    if not wording.known(row["percentile"]):
        return f"Beside it stand {others}; its own place among them needs all answers."
    return f"Among {others} the total is better than {wording.percent(row['percentile'])} of them."


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
        wording.sentence(f"{_have(full)} full points, {_have(none)} no point"),
        "Below each name stand the answer and what the next step asks for.",
    ]


def _have(size: int) -> str:
    return f"{wording.word(size, 'none')} {'has' if size <= 1 else 'have'}"


def strong_and_weak(r: Results) -> tuple[list[str], list[str]]:
    """The indicators nearest to and farthest from their maximum, each with its points."""
    best, weak = profile.best_and_worst(r)
    return [_indicator(row) for row in each(best)], [_indicator(row) for row in each(weak)]


def _indicator(row: Any) -> str:
    standing = f", {wording.top(row.percentile)}" if wording.known(row.percentile) else ""
    return f"{row.item} {row.name}: {wording.number(row.points)} of {wording.number(row.maximum)}{standing}"


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
    sentences = [wording.sentence(f"{wording.word(shown, 'none')} of the {all_of_them} {wording.be(shown)} shown")]
    if names["not shown"]:
        sentences.append(f"Not shown: {wording.listing(names['not shown'])}.")
    if names["cannot tell"]:
        sentences.append(f"Cannot be told while answers are missing: {wording.listing(names['cannot tell'])}.")
    return sentences
