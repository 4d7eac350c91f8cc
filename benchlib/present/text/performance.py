"""Competitiveness, management and the way to the next label in words."""

import pandas as pd

from benchlib.present import performance, wording
from benchlib.present.results import Results

OURS = (
    "The cluster function is ours: figures of participants and answers of peers are two measurements of one state, "
    "which is estimated anew with every year, so that it corrects itself."
)
SAY = {
    "confirm": "The peers confirm what the figures say.",
    "see more": "The peers see more than the figures say",
    "see less": "The peers see less than the figures say",
}


def competitiveness(r: Results) -> list[str]:
    """Where the cluster stands, whether it rose, what is expected, and what the function is."""
    now = performance.latest(r)
    if now is None:
        return [_nothing(r)]
    parts = [_level(r, now), _change(r, now), _expected(r), _confirmed(r, now), _drift(r, now), OURS]
    return [sentence for sentence in parts if sentence]


def _nothing(r: Results) -> str:
    about = r.edition["competitiveness"]
    return (
        "Nothing can be said on competitiveness: there are no figures of at least "
        f"{wording.word(int(about['minimum_participants']))} participants and no answers of at least "
        f"{wording.word(int(about['minimum_respondents']))} peers."
    )


def _level(r: Results, now: pd.Series) -> str:
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    return (
        f"In {now['year']} the estimate is {now['estimate']:.0f} on a scale from 0 to 100; in {cases} cases the truth "
        f"is between {now['low']:.0f} and {now['high']:.0f}."
    )


def _change(r: Results, now: pd.Series) -> str | None:
    """The change over three years, if there were estimates then; within both intervals it is no change to speak of."""
    earlier = performance.states(r)
    earlier = earlier[earlier["year"] == now["year"] - 3]
    if earlier.empty:
        return None
    before = earlier.iloc[0]
    change = now["estimate"] - before["estimate"]
    if before["low"] <= now["estimate"] <= before["high"]:
        return f"Compared with {before['year']} ({before['estimate']:.0f}) the change is within what is uncertain."
    way = "higher" if change > 0 else "lower"
    return f"That is {abs(change):.0f} points {way} than in {before['year']}."


def _expected(r: Results) -> str | None:
    ahead = performance.forecast(r)
    if ahead is None or not wording.known(ahead["predicted"]):
        return None
    return (
        f"For {ahead['year']} the function expects {ahead['predicted']:.0f} "
        f"({ahead['predicted_low']:.0f} to {ahead['predicted_high']:.0f})."
    )


def _confirmed(r: Results, now: pd.Series) -> str | None:
    if not wording.known(now["peers"]):
        return None
    text = SAY[now["peers"]]
    if now["peers"] == "confirm":
        return text
    where = f", most in {performance.aspect(r, now['aspect']).lower()}" if wording.known(now["aspect"]) else ""
    return f"{text}{where}: ask why before you rely on either."


def _drift(r: Results, now: pd.Series) -> str | None:
    if not bool(now["drift"]):
        return None
    chance = wording.percent(100 * r.edition["competitiveness"]["drift_band"])
    return (
        f"The deviations add up in one direction, which chance alone does in {chance} of cases: the cluster moves more "
        "steadily than the function expects."
    )


def figures(r: Results) -> str | None:
    """What stands behind the figures."""
    if performance.figures(r).empty:
        return "No figure can be shown: too few participants report." if performance.latest(r) is not None else None
    return "A figure is made only of participants that report everything it needs; it is never a sum over gaps."


def peers(r: Results) -> str | None:
    """How far peers agree."""
    if performance.peers(r).empty:
        fewest = wording.word(int(r.edition["competitiveness"]["minimum_respondents"]))
        return f"Peers’ answers are shown from {fewest} respondents on." if performance.latest(r) is not None else None
    shown = r.reliability[r.reliability["shown"].astype(bool)]
    agree = ""
    if not shown.empty and wording.known(shown.iloc[-1]["alpha"]):
        agree = f" Cronbach’s alpha of the aspects is {shown.iloc[-1]['alpha']:.2f}, Krippendorff’s alpha of the "
        agree += f"respondents {shown.iloc[-1]['krippendorff']:.2f}."
    return f"Each view is drawn towards what is usual, the more the less the peers agree.{agree}"


def management(r: Results) -> list[str]:
    """The indicators on the management, and growth beyond what surroundings explain."""
    sentences = []
    own = performance.management(r)
    if own is not None:
        share = wording.percent_between(own["percent"], own["low"], own["high"])
        sentences.append(f"On the indicators that the management itself decides, {share} of the points are reached.")
    for row in performance.value_added(r).itertuples():
        sentences.append(_added(performance.OUTCOMES[row.outcome], row.effect, row.low, row.high))
    if sentences and not performance.value_added(r).empty:
        sentences.append("What is left may come from the management or from anything else that was not measured.")
    return sentences


def _added(what: str, effect: float, low: float, high: float) -> str:
    span = f"({wording.signed(low)} to {wording.signed(high)})"
    start = f"{what} of participants grows {wording.signed(effect)} percentage points a year {span}"
    told = "more than" if low > 0 else "less than" if high < 0 else "which cannot be told from"
    return f"{start}, {told} what country, area, size, type and year explain."


def path(r: Results) -> list[str]:
    """What the next label takes, or why there is no way to it now."""
    following, about = performance.following(r), performance.goal(r)
    if following is None:
        return []
    sentences = []
    if following["status"] != performance.PATH:
        start = f"There is no way to {following['label']} at present: " if wording.known(following["label"]) else ""
        sentences.append(wording.sentence(f"{start}{wording.clean(following['reason'])}"))
    if about is None:
        return sentences
    steps, label = performance.steps(r), about["label"]
    sentences.append(
        f"The shortest way to {label} takes {wording.count(len(steps), 'step')} and about "
        f"{wording.days(about['effort'])} of work."
    )
    if wording.known(about["marginal"]) and about["marginal"] > 0:
        sentences.append(f"If one point fewer were asked for, it would take {wording.days(about['marginal'])} less.")
    sentences.append("Days of work are our proposal: edit data/frameworks/efforts.yaml to use your own.")
    return sentences
