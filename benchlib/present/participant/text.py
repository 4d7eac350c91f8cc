"""What a participant's report says in words."""

from collections.abc import Mapping

import pandas as pd

from benchlib.present import dates, wording
from benchlib.present.participant import profile
from benchlib.present.participant.reading import ParticipantResults
from benchlib.tables.schemas import PARTICIPANT_TYPES, TABLES

CONFIRM = "confirm"
SEEN = {"see more": "stronger", "see less": "weaker"}
LOWEST, HIGHEST = "0", "100"


def about(p: ParticipantResults) -> list[tuple[str, str]]:
    """Who and when: headings with their texts; what is not known is left out."""
    row, kinds = p.participant, PARTICIPANT_TYPES
    left = dates.date(row["left"]) if wording.known(row["left"]) else None
    entries = [
        ("Takes part in", p.cluster["name"]),
        ("Technology area", p.cluster["area"]),
        ("Country of the cluster", p.cluster["country_name"]),
        ("Kind", kinds.get(row["type"], row["type"]) if wording.known(row["type"]) else None),
        ("Since", dates.date(row["joined"]) if wording.known(row["joined"]) else None),
        ("Left", left),
        ("Id", row["participant_id"]),
        ("As of", dates.day(p.as_of)),
    ]
    return [(title, wording.clean(words)) for title, words in entries if wording.known(words)]


def headline(p: ParticipantResults) -> str:
    """One sentence that says where the participant stands."""
    name, rows = profile.name(p), profile.latest(p)
    if rows.empty:
        return f"No figures of {name} are on record yet, so it cannot be set beside others."
    year = int(rows["year"].iloc[0])
    stands = _stands(rows)
    start = f"In {year} {name} stands {stands}" if stands else f"In {year} nothing can be said on where {name} stands"
    estimates = profile.estimates(p)
    if estimates.empty:
        return f"{start}."
    last = estimates.iloc[-1]
    when = "" if int(last["year"]) == year else f" for {int(last['year'])}"
    return f"{start}; its competitiveness{when} is estimated at {points(last)} points."


def _stands(rows: pd.DataFrame) -> str:
    """In which third for which figure, in the widest view that is shown; empty where none is."""
    for view in reversed(profile.VIEWS):
        third = rows.loc[~rows["unit"].map(profile.yes_or_no)].dropna(subset=[f"third_{view}"])
        if len(third):
            names = third["name"].str.lower().groupby(third[f"third_{view}"], sort=False).agg(wording.listing)
            order = [key for key in ("upper", "middle", "lower") if key in names]
            parts = [f"in the {key} third for {names[key]}" for key in order]
            return f"{wording.listing(parts)}, among the others of its {profile.VIEWS[view]}"
    return ""


def points(row: Mapping[str, float]) -> str:
    """An estimate with its interval."""
    return f"{wording.number(row['estimate'], 0)} ({_between(row['low'], row['high'])})"


def expected(row: Mapping[str, float]) -> str:
    """What is predicted, with its interval."""
    return f"{wording.number(row['predicted'], 0)} ({_between(row['predicted_low'], row['predicted_high'])})"


def _between(low: float, high: float) -> str:
    return f"{wording.number(low, 0)} to {wording.number(high, 0)}"


def figures(p: ParticipantResults) -> list[str]:
    """How to read the comparison."""
    if profile.latest(p).empty:
        return []
    least = wording.number(p.edition["minimum_others"])
    return [
        "“Typical” is the mean of the middle half of the others: the quarter with the lowest and the quarter with the "
        "highest values do not enter, and this participant itself does not either.",
        f"It is shown where at least {least} others have a value and no comparison of two numbers would tell of fewer. "
        "“Kept back” means that it is not. Years for which the participant gave nothing show nothing of others.",
    ]


def competitiveness(p: ParticipantResults) -> list[str]:
    """The estimate, what is predicted, and whether something shifts."""
    rows = profile.estimates(p)
    if rows.empty:
        return [
            "There is no estimate: it needs most of the figures of at least one year, or the answers of enough peers."
        ]
    last, share = rows.iloc[-1], wording.percent(100 * p.settings["interval"])
    sentences = [
        f"For {int(last['year'])} it is {points(last)}, on a scale where goalposts fix {LOWEST} and {HIGHEST}. The "
        f"interval is made to hold the true value in {share} of all cases.",
        _predicted(p),
        "The figures drift: for some years they have moved to one side of what the function expects."
        if bool(last["drift"])
        else None,
    ]
    return [sentence for sentence in sentences if sentence]


def _predicted(p: ParticipantResults) -> str | None:
    row = profile.forecast(p)
    return None if row is None else f"For {int(row['year'])} the function expects {expected(row)}."


def peers(p: ParticipantResults) -> list[str]:
    """What peers say, and whether they confirm the figures; in words where it cannot be shown."""
    rows, least = profile.heard(p), wording.word(int(p.settings["minimum_respondents"]))
    if p.peers.empty:
        return ["No peers have been asked about this participant."]
    if rows.empty:
        return [f"Fewer than {least} peers have answered on this participant in any year, so nothing is shown of it."]
    year = int(rows["year"].iloc[0])
    most = wording.number(rows["respondents"].max())
    return [
        f"In {year} up to {most} peers answered on each aspect, from 1 (not at all) to 5 (fully), shown as {LOWEST} to "
        f"{HIGHEST}. Answers of few peers are moved towards what is usual, as far as they are uncertain.",
        *_confirmed(p),
    ]


def _confirmed(p: ParticipantResults) -> list[str]:
    rows = profile.estimates(p).dropna(subset=["peers"])
    if rows.empty:
        return []
    last = rows.iloc[-1]
    year = int(last["year"])
    if last["peers"] == CONFIRM:
        return [f"They confirm the figures: what they said in {year} fits what the figures let expect."]
    aspects = p.settings["aspects"]
    where = f", most of all in {aspects[last['aspect']]['name'].lower()}" if last["aspect"] in aspects else ""
    return [
        f"They do not confirm the figures: in {year} they see the participant {SEEN[last['peers']]} than the figures do"
        f"{where}. One of the two is worth a second look."
    ]


def missing(p: ParticipantResults) -> list[str]:
    """What is missing: years, figures of the last year, and what is kept back."""
    return [*_years(p), *_figures(p), *_kept_back(p)] or ["Nothing that this report needs."]


def _years(p: ParticipantResults) -> list[str]:
    """Years without any figure, from the first on record to the year before the edition's day."""
    known = p.figures.loc[p.figures["value"].notna(), "year"]
    if known.empty:
        return ["Figures: none of any year is on record."]
    gone = p.participant["left"]
    end = min(p.as_of.year - 1, int(str(gone)[:4]) if wording.known(gone) else p.as_of.year)
    absent = [year for year in range(int(known.min()), end + 1) if year not in set(known)]
    return [f"Figures: none for {wording.listing(map(str, absent))}."] if absent else []


def _figures(p: ParticipantResults) -> list[str]:
    rows = profile.latest(p)
    names = rows.loc[rows["value"].isna(), "name"].str.lower()
    year = "" if rows.empty else int(rows["year"].iloc[0])
    text = f"{wording.listing(names)} for {year}: a figure that is needed is not given"
    return [wording.sentence(text)] if len(names) else []


def _kept_back(p: ParticipantResults) -> list[str]:
    rows = profile.latest(p)
    views = [
        f"its {words} ({wording.listing(names)})"
        for view, words in profile.VIEWS.items()
        if len(names := rows.loc[rows[f"shown_{view}"] != True, "name"].str.lower())  # noqa: E712 - missing is not shown
    ]
    return (
        [f"Kept back, so that no other participant is told of: what is typical of {wording.listing(views)}."]
        if views
        else []
    )


def complete(p: ParticipantResults) -> str | None:
    """How to fill what is missing; None where it is nothing that the participant could give."""
    if not [*_years(p), *_figures(p)]:
        return None
    table = TABLES["participant_figures"]
    asked = "; ".join(field.meaning for field in table.fields if field.name not in table.key)
    return (
        f"Give {wording.clean(p.cluster['name'])} a row a year in the sheet “{table.name}” of its workbook. Its "
        f"columns are: {asked}. Growth needs two years in a row. An empty cell is better than a guess: what is missing "
        "is never filled in."
    )


def method(p: ParticipantResults) -> list[str]:
    """What the report rests on, and who may see what."""
    s = p.settings
    return [
        f"Figures, goalposts and the estimate follow {s['title']}, version of {dates.date(s['version'])}: our own "
        "reading of a function whose formula is not public, and not official.",
        "Figures are as the participant gave them; nobody has audited them.",
        "This page is for the participant alone. It holds no number of any other participant, and nobody else's page "
        "holds one of this participant.",
        f"Computed with benchlib {p.edition['benchlib']} in the edition “{wording.clean(p.edition['name'])}”.",
    ]
