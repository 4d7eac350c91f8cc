"""Competitiveness in words: the same clusters over time, what peers say, and how the function learns."""

import math

import pandas as pd

from benchlib.present import wording
from benchlib.present.edition import learning as learnt
from benchlib.present.edition import names, trends
from benchlib.present.edition.reading import Portfolio
from benchlib.present.edition.trends import Panel

OURS = "The cluster function is our own reading of what is public; its formula is ours."


def competitiveness(p: Portfolio) -> list[str]:
    """What is followed, and how it moved. Empty without a panel."""
    panel = trends.panel(p)
    if panel is None:
        return []
    years = trends.means(panel.rows)
    first, last = years.iloc[0], years.iloc[-1]
    sentences = [OURS]
    if len(years) > 1:
        others = f" ({wording.number(panel.others)} that joined later are left out)" if panel.others else ""
        sentences.append(
            f"It is followed on the same {wording.number(panel.clusters)} clusters from {first['year']:.0f} to "
            f"{last['year']:.0f}{others}, so that nobody's entry moves it."
        )
        sentences.append(f"Their mean {moved(panel)}.")
    ahead = trends.means(panel.ahead)
    if len(ahead):
        row = ahead.iloc[0]
        sentences.append(
            f"For {row['year']:.0f} the function expects {row['mean']:.1f} ({names.interval(p)} {row['low']:.1f} to "
            f"{row['high']:.1f})."
        )
    return sentences


def moved(panel: Panel) -> str:
    """How the mean went from the first to the last year, and whether that is beyond its error."""
    years = trends.means(panel.rows)
    first, last = years.iloc[0], years.iloc[-1]
    change = last["mean"] - first["mean"]
    error = math.hypot(last["high"] - last["mean"], first["high"] - first["mean"])
    ends = f"from {first['mean']:.1f} points in {first['year']:.0f} to {last['mean']:.1f} in {last['year']:.0f}"
    if abs(change) <= error:
        return f"went {ends}, no change beyond its error"
    return f"{'rose' if change > 0 else 'fell'} {ends}"


def peers(p: Portfolio) -> list[str]:
    """How many clusters' peers confirm the figures, and in how many innovations drift."""
    counts = trends.peers(p)
    if counts is None:
        return []
    told = int(counts.sum())
    sentences = [
        f"Of {wording.count(told, 'cluster')} with answers in the last year, peers confirm the figures of "
        f"{wording.number(counts['confirm'])}, see more than the figures in {wording.number(counts['see more'])} and "
        "less in "
        f"{wording.number(counts['see less'])}."
    ]
    drift = trends.drifting(p)
    if drift:
        whose = "its" if drift == 1 else "their"
        sentences.append(
            f"{wording.capital(wording.count(drift, 'cluster'))} drifted: for long {whose} figures ran ahead of what "
            "was "
            "expected, or behind it."
        )
    return sentences


def figures(p: Portfolio) -> list[str]:
    """What the figures are. Empty without any."""
    if trends.latest(p.figures, "indicator", "value", p.least).empty:
        return []
    return [
        "Every figure is made of the participants that report all it needs, in each cluster by itself; the table "
        "gives the "
        "median over clusters. Changes are those of clusters that have both years."
    ]


def aspects(p: Portfolio) -> list[str]:
    """What the aspects are. Empty without any."""
    table = trends.latest(p.peers, "aspect", "shrunk", p.least)
    if table.empty:
        return []
    best, worst = table["median"].idxmax(), table["median"].idxmin()
    sentences = ["Peers answer from 1 to 5, which gives 0 to 100 points; answers of few are drawn towards the usual."]
    if best != worst:
        sentences.append(
            f"They see most in {names.aspect(p, str(best)).lower()} (median {table.at[best, 'median']:.0f}) and "
            "least in "
            f"{names.aspect(p, str(worst)).lower()} ({table.at[worst, 'median']:.0f})."
        )
    return sentences


def learning(p: Portfolio) -> list[str]:
    """How good the predictions were beside plain guesses. Empty without predictions."""
    table = learnt.errors(p)
    if table.empty:
        return []
    together = learnt.pooled(table)
    first, last = int(table["wave"].min()), int(table["wave"].max())
    waves = f"each of the waves {first} to {last}" if first < last else f"the wave {first}"
    sentences = [
        f"As each wave arrives the function is estimated anew. Here {waves} is predicted from nothing but the waves "
        "before it.",
        f"Over all of them it errs by {compared(table)}.",
    ]
    if wording.known(together["coverage"]):
        sentences.append(
            f"{wording.percent(100 * together['coverage'])} of the values that came lay within its {names.interval(p)}."
        )
    if _better(table) < len(table):
        sentences.append(
            f"It was nearer than both guesses in {wording.number(_better(table))} of "
            f"{wording.count(len(table), 'wave')}."
        )
    return sentences


def compared(table: pd.DataFrame) -> str:
    """Errors over all waves, method by method."""
    together = learnt.pooled(table)
    guesses = [f"“{name}” by {together[name]:.1f}" for name in learnt.METHODS[1:] if wording.known(together[name])]
    return wording.listing([f"{together[learnt.FUNCTION]:.1f} points", *guesses])


def _better(table: pd.DataFrame) -> int:
    others = table[list(learnt.METHODS[1:])].min(axis=1)
    return int((table[learnt.FUNCTION] < others).sum())
