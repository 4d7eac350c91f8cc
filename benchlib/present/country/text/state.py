"""What a country has and what is missing: organisations, labels, areas; and the method."""

from collections.abc import Iterator

from benchlib.present import dates, wording
from benchlib.present.country import profile
from benchlib.present.country.reading import CountryResults


def about(c: CountryResults) -> list[tuple[str, str]]:
    """What and when: headings with their texts."""
    entries = [
        ("Cluster organisations", wording.number(c.size)),
        ("With a valid label", _valid(c)),
        ("European Union", "member" if c.country["member"] else "not a member"),
        ("Code", c.country["country"]),
        ("As of", dates.day(c.as_of)),
    ]
    return [(title, wording.clean(text)) for title, text in entries]


def _holding(c: CountryResults) -> tuple[int, int]:
    """Organisations with a label that certainly holds, and others with one that may."""
    return int(c.holders["valid"].sum()), int(c.holders["open"].sum())


def _valid(c: CountryResults) -> str:
    valid, open_ = _holding(c)
    return wording.interval(valid, valid + open_)


def headline(c: CountryResults) -> str:
    """The state of the country in one sentence."""
    if not c.size:
        return f"No cluster organisation of {c.name} is on record in this edition."
    valid, open_ = _holding(c)
    start = (
        f"{wording.capital(wording.count(c.size, 'cluster organisation'))} of {c.name} {wording.be(c.size)} on record"
    )
    held = f"{wording.word(valid, 'none')} certainly {'holds' if valid == 1 else 'hold'} a valid label"
    more = " more" if valid else ""
    unclear = f", and for {wording.word(open_)}{more} the published dates do not tell" if open_ else ""
    return f"{start}; on {dates.day(c.as_of)} {held}{unclear}."


def absent(c: CountryResults) -> str | None:
    """What this report cannot show; None where nothing is absent."""
    parts = list(_missing(c))
    return " ".join([*parts, "Nothing stands in for what is not known."]) if parts else None


def _missing(c: CountryResults) -> Iterator[str]:
    if not c.size:
        yield "Other sources may know of cluster organisations here; this edition has none."
        return
    size, assessed = wording.number(c.size), profile.assessed(c)
    if assessed == 0:
        yield (
            "No assessment of these organisations is public or was given to this project, so it cannot be said "
            "where they lag, and of most instruments not whom they would reach."
        )
    elif assessed is None:
        yield f"Fewer than {wording.number(c.least)} organisations have been assessed: too few to speak of scores."
    for column, words in (("without_area", "technology area"), ("without_nuts2", "region")):
        number = int(c.country[column])
        if number:
            yield f"The {words} of {wording.number(number)} of {size} organisations is not on record."


def labels(c: CountryResults) -> list[str]:
    """How labels are counted."""
    if not c.size:
        return []
    return [
        "An organisation counts at every level that it was ever awarded, so it may stand in more than one row.",
        "“Valid” are labels that certainly hold on the day; “cannot tell” are those whose dates are not published "
        "closely enough.",
    ]


def ending(c: CountryResults) -> list[str]:
    """What ends soon, and what can still be renewed."""
    if not c.size:
        return []
    months = int(c.country["expiring_within"])
    sentences = []
    if c.ending.empty:
        sentences.append(f"No label of these organisations is known to end within {months} months.")
    else:
        sentences.append(f"These labels end within {months} months of {dates.day(c.as_of)}, unless they are renewed.")
        if (c.ending["state"] != "valid").any():
            sentences.append("Where a date is published as a year or month only, the label may already have ended.")
    renewable = sum(row["renewable"] for row in profile.levels(c).values())
    if renewable:
        sentences.append(
            f"{wording.capital(wording.count(renewable, 'expired label'))} can still be renewed without a break."
        )
    return sentences


def areas(c: CountryResults) -> list[str]:
    """Of how many the area is not known."""
    unknown = int(c.country["without_area"])
    if not c.size or not unknown:
        return []
    return [f"The technology area of {wording.number(unknown)} of {wording.number(c.size)} is not on record."]


def organisations(c: CountryResults) -> list[str]:
    """What the list shows."""
    return ["The highest label ever awarded and what holds on the day, in alphabetical order."] if c.size else []


def method(c: CountryResults) -> list[str]:
    """What the report rests on."""
    e = c.edition
    invented = "The organisations are invented." if c.synthetic else "Labels are published facts, each with its source."
    return [
        f"Labels follow the rules {e['rules']}, version of {dates.date(e['rules_version'])}: an open reconstruction "
        "from public sources, not the official rules.",
        invented,
        "The catalogue of instruments and the effort of each step are our proposal; both are files that can be edited.",
        f"Computed with benchlib {e['benchlib']} in the edition “{wording.clean(e['name'])}”.",
    ]
