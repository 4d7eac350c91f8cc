"""The way to the next label in words."""

from collections.abc import Iterator
from itertools import groupby

import pandas as pd

from benchlib.present import advice, wording
from benchlib.present.results import Results, each


def path(r: Results) -> list[str]:
    """What the next label and those above take, or that no way leads there. Empty without an assessment."""
    rows = advice.labels(r)
    if rows.empty:
        return []
    sentences = list(_ways(r, rows))
    about = advice.goal(r)
    if about is None:
        return sentences
    if wording.known(about["marginal"]) and about["marginal"] > 0:
        less = wording.days(about["marginal"])
        sentences.append(f"If {about['label']} asked for one point fewer in all, {less} less would do.")
    return [*sentences, "Days of work are a proposal of ours; the office can enter others."]


def _ways(r: Results, rows: pd.DataFrame) -> Iterator[str]:
    """A sentence a label, those to which no way leads together."""
    for status, group in groupby((row for _, row in rows.iterrows()), lambda row: row["status"]):
        if status == advice.NO_PATH:
            yield f"No way leads to {wording.listing((row['label'] for row in group), 'or')} at present."
        else:
            yield from (_way(r, row) for row in group)


def _way(r: Results, row: pd.Series) -> str:
    label = row["label"]
    if row["status"] == advice.NOTHING:
        return wording.sentence(wording.clean(row["reason"]))
    work = wording.about_days(row["effort"])
    if not row["gain"] > 0:
        return f"For {label} no point is missing; what is left takes {work} of work."
    size, gain = len(advice.raised(r, label)), wording.number(row["gain"])
    return (
        f"The shortest way to {label} raises {wording.count(size, 'indicator')} by {gain} "
        f"{'point' if row['gain'] == 1 else 'points'} in all and takes {work} of work."
    )


def barriers(r: Results) -> list[str]:
    """What stands in the way of labels to which no way leads, a sentence a condition."""
    rows = advice.labels(r)
    rows = rows[(rows["status"] == advice.NO_PATH) & rows["reason"].notna()]
    return [_barrier(row.label, reason) for row in each(rows) for reason in str(row.reason).split("; ")]


def _barrier(label: str, reason: str) -> str:
    """The reason without its condition's title before a colon, which is set in quotes."""
    title, _, detail = wording.clean(reason).partition(": ")
    return wording.sentence(f"{label}: {title}" if not detail else f"{label}, “{title}”: {detail}")


def others(r: Results) -> list[str]:
    """How many took the step and stayed, and how to read what they did. Empty where it is not shown."""
    table, about = advice.same_step(r), advice.goal(r)
    if table.empty or about is None:
        return []
    start = advice.held(r)
    source, stayed = ("no label", "without a label") if start == advice.NONE else (start, f"with {start}")
    went = wording.capital(wording.count(int(table["organisations"].max()), "organisation"))
    return [
        f"{went} took the step from {source} to {about['label']}; "
        f"{wording.number(table['stayed_organisations'].max())} others {stayed} did not.",
        wording.clean(r.edition["advice"]["caution"]),
    ]
