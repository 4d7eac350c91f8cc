"""What changed, in numbers: labels by level, and versions of rules."""

from typing import Any

from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.edition.changes import Changes
from benchlib.present.markup import escaped
from benchlib.present.tables.grid import table


def awards(c: Changes) -> Markup | None:
    """By level: awarded for the first time, again, ended, and valid then and now."""
    rows = [
        (
            str(level).capitalize(),
            wording.number(row["first"]),
            wording.number(row["again"]),
            wording.number(row["ended"]),
            _valid(row, "before"),
            _valid(row, "now"),
        )
        for level, row in c.levels.iterrows()
    ]
    headings = ["Label", "First award", "Awarded again", "Ended", f"Valid on {dates.day(c.start)}", "Valid now"]
    return table(f"Labels since {dates.day(c.start)}", headings, rows, numbers=(1, 2, 3, 4, 5), cards=True)


def _valid(row: Any, when: str) -> str:
    return wording.interval(row[f"{when}_low"], row[f"{when}_high"])


def moved(c: Changes) -> Markup | None:
    """Rules and versions that are not what they were."""
    rows = [(what, escaped(before), escaped(now)) for what, before, now in c.moved or ()]
    return table("Rules and versions that moved", ["What", "Then", "Now"], rows, cards=True)
