"""Where the organisations lag, whom instruments would reach, and what effort buys, in words."""

from collections.abc import Mapping

from benchlib.present import wording
from benchlib.present.country import profile
from benchlib.present.country.reading import CountryResults
from benchlib.present.results import each

MARK = "proposed"


def quoted(name: str) -> str:
    """A name from the rules in a sentence."""
    return f"“{name}”"


def groups(c: CountryResults) -> list[str]:
    """How the comparison is made, or why there is none."""
    assessed = profile.assessed(c)
    if not c.size:
        return []
    if assessed == 0:
        return [
            "No assessment of an organisation here is on record, so nothing can be said of where they lag. "
            "Assessments are private; they enter when the organisations, or who assesses them, give them."
        ]
    if profile.groups(c).empty:
        return [
            f"Here, or in all other countries together, fewer than {wording.number(c.least)} organisations have a "
            "score. So that nobody is recognised, nothing is said of where they lag."
        ]
    interval = float(c.country["interval"])
    share, chance = wording.percent(100 * interval), wording.percent(100 * (1 - interval) / 2)
    return [
        "Points in percent of the maximum, from the last assessment of each organisation, beside those of all other "
        "countries together.",
        "“Ahead in so many of ten pairs” takes one organisation from here and one from elsewhere, many times: five "
        f"of ten is a draw. A group lags where the whole interval ({share}) lies below five. Each "
        f"is judged by itself, so about {chance} of those that do not lag are named by chance.",
        f"A number is shown only where {wording.number(c.least)} organisations or more stand behind it on either side.",
    ]


def instruments(c: CountryResults) -> list[str]:
    """What the catalogue is, and how far its reach can be told."""
    if c.instruments.empty:
        return []
    sentences = [
        "A catalogue of what policy could offer. All of it is our proposal, to be edited, and says nothing of cost "
        "or effect. How many organisations each would reach follows from its condition."
    ]
    if profile.assessed(c) == 0:
        sentences.append(
            "Without assessments this can be told only of instruments about labels; the others stand below."
        )
    elif not profile.groups(c).empty:
        behind = profile.lagging(c)["name"]
        sentences.append(
            f"Instruments on groups that lag ({wording.listing(map(quoted, behind))}) stand first."
            if len(behind)
            else "No group clearly lags, so they stand in the order of how many they would reach."
        )
    if (c.instruments["shown"].astype(bool) & (c.instruments["low"] < c.instruments["high"])).any():
        sentences.append(
            "Small numbers are given as “at most”, and nearly all as “at least”, so that nobody is told of."
        )
    return sentences


def reach(row: Mapping[str, float]) -> str:
    """How many organisations an instrument reaches, as closely as it may be told.

    >>> reach({"shown": True, "low": 6.0, "high": 6.0, "asked": 8.0})
    '6'
    >>> reach({"shown": True, "low": 0.0, "high": 4.0, "asked": 8.0})
    'at most 4'
    >>> reach({"shown": True, "low": 9.0, "high": 12.0, "asked": 12.0})
    'at least 9'
    >>> reach({"shown": False, "low": float("nan"), "high": float("nan"), "asked": float("nan")})
    'kept back'
    """
    if not row["shown"]:
        return "kept back"
    low, high = row["low"], row["high"]
    if low == high:
        return wording.number(low)
    if low == 0:
        return f"at most {wording.number(high)}" if high < row["asked"] else f"up to {wording.number(high)}"
    return f"at least {wording.number(low)}"


def told(c: CountryResults) -> dict[str, str]:
    """Reach of every instrument as the page shows it, by its key."""
    return {row.instrument: reach(vars(row)) for row in each(c.instruments)}


def effort(c: CountryResults) -> list[str]:
    """What the next day of work buys, or why it cannot be told."""
    if not c.size:
        return []
    if profile.assessed(c) == 0:
        return [
            "No assessment is on record, so there is no path to a next label, and nothing can be said of its effort."
        ]
    if c.effort.empty:
        return [
            f"Fewer than {wording.number(c.least)} organisations have a path to a next label, too few to show their "
            "effort without telling of one of them."
        ]
    first, last, several = c.effort.iloc[0], c.effort.iloc[-1], len(c.effort) > 1
    day = float(c.country["cost_of_a_day"])
    start, end = (f"{wording.number(row['each'])} days" for row in (first, last))
    price = [f"{wording.number(day * float(row['each']), 0)} EUR" for row in (first, last)]
    return [
        "Organisations are put in order of the effort that their next label takes, least first, and added up. "
        f"Each step joins {wording.number(c.least)} organisations or more, so that no single one can be told.",
        f"The first {wording.number(first['labels'])} labels take {start} of work each on average"
        + (f", those of the last step {end}." if several else "."),
        f"At {wording.number(day)} EUR a day ({MARK}, to be edited) that is {price[0]} a label"
        + (f" at the start and {price[1]} at the end." if several else "."),
        "Effort is work of the management team as the rules propose it; what participants and funders spend is not "
        "counted, and no label is certain.",
    ]
