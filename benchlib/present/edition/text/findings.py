"""The publication in short: five to seven findings, each with its numbers."""

from collections.abc import Callable, Sequence

from benchlib.present import dates, profile, wording
from benchlib.present.edition import changes, labels, learning, scores, trends
from benchlib.present.edition.reading import Portfolio
from benchlib.present.edition.text import labels as labels_text
from benchlib.present.edition.text import trends as trends_text

MOST = 7


def findings(p: Portfolio) -> list[str]:
    """The findings that the tables allow, at most MOST, the last ones given up first; in the order of the chapters."""
    told = {make: make(p) for make in ORDER}
    kept = [make for make in WEIGHT if told[make]][:MOST]
    return [text for make, text in told.items() if make in kept and text]


def _covered(p: Portfolio) -> str:
    holders = labels.holders(p)
    countries = int(p.organisations["country"].nunique())
    ever = int((holders["highest"] != labels.NONE).sum())
    some = "all" if ever == len(holders) > 1 else wording.word(ever, "none")
    return (
        f"This edition covers {wording.count(len(holders), 'organisation')} in "
        f"{wording.count(countries, 'country', 'countries')}; {some} of them have been awarded a label of cluster "
        "management excellence at some time."
    )


def _valid(p: Portfolio) -> str:
    table, holders = labels.by_level(p), labels.holders(p)
    parts = [f"{wording.number(row['valid'])} {level}" for level, row in table[::-1].iterrows() if row["valid"]]
    valid, open_, held = int(holders["valid"].sum()), int(holders["open"].sum()), int(table["valid"].sum())
    hold = f"{'holds' if valid == 1 else 'hold'} {wording.count(held, 'valid label')}" if held else "hold a valid label"
    start = f"On {dates.day(p.as_of)}, {wording.count(valid, 'organisation')} certainly {hold}"
    which = f": {wording.listing(parts)}" if parts else ""
    unclear = f". For {wording.count(open_, 'more organisation')} the published dates do not tell" if open_ else ""
    return f"{start}{which}{unclear}."


def _places(p: Portfolio) -> str:
    return " ".join(labels_text.places(p)[:2])


def _ending(p: Portfolio) -> str:
    return " ".join(labels_text.ending(p))


def _changed(p: Portfolio) -> str:
    found = changes.since(p)
    first, ended = int(found.levels["first"].sum()), int(found.levels["ended"].sum())
    before, now = (int(found.levels[f"{when}_low"].sum()) for when in ("before", "now"))
    came = f"{wording.count(first, 'label')} on record {'was' if first == 1 else 'were'} awarded for the first time"
    return (
        f"Since {dates.day(found.start)} {came} and {wording.number(ended)} ended: labels that are certainly valid "
        "went from "
        f"{wording.number(before)} to {wording.number(now)}."
    )


def _scored(p: Portfolio) -> str:
    table = scores.by_group(p).set_index("item")
    if profile.TOTAL not in table.index:
        return ""
    total, groups = table.loc[profile.TOTAL], table.drop(index=profile.TOTAL)
    size = wording.number(total["organisations"])
    start = (
        f"Half of the {size} organisations with a full assessment reach {total['median']:.0f}% of the points or more"
    )
    if len(groups) < 2:
        return f"{start}."
    best, worst = groups.loc[groups["median"].idxmax()], groups.loc[groups["median"].idxmin()]
    return (
        f"{start}; most in “{best['name']}” (median {best['median']:.0f}%), fewest in “{worst['name']}” "
        f"({worst['median']:.0f}%)."
    )


def _competitive(p: Portfolio) -> str:
    panel = trends.panel(p)
    if panel is None or panel.rows["year"].nunique() < 2:
        return ""
    return (
        f"The mean competitiveness of the same {wording.number(panel.clusters)} clusters, by our own function of "
        "figures and "
        f"peers' answers, {trends_text.moved(panel)}."
    )


def _learnt(p: Portfolio) -> str:
    table = learning.errors(p)
    if table.empty:
        return ""
    return f"Predicting each wave from those before it, the cluster function errs by {trends_text.compared(table)}."


ORDER: Sequence[Callable[[Portfolio], str]] = (
    _covered,
    _valid,
    _places,
    _ending,
    _changed,
    _scored,
    _competitive,
    _learnt,
)
WEIGHT: Sequence[Callable[[Portfolio], str]] = (
    _covered,
    _valid,
    _ending,
    _changed,
    _scored,
    _competitive,
    _learnt,
    _places,
)
