"""Competitiveness year by year, the figures and answers behind it, and what the growth of employment is made of."""

from typing import Any

from markupsafe import Markup

from benchlib.present import performance, wording
from benchlib.present.performance import scored
from benchlib.present.results import Results, each
from benchlib.present.tables.grid import Row, stacked, table

YEARS = 6  # of the history that the table shows


def history(r: Results) -> Markup | None:
    """The estimates of the last years, figures and peers alone on the same scale, and what peers say of the figures."""
    rows = [_year(r, row) for row in each(performance.states(r).tail(YEARS).iloc[::-1])]
    headings = ["Year", "Estimate (interval)", "Figures alone", "Peers alone"]
    return table("Competitiveness by year, 0 to 100", headings, rows, numbers=(2,), cards=True)


def _year(r: Results, row: Any) -> Row:
    verdict = _verdict(r, row)
    peers = stacked(scored(row.seen), verdict) if wording.known(row.seen) else verdict or "–"
    return str(row.year), f"{scored(row.estimate)} ({performance.between(row.low, row.high)})", scored(row.q), peers


def _verdict(r: Results, row: Any) -> str | None:
    """What peers say of the figures, and in which aspect most."""
    if not wording.known(row.peers):
        return None
    where = f" in {performance.aspect(r, row.aspect).lower()}" if wording.known(row.aspect) else ""
    return f"{row.peers}, most{where}" if where else str(row.peers)


def figures(r: Results) -> Markup | None:
    """The last year's figures, their scores, and how much of the cluster stands behind them.

    Where that is the same for all figures, it stands above them.
    """
    data = performance.figures(r)
    if data.empty:
        return None
    about = r.edition["competitiveness"]["indicators"]
    behind = [stacked(_participants(row), _employees(row)) for row in each(data)]
    alike = len(set(behind)) == 1
    title = f"Figures of {data['year'].iloc[0]}"
    if alike:
        first = next(each(data))
        title += f", from {', '.join(part for part in (_participants(first), _employees(first)) if part)}"
    rows = [
        (
            about[row.indicator]["name"],
            wording.figure(row.value, about[row.indicator]["unit"]),
            scored(row.score),
            *([] if alike else [who]),
        )
        for row, who in zip(each(data), behind, strict=True)
    ]
    headings = ["Figure", "Value", "Score", *([] if alike else ["Who stands behind it"])]
    return table(title, headings, rows, numbers=(1, 2), cards=True)


def _participants(row: Any) -> str:
    of = f" of {wording.number(row.members)}" if wording.known(row.members) else ""
    return f"{wording.number(row.participants)}{of} participants"


def _employees(row: Any) -> str | None:
    """Their employees, with their share where others are known too."""
    if not wording.known(row.employees):
        return None
    part = f", {wording.percent(100 * row.share_employment)} of all known" if row.share_employment < 1 else ""
    return f"with {wording.number(row.employees, 0)} employees{part}"


def peers(r: Results) -> Markup | None:
    """What peers say on each aspect: shrunk towards what is usual, with its interval."""
    data = performance.peers(r)
    questions = r.edition["competitiveness"]["aspects"]
    rows = [
        (
            stacked(performance.aspect(r, row.aspect), questions[row.aspect]["question"]),
            f"{scored(row.shrunk)} ({performance.between(row.low, row.high)})",
            scored(row.usual),
        )
        for row in each(data)
    ]
    if not rows:
        return None
    answers = wording.interval(data["respondents"].min(), data["respondents"].max())
    title = f"Answers of {answers} peers in {data['year'].iloc[0]}, 0 to 100"
    return table(title, ["Aspect", "Peers’ view (interval)", "Usual"], rows, numbers=(2,), cards=True)


def shift_share(r: Results) -> Markup | None:
    """The growth of employment as the sum of three parts."""
    row = performance.shift_share(r)
    if row is None:
        return None
    parts = (
        ("Growth of employment", row["growth"]),
        ("of it as in all clusters", row["reference"]),
        ("of it because of the technology area", row["mix"]),
        ("of it the cluster’s own", row["own"]),
    )
    rows = [(name, f"{wording.signed(value)}{unit}") for (name, value), unit in zip(parts, UNITS, strict=True)]
    title = f"Growth of employment from {row['from_year']} to {row['to_year']}, {row['participants']} participants"
    return table(title, ["Part", "Change"], rows, numbers=(1,), cards=True)


UNITS = ("%", *(" points",) * 3)  # the growth is in percent, its parts in percentage points
