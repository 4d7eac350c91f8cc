"""What a reader in a hurry should take along."""

from benchlib.present import wording
from benchlib.present.country import profile
from benchlib.present.country.reading import CountryResults
from benchlib.present.country.text.offers import quoted, reach


def findings(c: CountryResults) -> list[str]:
    """What a reader in a hurry should take along."""
    return [text for text in (_ever(c), _soon(c), _lags(c), _reaches(c), _buys(c)) if text]


def _ever(c: CountryResults) -> str | None:
    counts = [(name, row["ever"]) for name, row in profile.levels(c).items() if row["ever"]]
    if not counts:
        return None
    return wording.sentence(f"ever awarded: {wording.listing(f'{name} to {wording.number(n)}' for name, n in counts)}")


def _soon(c: CountryResults) -> str | None:
    if not c.size:
        return None
    months, certain = int(c.country["expiring_within"]), int(c.ending["certain"].sum())
    if c.ending.empty:
        return f"No valid label is known to end within {months} months."
    total = wording.interval(certain, len(c.ending))
    return f"Labels that end within {months} months unless renewed: {total}."


def _lags(c: CountryResults) -> str | None:
    if profile.groups(c).empty:
        return None
    behind = list(profile.lagging(c)["name"])
    if not behind:
        return "In no group of indicators do its organisations clearly lag behind those of other countries."
    return f"Its organisations lag behind those of other countries in {wording.listing(map(quoted, behind))}."


def _reaches(c: CountryResults) -> str | None:
    rows = profile.instruments(c)
    rows = rows[rows["shown"].astype(bool) & (rows["low"] > 0)]
    if rows.empty:
        return None
    first = rows.iloc[0]
    return (
        f"{'First' if first['tied'] else 'Of the instruments, first'} to look at: “{first['name']}”, which would "
        f"reach {reach(first)} {_organisations(first['high'])}."
    )


def _organisations(number: float) -> str:
    return "organisation" if number == 1 else "organisations"


def _buys(c: CountryResults) -> str | None:
    if c.effort.empty:
        return None
    first = c.effort.iloc[0]
    return (
        f"The first {wording.number(first['labels'])} labels would take {wording.about_days(first['effort'])} of "
        f"work in all, {wording.number(first['each'])} each."
    )
