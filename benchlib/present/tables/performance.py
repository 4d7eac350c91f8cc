"""Competitiveness year by year, the figures and answers behind it, and what the growth of employment is made of."""

from typing import Any

from markupsafe import Markup

from benchlib.present import performance, wording
from benchlib.present.results import Results
from benchlib.present.tables.grid import Row, stacked, table

YEARS = 8  # of the history that the table shows
PEERS = {"confirm": "confirm the figures", "see more": "see more", "see less": "see less"}


def history(r: Results) -> Markup | None:
    """The estimate of every year, the two composites behind it, and whether peers confirm the figures."""
    rows = [_year(r, row) for row in performance.states(r).tail(YEARS).iloc[::-1].itertuples()]
    headings = ["Year", "Estimate (interval)", "Figures", "Peers", "Peers and figures"]
    return table("Competitiveness by year, 0 to 100", headings, rows, numbers=(2, 3), cards=True)


def _year(r: Results, row: Any) -> Row:
    view = PEERS[row.peers] if wording.known(row.peers) else "not asked"
    where = f"most in {performance.aspect(r, row.aspect).lower()}" if wording.known(row.aspect) else None
    estimate = f"{row.estimate:.0f} ({row.low:.0f} to {row.high:.0f})"
    return str(row.year), estimate, _whole(row.q), _whole(row.v), stacked(view, where)


def _whole(value: float) -> str:
    return f"{value:.0f}" if wording.known(value) else "–"


def figures(r: Results) -> Markup | None:
    """The last year's figures, their scores, and how much of the cluster stands behind them."""
    about = r.edition["competitiveness"]["indicators"]
    data = performance.figures(r)
    rows = [
        (
            about[row.indicator]["name"],
            wording.figure(row.value, about[row.indicator]["unit"]),
            f"{row.score:.0f}",
            stacked(
                f"{wording.number(row.participants)} of {wording.number(row.members)} participants",
                f"{wording.percent(100 * row.share_employment)} of the employees known",
            ),
        )
        for row in data.itertuples()
    ]
    headings = ["Figure", "Value", "Score", "Who stands behind it"]
    year = "" if data.empty else f" of {data['year'].iloc[0]}"
    return table(f"Figures of participants{year}", headings, rows, numbers=(1, 2), cards=True)


def peers(r: Results) -> Markup | None:
    """What peers say on each aspect: shrunk towards what is usual, with its interval."""
    data = performance.peers(r)
    questions = r.edition["competitiveness"]["aspects"]
    rows = [
        (
            stacked(performance.aspect(r, row.aspect), questions[row.aspect]["question"]),
            f"{row.shrunk:.0f} ({row.low:.0f} to {row.high:.0f})",
            f"{row.usual:.0f}",
            wording.number(row.respondents),
        )
        for row in data.itertuples()
    ]
    headings = ["Aspect", "Peers’ view (interval)", "Usual", "Answers"]
    year = "" if data.empty else f" in {data['year'].iloc[0]}"
    return table(f"Peers’ answers{year}, 0 to 100", headings, rows, numbers=(2, 3), cards=True)


def shift_share(r: Results) -> Markup | None:
    """The growth of employment as the sum of three parts."""
    row = performance.shift_share(r)
    if row is None:
        return None
    parts = (
        ("Growth of employment", row["growth"]),
        ("of it: as in all clusters", row["reference"]),
        ("of it: because of the technology area", row["mix"]),
        ("of it: the cluster’s own share", row["own"]),
    )
    rows = [(name, f"{wording.signed(value)}%") for name, value in parts]
    title = f"Growth of employment from {row['from_year']} to {row['to_year']}, {row['participants']} participants"
    return table(title, ["Part", "Percent"], rows, numbers=(1,), cards=True)
