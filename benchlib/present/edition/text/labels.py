"""Labels in words: what counts as valid, where the organisations are, how it went, what ends soon."""

import pandas as pd

from benchlib.present import dates, wording
from benchlib.present.edition import labels, totals
from benchlib.present.edition.reading import Portfolio

NAMED = 3  # areas and countries named in a sentence


def levels(p: Portfolio) -> list[str]:
    """How labels are counted, and how many organisations hold a valid one of any level."""
    holders = labels.holders(p)
    valid, open_ = int(holders["valid"].sum()), int(holders["open"].sum())
    counted = (
        f"{wording.count(valid, 'organisation')} certainly {'holds' if valid == 1 else 'hold'} a valid label on "
        f"{dates.day(p.as_of)}."
    )
    unclear = [f"For {wording.number(open_)} more the published dates do not tell."] if open_ else []
    return [
        wording.capital(counted),
        *unclear,
        "An organisation counts at every level that it was ever awarded, so it may stand in more than one row. “Valid” "
        "are labels that certainly hold on the day; “cannot tell” are those whose dates are not published closely "
        "enough.",
    ]


def published(p: Portfolio) -> list[str]:
    """How far this edition goes beside what is published for all countries; empty where nothing is compared."""
    if totals.beside(p).empty:
        return []
    return [
        "Newspapers and label holders published how many organisations had been awarded a label in all countries. "
        "Beside these counts the table says how many this edition knows of by name and date: what is said here of "
        "labels "
        "is true of the organisations of this edition, not of all that ever held one."
    ]


def places(p: Portfolio) -> list[str]:
    """Where the organisations are, and of how many the area is not known."""
    countries = labels.grouped(p, "country_name").drop(index=labels.UNKNOWN, errors="ignore")
    areas = labels.grouped(p, "area")
    unknown = int(areas["organisations"].get(labels.UNKNOWN, 0))
    areas = areas.drop(index=labels.UNKNOWN, errors="ignore")
    where = wording.count(len(countries), "country", "countries")
    sentences = []
    if len(countries) > 1:
        sentences.append(f"The organisations are in {where}, most of them in {_most(countries)}.")
    elif len(countries):
        sentences.append(f"The organisations are in {wording.clean(countries.index[0])}.")
    if len(areas):
        sentences.append(f"The largest {'areas are' if len(areas) > 1 else 'area is'} {_most(areas)}.")
    if unknown:
        sentences.append(f"The technology area of {wording.number(unknown)} is not published.")
    return sentences


def _most(table: pd.DataFrame) -> str:
    first = table.head(NAMED)
    sizes = first["organisations"].items()
    return wording.listing(f"{wording.clean(name)} ({wording.number(size)})" for name, size in sizes)


def history(p: Portfolio) -> list[str]:
    """What the picture over time rests on."""
    table = labels.over_time(p)
    if table.empty:
        return ["No award on record carries a date, so nothing can be said of the years."]
    without = int(labels.undated(p).sum())
    sentences = [
        "Each label holds from its award to its end, as published or as the rules give it; renewals continue it. "
        "“Ever” counts organisations that have had the label at any time up to then."
    ]
    if without:
        awards = wording.capital(wording.count(without, "award"))
        sentences.append(f"{awards} without any date {wording.be(without)} left out.")
    if (table["high"] > table["low"]).any():
        sentences.append(
            "Where a date is published as a year or month only, the number of valid labels is an interval."
        )
    return sentences


def ending(p: Portfolio) -> list[str]:
    """What ends within a year, and what can still be renewed."""
    table = labels.ending(p)
    valid, low, high, renewable = (int(table[one].sum()) for one in ("valid", "low", "high", "renewable"))
    sentences = []
    if valid:
        sentences.append(
            f"Of {wording.count(valid, 'valid label')}, {wording.interval(low, high)} will end within {labels.AHEAD} "
            f"months of {dates.day(p.as_of)}, unless renewed."
        )
    if renewable:
        sentences.append(
            f"{wording.capital(wording.count(renewable, 'expired label'))} can still be renewed without a break, "
            "because the "
            "time for a renewal is not over."
        )
    return sentences
