"""What changed, in words; organisations by name only where a public fact is told of them."""

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.edition.changes import Changes
from benchlib.present.markup import element, joined, name

NAMED = 40  # names in a list at most


def changes(c: Changes) -> list[str]:
    """Since when, labels that came and went, organisations, and what cannot be told without an earlier edition."""
    sentences = [_since(c), *_labels(c), *_organisations(c)]
    if c.moved is not None and not c.moved:
        sentences.append("Rules and versions are the same as then.")
    return sentences


def _since(c: Changes) -> str:
    if c.name is not None:
        return f"Compared with the edition “{wording.clean(c.name)}” of {dates.day(c.start)}."
    return (
        f"No earlier edition is given, so the labels are compared with a year before, {dates.day(c.start)}, by their "
        "dates. "
        "Which organisations came or left, and whether rules moved, cannot be told."
    )


def _labels(c: Changes) -> Iterator[str]:
    first, again, ended, gone = (int(c.levels[one].sum()) for one in ("first", "again", "ended", "withdrawn"))
    yield wording.sentence(
        f"{wording.count(first, 'label')} on record {_were(first)} awarded to organisations that had not had it, "
        f"{wording.count(again, 'label')} {_were(again)} awarded again, and {wording.count(ended, 'valid label')} ended"
    )
    if gone:
        taken = f"{wording.count(gone, 'label')} on record then {_were(gone)} taken back from the records since"
        yield wording.sentence(taken)


def _were(size: int) -> str:
    return "was" if size == 1 else "were"


def _organisations(c: Changes) -> Iterator[str]:
    if c.entered is None or c.left is None:
        return
    yield wording.sentence(
        f"{wording.count(len(c.entered), 'organisation')} came in and {wording.count(len(c.left), 'organisation')} left"
    )


def newly(c: Changes) -> list[Markup]:
    """Organisations with a first award of a level, by name and country; the highest levels first."""
    rows = c.newly.head(NAMED)
    items = [
        joined(
            [
                name(row.name),
                f", {wording.clean(row.country_name)}: " if wording.known(row.country_name) else ": ",
                row.level,
            ]
        )
        for row in rows.itertuples(index=False)
    ]
    return [*items, *_more(len(c.newly))]


def entered(c: Changes) -> list[Markup]:
    """Organisations that this edition has and the earlier had not, by name."""
    return _names(c.entered)


def left(c: Changes) -> list[Markup]:
    """Organisations that the earlier edition had and this has not, by name."""
    return _names(c.left)


def _names(rows: pd.DataFrame | None) -> list[Markup]:
    if rows is None:
        return []
    return [*(name(one) for one in rows["name"].head(NAMED)), *_more(len(rows))]


def _more(size: int) -> list[Markup]:
    return [element("span", f"and {wording.number(size - NAMED)} more")] if size > NAMED else []
