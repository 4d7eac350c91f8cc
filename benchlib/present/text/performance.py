"""Competitiveness and the management team in words."""

import pandas as pd

from benchlib.present import performance, wording
from benchlib.present.markup import Part, element, joined
from benchlib.present.results import Results, each

EXPLAINED = "../method.html#the-cluster-function-ours"  # where the method page tells how the function works
YEARS = 3  # over which a change is told
SAY = {  # now, and of an earlier year
    "confirm": ("confirm what the figures say", "confirmed what the figures said"),
    "see more": ("see more than the figures say", "saw more than the figures said"),
    "see less": ("see less than the figures say", "saw less than the figures said"),
}
SURROUNDINGS = "country, area, size, type and year"


def competitiveness(r: Results) -> list[Part]:
    """Where the cluster stands, whether it rose, what is expected, and what the function is."""
    now = performance.latest(r)
    if now is None:
        return [_nothing(r)]
    parts: list[Part | None] = [_level(r, now), _change(r, now), _expected(r), _confirmed(r, now), _drift(r, now)]
    return [*(sentence for sentence in parts if sentence), _ours()]


def _nothing(r: Results) -> str:
    about = r.edition["competitiveness"]
    return (
        "Nothing can be said yet: that takes figures of at least "
        f"{wording.count(int(about['minimum_participants']), 'participant')} or answers of at least "
        f"{wording.count(int(about['minimum_respondents']), 'peer')}, and there are none on record."
    )


def _level(r: Results, now: pd.Series) -> str:
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    span = performance.between(now["low"], now["high"]).replace(" to ", " and ")
    return (
        f"In {now['year']} competitiveness is estimated at {performance.scored(now['estimate'])} on a scale from 0 to "
        f"100; in {cases} cases the truth lies between {span}."
    )


def _change(r: Results, now: pd.Series) -> str | None:
    """The change over three years, if there were estimates then; within the interval of then it is none to speak of."""
    earlier = performance.states(r)
    earlier = earlier[earlier["year"] == now["year"] - YEARS]
    if earlier.empty:
        return None
    before = earlier.iloc[0]
    if before["low"] <= now["estimate"] <= before["high"] or now["low"] <= before["estimate"] <= now["high"]:
        return f"Compared with {before['year']} ({before['estimate']:.0f}) the change is within what is uncertain."
    change = now["estimate"] - before["estimate"]
    return f"That is {abs(change):.0f} points {'higher' if change > 0 else 'lower'} than in {before['year']}."


def _expected(r: Results) -> str | None:
    ahead = performance.forecast(r)
    if ahead is None:
        return None
    span = performance.between(ahead["predicted_low"], ahead["predicted_high"])
    return f"For {ahead['year']} the function expects {performance.scored(ahead['predicted'])} ({span})."


def _confirmed(r: Results, now: pd.Series) -> str | None:
    """What the peers said of the figures when they were last asked."""
    row = performance.asked(r)
    if row is None:
        return None
    today, then = SAY[row["peers"]]
    told = f"the peers {today}"
    if row["year"] != now["year"]:
        told = f"in {row['year']}, when they were last asked, the peers {then}"
    where = f", most in {performance.aspect(r, row['aspect']).lower()}" if wording.known(row["aspect"]) else ""
    ask = ": ask why before you rely on either" if row["peers"] != "confirm" else ""
    return wording.sentence(f"{told}{where}{ask}")


def _drift(r: Results, now: pd.Series) -> str | None:
    if not bool(now["drift"]):
        return None
    chance = wording.percent(100 * r.edition["competitiveness"]["drift_band"])
    return (
        "Year after year the figures have departed from what was expected to the same side, which chance alone brings "
        f"about in {chance} of cases."
    )


def _ours() -> Part:
    link = element("a", "how it works", href=EXPLAINED)
    return joined(["The function behind this is ours, and corrects itself with every year of data: ", link, "."])


def figures(r: Results) -> str | None:
    """What stands behind the figures."""
    if performance.figures(r).empty:
        fewest = wording.word(int(r.edition["competitiveness"]["minimum_participants"]))
        known = performance.latest(r) is not None
        return f"Figures are shown from {fewest} participants on; fewer have reported." if known else None
    return (
        "Each figure is made of those participants that report all it needs; nothing stands in for the others. The "
        "score says where it lies between two fixed goalposts."
    )


def peers(r: Results) -> list[str]:
    """How the answers are shown, and how far peers agree."""
    if performance.peers(r).empty:
        fewest = wording.word(int(r.edition["competitiveness"]["minimum_respondents"]))
        known = performance.latest(r) is not None
        return [f"Peers’ answers are shown from {fewest} peers on; fewer have answered."] if known else []
    shrunk = "The fewer peers answer, the more their view is drawn towards what is usual."
    row = performance.reliability(r)
    return [shrunk] if row is None else [shrunk, *_agreement(row)]


def _agreement(row: pd.Series) -> list[str]:
    """Agreement between peers, and between the aspects; at nought and below there is none beyond chance."""
    sentences = []
    if wording.known(row["krippendorff"]):
        alpha = row["krippendorff"]
        told = f"Agreement between peers is {alpha:.2f} (0: as by chance, 1: all alike; Krippendorff’s alpha)."
        sentences.append(told if alpha > 0 else "Between the peers there is no agreement beyond chance.")
    if wording.known(row["alpha"]) and row["alpha"] > 0:
        sentences.append(f"The aspects go together by {row['alpha']:.2f} (1: fully; Cronbach’s alpha).")
    elif wording.known(row["alpha"]):
        sentences.append("The aspects do not go together: look at each by itself.")
    return sentences


def management(r: Results) -> list[str]:
    """The indicators on the management, and growth beyond what surroundings explain."""
    own, added = performance.management(r), performance.value_added(r)
    sentences = [] if own is None else [_own(r, own)]
    if len(added):
        told = "; ".join(_added(row.outcome, row.effect, row.low, row.high) for row in each(added))
        sentences.append(f"Compared with what {SURROUNDINGS} let expect, {told}.")
        sentences.append("What is left may come from the management, or from anything else that was not measured.")
    return sentences


def _own(r: Results, own: pd.Series) -> str:
    share = wording.percent_between(own["percent"], own["low"], own["high"])
    asked = wording.count(int(own["asked"]), "indicator")
    among = performance.management_among(r)
    others = "" if among is None else f"; half of the others reach {wording.percent(among['median'])} or more"
    return f"On the {asked} on the team and its tools, {share} of the points are reached{others}."


def _added(what: str, effect: float, low: float, high: float) -> str:
    span = f"{wording.signed(low)} to {wording.signed(high)}"
    if low <= 0 <= high:
        return f"{what} of participants shows no certain difference ({wording.signed(effect)} points a year, {span})"
    more = "more" if effect > 0 else "less"
    return f"{what} of participants grows {wording.number(abs(effect))} percentage points a year {more} ({span})"
